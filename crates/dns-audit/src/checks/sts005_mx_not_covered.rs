//! STS005: no mx: line of the policy matches an exchange.

use crate::samples::{HEALTHY, NULL_MX, POLICY_FILE, POLICY_SILENT};
use crate::sts_policy::{exchanges, of_sound_file, placed};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use records::sts_policy::{Mode, StsPolicy};

pub const CHECK: Check<View> = Check {
    code: "STS005",
    name: "sts-mx-not-covered",
    severity: Severity::Error,
    other_severities: &[Severity::Critical],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 4.1"],
    follows: &["STS004"],
    en: Words {
        title: "The MTA-STS policy covers every exchange",
        says: "No mx: line of the policy (mode: {mode}) matches {host}; its lines name: {patterns}.",
        why: "In the mode enforce senders do not deliver to this host; when the others are down, mail waits or comes back. In the mode testing they report it.",
        fix: "Add the line 'mx: {host}' to {url}, and then give the TXT record a new id. A star stands for exactly one label. If the host is not to take mail any more, remove it from the MX records.",
    },
    ru: Words {
        title: "Политика MTA-STS охватывает все почтовые серверы",
        says: "Ни одна строка mx: политики (mode: {mode}) не подходит к {host}; в строках названы: {patterns}.",
        why: "В режиме enforce отправители не доставляют на этот сервер: если остальные недоступны, письма ждут или возвращаются. В режиме testing о нём сообщают в отчётах.",
        fix: "Добавьте строку «mx: {host}» в {url}, затем смените id в TXT-записи. Звёздочка заменяет ровно одну метку имени. Если сервер больше не должен принимать почту, уберите его из записей MX.",
    },
    judge,
    examples: &[
        Example::fail_as(
            Severity::Critical,
            &[HEALTHY, POLICY_FILE, "| mode: enforce\n| max_age: 604800\n| mx: mx1.example.com\n| mx: old2.example.com"],
        ),
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode: testing\n| max_age: 604800\n| mx: mx1.example.com\n| mx: old2.example.com"]),
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode: testing\n| max_age: 604800\n| mx: *.mx.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, POLICY_FILE, "| mode: enforce\n| max_age: 604800\n| mx: *.EXAMPLE.com"]),
        Example::unknown(&[HEALTHY, POLICY_SILENT]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_mta-sts.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, POLICY_FILE, "| mode: none\n| max_age: 604800"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

/// At most so many patterns are shown.
const MOST_SHOWN: usize = 10;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    of_sound_file(view, |policy| match policy.mode {
        Some(Mode::None) | None => Vec::new(),
        Some(mode) => match view.takes_mail() {
            Err(gap) => vec![(view.domain(), Verdict::unknown(gap))],
            Ok(false) => Vec::new(),
            Ok(true) => exchanges(view).map(|host| (Subject::from(&host.name), judge_host(view, policy, mode, &host.name))).collect(),
        },
    })
}

fn judge_host(view: &View, policy: &StsPolicy, mode: Mode, host: &facts::Name) -> Verdict {
    if policy.covers(host.as_str()) {
        return Verdict::Pass(Evidence::new());
    }
    let patterns: Vec<String> = policy.patterns.iter().take(MOST_SHOWN).map(|pattern| pattern.text.clone()).collect();
    let seen = placed(view).with("host", host).with("patterns", patterns);
    match mode {
        Mode::Enforce => Verdict::fail_as(Severity::Critical, seen.with("mode", "enforce")),
        Mode::Testing | Mode::None => Verdict::fail(seen.with("mode", "testing")),
    }
}
