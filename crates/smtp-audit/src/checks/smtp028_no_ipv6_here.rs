//! SMTP028: IPv6 does not work where the audit runs. Only ever unknown.

use crate::samples::HEALTHY;
use crate::view::View;
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SMTP028",
    name: "smtp-no-ipv6-here",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::NotApplicable],
    cites: &["RFC 5321 4.5.4.1"],
    follows: &[],
    en: Words {
        title: "IPv6 works where the audit runs",
        says: "The control host cannot be reached over IPv6, either: the results for IPv6 addresses are void.",
        why: "Without IPv6 of its own the audit cannot tell a dead IPv6 address from a sound one.",
        fix: "Run the audit from a machine with IPv6, or name a control host that is reached over it (--control).",
    },
    ru: Words {
        title: "IPv6 работает там, где выполняется проверка",
        says: "По IPv6 недоступен и контрольный сервер: результаты для адресов IPv6 недействительны.",
        why: "Без собственного IPv6 проверка не отличит мёртвый адрес IPv6 от исправного.",
        fix: "Запустите проверку с машины с IPv6 или назовите контрольный сервер, доступный по нему (--control).",
    },
    judge,
    examples: &[
        Example::unknown(&[
            HEALTHY,
            "mx.example.com A 44.128.1.1\nmx.example.com AAAA 2d00:44::1\nsmtp [2d00:44::1]:25 mx.example.com good\nDROP",
            "target example.com control=2d00:77::7\nsmtp [2d00:77::7]:25 mx.control.example good\nDROP",
        ]),
        Example::not_applicable(&[
            HEALTHY,
            "mx.example.com A 44.128.1.1\nmx.example.com AAAA 2d00:44::1\nsmtp [2d00:44::1]:25 mx.example.com good\nDROP",
            "target example.com control=2d00:77::7\nsmtp [2d00:77::7]:25 mx.control.example good",
        ]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let void = view.hosts.iter().flat_map(|h| &h.talks).filter_map(|t| t.session.talk.as_ref().err());
    let gaps: Vec<Gap> = void.filter(|gap| gap.reason == Reason::NoIpv6Here).cloned().collect();
    if gaps.is_empty() {
        return Vec::new();
    }
    vec![(Subject::from(&view.target.domain), Verdict::Unknown { gaps, evidence: Evidence::new() })]
}
