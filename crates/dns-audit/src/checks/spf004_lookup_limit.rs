//! SPF004: more than 10 terms that query the DNS.

use crate::samples::HEALTHY;
use crate::spf::{no_fault, open_branches};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::{MOST_LOOKUPS, Policy};

/// At most so many terms are told with their cost.
const MOST_TOLD: usize = 12;

pub const CHECK: Check<View> = Check {
    code: "SPF004",
    name: "spf-lookup-limit",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.6.4"],
    follows: &["DNS001"],
    en: Words {
        title: "SPF look-up limit",
        says: "The SPF policy of {domain} needs more DNS look-ups than the {limit} allowed: {lookups} ({costs}).",
        why: "A receiver stops at the limit and gives permerror: the whole policy counts as broken.",
        fix: "Drop services that no longer send, or replace an include by the addresses that it stands for.",
    },
    ru: Words {
        title: "Предел запросов SPF",
        says: "Запросов DNS для политики SPF {domain}: {lookups} ({costs}); допустимо: {limit}.",
        why: "Получатель останавливается на пределе и возвращает permerror: вся политика считается испорченной.",
        fix: "Уберите службы, которые больше не шлют почту, или замените include адресами, которые за ним стоят.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com -all",
        ]),
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com include:_spf.example.com -all\n_spf.example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com ~all",
        ]),
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com redirect=_spf.example.com\n_spf.example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com -all",
        ]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com -all",
        ]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com exp=e.example.com -all a mx ptr",
        ]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com include:_spf.example.com -all\n_spf.example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com ~all",
        ]),
        Example::unknown(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let lookups = spf.policy.lookups;
        let evidence = Evidence::new()
            .with("domain", &spf.domain)
            .with("lookups", lookups)
            .with("limit", MOST_LOOKUPS)
            .with("costs", costs(&spf.policy));
        if lookups > MOST_LOOKUPS { Verdict::fail(evidence) } else { no_fault(open_branches(spf), evidence) }
    })
}

/// The dearest terms first, each with what it costs together with all below it.
fn costs(policy: &Policy) -> Vec<String> {
    let mut terms: Vec<_> = policy.terms.iter().filter(|t| t.lookups > 0).collect();
    terms.sort_by_key(|t| std::cmp::Reverse(t.lookups));
    terms.iter().take(MOST_TOLD).map(|t| format!("{}: {}", t.text, t.lookups)).collect()
}
