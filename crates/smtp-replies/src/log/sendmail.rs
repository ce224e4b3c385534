//! Lines of Sendmail: `QUEUE: to=…, dsn=…, stat=…` (Sendmail's operations guide 2.1.1), and refusals of its rule sets.

use super::{Delivery, Outcome, between, split};
use memchr::{memmem, memrchr};

/// Recipients of one line.
const RECIPIENT_LIMIT: usize = 100;

/// Hands on what the line says; whether it was one of Sendmail's.
pub(super) fn line(line: &[u8], take: &mut impl FnMut(Delivery<'_>)) -> bool {
    deliveries(line, take).or_else(|| refusal(line, take)).is_some()
}

fn deliveries(line: &[u8], take: &mut impl FnMut(Delivery<'_>)) -> Option<()> {
    let (head, said) = split(line, b", stat=")?;
    let at = memmem::find(head, b": to=")?;
    let queue = &head[memrchr(b' ', &head[..at]).map_or(0, |at| at + 1)..at];
    let fields = &head[at + 5..];
    let to = memmem::find(fields, b", ").map_or(fields, |end| &fields[..end]);
    let status = memmem::rfind(head, b"dsn=").map_or(&b""[..], |at| &head[at + 4..]);
    let status = status.split(|b| *b == b',').next().unwrap_or_default();
    let word = said.split(|b| matches!(b, b' ' | b':' | b'(')).next().unwrap_or_default();
    let outcome = match (word, status.first()) {
        (b"Sent", _) => Outcome::Sent,
        (b"queued", _) => return Some(()),
        (b"Deferred", _) | (_, Some(b'4')) => Outcome::Deferred,
        _ => Outcome::Bounced,
    };
    // Newer versions repeat what the other server said in full.
    let said = split(said, b", reply=").map_or(said, |(_, reply)| reply);
    let said = said.strip_prefix(b"Deferred: ").unwrap_or(said);
    for recipient in to.split(|b| *b == b',').take(RECIPIENT_LIMIT) {
        let bare = recipient.strip_prefix(b"<").and_then(|r| r.strip_suffix(b">")).unwrap_or(recipient);
        take(Delivery { queue, said: if outcome == Outcome::Sent { b"" } else { said }, status, ..Delivery::new(outcome, bare) });
    }
    Some(())
}

/// `ruleset=check_rcpt, arg1=<a@example.org>, relay=…, reject=550 5.7.1 … Relaying denied`.
fn refusal(line: &[u8], take: &mut impl FnMut(Delivery<'_>)) -> Option<()> {
    let (head, said) = split(line, b", reject=")?;
    let ruleset = memmem::find(head, b"ruleset=")?;
    let argument = between(head, b"arg1=<", b'>').filter(|_| head[ruleset..].starts_with(b"ruleset=check_rcpt"));
    take(Delivery { said, ..Delivery::new(Outcome::Rejected, argument.unwrap_or_default()) });
    Some(())
}
