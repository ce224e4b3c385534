//! The readers of bytes from the network, for the targets in `fuzz/` alone: no part of the interface.
//! Always compiled, so that a change that breaks them is seen at once.

use facts::Name;
use facts::answer::StepEnd;
use facts::delivery::{Folder, Letter, MOST_LETTER};

/// Reads a DNS message.
///
/// # Panics
/// When a promise of the reader is broken: a name that is none, more records than the bytes can hold.
pub fn dns_message(bytes: &[u8]) {
    let names = crate::dns::owners(bytes);
    // A name of one octet, type, class, time and length.
    assert!(names.len() <= bytes.len() / 11, "{} records in {} octets", names.len(), bytes.len());
    for name in names {
        assert_eq!(Name::parse(name.as_str()).as_ref(), Ok(&name), "a name has one spelling");
    }
}

/// Reads what an IMAP server says behind a log-in, until the bytes end or are none; needs a runtime with time. Gives the
/// folders and the letters, for those who read on.
///
/// # Panics
/// When a promise of the reader is broken: more than was sent, or kept beyond its bounds.
pub async fn imap_responses(bytes: &[u8]) -> (Vec<Folder>, Vec<Letter>) {
    let (folders, answer) = crate::mailbox::responses(bytes).await;
    assert!(answer.found.len() <= 40 && answer.found.iter().all(|letter| letter.text.0.len() <= MOST_LETTER));
    (folders, answer.found)
}

/// Reads SMTP replies until the bytes end or are none; needs a runtime with time.
///
/// # Panics
/// When a promise of the reader is broken: a reply of another code, with more than was sent.
pub async fn smtp_replies(bytes: &[u8]) {
    let mut kept = 0;
    for end in crate::smtp::replies(bytes).await {
        match end {
            StepEnd::Reply(reply) => {
                assert!((200..600).contains(&reply.code) && (1..=100).contains(&reply.lines.len()), "{reply:?}");
                kept += reply.lines.iter().map(|line| line.0.len() + 4).sum::<usize>();
            }
            StepEnd::Garbage(text) => kept += text.0.len(),
            StepEnd::Closed | StepEnd::Endless => {}
            other => panic!("bytes that are all there end as {other:?}"),
        }
    }
    assert!(kept <= bytes.len(), "{kept} octets read from {}", bytes.len());
}
