//! SPF005: 9 or 10 of the 10 look-ups are used.

use crate::samples::HEALTHY;
use crate::spf::{no_fault, open_branches};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::MOST_LOOKUPS;

pub const CHECK: Check<View> = Check {
    code: "SPF005",
    name: "spf-lookup-near-limit",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.6.4"],
    follows: &["DNS001", "SPF004"],
    en: Words {
        title: "Room below the SPF look-up limit",
        says: "The SPF policy of {domain} uses {lookups} of {limit} DNS look-ups.",
        why: "One more service, or one more include at a provider, and receivers give permerror.",
        fix: "Drop services that no longer send before you add the next one.",
    },
    ru: Words {
        title: "Запас до предела запросов SPF",
        says: "Политика SPF {domain} расходует запросов DNS: {lookups} из {limit}.",
        why: "Ещё одна служба или ещё один include у провайдера — и получатели вернут permerror.",
        fix: "Прежде чем добавлять новую службу, уберите те, что больше не шлют почту.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com -all",
        ]),
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com -all",
        ]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com -all",
        ]),
        Example::unknown(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT",
        ]),
        Example::not_applicable(&[
            HEALTHY,
            "example.com TXT v=spf1 a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com a:mx2.example.com a:mx1.example.com -all",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let lookups = spf.policy.lookups;
        let evidence = Evidence::new().with("domain", &spf.domain).with("lookups", lookups).with("limit", MOST_LOOKUPS);
        if lookups > MOST_LOOKUPS {
            // Passed, not near: SPF004 speaks.
            return Verdict::NotApplicable;
        }
        match no_fault(open_branches(spf), evidence.clone()) {
            Verdict::Pass(_) if lookups + 1 >= MOST_LOOKUPS => Verdict::fail(evidence),
            other => other,
        }
    })
}
