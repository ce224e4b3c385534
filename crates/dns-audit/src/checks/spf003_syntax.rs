//! SPF003: a term that does not parse, with its column and the nearest right spelling.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF003",
    name: "spf-syntax",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.6.1", "RFC 7208 7.1"],
    follows: &["DNS001"],
    en: Words {
        title: "SPF syntax",
        says: "The SPF record of {at} has a fault in column {column}, {problem}: {term}",
        why: "A receiver gives permerror for the whole policy when one term does not parse; what it takes for an unknown modifier it passes over.",
        fix: "Correct {term}; the nearest right spelling: {instead}.",
    },
    ru: Words {
        title: "Синтаксис SPF",
        says: "В записи SPF {at} ошибка в позиции {column}, {problem}: {term}",
        why: "Если не разобран хотя бы один элемент, получатель возвращает permerror для всей политики; незнакомый модификатор он игнорирует.",
        fix: "Исправьте {term}; ближайшее верное написание: {instead}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 inculde:_spf.example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ipv4:44.128.1.1 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 a:44.128.1.1 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include=_spf.example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT \"v=spf1 a\\009mx -all\""]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 a/33 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 -al"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 A/32 exists:%{IR}.%{v}.x.example.com ra=postmaster rp=100 -ALL"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT SERVFAIL"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_issues(|kind| !kind.is_address() && !kind.is_repeated_modifier())
}
