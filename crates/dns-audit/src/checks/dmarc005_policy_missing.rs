//! DMARC005: a record that asks for nothing.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dmarc::Field;

pub const CHECK: Check<View> = Check {
    code: "DMARC005",
    name: "dmarc-policy-missing",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7", "RFC 9989 4.10.1"],
    follows: &["DNS001"],
    en: Words {
        title: "The record asks for something",
        says: "The DMARC record at {at} has neither a policy (p=) nor a usable address for reports (rua=).",
        why: "Receivers treat the domain as one without DMARC.",
        fix: "Add p= and rua= to the record at {at}.",
    },
    ru: Words {
        title: "Запись чего-то требует",
        says: "В записи DMARC {at} нет ни политики (p=), ни пригодного адреса для отчётов (rua=).",
        why: "Получатели обращаются с доменом так, будто DMARC у него нет.",
        fix: "Добавьте в запись {at} теги p= и rua=.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; rua=dmarc@example.com"]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=none"]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; rua=mailto:dmarc@example.com"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
        // Unreadable: DMARC003 speaks.
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=rejct"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| match record.p {
        Field::Absent if !record.has_usable_rua() => Verdict::fail(evidence(from)).with_records(repaired(from, &record.text)),
        Field::Invalid => Verdict::NotApplicable,
        Field::Absent | Field::Valid(_) => Verdict::Pass(evidence(from)),
    })
}
