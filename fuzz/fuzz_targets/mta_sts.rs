//! MTA-STS records and policies: places inside the record, issues in order, and no record that is also a near miss.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailaudit_fuzz::{inside, shown};
use records::mta_sts::{MtaStsRecord, is_mta_sts, near_miss};
use records::sts_policy::StsPolicy;

fuzz_target!(|octets: &[u8]| {
    let record = MtaStsRecord::parse(octets);
    shown(&record.text, octets);
    for issue in &record.issues {
        inside(issue.span, octets.len());
        assert!(issue.text.chars().count() <= 81, "{}", issue.text);
    }
    assert!(record.id.is_none_or(|id| (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric())));
    let policy = StsPolicy::parse(octets);
    let lines = octets.iter().filter(|octet| **octet == b'\n').count() + 1;
    for issue in &policy.issues {
        assert!(issue.line.is_none_or(|line| (1..=lines).contains(&line)) && issue.text.chars().count() <= 80, "{issue:?}");
    }
    assert!(policy.patterns.iter().all(|pattern| (1..=lines).contains(&pattern.line) && !pattern.text.is_empty()));
    assert!(!is_mta_sts(octets) || near_miss(octets).is_none(), "a record is no near miss");
});
