//! Logs: a block says what its lines say, and each message ends once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smtp_replies::{Day, LogReader, Summary};

fuzz_target!(|octets: &[u8]| {
    let (mut by_block, mut by_line) = (Summary::default(), Summary::default());
    let mut reader = LogReader::new();
    reader.block(octets, &mut by_block);
    let deliveries = reader.deliveries();
    reader.finish(Day::new(2026, 11, 24), &mut by_block);
    let mut reader = LogReader::new();
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        reader.line(line, &mut by_line);
    }
    assert!(reader.deliveries() >= deliveries, "a block passes over lines, it invents none");
    let summary = by_block.finish();
    let total = summary.total();
    assert!(total.delivered + total.troubled() <= deliveries);
    assert!(total.temporary + total.permanent <= total.troubled());
    let by_class: u64 = summary.classes().iter().map(|(_, tally)| tally.troubled()).sum();
    assert_eq!(by_class, total.troubled());
});
