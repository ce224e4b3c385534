//! What a text is, by its beginning: a log, a mailbox, a message, results of a receiver, replies line by line, or words.

use crate::log::LogReader;
use crate::reply::Reply;
use crate::results::is_results_header;
use crate::summary::Summary;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A log of Postfix, Exim, Sendmail or Exchange.
    Log,
    /// Messages one after another (mbox).
    Mailbox,
    /// One message with its headers.
    Message,
    /// Headers with the results of a receiver's checks, and nothing else.
    Results,
    /// A reply in each line, or over several with the same code.
    Replies,
    /// One reply, also over several lines.
    Reply,
    /// A report without headers.
    Text,
    /// Nothing but blanks.
    Empty,
    /// No text: it has octets that no text has.
    Binary,
}

/// Lines that are looked at.
const LOOKED_AT: usize = 400;
/// Headers of which one stands at the top of every message.
const HEADERS: [&str; 16] = [
    "received",
    "return-path",
    "delivered-to",
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "mime-version",
    "content-type",
    "x-failed-recipients",
    "reply-to",
    "sender",
    "dkim-signature",
    "arc-seal",
    "auto-submitted",
];

impl Source {
    /// Judges by the first octets, some 64 KiB of them; the last line may be cut off.
    #[must_use]
    pub fn of(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        if head.trim_ascii().is_empty() {
            return Self::Empty;
        }
        if head.iter().take(4096).filter(|b| **b == 0).count() > 8 {
            return Self::Binary;
        }
        if head.starts_with(b"From ") {
            return Self::Mailbox;
        }
        let text = String::from_utf8_lossy(head);
        let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(LOOKED_AT).collect();
        if let Some(found) = headers(&text) {
            return found;
        }
        if is_log(head, &lines) {
            return Self::Log;
        }
        if is_replies(&lines) {
            return Self::Replies;
        }
        if lines.len() == 1 || lines.first().is_some_and(|l| begins_with_code(l)) { Self::Reply } else { Self::Text }
    }
}

/// A block of `Name: value` lines at the top, of which one is a message's.
fn headers(text: &str) -> Option<Source> {
    let (mut known, mut results) = (false, false);
    for (number, line) in text.trim_start_matches(['\r', '\n']).lines().enumerate() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && number > 0 {
            continue;
        }
        results |= is_results_header(line);
        let name = line.split_once(':').map(|(name, _)| name.trim_end()).filter(|n| n.bytes().all(|b| b.is_ascii_graphic()))?;
        known |= HEADERS.iter().any(|h| h.eq_ignore_ascii_case(name));
        if number > LOOKED_AT {
            break;
        }
    }
    match (known, results) {
        (true, _) => Some(Source::Message),
        (false, true) => Some(Source::Results),
        _ => None,
    }
}

fn is_log(head: &[u8], lines: &[&str]) -> bool {
    if lines.first().is_some_and(|l| l.starts_with("#Software:") || l.starts_with("#Fields:") || l.starts_with("#TYPE ")) {
        return true;
    }
    let (mut reader, mut summary) = (LogReader::new(), Summary::default());
    reader.block(head, &mut summary);
    let dated = lines.iter().filter(|l| reader.clone().has_day(l.as_bytes())).count();
    // A report may quote a line of a log; in a log most lines begin with their time.
    (reader.deliveries() > 0 || reader.is_table() || lines.len() > 3) && (dated * 2 > lines.len() || reader.is_table())
}

/// Each line has a code at its beginning, or one behind the words of who tells it.
fn is_replies(lines: &[&str]) -> bool {
    let groups = lines.iter().filter(|l| !continues(l)).count();
    groups > 1 && lines.iter().all(|l| begins_with_code(l))
}

/// Whether the next line belongs to this reply (RFC 5321 4.2.1).
#[must_use]
pub fn continues(line: &str) -> bool {
    let bytes = line.trim_start().as_bytes();
    matches!(bytes, [b'2'..=b'5', b, c, b'-', ..] if b.is_ascii_digit() && c.is_ascii_digit())
}

fn begins_with_code(line: &str) -> bool {
    let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '#' | '*'));
    let has_code = |text: &str| {
        let reply = Reply::parse(text.as_bytes());
        reply.code.is_some() || reply.enhanced.is_some()
    };
    let word = trimmed.split(|c: char| c.is_whitespace() || c == '-').next().unwrap_or_default();
    let lead = ["smtp;", "smtp:", "said:", "reply:", "host "].iter().any(|w| trimmed.to_ascii_lowercase().starts_with(w));
    has_code(word) || lead && has_code(trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_texts() {
        let log = "Nov 24 10:00:00 mx postfix/smtpd[1]: connect from a\nNov 24 10:00:00 mx postfix/smtp[12]: 4AB: to=<a@example.org>, relay=x, dsn=5.1.1, status=bounced (550 5.1.1 no)\n";
        let cases: [(&str, Source); 14] = [
            ("", Source::Empty),
            (" \r\n\n", Source::Empty),
            ("From a@b Tue Nov 24\nReceived: x\n\n", Source::Mailbox),
            ("Received: from a\n by b\nSubject: x\n\nbody", Source::Message),
            ("\nReturn-Path: <>\nSubject: x\n\nbody", Source::Message),
            ("Authentication-Results: mx; spf=fail\n smtp.mailfrom=x\n", Source::Results),
            (log, Source::Log),
            ("#Software: Microsoft Exchange Server\r\n#Version: 15\r\n", Source::Log),
            ("\"Timestamp\",\"EventId\",\"Recipients\"\n\"x\",\"FAIL\",\"a@b.example\"\n", Source::Log),
            ("550 5.1.1 User unknown\n421 4.7.0 Try later\n", Source::Replies),
            ("550-5.7.26 This mail\n550-5.7.26 is not\n550 5.7.26 accepted\n", Source::Reply),
            ("550 5.1.1 User unknown", Source::Reply),
            (
                "Your message could not be delivered:\n\nNov 24 10:00:00 mx postfix/smtp[12]: 4AB: to=<a@example.org>, relay=x, dsn=5.1.1, status=bounced (550 5.1.1 no)\n\n<a@example.org>: 550 5.1.1 no\n",
                Source::Text,
            ),
            ("571\n4.7.1\n", Source::Replies),
        ];
        for (text, kind) in cases {
            assert_eq!(Source::of(text.as_bytes()), kind, "{text}");
        }
        assert_eq!(Source::of(&[0; 100]), Source::Binary);
    }
}
