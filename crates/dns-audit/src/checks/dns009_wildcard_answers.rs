//! DNS009: a wildcard answers for names that nobody published.

use crate::samples::{ABSENT, HEALTHY, SILENT};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DNS009",
    name: "wildcard-answers",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 4592 2.2", "RFC 4592 4.2"],
    follows: &["DNS001"],
    en: Words {
        title: "No wildcard over mail names",
        says: "A wildcard answers for names that nobody published: {names}.",
        why: "Misspelt and invented subdomains seem to take mail or to have policies; a selector that answers proves nothing.",
        fix: "Take the wildcard TXT and MX records out of the zone, and publish the names that you really use.",
    },
    ru: Words {
        title: "Почтовые имена без wildcard-записей",
        says: "Wildcard-запись отвечает за имена, которых никто не публиковал: {names}.",
        why: "Ошибочные и выдуманные поддомены будто бы принимают почту или имеют политики; ответ по селектору ничего не доказывает.",
        fix: "Уберите из зоны записи TXT и MX со звёздочкой и опубликуйте те имена, которыми действительно пользуетесь.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "*.example.com MX 10 mx1.example.com"]),
        Example::fail(&[HEALTHY, "*.example.com TXT v=spf1 -all"]),
        Example::fail(&[HEALTHY, "*._domainkey.example.com TXT v=DKIM1; p="]),
        Example::fail(&[HEALTHY, "*._dmarc.example.com TXT v=DMARC1; p=none"]),
        // A wildcard for the web does not touch mail.
        Example::pass(&[HEALTHY, "*.example.com A 44.128.1.80"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SILENT]),
        Example::not_applicable(&[ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let controls = &view.zone.controls;
    if controls.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = controls.iter().filter(|c| c.answers == Ok(true)).map(|c| format!("{} {}", c.name, c.rtype)).collect();
    let gaps: Vec<_> = controls.iter().filter_map(|c| c.answers.as_ref().err().cloned()).collect();
    let verdict = match (names.is_empty(), gaps.is_empty()) {
        (false, _) => Verdict::fail(Evidence::new().with("names", names)),
        (true, false) => unknown(gaps),
        (true, true) => Verdict::Pass(Evidence::new()),
    };
    vec![(view.domain(), verdict)]
}
