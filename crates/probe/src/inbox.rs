//! Lines as they come in, in bounded time and memory.

use crate::tls;
use facts::answer::{StepEnd, Text};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::{Instant, timeout_at};

/// Bytes of one line that are kept; RFC 5321 4.5.3.1.5 allows 512.
pub(crate) const LONGEST_LINE: usize = 2048;
/// Lines of one reply.
pub(crate) const MOST_LINES: usize = 100;
/// Bytes of one reply.
pub(crate) const MOST_BYTES: usize = 64 * 1024;

/// Bytes kept of what is no reply.
const GARBAGE: usize = 200;
/// How long the rest of what is no reply is waited for.
const REST: Duration = Duration::from_millis(300);

/// What was received and not yet used.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    pub(crate) bytes: Vec<u8>,
}

/// What waiting for more brought.
pub(crate) enum More {
    Some,
    End,
    Late,
    Broken(StepEnd),
}

impl Inbox {
    /// Forgets what a server sent ahead.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// The next whole line, without its end.
    pub(crate) fn line(&mut self) -> Option<Vec<u8>> {
        let end = self.bytes.iter().position(|b| *b == b'\n')?;
        let mut line: Vec<u8> = self.bytes.drain(..=end).collect();
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Some(line)
    }

    pub(crate) async fn more<S: AsyncRead + Unpin>(&mut self, stream: &mut S, deadline: Instant) -> More {
        let mut chunk = [0; 4096];
        match timeout_at(deadline, stream.read(&mut chunk)).await {
            Err(_) => More::Late,
            Ok(Ok(0)) => More::End,
            Ok(Ok(length)) => {
                self.bytes.extend_from_slice(&chunk[..length]);
                More::Some
            }
            Ok(Err(error)) => More::Broken(tls::end_of(&error)),
        }
    }

    /// Waits a moment for the rest of the line, so that what is shown does not hang on packets.
    pub(crate) async fn garbage<S: AsyncRead + Unpin>(&mut self, stream: &mut S, deadline: Instant) -> StepEnd {
        let until = deadline.min(Instant::now() + REST);
        while self.bytes.len() < GARBAGE && !self.bytes.contains(&b'\n') {
            if !matches!(self.more(stream, until).await, More::Some) {
                break;
            }
        }
        let line = self.line().unwrap_or_else(|| self.bytes.clone());
        garbage(&line)
    }
}

pub(crate) fn garbage(bytes: &[u8]) -> StepEnd {
    StepEnd::Garbage(Text(bytes[..bytes.len().min(GARBAGE)].to_vec()))
}
