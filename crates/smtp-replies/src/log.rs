//! Lines of the logs of Postfix, Exim and Sendmail, rows of Exchange's message tracking: which delivery, to whom, and the reply that was given. One line at a time,
//! nothing is kept between lines.

mod exchange;
mod sendmail;

use crate::reply::Reply;

const LINE_LIMIT: usize = 8192;

/// How a delivery ended, as the log says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted by the next host.
    Sent,
    /// Will be tried again.
    Deferred,
    /// Given up.
    Bounced,
    /// Refused by this server to its own client.
    Rejected,
}

/// A line that tells of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRecord {
    /// How it ended.
    pub outcome: Outcome,
    /// To whom, as logged.
    pub recipient: Option<String>,
    /// The next host, as logged.
    pub remote: Option<String>,
    /// What was said.
    pub reply: Reply,
}

/// Reads one line; `None` where it tells of no delivery. Bytes beyond 8 KiB are not read.
#[must_use]
pub fn log_line(line: &[u8]) -> Option<LogRecord> {
    let text = String::from_utf8_lossy(line.get(..LINE_LIMIT).unwrap_or(line));
    postfix(&text).or_else(|| exim(&text)).or_else(|| sendmail::line(&text)).or_else(|| exchange::row(&text))
}

fn postfix(line: &str) -> Option<LogRecord> {
    if !line.contains("postfix") {
        return None;
    }
    if let Some((_, rest)) = line.split_once(": reject: ") {
        let (_, said) = rest.split_once("]: ")?;
        let recipient = between(rest, " to=<", ">");
        return Some(LogRecord { outcome: Outcome::Rejected, recipient, remote: None, reply: Reply::parse(said.as_bytes()) });
    }
    let (head, tail) = line.split_once(", status=")?;
    let outcome = match tail.split(' ').next()? {
        "sent" => Outcome::Sent,
        "deferred" => Outcome::Deferred,
        "bounced" | "expired" => Outcome::Bounced,
        _ => return None,
    };
    let said = tail.split_once('(').map_or("", |(_, said)| said.trim_end().strip_suffix(')').unwrap_or(said));
    let mut reply = Reply::parse(said.as_bytes());
    let status = between(head, "dsn=", ",").or_else(|| head.rsplit_once("dsn=").map(|(_, s)| s.to_owned()));
    reply.enhanced = reply.enhanced.or_else(|| Reply::parse(status?.trim().as_bytes()).enhanced);
    let remote = between(head, "relay=", ",").filter(|r| r != "none");
    Some(LogRecord { outcome, recipient: between(head, " to=<", ">"), remote, reply })
}

/// `… 1abc-… ** user@example.org … : reason`: `=>` delivered, `==` deferred, `**` failed.
fn exim(line: &str) -> Option<LogRecord> {
    let marks = [(" => ", Outcome::Sent), (" == ", Outcome::Deferred), (" ** ", Outcome::Bounced)];
    let (at, mark, outcome) = marks.iter().filter_map(|(m, o)| line.find(m).map(|at| (at, *m, *o))).min_by_key(|(at, ..)| *at)?;
    let id = line.get(..at)?.split_whitespace().last()?;
    if id.len() < 16 || id.bytes().filter(|b| *b == b'-').count() != 2 {
        return None;
    }
    let rest = line.get(at + mark.len()..)?;
    let recipient = rest.split([' ', ':']).next().map(|r| r.trim_matches(['<', '>']).to_owned()).filter(|r| r.contains('@'));
    let said = rest.split_once(": ").map_or("", |(_, said)| said);
    let reply = if outcome == Outcome::Sent { Reply::default() } else { Reply::parse(said.as_bytes()) };
    Some(LogRecord { outcome, recipient, remote: between(rest, " H=", " "), reply })
}

fn between(text: &str, open: &str, close: &str) -> Option<String> {
    let (_, rest) = text.split_once(open)?;
    rest.split_once(close).map(|(inner, _)| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, explain_reply};

    fn told(line: &str) -> (Outcome, String, Option<u16>, Kind) {
        let r = log_line(line.as_bytes()).expect("a delivery");
        (r.outcome, r.recipient.unwrap_or_default(), r.reply.code, explain_reply(r.reply).kind)
    }

    #[test]
    fn lines_of_postfix() {
        let line = "Nov 24 10:00:00 mx postfix/smtp[12]: 4AB: to=<a@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))";
        assert_eq!(told(line), (Outcome::Bounced, "a@example.org".into(), Some(550), Kind::UserUnknown));
        let line = "Nov 24 10:00:00 mx postfix/smtp[12]: 4AB: to=<a@example.org>, relay=none, dsn=4.4.1, status=deferred (connect to mx.example.org[192.0.2.1]:25: Connection timed out)";
        assert_eq!(told(line), (Outcome::Deferred, "a@example.org".into(), None, Kind::Network));
        let line = "Nov 24 10:00:00 mx postfix/smtpd[9]: NOQUEUE: reject: RCPT from a[192.0.2.9]: 554 5.7.1 <b@example.org>: Relay access denied; from=<x@example.com> to=<b@example.org> proto=ESMTP";
        assert_eq!(told(line), (Outcome::Rejected, "b@example.org".into(), Some(554), Kind::RelayDenied));
    }

    #[test]
    fn lines_of_exim_and_of_nobody() {
        let line = "2026-11-24 10:00:00 1tFabc-000001-AB ** a@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a@example.org>: 550 5.1.1 User unknown";
        assert_eq!(told(line), (Outcome::Bounced, "a@example.org".into(), Some(550), Kind::UserUnknown));
        for line in ["", "postfix", "x == y", "** ", "postfix: reject: ", "1 => 2", "postfix, status="] {
            assert_eq!(log_line(line.as_bytes()), None, "{line}");
        }
    }
}
