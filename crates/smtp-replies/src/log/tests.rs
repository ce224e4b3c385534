use super::*;
use crate::{Kind, explain_reply};

fn told(line: &str) -> (Outcome, String, Option<u16>, Kind) {
    let mut all = log_line(line.as_bytes());
    assert_eq!(all.len(), 1, "{line}");
    let (outcome, recipient, reply) = all.remove(0);
    (outcome, recipient, reply.code, explain_reply(reply).kind)
}

/// Outcome, queue, recipient and words of every delivery of a text.
fn deliveries(text: &str) -> Vec<(Outcome, String, String, String)> {
    let (mut reader, mut all) = (LogReader::new(), Vec::new());
    let own = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for line in text.lines() {
        reader.each(line.as_bytes(), |d| all.push((d.outcome, own(d.queue), own(d.recipient), own(d.said))));
    }
    all
}

#[test]
fn lines_of_postfix() {
    let line = "Nov 24 10:00:00 mx postfix/smtp[12]: 4AB: to=<a@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))";
    assert_eq!(told(line), (Outcome::Bounced, "a@example.org".into(), Some(550), Kind::UserUnknown));
    let line = "Nov 24 10:00:00 mx postfix/smtp[12]: 4AB: to=<a@example.org>, relay=none, dsn=4.4.1, status=deferred (connect to mx.example.org[192.0.2.1]:25: Connection timed out)";
    assert_eq!(told(line), (Outcome::Deferred, "a@example.org".into(), None, Kind::Network));
    let line = "Nov 24 10:00:00 mx postfix/smtpd[9]: NOQUEUE: reject: RCPT from a[192.0.2.9]: 554 5.7.1 <b@example.org>: Relay access denied; from=<x@example.com> to=<b@example.org> proto=ESMTP";
    assert_eq!(told(line), (Outcome::Rejected, "b@example.org".into(), Some(554), Kind::RelayDenied));
    // An instance of another name; a filter's hop; a message that was given up.
    let sent = "2026-11-24T10:00:00+03:00 mx out/smtp[1]: 4Zx1yZ0Abc: to=<a@example.org>, orig_to=<b@x>, relay=mx[192.0.2.1]:25, dsn=2.0.0, status=sent (250 ok)";
    assert_eq!(deliveries(sent), [(Outcome::Sent, "4Zx1yZ0Abc".into(), "a@example.org".into(), String::new())]);
    assert!(deliveries(&sent.replace("mx[192.0.2.1]:25", "127.0.0.1[127.0.0.1]:10024")).is_empty());
    let expired = "Nov 24 10:00:00 mx postfix/qmgr[1]: 4AB: from=<x@example.com>, status=expired, returned to sender";
    assert_eq!(deliveries(expired), [(Outcome::Expired, "4AB".into(), String::new(), String::new())]);
    let header = "Nov 24 10:00:00 mx postfix/cleanup[1]: 4AB: reject: header Subject: x from a[192.0.2.9]; from=<x@example.com> to=<b@example.org> proto=ESMTP helo=<h>: 5.7.1 message content rejected";
    assert_eq!(told(header).0, Outcome::Rejected);
}

#[test]
fn lines_of_exim() {
    let line = "2026-11-24 10:00:00 1tFabc-000001-AB ** a@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a@example.org>: 550 5.1.1 User unknown";
    assert_eq!(told(line), (Outcome::Bounced, "a@example.org".into(), Some(550), Kind::UserUnknown));
    let line = "2026-11-24 10:00:00 1tFabc-000001-AB == a@example.org R=dnslookup T=remote_smtp defer (-44) H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a@example.org>: 451 4.7.1 Greylisted, try again later";
    assert_eq!(told(line), (Outcome::Deferred, "a@example.org".into(), Some(451), Kind::Greylist));
    let line = "2026-11-24 10:00:00 1tFabc-000001-AB => anna <anna@example.org> R=local T=maildir";
    assert_eq!(deliveries(line), [(Outcome::Sent, "1tFabc-000001-AB".into(), "anna@example.org".into(), String::new())]);
    let line = "2026-11-24 10:00:00 H=(x) [192.0.2.9] F=<a@example.com> rejected RCPT <b@example.org>: relay not permitted";
    assert_eq!(told(line), (Outcome::Rejected, "b@example.org".into(), None, Kind::RelayDenied));
}

#[test]
fn lines_of_sendmail() {
    let read = |stat: &str, dsn: &str| {
        let head = "Nov 23 12:00:00 mx sm-mta[12]: 3ANB01: to=<anna@example.com>,<b@example.com>, delay=00:00:01, mailer=esmtp, relay=mx.example.com. [192.0.2.1]";
        log_line(format!("{head}, dsn={dsn}, stat={stat}").as_bytes())
    };
    let first = |stat, dsn| read(stat, dsn).first().map(|(o, r, reply)| (*o, r.clone(), reply.code, reply.enhanced.map(|e| e.to_string())));
    let anna = || "anna@example.com".to_owned();
    assert_eq!(read("Sent (ok 1a)", "2.0.0").len(), 2);
    assert_eq!(first("Deferred: 451 4.7.1 Greylisted", "4.7.1"), Some((Outcome::Deferred, anna(), Some(451), Some("4.7.1".into()))));
    assert_eq!(first("User unknown", "5.1.1"), Some((Outcome::Bounced, anna(), None, Some("5.1.1".into()))));
    assert_eq!(
        first("Service unavailable, reply=550 5.7.1 no", "5.0.0"),
        Some((Outcome::Bounced, anna(), Some(550), Some("5.7.1".into())))
    );
    assert!(read("queued", "2.0.0").is_empty());
    let refused = "Nov 23 12:00:00 mx sm-mta[12]: 3ANB01: ruleset=check_rcpt, arg1=<b@example.org>, relay=x [192.0.2.9], reject=550 5.7.1 <b@example.org>... Relaying denied";
    assert_eq!(told(refused), (Outcome::Rejected, "b@example.org".into(), Some(550), Kind::RelayDenied));
}

