//! SPF021: an ip4 or ip6 with a bad address, prefix length, leading zero, or the wrong family.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::spf::IssueKind;

pub const CHECK: Check<View> = Check {
    code: "SPF021",
    name: "spf-address-syntax",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 5.6"],
    follows: &["DNS001"],
    en: Words {
        title: "Addresses in SPF",
        says: "The SPF record of {at} has a bad address in column {column}, {problem}: {term}",
        why: "A receiver gives permerror for the whole policy when one address does not parse.",
        fix: "Correct {term}; the nearest right spelling: {instead}.",
    },
    ru: Words {
        title: "Адреса в SPF",
        says: "В записи SPF {at} неверный адрес в позиции {column}, {problem}: {term}",
        why: "Если не разобран хотя бы один адрес, получатель возвращает permerror для всей политики.",
        fix: "Исправьте {term}; ближайшее верное написание: {instead}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:44.128.1.300 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:44.128.1.1/33 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:44.128.1.01 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:2d00:44::1 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip6:2d00:44::/129 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 ip4:44.128.1 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 ip4:44.128.1.1/32 ip6:2d00:44::/128 ip4:44.0.0.0/8 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 ipv4:44.128.1.1 -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT SERVFAIL"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_issues(IssueKind::is_address)
}
