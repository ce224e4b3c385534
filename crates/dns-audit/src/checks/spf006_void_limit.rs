//! SPF006: more than 2 look-ups that find nothing.

use crate::samples::HEALTHY;
use crate::spf::{no_fault, open_branches, placed};
use crate::view::View;
use facts::Gap;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::MOST_VOIDS;

pub const CHECK: Check<View> = Check {
    code: "SPF006",
    name: "spf-void-limit",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.6.4"],
    follows: &["DNS001"],
    en: Words {
        title: "SPF void look-ups",
        says: "DNS look-ups of the SPF policy of {domain} that find nothing: {voids}; {limit} are allowed ({terms}).",
        why: "A receiver counts look-ups that find nothing and gives permerror behind the limit.",
        fix: "Remove these terms, or publish the names that they lead to: {terms}.",
    },
    ru: Words {
        title: "Пустые запросы SPF",
        says: "Запросов DNS без результата в политике SPF {domain}: {voids}; допустимо: {limit} ({terms}).",
        why: "Получатель считает запросы без результата и за пределом возвращает permerror.",
        fix: "Удалите эти элементы или создайте имена, на которые они указывают: {terms}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 a:gone1.example.com a:gone2.example.com a:gone3.example.com -all"]),
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 a:gone1.example.com mx:gone2.example.com include:_spf.example.com -all\n_spf.example.com TXT v=spf1 exists:gone3.example.com -all",
        ]),
        // Both includes lead to the same two.
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 include:a.example.com include:b.example.com -all\na.example.com TXT v=spf1 include:c.example.com -all\nb.example.com TXT v=spf1 include:c.example.com -all\nc.example.com TXT v=spf1 a:gone1.example.com a:gone2.example.com -all",
        ]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a:gone1.example.com a:gone2.example.com -all"]),
        // A server that denies the name when it is asked for AAAA has it all the same.
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 a:w1.example.com a:w2.example.com a:w3.example.com -all\nw1.example.com A 44.128.1.4\nw2.example.com A 44.128.1.5\nw3.example.com A 44.128.1.6\nw1.example.com AAAA NXDOMAIN\nw2.example.com AAAA NXDOMAIN\nw3.example.com AAAA NXDOMAIN",
        ]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a:gone1.example.com a:gone2.example.com exists:%{i}.example.com -all"]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 a:gone1.example.com a:gone2.example.com a:six.example.com -all\nsix.example.com AAAA 2d00:44::6",
        ]),
        Example::unknown(&[
            HEALTHY,
            "example.com TXT v=spf1 a:gone1.example.com a:gone2.example.com a:slow.example.com -all\nslow.example.com A TIMEOUT",
        ]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a:gone1.example.com a:slow.example.com -all\nslow.example.com A TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let voids = spf.voids();
        let evidence = Evidence::new()
            .with("domain", &spf.domain)
            .with("voids", spf.policy.voids)
            .with("limit", MOST_VOIDS)
            .with("terms", voids.iter().map(|(p, t)| placed(spf, &p.domain, &t.text)).collect::<Vec<_>>());
        // A policy that is met twice costs its voids twice, and its terms are named once.
        if spf.policy.voids > MOST_VOIDS {
            return Verdict::fail(evidence);
        }
        // Terms that might be void too, and branches that might hold any number of them.
        let open: Vec<Gap> = spf.policy.reached().filter(|(_, t)| t.void.is_none()).flat_map(|(_, t)| t.gaps.clone()).collect();
        let branches = open_branches(spf);
        let silent = spf.policy.reached().filter(|(_, t)| t.void.is_none() && !t.gaps.is_empty()).count();
        if branches.is_empty() && spf.policy.voids as usize + silent <= MOST_VOIDS as usize {
            return Verdict::Pass(evidence);
        }
        no_fault(open.into_iter().chain(branches).collect(), evidence)
    })
}
