//! Logs of Postfix, Exim and Sendmail, Exchange's message tracking and protocol logs: which delivery, to whom, and the reply.
//!
//! A block of whole lines is searched at once for the few words that stand in lines of deliveries; only those lines are read,
//! and nothing is copied. Between lines a few numbers are kept: the columns of a table, the year.

mod day;
mod exchange;
mod exim;
mod postfix;
mod sendmail;

use crate::reply::Reply;
use crate::summary::Summary;
use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr, memmem, memrchr};
use std::sync::LazyLock;

pub use day::Day;
pub(crate) use day::Settled;
use day::Years;
use exchange::Table;

/// Octets of a line that are read.
const LINE_LIMIT: usize = 16 * 1024;

/// How a delivery ended, as the log says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Accepted by the next host.
    Sent,
    /// Will be tried again.
    Deferred,
    /// Given up.
    Bounced,
    /// The whole message was given up with what was said last; the line names no recipient.
    Expired,
    /// Refused by this server to its own client.
    Rejected,
    /// No delivery: a complaint, or an automatic answer.
    Answer,
}

/// What one line says of one recipient. All of it is borrowed from the line, as logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery<'l> {
    /// How it ended.
    pub outcome: Outcome,
    /// To whom; empty where it is not told.
    pub recipient: &'l [u8],
    /// The queue's name for the message; empty where it has none.
    pub queue: &'l [u8],
    /// What was said.
    pub said: &'l [u8],
    /// The status that the log itself gives beside the words (`5.1.1`); empty where it gives none.
    pub status: &'l [u8],
    /// The day of the line.
    pub day: Option<Day>,
}

impl<'l> Delivery<'l> {
    const fn new(outcome: Outcome, recipient: &'l [u8]) -> Self {
        Self { outcome, recipient, queue: b"", said: b"", status: b"", day: None }
    }

    /// What was said, taken apart; the log's own status counts where the words have none.
    #[must_use]
    pub fn reply(&self) -> Reply {
        reply(self.said, self.status)
    }
}

pub(crate) fn reply(said: &[u8], status: &[u8]) -> Reply {
    let mut reply = Reply::parse(said);
    reply.enhanced = reply.enhanced.or_else(|| Reply::parse(status).enhanced);
    reply
}

/// Words of which one stands in every line that tells of a delivery.
static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let marks: [&[u8]; 10] =
        [b" status=", b"reject: ", b" => ", b" -> ", b" == ", b" ** ", b", stat=", b", reject=", b" rejected ", b"#Fields:"];
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(marks).ok()
});

/// Reads a log, block by block or line by line.
#[derive(Debug, Clone, Default)]
pub struct LogReader {
    table: Option<Table>,
    years: Years,
    begun: bool,
    read: u64,
}

impl LogReader {
    /// A reader before its first line.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts the deliveries of a block of whole lines.
    pub fn block(&mut self, block: &[u8], summary: &mut Summary) {
        let mut rest = block;
        while !self.begun && !rest.is_empty() {
            let end = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            self.first_line(&rest[..end]);
            if !self.begun {
                rest = &rest[end..];
            }
        }
        let Some(marks) = &*MARKS else { return };
        loop {
            if self.table.is_some() {
                return self.rows(rest, summary);
            }
            let Some(found) = marks.find(rest) else { return };
            let start = memrchr(b'\n', &rest[..found.start()]).map_or(0, |at| at + 1);
            let end = memchr(b'\n', &rest[found.start()..]).map_or(rest.len(), |at| found.start() + at + 1);
            self.line(&rest[start..end], summary);
            rest = &rest[end..];
        }
    }

    /// How many lines told of a delivery.
    #[must_use]
    pub const fn deliveries(&self) -> u64 {
        self.read
    }

    /// Whether its columns are named, or known.
    pub(crate) const fn is_table(&self) -> bool {
        self.table.is_some()
    }

    /// Whether a line begins with its time.
    pub(crate) fn has_day(&mut self, line: &[u8]) -> bool {
        self.years.day(line).is_some()
    }

    /// Ends a file: days without a year get theirs from `newest`, the day on which the file was written last.
    pub fn finish(&mut self, newest: Option<Day>, summary: &mut Summary) {
        if let Some(years) = std::mem::take(&mut self.years).settle(newest) {
            summary.settle_years(&years);
        }
        *self = Self::default();
    }

    fn first_line(&mut self, line: &[u8]) {
        self.begun = true;
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        // PowerShell puts the type of its rows in front of their names.
        self.begun = !line.starts_with(b"#TYPE ");
        self.table = Table::of_header(line).or_else(|| Table::of_row(line));
    }

    fn rows(&mut self, block: &[u8], summary: &mut Summary) {
        let mut rest = block;
        while !rest.is_empty() {
            let end = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            self.line(&rest[..end], summary);
            rest = &rest[end..];
        }
    }

    /// Counts the deliveries of one line.
    pub fn line(&mut self, line: &[u8], summary: &mut Summary) {
        self.each(line, |delivery| summary.add(&delivery));
    }

    /// Hands on what one line says, a recipient at a time.
    pub fn each(&mut self, line: &[u8], mut take: impl FnMut(Delivery<'_>)) {
        if !self.begun {
            self.first_line(line);
        }
        let line = line.get(..LINE_LIMIT).unwrap_or(line).trim_ascii_end();
        if let Some(table) = Table::of_fields(line) {
            self.table = Some(table);
            return;
        }
        let (years, mut read) = (&mut self.years, 0);
        let mut counted = |delivery: Delivery<'_>| {
            read += 1;
            take(Delivery { day: delivery.day.or_else(|| years.day(line)), ..delivery });
        };
        match &self.table {
            Some(table) => table.row(line, &mut counted),
            None => {
                let _ = postfix::line(line, &mut counted) || exim::line(line, &mut counted) || sendmail::line(line, &mut counted);
            }
        }
        self.read += read;
    }
}

/// The part of `text` between `open` and the next `close`.
fn between<'t>(text: &'t [u8], open: &[u8], close: u8) -> Option<&'t [u8]> {
    let rest = &text[memmem::find(text, open)? + open.len()..];
    memchr(close, rest).map(|end| &rest[..end])
}

fn split<'t>(text: &'t [u8], mark: &[u8]) -> Option<(&'t [u8], &'t [u8])> {
    memmem::find(text, mark).map(|at| (&text[..at], &text[at + mark.len()..]))
}

/// What one line says of each recipient, read without what went before.
#[must_use]
pub fn log_line(line: &[u8]) -> Vec<(Outcome, String, Reply)> {
    let mut all = Vec::new();
    LogReader::new().each(line, |d| all.push((d.outcome, String::from_utf8_lossy(d.recipient).into_owned(), d.reply())));
    all
}

#[cfg(test)]
mod tests;
