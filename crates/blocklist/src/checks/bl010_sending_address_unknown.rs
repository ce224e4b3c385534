//! BL010: readiness to send is asked for, and nobody said from where.

use crate::samples::{HEALTHY, LISTS};
use crate::view::View;
use facts::{Gap, Profile, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "BL010",
    name: "sending-address-unknown",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5782 2.1"],
    follows: &[],
    en: Words {
        title: "The sending address",
        says: "No sending address was named for {domain}: its reverse name and its listings are not judged.",
        why: "Receivers judge the address that connects; MX and SPF tell where mail goes and who may send, not who does.",
        fix: "Run the audit again with --ip and the address from which the mail leaves (the topmost 'Received' header of a message that arrived shows it).",
    },
    ru: Words {
        title: "Адрес отправки",
        says: "Адрес отправки для {domain} не задан: его обратное имя и записи в списках не проверены.",
        why: "Получатель судит по адресу, с которого пришло соединение; MX и SPF говорят, куда идёт почта и кому можно её слать, но не кто шлёт.",
        fix: "Повторите проверку с --ip и адресом, с которого уходит почта (его видно в верхнем заголовке Received полученного письма).",
    },
    judge,
    examples: &[
        Example::unknown(&[LISTS, HEALTHY, "target example.com profile=send"]),
        Example::pass(&[LISTS, HEALTHY, "target example.com profile=send ip=44.128.9.4"]),
        Example::not_applicable(&[LISTS, HEALTHY, "target example.com profile=full"]),
        Example::not_applicable(&[LISTS, HEALTHY, "target example.com profile=receive"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let target = &view.target;
    let verdict = match (target.profile, target.ips.is_empty()) {
        (Profile::Send, true) => Verdict::Unknown {
            gaps: vec![Gap { reason: Reason::NoSendingAddress, asked: target.domain.to_string() }],
            evidence: Evidence::new().with("domain", &target.domain),
        },
        (Profile::Send, false) => Verdict::Pass(Evidence::new().with("addresses", target.ips.len())),
        _ => Verdict::NotApplicable,
    };
    vec![(Subject::from(&target.domain), verdict)]
}
