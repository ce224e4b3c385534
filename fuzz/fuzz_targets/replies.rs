//! Replies: bounded in memory and time, whatever is fed to them, and each says something.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smtp_replies::{Subject, explain};

fuzz_target!(|octets: &[u8]| {
    let told = explain(octets);
    assert!(told.reply.lines.len() <= 128 && told.reply.code.is_none_or(|code| (200..600).contains(&code)));
    assert!(!told.kind.words().title.en.is_empty(), "every kind has words");
    let subject = Subject::of(&told, None);
    assert!(subject.domain.is_none_or(|domain| domain.len() < 512));
});
