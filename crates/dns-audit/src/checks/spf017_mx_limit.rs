//! SPF017: an mx mechanism with more than 10 exchanges.

use crate::samples::HEALTHY;
use crate::spf::{no_fault, open_branches, placed};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::MOST_EXCHANGES;

pub const CHECK: Check<View> = Check {
    code: "SPF017",
    name: "spf-mx-limit",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.6.4"],
    follows: &["DNS001"],
    en: Words {
        title: "Exchanges behind an SPF mx",
        says: "The term {term} of the SPF policy of {domain} leads to more exchanges than the {limit} allowed: {exchanges}.",
        why: "A receiver gives permerror for an mx mechanism with more exchanges.",
        fix: "Replace {term} by the addresses that really send (ip4, ip6).",
    },
    ru: Words {
        title: "Серверы за механизмом mx",
        says: "Элемент {term} политики SPF {domain}: серверов MX за ним {exchanges}, допустимо {limit}.",
        why: "Для механизма mx с большим числом серверов получатель возвращает permerror.",
        fix: "Замените {term} адресами, с которых почта действительно уходит (ip4, ip6).",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 mx -all\nexample.com MX 0 mx1.example.com\nexample.com MX 1 mx2.example.com\nexample.com MX 2 mx1.example.com\nexample.com MX 3 mx2.example.com\nexample.com MX 4 mx1.example.com\nexample.com MX 5 mx2.example.com\nexample.com MX 6 mx1.example.com\nexample.com MX 7 mx2.example.com\nexample.com MX 8 mx1.example.com\nexample.com MX 9 mx2.example.com\nexample.com MX 10 mx1.example.com",
        ]),
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 mx:example.com -all\nexample.com MX 0 mx1.example.com\nexample.com MX 1 mx2.example.com\nexample.com MX 2 mx1.example.com\nexample.com MX 3 mx2.example.com\nexample.com MX 4 mx1.example.com\nexample.com MX 5 mx2.example.com\nexample.com MX 6 mx1.example.com\nexample.com MX 7 mx2.example.com\nexample.com MX 8 mx1.example.com\nexample.com MX 9 mx2.example.com\nexample.com MX 10 mx1.example.com",
        ]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 mx -all\nexample.com MX 0 mx1.example.com\nexample.com MX 1 mx2.example.com\nexample.com MX 2 mx1.example.com\nexample.com MX 3 mx2.example.com\nexample.com MX 4 mx1.example.com\nexample.com MX 5 mx2.example.com\nexample.com MX 6 mx1.example.com\nexample.com MX 7 mx2.example.com\nexample.com MX 8 mx1.example.com\nexample.com MX 9 mx2.example.com",
        ]),
        Example::pass(&[
            HEALTHY,
            "example.com MX 0 mx1.example.com\nexample.com MX 1 mx2.example.com\nexample.com MX 2 mx1.example.com\nexample.com MX 3 mx2.example.com\nexample.com MX 4 mx1.example.com\nexample.com MX 5 mx2.example.com\nexample.com MX 6 mx1.example.com\nexample.com MX 7 mx2.example.com\nexample.com MX 8 mx1.example.com\nexample.com MX 9 mx2.example.com\nexample.com MX 10 mx1.example.com",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 mx -all\nexample.com MX TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let over = spf.policy.reached().find(|(_, t)| t.exchanges.is_some_and(|n| n > MOST_EXCHANGES));
        if let Some((policy, term)) = over {
            let evidence = Evidence::new()
                .with("domain", &spf.domain)
                .with("term", placed(spf, &policy.domain, &term.text))
                .with("exchanges", term.exchanges.unwrap_or_default())
                .with("limit", MOST_EXCHANGES);
            return Verdict::fail(evidence);
        }
        let silent = spf.policy.reached().filter(|(_, t)| t.kind == "mx" && t.exchanges.is_none());
        no_fault(open_branches(spf).into_iter().chain(silent.flat_map(|(_, t)| t.gaps.clone())).collect(), Evidence::new())
    })
}
