//! SPF022: the same term twice, or a range inside another.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use records::spf::{Mechanism, Qualifier, Term, TermKind};

/// At most so many terms are compared, each with each.
const MOST_COMPARED: usize = 1_000;

pub const CHECK: Check<View> = Check {
    code: "SPF022",
    name: "spf-duplicate-term",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.6.2"],
    follows: &["DNS001"],
    en: Words {
        title: "Terms of SPF, each once",
        says: "The SPF record of {at} holds terms that an earlier or wider one covers: {terms}",
        why: "They change nothing; terms that query the DNS count toward the limit of 10 each time.",
        fix: "Remove {terms}.",
    },
    ru: Words {
        title: "Элементы SPF без повторов",
        says: "В записи SPF {at} есть элементы, которые уже входят в другие: {terms}",
        why: "Они ничего не меняют, а элементы с запросами DNS каждый раз расходуют предел в 10 запросов.",
        fix: "Уберите {terms}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx ip4:44.128.1.1 mx -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 a a:example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:44.128.1.0/24 ip4:44.128.1.7 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 ip4:44.128.1.7 ip4:44.128.1.0/24 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 -ip4:44.128.1.7 ip4:44.128.1.0/24 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a/24 a mx ip4:44.128.1.0/25 ip4:44.128.1.128/25 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 mx mx -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_chain(|policy, record| {
        let reached = record.first_all().map_or(record.terms.len(), |all| all + 1);
        let directives: Vec<_> = record.terms[..reached].iter().filter_map(directive).take(MOST_COMPARED).collect();
        let mut covered = Vec::new();
        for (at, later) in directives.iter().enumerate() {
            let earlier = &directives[..at];
            if earlier.iter().any(|e| covers(e.mechanism, later.mechanism, &policy.domain)) {
                covered.push(later.text.to_owned());
            } else if let Some(narrow) =
                earlier.iter().find(|e| e.qualifier == later.qualifier && covers(later.mechanism, e.mechanism, &policy.domain))
            {
                covered.push(narrow.text.to_owned());
            }
        }
        (!covered.is_empty()).then(|| Evidence::new().with("at", policy.domain.as_str()).with("terms", covered))
    })
}

struct Directive<'a> {
    text: &'a str,
    qualifier: Qualifier,
    mechanism: &'a Mechanism,
}

fn directive(term: &Term) -> Option<Directive<'_>> {
    match &term.kind {
        TermKind::Directive(qualifier, mechanism) => Some(Directive { text: &term.text, qualifier: *qualifier, mechanism }),
        _ => None,
    }
}

/// Whether all that `narrow` matches is matched by `wide`; `all` is what every record ends in.
fn covers(wide: &Mechanism, narrow: &Mechanism, domain: &str) -> bool {
    match (wide, narrow) {
        (Mechanism::All, _) | (_, Mechanism::All) => false,
        (Mechanism::Ip4 { network: a, prefix: p }, Mechanism::Ip4 { network: b, prefix: q }) => {
            p <= q && same_prefix(a.to_bits().into(), b.to_bits().into(), 32 - p)
        }
        (Mechanism::Ip6 { network: a, prefix: p }, Mechanism::Ip6 { network: b, prefix: q }) => {
            p <= q && same_prefix(a.to_bits(), b.to_bits(), 128 - p)
        }
        (Mechanism::A { cidr: p, .. }, Mechanism::A { cidr: q, .. }) | (Mechanism::Mx { cidr: p, .. }, Mechanism::Mx { cidr: q, .. }) => {
            p == q && named(wide, domain) == named(narrow, domain)
        }
        _ => wide.name() == narrow.name() && named(wide, domain) == named(narrow, domain),
    }
}

fn same_prefix(a: u128, b: u128, host_bits: u8) -> bool {
    a.checked_shr(host_bits.into()).unwrap_or(0) == b.checked_shr(host_bits.into()).unwrap_or(0)
}

fn named(mechanism: &Mechanism, domain: &str) -> String {
    mechanism.domain().map_or(domain.to_owned(), |d| d.literal().unwrap_or(&d.text).to_ascii_lowercase())
}
