//! Rows of Exchange's message tracking log (CSV). The columns differ between versions: the event is the ninth in all of them,
//! the recipients are the first field behind the message's identifier that holds an address, their states the next.

use super::{LogRecord, Outcome};
use crate::reply::Reply;

/// Fields of a row that are looked at.
const MOST_FIELDS: usize = 24;
/// The column of the event.
const EVENT: usize = 8;

/// Reads one row; `None` where it is none of a delivery.
pub(super) fn row(text: &str) -> Option<LogRecord> {
    // A row begins with its time in UTC.
    if text.as_bytes().get(10) != Some(&b'T') || !text.contains(',') {
        return None;
    }
    let fields = fields(text);
    let outcome = match fields.get(EVENT)?.as_str() {
        "SEND" | "DELIVER" | "SENDEXTERNAL" => Outcome::Sent,
        "DEFER" => Outcome::Deferred,
        "FAIL" => Outcome::Bounced,
        _ => return None,
    };
    let at = fields.iter().enumerate().skip(EVENT + 2).find(|(_, f)| f.contains('@') && !f.starts_with('<')).map(|(at, _)| at)?;
    // Several recipients stand in one field, and so do their states.
    let recipient = fields.get(at)?.split(';').next()?.trim().to_owned();
    let said = fields.get(at + 1).map(String::as_str).unwrap_or_default();
    let said = said.split_once("{LED=").map_or(said, |(_, inner)| inner.split('}').next().unwrap_or_default());
    let remote = fields.get(4).filter(|host| !host.is_empty()).cloned();
    Some(LogRecord { outcome, recipient: Some(recipient), remote, reply: Reply::parse(said.as_bytes()) })
}

/// The fields of a row (RFC 4180 2).
fn fields(text: &str) -> Vec<String> {
    let (mut all, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = text.trim_end().chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => {
                all.push(std::mem::take(&mut field));
                if all.len() == MOST_FIELDS {
                    return all;
                }
            }
            c => field.push(c),
        }
    }
    all.push(field);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_two_versions() {
        let newer = "2026-11-23T12:00:00.123Z,10.0.0.1,ex1,10.0.0.2,mx.example.com,;ctx,Internet,SMTP,FAIL,7,<1@ex1>,guid-1,anna@example.com,\
            \"550 5.1.1 RESOLVER.ADR.RecipNotFound; not found, really\",1000,1,,,Subject,boss@example.net";
        let record = row(newer).unwrap_or_else(|| panic!("a row"));
        assert_eq!(
            (record.outcome, record.recipient.as_deref(), record.reply.code),
            (Outcome::Bounced, Some("anna@example.com"), Some(550))
        );
        let older = "2012-11-23T12:00:00.123Z,,,,,,,SMTP,DEFER,7,<1@ex1>,a@example.com;b@example.com,{[{LED=451 4.4.0 DNS query failed};{FQDN=x}]},1";
        let record = row(older).unwrap_or_else(|| panic!("a row"));
        assert_eq!((record.outcome, record.recipient.as_deref(), record.reply.code), (Outcome::Deferred, Some("a@example.com"), Some(451)));
        assert_eq!(row(&newer.replace(",FAIL,", ",RECEIVE,")), None);
        assert_eq!(row("#Fields: date-time,client-ip"), None);
        assert_eq!(row("2026-11-23T12"), None);
    }

    #[test]
    fn quotes_and_ends() {
        assert_eq!(fields("a,\"b,\"\"c\"\"\",,d\r\n"), ["a", "b,\"c\"", "", "d"]);
        assert_eq!(fields(&",".repeat(1000)).len(), MOST_FIELDS);
        assert_eq!(fields("\"open, for ever").len(), 1);
    }
}
