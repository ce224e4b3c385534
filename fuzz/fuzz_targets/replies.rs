//! Replies, bounces and log lines: bounded in memory and time, whatever is fed to them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smtp_replies::{BounceReader, Summary, explain, log_line};

fuzz_target!(|octets: &[u8]| {
    let told = explain(octets);
    assert!(told.reply.lines.len() <= 128 && told.reply.code.is_none_or(|code| (200..600).contains(&code)));
    assert!(!told.kind.words().title.en.is_empty(), "every kind has words");
    let (mut reader, mut summary, mut lines) = (BounceReader::new(), Summary::default(), 0);
    for line in octets.split(|octet| *octet == b'\n') {
        reader.line(line);
        if let Some(record) = log_line(line) {
            lines += 1;
            summary.add(record);
        }
    }
    assert!(reader.finish().failures.len() <= 200);
    assert_eq!(summary.sent + summary.deferred + summary.bounced + summary.rejected, lines);
});
