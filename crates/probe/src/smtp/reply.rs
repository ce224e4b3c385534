//! Replies read strictly (RFC 5321 4.2), in bounded time and memory.

use crate::inbox::{Inbox, LONGEST_LINE, MOST_BYTES, MOST_LINES, More, garbage};
use facts::answer::{Reply, StepEnd, Text};
use tokio::io::AsyncRead;
use tokio::time::Instant;

impl Inbox {
    /// The next reply, whole before `deadline`.
    pub(crate) async fn reply<S: AsyncRead + Unpin>(&mut self, stream: &mut S, deadline: Instant) -> StepEnd {
        let mut reading = Reading::default();
        loop {
            while let Some(line) = self.line() {
                if let Some(end) = reading.add(&line) {
                    return end;
                }
            }
            if reading.bytes + self.bytes.len() > MOST_BYTES {
                return StepEnd::Endless;
            }
            if !may_begin_reply(&self.bytes) {
                return self.garbage(stream, deadline).await;
            }
            match self.more(stream, deadline).await {
                More::Some => {}
                More::End => return StepEnd::Closed,
                More::Late => return StepEnd::Timeout,
                More::Broken(end) => return end,
            }
        }
    }
}

#[derive(Default)]
struct Reading {
    reply: Reply,
    bytes: usize,
}

impl Reading {
    /// Adds a line; an end when it completes or spoils the reply.
    fn add(&mut self, line: &[u8]) -> Option<StepEnd> {
        let Some((code, last, text)) = parse(line) else { return Some(garbage(line)) };
        if !self.reply.lines.is_empty() && code != self.reply.code {
            return Some(garbage(line));
        }
        self.bytes += line.len();
        if self.reply.lines.len() == MOST_LINES || self.bytes > MOST_BYTES {
            return Some(StepEnd::Endless);
        }
        self.reply.code = code;
        self.reply.lines.push(Text(text[..text.len().min(LONGEST_LINE)].to_vec()));
        last.then(|| StepEnd::Reply(std::mem::take(&mut self.reply)))
    }
}

/// Code, whether it is the last line, and the text behind. The code alone is a line, too (RFC 5321 4.2).
fn parse(line: &[u8]) -> Option<(u16, bool, &[u8])> {
    let (code @ [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9'], rest) = line.split_first_chunk()? else { return None };
    let code = code.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    match rest.split_first() {
        None => Some((code, true, &[])),
        Some((b' ', text)) => Some((code, true, text)),
        Some((b'-', text)) => Some((code, false, text)),
        Some(_) => None,
    }
}

/// Whether an incomplete line can still become one of a reply.
fn may_begin_reply(bytes: &[u8]) -> bool {
    let fits = |(i, byte): (usize, &u8)| match i {
        0 => (b'2'..=b'5').contains(byte),
        1 | 2 => byte.is_ascii_digit(),
        _ => matches!(byte, b' ' | b'-' | b'\r'),
    };
    bytes.iter().take(4).enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    async fn read(bytes: &[u8]) -> StepEnd {
        let mut stream = bytes;
        Inbox::default().reply(&mut stream, Instant::now() + Duration::from_secs(1)).await
    }

    fn reply(code: u16, lines: &[&str]) -> StepEnd {
        StepEnd::Reply(Reply { code, lines: lines.iter().map(|l| Text::from(*l)).collect() })
    }

    #[tokio::test]
    async fn replies_of_one_and_many_lines() {
        assert_eq!(read(b"220 hello\r\n").await, reply(220, &["hello"]));
        assert_eq!(read(b"250-a\r\n250-b\n250 c\r\n").await, reply(250, &["a", "b", "c"]));
        assert_eq!(read(b"250\r\n").await, reply(250, &[""]));
        assert_eq!(read(b"421 \xff\r\r\n").await, StepEnd::Reply(Reply { code: 421, lines: vec![Text(b"\xff\r".to_vec())] }));
    }

    #[tokio::test]
    async fn what_is_no_reply_is_kept_as_garbage() {
        assert_eq!(read(b"SSH-2.0-x\r\n").await, StepEnd::Garbage("SSH-2.0-x".into()));
        assert_eq!(read(b"250-a\r\n251 b\r\n").await, StepEnd::Garbage("251 b".into()));
        assert_eq!(read(b"250x\r\n").await, StepEnd::Garbage("250x".into()));
        assert_eq!(read(b"650 x\r\n").await, StepEnd::Garbage("650 x".into()));
        assert_eq!(read(b"\r\n220 x\r\n").await, StepEnd::Garbage("".into()));
        assert_eq!(read(b"\x15\x03\x01\x00\x02").await, StepEnd::Garbage(Text(b"\x15\x03\x01\x00\x02".to_vec())));
        assert_eq!(read(&[b'x'; 300]).await, StepEnd::Garbage(Text(vec![b'x'; 200])));
    }

    #[tokio::test]
    async fn both_sides_of_the_bounds() {
        let lines = |n: usize| format!("{}250 z\r\n", "250-a\r\n".repeat(n - 1)).into_bytes();
        assert!(matches!(read(&lines(100)).await, StepEnd::Reply(r) if r.lines.len() == 100));
        assert_eq!(read(&lines(101)).await, StepEnd::Endless);
        let line = |n: usize| [b"220 ".to_vec(), vec![b'x'; n], b"\r\n".to_vec()].concat();
        assert!(matches!(read(&line(3000)).await, StepEnd::Reply(r) if r.lines[0].0.len() == LONGEST_LINE));
        assert_eq!(read(&line(70_000)).await, StepEnd::Endless);
        assert_eq!(read(b"").await, StepEnd::Closed);
        assert_eq!(read(b"220-a\r\n22").await, StepEnd::Closed);
    }
}
