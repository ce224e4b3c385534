//! DMARC records: places inside the record, and a policy only where it was written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailaudit_fuzz::{inside, shown};
use records::dmarc::{DmarcRecord, is_dmarc, near_miss};

fuzz_target!(|octets: &[u8]| {
    let record = DmarcRecord::parse(octets);
    shown(&record.text, octets);
    for issue in &record.issues {
        inside(issue.span, octets.len());
    }
    assert!(record.pct.is_none_or(|pct| pct <= 100));
    assert!(!is_dmarc(octets) || near_miss(octets).is_none(), "a record is no near miss");
    let _ = (record.is_sound(), record.has_usable_rua());
    for uri in record.rua.iter().chain(&record.ruf).flatten() {
        let _ = (uri.is_usable(), uri.host());
    }
});
