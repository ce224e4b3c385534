//! DMARC015: a tag stands twice.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dmarc::IssueKind;

pub const CHECK: Check<View> = Check {
    code: "DMARC015",
    name: "dmarc-duplicate-tag",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.2", "RFC 9989 4.7"],
    follows: &["DNS001"],
    en: Words {
        title: "Each tag once",
        says: "The DMARC record at {at} has the same tag twice: {tags}.",
        why: "Such a list is invalid: one receiver takes the first, another the last, a third ignores the record.",
        fix: "Keep each tag once in the record at {at}; several report addresses go into one tag with commas.",
    },
    ru: Words {
        title: "Каждый тег один раз",
        says: "В записи DMARC {at} тег повторяется: {tags}.",
        why: "Такой список недействителен: один получатель берёт первое значение, другой последнее, третий игнорирует запись.",
        fix: "Оставьте в записи {at} каждый тег по одному разу; несколько адресов для отчётов пишутся в одном теге через запятую.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=none; p=reject"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        let tags: Vec<String> = record.issues_of(&[IssueKind::Duplicate]).map(|i| format!("{}={}", i.tag, i.value)).collect();
        if tags.is_empty() {
            return Verdict::Pass(evidence(from));
        }
        Verdict::fail(evidence(from).with("tags", tags)).with_records(repaired(from, &record.text))
    })
}
