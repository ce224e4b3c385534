//! TLS-RPT records: places of issues and addresses inside the record, addresses few.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailaudit_fuzz::{inside, shown};
use records::tls_rpt::{MOST_ADDRESSES, TlsRptRecord, is_tls_rpt, near_miss};

fuzz_target!(|octets: &[u8]| {
    let record = TlsRptRecord::parse(octets);
    shown(&record.text, octets);
    assert!(record.rua.len() <= MOST_ADDRESSES);
    for span in record.issues.iter().map(|i| i.span).chain(record.rua.iter().map(|a| a.span)) {
        inside(span, octets.len());
    }
    assert_eq!(record.has_usable_address(), record.rua.iter().any(|a| a.destination.is_ok()));
    assert!(!is_tls_rpt(octets) || near_miss(octets).is_none(), "a record is no near miss");
});
