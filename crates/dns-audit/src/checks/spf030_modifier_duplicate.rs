//! SPF030: redirect or exp more than once.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::spf::IssueKind;

pub const CHECK: Check<View> = Check {
    code: "SPF030",
    name: "spf-modifier-duplicate",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 6"],
    follows: &["DNS001"],
    en: Words {
        title: "Modifiers of SPF, each once",
        says: "The SPF record of {at} gives a modifier twice in column {column}, {problem}: {term}",
        why: "A receiver gives permerror for the whole policy when redirect or exp stands in it twice.",
        fix: "Remove one of the two; this one reads {term}",
    },
    ru: Words {
        title: "Модификаторы SPF без повторов",
        says: "В записи SPF {at} модификатор повторён в позиции {column}, {problem}: {term}",
        why: "Если redirect или exp указан дважды, получатель возвращает permerror для всей политики.",
        fix: "Уберите один из двух; этот записан так: {term}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=mx1.example.com redirect=mx2.example.com"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx exp=e.example.com -all EXP=e.example.com"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 mx ra=a ra=b exp=e.example.com -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_issues(IssueKind::is_repeated_modifier)
}
