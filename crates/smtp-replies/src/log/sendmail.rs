//! Lines of Sendmail: `to=…, dsn=…, stat=…` (Sendmail's operations guide 2.1.1).

use super::{LogRecord, Outcome, between};
use crate::reply::Reply;

/// Reads one line; `None` where it is none of a delivery.
pub(super) fn line(text: &str) -> Option<LogRecord> {
    let (head, said) = text.split_once(", stat=")?;
    let recipient = head.split_once(": to=").map(|(_, to)| to.split(',').next().unwrap_or_default())?;
    let dsn = between(head, "dsn=", ",").or_else(|| head.rsplit_once("dsn=").map(|(_, code)| code.to_owned()));
    let outcome = match (said.split([' ', ':', '(']).next()?, dsn.as_deref().and_then(|d| d.chars().next())) {
        ("Sent", _) => Outcome::Sent,
        ("queued", _) => return None,
        ("Deferred", _) | (_, Some('4')) => Outcome::Deferred,
        _ => Outcome::Bounced,
    };
    // Newer versions repeat what the other server said in full.
    let said = said.split_once(", reply=").map_or(said, |(_, reply)| reply);
    let said = said.strip_prefix("Deferred: ").unwrap_or(said);
    let mut reply = Reply::parse(said.as_bytes());
    reply.enhanced = reply.enhanced.or_else(|| Reply::parse(dsn?.as_bytes()).enhanced);
    let remote = between(head, "relay=", ",").map(|host| host.split(' ').next().unwrap_or_default().trim_end_matches('.').to_owned());
    Some(LogRecord { outcome, recipient: Some(recipient.trim_matches(['<', '>']).to_owned()), remote, reply })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stat: &str, dsn: &str) -> Option<(Outcome, Option<u16>, Option<String>)> {
        let text = format!(
            "Nov 23 12:00:00 mx sm-mta[12]: 3ANB01: to=<anna@example.com>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=30011, \
             relay=mx.example.com. [192.0.2.1], dsn={dsn}, stat={stat}"
        );
        let record = line(&text)?;
        assert_eq!((record.recipient.as_deref(), record.remote.as_deref()), (Some("anna@example.com"), Some("mx.example.com")));
        Some((record.outcome, record.reply.code, record.reply.enhanced.map(|e| e.to_string())))
    }

    #[test]
    fn outcomes() {
        assert_eq!(read("Sent (ok 1a)", "2.0.0").map(|r| r.0), Some(Outcome::Sent));
        assert_eq!(read("Deferred: 451 4.7.1 Greylisted", "4.7.1"), Some((Outcome::Deferred, Some(451), Some("4.7.1".into()))));
        assert_eq!(read("User unknown", "5.1.1"), Some((Outcome::Bounced, None, Some("5.1.1".into()))));
        assert_eq!(read("Service unavailable, reply=550 5.7.1 no", "5.0.0"), Some((Outcome::Bounced, Some(550), Some("5.7.1".into()))));
        assert_eq!(read("queued", "2.0.0"), None);
        assert_eq!(line("Nov 23 12:00:00 mx sm-mta[12]: stat=Sent"), None);
    }
}
