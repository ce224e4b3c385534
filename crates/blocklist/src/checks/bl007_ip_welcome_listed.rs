//! BL007: an own address that is well thought of.

use crate::samples::{ALL_SILENT, HEALTHY, LISTS, SENDING};
use crate::view::{View, is_listed};
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::lists::Listing;

pub const CHECK: Check<View> = Check {
    code: "BL007",
    name: "ip-welcome-listed",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::NotApplicable],
    cites: &["RFC 5782 2.2", "RFC 8904"],
    follows: &[],
    en: Words {
        title: "Address on a welcome list",
        says: "{subject}, {role}, is on the welcome list {list} ({meaning}). Answers: {codes}.",
        why: "Filters that ask the list take points off the spam score of mail from this address.",
        fix: "Nothing to do; keep the entry up to date: {delist}",
    },
    ru: Words {
        title: "Адрес в белом списке",
        says: "{subject} ({role}) есть в белом списке {list} ({meaning}). Ответы: {codes}.",
        why: "Фильтры, которые сверяются со списком, снижают оценку спама для писем с этого адреса.",
        fix: "Ничего делать не нужно; следите, чтобы запись оставалась верной: {delist}",
    },
    judge,
    examples: &[
        Example::info(&[LISTS, HEALTHY, SENDING, "4.9.128.44.list.dnswl.org A 127.0.5.3"]),
        Example::info(&[LISTS, HEALTHY, SENDING, "4.9.128.44.list.dnswl.org A 127.0.20.0"]),
        Example::not_applicable(&[LISTS, HEALTHY, SENDING]),
        Example::not_applicable(&[LISTS, HEALTHY, SENDING, "4.9.128.44.list.dnswl.org A 127.0.0.255"]),
        // 'High' for everybody is said to those who ask too much.
        Example::not_applicable(&[
            LISTS,
            HEALTHY,
            SENDING,
            "4.9.128.44.list.dnswl.org A 127.0.10.3\n2.0.0.127.list.dnswl.org A 127.0.10.3\n1.0.0.127.list.dnswl.org A 127.0.10.3",
        ]),
        Example::not_applicable(&[LISTS, HEALTHY, SENDING, ALL_SILENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let mut verdicts = view.by_address(&[Listing::Welcome], |_, _, evidence| Verdict::Info(evidence));
    verdicts.retain(|(_, v)| is_listed(v));
    verdicts
}
