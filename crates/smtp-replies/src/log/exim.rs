//! Exim's main log: `ID => …` delivered, `ID == …` deferred, `ID ** …` failed, and what it refused itself.

use super::{Delivery, Outcome, between, split};
use memchr::{memchr, memmem, memrchr};

const MARKS: [(&[u8], Outcome); 4] =
    [(b" => ", Outcome::Sent), (b" -> ", Outcome::Sent), (b" == ", Outcome::Deferred), (b" ** ", Outcome::Bounced)];

/// Hands on what the line says; whether it was one of Exim's.
pub(super) fn line(line: &[u8], take: &mut impl FnMut(Delivery<'_>)) -> bool {
    let told = delivery(line).or_else(|| refusal(line));
    told.inspect(|delivery| take(*delivery)).is_some()
}

fn delivery(line: &[u8]) -> Option<Delivery<'_>> {
    let place = |(mark, outcome): &(&[u8], Outcome)| memmem::find(line, mark).map(|at| (at, *outcome));
    let (at, outcome) = MARKS.iter().filter_map(place).min_by_key(|(at, _)| *at)?;
    let head = &line[..at];
    let queue = &head[memrchr(b' ', head).map_or(0, |at| at + 1)..];
    // 1tFabc-000001-AB, or longer since 4.97.
    if queue.len() < 16 || queue.iter().filter(|b| **b == b'-').count() != 2 {
        return None;
    }
    let rest = &line[at + 4..];
    let first = &rest[..memchr(b' ', rest).unwrap_or(rest.len())];
    // A local delivery names the user, and the address in brackets.
    let bracketed = || between(rest, b" <", b'>').filter(|a| memchr(b'@', a).is_some());
    let bare = first.strip_suffix(b":").unwrap_or(first);
    let bare = bare.strip_prefix(b"<").and_then(|b| b.strip_suffix(b">")).unwrap_or(bare);
    let recipient = if memchr(b'@', bare).is_some() { bare } else { bracketed().unwrap_or(bare) };
    let said = if outcome == Outcome::Sent { &b""[..] } else { said(rest) };
    Some(Delivery { queue, said, ..Delivery::new(outcome, recipient) })
}

/// Behind the first `: `, or behind `defer (-53): `.
fn said(rest: &[u8]) -> &[u8] {
    split(rest, b": ").map_or(rest, |(_, said)| said)
}

/// `H=(name) [192.0.2.1] F=<a@example.com> rejected RCPT <b@example.org>: relay not permitted`.
fn refusal(line: &[u8]) -> Option<Delivery<'_>> {
    let (head, rest) = split(line, b" rejected ")?;
    memmem::find(head, b"H=")?;
    let (about, said) = split(rest, b": ")?;
    let recipient = if about.starts_with(b"RCPT ") { about[5..].trim_ascii() } else { b"" };
    let recipient = recipient.strip_prefix(b"<").and_then(|r| r.strip_suffix(b">")).unwrap_or(recipient);
    Some(Delivery { said, ..Delivery::new(Outcome::Rejected, recipient) })
}
