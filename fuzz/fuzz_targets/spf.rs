//! SPF records: each term lies where the record says, and is read alone as it is read in the record.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailaudit_fuzz::{inside, ordered, shown};
use records::spf::{MOST_ISSUES, SpfRecord, TermKind, is_spf, near_miss};

fuzz_target!(|octets: &[u8]| {
    let _ = (is_spf(octets), near_miss(octets));
    let record = SpfRecord::parse(octets);
    shown(&record.text, octets);
    assert_eq!(record.length, octets.len());
    assert!(record.issues.len() <= MOST_ISSUES);
    ordered(record.terms.iter().map(|t| t.span), octets.len());
    for issue in &record.issues {
        inside(issue.span, octets.len());
    }
    let _ = (record.is_permerror(), record.first_all(), record.redirect(), record.exp(), record.redirects_only());
    for term in record.terms.iter().filter(|t| t.kind != TermKind::Broken) {
        let alone = [b"v=spf1 ", &octets[term.span.start..term.span.end]].concat();
        let alone = SpfRecord::parse(&alone);
        assert_eq!(alone.terms.len(), 1, "{}", term.text);
        assert_eq!((&alone.terms[0].text, &alone.terms[0].kind), (&term.text, &term.kind));
    }
});
