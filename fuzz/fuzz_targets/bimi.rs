//! BIMI records, logos and settings files: places inside the record, issues in order, and no record that is also a near miss.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailaudit_fuzz::{inside, shown};
use records::bimi::{BimiRecord, is_bimi, near_miss};

fuzz_target!(|octets: &[u8]| {
    let record = BimiRecord::parse(octets);
    shown(&record.text, octets);
    for issue in &record.issues {
        inside(issue.span, octets.len());
        assert!(issue.text.chars().count() <= 81, "{}", issue.text);
    }
    assert!(records::svg::faults(octets).iter().all(|fault| fault.at.chars().count() <= 60));
    // A settings file is XML of strangers as well.
    let servers = records::client_config::parse(octets).unwrap_or_default();
    assert!(servers.len() <= 16 && servers.iter().all(|s| s.port != 0 && s.host.len() <= 300));
    assert!(!is_bimi(octets) || near_miss(octets).is_none(), "a record is no near miss");
});
