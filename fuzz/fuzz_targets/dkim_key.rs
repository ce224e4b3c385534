//! DKIM key records: places inside the record, and no usable key in one that receivers discard.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailaudit_fuzz::{inside, shown};
use records::dkim::{KeyRecord, looks_like_key};

fuzz_target!(|octets: &[u8]| {
    let record = KeyRecord::parse(octets);
    shown(&record.text, octets);
    for issue in &record.issues {
        inside(issue.span, octets.len());
        assert!(issue.text.chars().count() <= 81, "{}", issue.text);
    }
    assert!(!record.is_usable() || record.issues.is_empty(), "{:?}", record.issues);
    let _ = (looks_like_key(octets), record.allows_mail(), record.allows_sha256(), record.knows_type());
});