#[test]
fn tables_of_exchange() {
    let newer = "2026-11-23T12:00:00.123Z,10.0.0.1,ex1,10.0.0.2,mx.example.com,;ctx,Internet,SMTP,FAIL,7,<1@ex1>,guid-1,anna@example.com,\
        \"550 5.1.1 RESOLVER.ADR.RecipNotFound; not found, \"\"really\"\"\",1000,1,,,Subject,boss@example.net";
    let told_newer = deliveries(newer);
    assert_eq!(
        told_newer,
        [(
            Outcome::Bounced,
            "<1@ex1>".into(),
            "anna@example.com".into(),
            "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found, \"really\"".into()
        )]
    );
    let older =
        "2012-11-23T12:00:00.123Z,,,,,,,SMTP,DEFER,7,<1@ex1>,a@example.com;b@example.com,{[{LED=451 4.4.0 DNS query failed};{FQDN=x}]},1";
    let both = deliveries(older);
    assert_eq!(both.iter().map(|d| d.2.as_str()).collect::<Vec<_>>(), ["a@example.com", "b@example.com"]);
    assert!(both.iter().all(|d| d.0 == Outcome::Deferred && d.3 == "451 4.4.0 DNS query failed"), "{both:?}");
    assert!(deliveries(&newer.replace(",FAIL,", ",RECEIVE,")).is_empty());
    // The columns by their names, in whatever order; a state for each recipient.
    let fields = "#Software: Microsoft Exchange Server\n#Fields: date-time,event-id,recipient-address,recipient-status,message-id\n\
        2026-11-23T12:00:00.123Z,FAIL,a@example.com;b@example.com,550 5.1.1 no;550 5.2.2 full,<1@x>\n";
    let states: Vec<String> = deliveries(fields).into_iter().map(|d| d.3).collect();
    assert_eq!(states, ["550 5.1.1 no", "550 5.2.2 full"]);
    let exported = "\"Timestamp\",\"EventId\",\"Recipients\",\"RecipientStatus\"\n\"24.11.2026 10:00:00\",\"FAIL\",\"a@example.com\",\"550 5.1.1 no\"\n";
    let (mut reader, mut days) = (LogReader::new(), Vec::new());
    exported.lines().for_each(|l| reader.each(l.as_bytes(), |d| days.extend(d.day)));
    assert_eq!(days, Day::new(2026, 11, 24).into_iter().collect::<Vec<_>>());
    let spoken = "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n\
        2026-11-23T12:00:00.1Z,out,1,5,10.0.0.1:4,192.0.2.1:25,>,RCPT TO:<a@example.com>,\n\
        2026-11-23T12:00:00.1Z,out,1,6,10.0.0.1:4,192.0.2.1:25,<,550 5.1.1 User unknown,\n";
    assert_eq!(deliveries(spoken), [(Outcome::Bounced, String::new(), String::new(), "550 5.1.1 User unknown".into())]);
}

#[test]
fn what_is_no_delivery_says_nothing() {
    for line in [
        "",
        "postfix",
        "x == y",
        "** ",
        "postfix: reject: ",
        "1 => 2",
        "postfix, status=",
        ", stat=",
        "#Fields:",
        "#Fields: a,b",
        "2026-11-23T12",
        ",,,,,,,,,",
    ] {
        assert!(log_line(line.as_bytes()).is_empty(), "{line}");
    }
    let endless = format!("2026-11-23T12:00:00Z,{}", ",".repeat(100_000));
    assert!(log_line(endless.as_bytes()).is_empty());
}

#[test]
fn a_block_is_read_as_its_lines_are() {
    let one = "Nov 24 10:00:00 mx postfix/smtp[12]: 4AB: to=<a@example.org>, relay=x, dsn=5.1.1, status=bounced (550 5.1.1 User unknown)";
    let text = format!("Nov 24 10:00:00 mx sshd: hello\n{one}\n\nnoise => noise\n{one}\nlast line without end {one}");
    let (mut by_block, mut by_line) = (Summary::default(), Summary::default());
    let mut reader = LogReader::new();
    reader.block(text.as_bytes(), &mut by_block);
    assert_eq!(reader.deliveries(), 3);
    let mut reader = LogReader::new();
    text.lines().for_each(|l| reader.line(l.as_bytes(), &mut by_line));
    assert_eq!(by_block, by_line);
}
