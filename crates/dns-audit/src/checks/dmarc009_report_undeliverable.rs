//! DMARC009: a report host that takes no mail.

use crate::policy::each_report_host;
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DMARC009",
    name: "dmarc-report-undeliverable",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 5.1", "RFC 7505 3"],
    follows: &["DNS001"],
    en: Words {
        title: "Report hosts take mail",
        says: "{host} takes no mail: it has neither an exchange with an address nor an address of its own, or a null MX.",
        why: "Reports for {uris} bounce, and some receivers stop sending them.",
        fix: "Publish an MX record for {host}, or use a report address on a host that takes mail.",
    },
    ru: Words {
        title: "Домены для отчётов принимают почту",
        says: "{host} не принимает почту: нет ни MX с адресом, ни собственного адреса, или опубликован null MX.",
        why: "Отчёты для {uris} возвращаются, и некоторые получатели перестают их слать.",
        fix: "Опубликуйте для {host} запись MX или укажите для отчётов адрес в домене, который принимает почту.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net", "collector.net MX 0 ."]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net", "collector.net TXT hello"]),
        Example::fail(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "collector.net MX 10 gone.collector.net",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "collector.net A 44.130.1.1",
        ]),
        Example::pass(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "collector.net MX 10 mx1.example.com",
        ]),
        Example::unknown(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "collector.net MX SERVFAIL",
        ]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_report_host(view, |_, host| {
        let evidence = Evidence::new().with("host", &host.host).with("uris", host.uris.clone());
        match &host.takes_mail {
            Ok(true) => Verdict::Pass(evidence),
            Ok(false) => Verdict::fail(evidence),
            Err(gap) => Verdict::unknown(gap.clone()),
        }
    })
}
