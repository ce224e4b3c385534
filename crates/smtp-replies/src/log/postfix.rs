//! Lines of Postfix: `QUEUE: to=<…>, relay=…, dsn=…, status=… (…)`, and refusals of its own.

use super::{Delivery, Outcome, between, split};
use memchr::{memchr, memmem, memrchr};

/// Hands on what the line says; whether it was one of Postfix's.
pub(super) fn line(line: &[u8], take: &mut impl FnMut(Delivery<'_>)) -> bool {
    let told = status(line).or_else(|| refusal(line));
    told.is_some_and(|told| {
        if let Some(delivery) = told {
            take(delivery);
        }
        true
    })
}

/// `Some(None)` for a line that is Postfix's and tells of no delivery.
fn status(line: &[u8]) -> Option<Option<Delivery<'_>>> {
    let (head, tail) = split(line, b", status=")?;
    let end = tail.iter().position(|b| !b.is_ascii_lowercase()).unwrap_or(tail.len());
    let outcome = match &tail[..end] {
        b"sent" => Outcome::Sent,
        b"deferred" => Outcome::Deferred,
        b"bounced" | b"undeliverable" => Outcome::Bounced,
        b"expired" => return expired(head),
        _ => return None,
    };
    let at = memmem::find(head, b": to=<")?;
    let queue = queue(&head[..at]);
    let to = &head[at + 6..];
    let recipient = &to[..memchr(b'>', to)?];
    if outcome == Outcome::Sent {
        // A filter behind the queue hands the message back: its delivery comes later.
        let filtered =
            memmem::find(to, b", relay=127.0.0.1[127.0.0.1]:100").or_else(|| memmem::find(to, b", relay=localhost[127.0.0.1]:100"));
        return Some(filtered.is_none().then_some(Delivery { queue, ..Delivery::new(outcome, recipient) }));
    }
    let status = memmem::rfind(head, b", dsn=").map_or(&b""[..], |at| &head[at + 6..]);
    let status = status.split(|b| *b == b',').next().unwrap_or_default();
    let said = memchr(b'(', tail).map_or(&b""[..], |open| tail[open + 1..].strip_suffix(b")").unwrap_or(&tail[open + 1..]));
    Some(Some(Delivery { queue, said, status, ..Delivery::new(outcome, recipient) }))
}

/// `QUEUE: from=<…>, status=expired, returned to sender`: it names no recipient.
fn expired(head: &[u8]) -> Option<Option<Delivery<'_>>> {
    let at = memmem::find(head, b": from=<")?;
    Some(Some(Delivery { queue: queue(&head[..at]), ..Delivery::new(Outcome::Expired, b"") }))
}

fn queue(head: &[u8]) -> &[u8] {
    &head[memrchr(b' ', head).map_or(0, |at| at + 1)..]
}

/// `NOQUEUE: reject: RCPT from host[address]: 554 5.7.1 …; from=<…> to=<…> proto=… helo=…`, also a filter's (`milter-reject`).
fn refusal(line: &[u8]) -> Option<Option<Delivery<'_>>> {
    let (head, rest) = split(line, b"reject: ")?;
    if !head.ends_with(b": ") && !head.ends_with(b": milter-") {
        return None;
    }
    let (_, said) = split(rest, b"]: ").or_else(|| split(rest, b">: "))?;
    let recipient = between(rest, b" to=<", b'>').unwrap_or_default();
    Some(Some(Delivery { said, ..Delivery::new(Outcome::Rejected, recipient) }))
}
