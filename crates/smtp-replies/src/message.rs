//! A message, and a mailbox of them (mbox, RFC 4155 with quoted `From ` lines): which are bounces, and what else their
//! headers tell. Line by line in constant memory.

use crate::bounce::{Bounce, BounceReader};
use crate::charset::unlabelled;
use crate::log::Day;
use crate::results::{MethodResult, authentication_results, is_results_header};

/// Headers of results that are kept of one message.
const RESULT_HEADERS: usize = 8;
/// Octets of a header that are kept.
const HEADER_LIMIT: usize = 16 * 1024;

/// What a message tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// What it says about deliveries, were it a bounce.
    pub bounce: Bounce,
    /// Whether its headers or parts say that it is one: a report, a complaint, an automatic answer, a message of a mail system.
    pub is_report: bool,
    /// What receivers' checks came to, by its Authentication-Results headers; ARC's only where there is none of its own.
    pub results: Vec<MethodResult>,
    /// The day of its Date.
    pub day: Option<Day>,
}

/// Reads a message that is fed to it line by line.
#[derive(Debug, Default)]
pub struct MessageReader {
    bounce: BounceReader,
    header: Vec<u8>,
    body: bool,
    message: Message,
    results: Vec<Vec<u8>>,
    sealed: Vec<Vec<u8>>,
}

impl MessageReader {
    /// A reader before its first line.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A reader of a text without headers.
    #[must_use]
    pub fn of_text() -> Self {
        let mut reader = Self::default();
        reader.line(b"\n");
        reader
    }

    /// Takes one line, with or without its end.
    pub fn line(&mut self, line: &[u8]) {
        self.bounce.line(line);
        if !self.body {
            self.header_line(line.trim_ascii_end());
        } else if !self.message.is_report
            && line.len() < 200
            && line.to_ascii_lowercase().starts_with(b"content-type: message/delivery-status")
        {
            self.message.is_report = true;
        }
    }

    fn header_line(&mut self, line: &[u8]) {
        if line.first().is_some_and(|b| matches!(b, b' ' | b'\t')) && !line.trim_ascii().is_empty() {
            if self.header.len() + line.len() < HEADER_LIMIT {
                self.header.push(b' ');
                self.header.extend_from_slice(line.trim_ascii());
            }
            return;
        }
        let header = std::mem::take(&mut self.header);
        self.header(&unlabelled(&header));
        self.body = line.is_empty();
        self.header.extend_from_slice(line.get(..HEADER_LIMIT).unwrap_or(line));
    }

    fn header(&mut self, header: &str) {
        let Some((name, value)) = header.split_once(':') else { return };
        let (name, lower) = (name.trim().to_ascii_lowercase(), value.trim().to_lowercase());
        if is_results_header(header) {
            let sealed = name.starts_with("arc-");
            let list = if sealed { &mut self.sealed } else { &mut self.results };
            if list.len() < RESULT_HEADERS {
                list.push(header.as_bytes().to_vec());
            }
            return;
        }
        let says = |words: &[&str]| words.iter().any(|w| lower.contains(w));
        self.message.is_report |= match name.as_str() {
            "date" => {
                self.message.day = self.message.day.or_else(|| Day::of_mail(value));
                false
            }
            "return-path" => lower == "<>",
            "content-type" => lower.starts_with("multipart/report"),
            "x-failed-recipients" => true,
            "auto-submitted" => !lower.starts_with("no"),
            "from" => says(&["mailer-daemon", "postmaster@", "mail delivery", "microsoftexchange", "mail-daemon"]),
            "subject" => says(&[
                "undeliver",
                "delivery status",
                "delivery fail",
                "delivery notification",
                "returned mail",
                "failure notice",
                "mail delivery failed",
                "delayed mail",
                "не доставлен",
                "недоставлен",
                "ошибка доставки",
                "невозможно доставить",
            ]),
            _ => false,
        };
    }

    /// What was read.
    #[must_use]
    pub fn finish(mut self) -> Message {
        let header = std::mem::take(&mut self.header);
        if !self.body {
            self.header(&unlabelled(&header));
        }
        let headers = if self.results.is_empty() { &self.sealed } else { &self.results };
        let results = headers.iter().flat_map(|h| authentication_results(h)).collect();
        let bounce = self.bounce.finish();
        let is_report = self.message.is_report || bounce.feedback.is_some();
        Message { bounce, is_report, results, ..self.message }
    }
}

/// Reads a mailbox that is fed to it line by line.
#[derive(Debug, Default)]
pub struct MailboxReader {
    message: Option<MessageReader>,
    blank: bool,
}

impl MailboxReader {
    /// A reader before its first line.
    #[must_use]
    pub fn new() -> Self {
        Self { message: None, blank: true }
    }

    /// Takes one line; gives the message that it ends. Lines before the first message belong to none.
    pub fn line(&mut self, line: &[u8]) -> Option<Message> {
        let begins = self.blank && line.starts_with(b"From ");
        self.blank = line.trim_ascii().is_empty();
        if begins {
            return self.message.replace(MessageReader::new()).map(MessageReader::finish);
        }
        let message = self.message.as_mut()?;
        // `>From `, `>>From `: each store of the message quoted once more.
        let quotes = line.iter().take_while(|b| **b == b'>').count();
        message.line(if quotes > 0 && line[quotes..].starts_with(b"From ") { &line[1..] } else { line });
        None
    }

    /// The last message.
    #[must_use]
    pub fn finish(self) -> Option<Message> {
        self.message.map(MessageReader::finish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    const BOUNCE: &str = "From: MAILER-DAEMON@mx.example.net\nDate: Tue, 24 Nov 2026 10:00:00 +0300\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n>From here on\n\n\
        --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nFinal-Recipient: rfc822; a@example.org\n\
        Action: failed\nStatus: 5.2.2\n\n--b--\n";

    #[test]
    fn a_mailbox_of_a_bounce_and_a_letter() {
        let letter = "From: anna@example.com\nSubject: Hello\n\nDear Bert,\nFrom now on 550 5.1.1 is a number.\n";
        let text = format!(
            "junk\n\nFrom MAILER-DAEMON Tue Nov 24 10:00:00 2026\n{BOUNCE}\nFrom anna@example.com Tue Nov 24 10:00:00 2026\n{letter}\n"
        );
        let (mut reader, mut all) = (MailboxReader::new(), Vec::new());
        text.split_inclusive('\n').for_each(|line| all.extend(reader.line(line.as_bytes())));
        all.extend(reader.finish());
        assert_eq!(all.iter().map(|m| m.is_report).collect::<Vec<_>>(), [true, false]);
        assert_eq!(all[0].day, Day::new(2026, 11, 24));
        assert_eq!(all[0].bounce.failures[0].explanation.kind, Kind::MailboxFull);
    }

    #[test]
    fn results_stand_in_the_header_only() {
        let text = "ARC-Authentication-Results: i=1; far; spf=pass\nAuthentication-Results: near;\n\tspf=fail smtp.mailfrom=a@example.com\n\n\
            Authentication-Results: near; dkim=fail\n";
        let mut reader = MessageReader::new();
        text.lines().for_each(|line| reader.line(line.as_bytes()));
        let results = reader.finish().results;
        assert_eq!(results.iter().map(|r| r.text()).collect::<Vec<_>>(), ["spf=fail smtp.mailfrom=a@example.com"]);
        // The header alone, as people copy it.
        let mut reader = MessageReader::new();
        reader.line(b"Authentication-Results: near; dkim=fail");
        assert_eq!(reader.finish().results.len(), 1);
    }
}
