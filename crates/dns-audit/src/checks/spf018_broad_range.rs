//! SPF018: one own term lets more than 65,536 IPv4 addresses send.

use crate::samples::HEALTHY;
use crate::spf::{no_fault, placed};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::{Range, v4_total};
use std::collections::BTreeMap;

/// IPv4 addresses of a /16.
const LIMIT: u64 = 65_536;

pub const CHECK: Check<View> = Check {
    code: "SPF018",
    name: "spf-broad-range",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 11.4"],
    follows: &["DNS001", "SPF007"],
    en: Words {
        title: "Breadth of SPF",
        says: "Terms of the SPF record of {domain} that authorise more than {limit} IPv4 addresses each: {terms}. Authorised in all: {total}.",
        why: "Whoever rents one of these addresses passes SPF as you; receivers rate such policies as careless.",
        fix: "Name the networks that really send, as narrow as they are.",
    },
    ru: Words {
        title: "Охват SPF",
        says: "Элементы записи SPF {domain}, каждый из которых разрешает больше {limit} адресов IPv4: {terms}. Всего разрешено: {total}.",
        why: "Любой, кто арендует один из этих адресов, пройдёт SPF от вашего имени; получатели считают такие политики небрежными.",
        fix: "Укажите сети, из которых почта действительно уходит, без запаса.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:44.0.0.0/15 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx/15 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 ip4:44.0.0.0/16 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.net -all\n_spf.example.net TXT v=spf1 ip4:44.0.0.0/8 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 ip4:44.0.0.0/8 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 ip4:44.0.0.0/8 -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 a/8 -all\nexample.com A TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let mut terms: BTreeMap<(&str, usize), Vec<&Range>> = BTreeMap::new();
        for range in spf.own_chain_ranges() {
            terms.entry((range.at.as_str(), range.column)).or_default().push(range);
        }
        let wide = terms.values().filter(|ranges| v4_total(ranges.iter().copied()) > LIMIT);
        let wide: Vec<String> = wide.filter_map(|ranges| ranges.first()).map(|r| placed(spf, &r.at, &r.term)).collect();
        let evidence = Evidence::new().with("domain", &spf.domain).with("limit", LIMIT).with("total", spf.authorised_v4());
        if !wide.is_empty() {
            return Verdict::fail(evidence.with("terms", wide));
        }
        let gaps = spf.own_chain().into_iter().flat_map(|(p, _)| p.terms.iter().flat_map(|t| t.gaps.clone()));
        no_fault(gaps.chain(spf.last().gap.clone()).collect(), evidence)
    })
}
