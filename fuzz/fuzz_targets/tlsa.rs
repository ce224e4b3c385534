//! TLSA records: usable only without faults, and never with a digest of another length.
#![no_main]

use libfuzzer_sys::fuzz_target;
use records::tlsa::Tlsa;

fuzz_target!(|fields: (u8, u8, u8, &[u8])| {
    let (usage, selector, matching, data) = fields;
    let record = Tlsa::read(usage, selector, matching, data);
    assert_eq!(record.data, data);
    assert_eq!(record.is_usable(), record.faults.is_empty());
    if record.is_usable() {
        let length = match matching {
            1 => data.len() == 32,
            2 => data.len() == 64,
            _ => !data.is_empty(),
        };
        assert!(length && (2..=3).contains(&usage) && selector <= 1, "{}", record.parameters());
    }
    let _ = record.usage_kind();
});
