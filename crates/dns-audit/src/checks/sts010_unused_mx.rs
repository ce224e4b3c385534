//! STS010: an mx: line of the policy matches no exchange.

use crate::samples::{HEALTHY, NULL_MX, POLICY_FILE, POLICY_SILENT};
use crate::sts_policy::{exchanges, of_sound_file, placed};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::sts_policy::Mode;

pub const CHECK: Check<View> = Check {
    code: "STS010",
    name: "sts-unused-mx",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 4.1"],
    follows: &[],
    en: Words {
        title: "Every line of the MTA-STS policy has its exchange",
        says: "These mx: lines of the policy match no exchange of {domain}: {lines}.",
        why: "Whoever can forge the MX answer may send the mail to such a host, and the policy lets it through: a name that was given up may one day belong to somebody else.",
        fix: "Take the lines out of {url} unless the hosts are about to be used, and give the TXT record a new id.",
    },
    ru: Words {
        title: "Каждой строке политики MTA-STS соответствует сервер",
        says: "Этим строкам mx: политики не соответствует ни один почтовый сервер {domain}: {lines}.",
        why: "Подделавший ответ MX может направить почту на такой хост, и политика это пропустит: оставленное имя однажды может достаться другому.",
        fix: "Уберите эти строки из {url}, если хосты не понадобятся в ближайшее время, и смените id в TXT-записи.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            POLICY_FILE,
            "| mode: enforce\n| max_age: 604800\n| mx: mx1.example.com\n| mx: mx2.example.com\n| mx: old.example.com",
        ]),
        Example::fail(&[
            HEALTHY,
            POLICY_FILE,
            "| mode: enforce\n| max_age: 604800\n| mx: mx1.example.com\n| mx: mx2.example.com\n| mx: *.old.example.com",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, POLICY_FILE, "| mode: testing\n| max_age: 604800\n| mx: *.example.com"]),
        Example::unknown(&[HEALTHY, POLICY_SILENT]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_mta-sts.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, POLICY_FILE, "| mode: none\n| max_age: 604800\n| mx: old.example.com"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

/// At most so many lines are shown.
const MOST_SHOWN: usize = 10;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    of_sound_file(view, |policy| {
        if policy.mode == Some(Mode::None) {
            return Vec::new();
        }
        let verdict = match view.takes_mail() {
            Err(gap) => Verdict::unknown(gap),
            Ok(false) => Verdict::NotApplicable,
            Ok(true) => {
                let used = |text: &records::sts_policy::Pattern| exchanges(view).any(|host| text.covers(host.name.as_str()));
                let unused = policy.patterns.iter().filter(|pattern| !used(pattern)).take(MOST_SHOWN);
                match unused.map(|pattern| format!("{}: mx: {}", pattern.line, pattern.text)).collect::<Vec<String>>() {
                    lines if lines.is_empty() => Verdict::Pass(placed(view)),
                    lines => Verdict::fail(placed(view).with("lines", lines)),
                }
            }
        };
        vec![(view.domain(), verdict)]
    })
}
