//! SPF011: the ptr mechanism is used.

use crate::samples::HEALTHY;
use crate::spf::placed;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF011",
    name: "spf-ptr",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 5.5"],
    follows: &["DNS001"],
    en: Words {
        title: "SPF without ptr",
        says: "The SPF policy of {domain} uses the ptr mechanism: {terms}",
        why: "It is slow and unreliable; RFC 7208 says not to publish it, and large receivers ignore it or give permerror.",
        fix: "Replace ptr by the addresses or host names of the real senders (ip4, ip6, a).",
    },
    ru: Words {
        title: "SPF без ptr",
        says: "В политике SPF {domain} есть механизм ptr: {terms}",
        why: "Он медленный и ненадёжный; RFC 7208 не рекомендует его публиковать, крупные получатели его игнорируют или возвращают permerror.",
        fix: "Замените ptr адресами или именами настоящих отправителей (ip4, ip6, a).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ptr -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 ptr:example.com -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a:ptr.example.com -all\nptr.example.com A 44.128.1.1"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 mx -all ptr"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let used =
            spf.own_policies().into_iter().flat_map(|p| p.terms.iter().filter(|t| t.kind == "ptr" && t.reached).map(move |t| (p, t)));
        let terms: Vec<String> = used.map(|(p, t)| placed(spf, &p.domain, &t.text)).collect();
        if terms.is_empty() {
            return Verdict::Pass(Evidence::new());
        }
        Verdict::fail(Evidence::new().with("domain", &spf.domain).with("terms", terms))
    })
}
