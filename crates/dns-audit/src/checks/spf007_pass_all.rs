//! SPF007: anyone on the Internet may send.

use crate::samples::HEALTHY;
use crate::spf::placed;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::{Spf, cover_the_internet};

pub const CHECK: Check<View> = Check {
    code: "SPF007",
    name: "spf-pass-all",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "SPF that lets everyone send",
        says: "The SPF policy of {domain} lets every address on the Internet send for it: {term}",
        why: "Receivers take any forgery of this domain for authorised mail, and many of them distrust the domain altogether.",
        fix: "List the real senders and end the record with ~all or -all.",
    },
    ru: Words {
        title: "SPF, разрешающий всем",
        says: "Политика SPF {domain} разрешает слать почту от его имени с любого адреса: {term}",
        why: "Получатели принимают любую подделку за разрешённую почту, а многие перестают доверять самому домену.",
        fix: "Перечислите настоящих отправителей и завершите запись ~all или -all.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 +all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:0.0.0.0/0 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip6:::/0 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx/0 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 +all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 +all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 ip4:0.0.0.0/1 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 ?include:_spf.example.com -all +all\n_spf.example.com TXT v=spf1 +all"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_tree(|spf| {
        let term = match spf.passes_everyone() {
            Some((policy, term)) => placed(spf, &policy.domain, &term.text),
            None if cover_the_internet(&spf.ranges) => widest(spf),
            None => return None,
        };
        Some(Evidence::new().with("domain", &spf.domain).with("term", term))
    })
}

fn widest(spf: &Spf) -> String {
    let widest = spf.ranges.iter().min_by_key(|r| r.prefix);
    widest.map(|r| placed(spf, &r.at, &r.term)).unwrap_or_default()
}
