//! Messages and mailboxes: parts in any depth, any charset, any size.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smtp_replies::{MailboxReader, MessageReader, Source};

fuzz_target!(|octets: &[u8]| {
    let _ = Source::of(octets);
    let (mut message, mut mailbox, mut letters) = (MessageReader::new(), MailboxReader::new(), 0);
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        message.line(line);
        letters += usize::from(mailbox.line(line).is_some());
    }
    letters += usize::from(mailbox.finish().is_some());
    assert!(letters <= 1 + octets.windows(5).filter(|w| w == b"From ").count());
    let told = message.finish();
    assert!(told.bounce.failures.len() <= 200 && told.results.len() <= 8 * 64);
});
