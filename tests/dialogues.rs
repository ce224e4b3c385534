//! What is said of one mail server by how it talks: each row a way that servers have, with what must and must never be told.
//! Over all audits at once, since a cause that one of them tells must not look like a fault to another.

use facts::fixture::World;
use findings::Status;

const WORLD: &str = "
example.com MX 10 mx.example.com
example.com TXT v=spf1 mx -all
_dmarc.example.com TXT v=DMARC1; p=reject
mx.example.com A 44.128.1.1
44.128.1.1 PTR mx.example.com
target example.com control=44.207.7.7
smtp 44.207.7.7:25 mx.control.example good
smtp 44.128.1.1:25 mx.example.com good
";

/// How the server talks, what fails, what is not known, and what must not fail.
struct Row(&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const NOTHING: &[&str] = &[];
const ROWS: &[Row] = &[
    // At the greeting.
    Row("REFUSE", &["SMTP001"], &["TLS001"], &["TLS001", "SMTP010"]),
    Row("DROP", &["SMTP001"], &["TLS001"], &["TLS001", "SMTP010"]),
    Row("S: 554", &["SMTP006"], &["SMTP010"], &["TLS001", "SMTP007", "SMTP001"]),
    Row("S: 554 5.3.2 no mail here", &["SMTP006"], &["SMTP010"], &["TLS001", "SMTP007"]),
    Row("S: 521 5.3.2 does not accept mail", &["SMTP006"], NOTHING, &["TLS001"]),
    Row("S: 450 4.3.2 not now", NOTHING, &["SMTP005", "TLS001"], &["TLS001", "SMTP006"]),
    Row("S: 421 4.3.2 too busy", NOTHING, &["SMTP005", "TLS001", "SMTP012"], &["TLS001", "SMTP012", "SMTP007"]),
    Row("S: 554 5.7.1 Your IP has no PTR record", NOTHING, &["SMTP030"], &["SMTP006", "TLS001"]),
    Row("S: 550 Mail from dynamic IP addresses is not accepted here", NOTHING, &["SMTP030"], &["SMTP006", "TLS001"]),
    Row("S: HTTP/1.1 400 Bad Request", NOTHING, &["TLS001"], &["TLS001", "SMTP001", "SMTP007"]),
    Row("SILENCE", NOTHING, &["SMTP026", "TLS001"], &["TLS001", "SMTP001"]),
    Row("WAIT 4900\nS: 220 mx.example.com", NOTHING, NOTHING, &["SMTP004", "SMTP001"]),
    Row("WAIT 5100\nS: 220 mx.example.com", &["SMTP004"], NOTHING, &["SMTP001", "TLS001"]),
    Row("S: 220", &["SMTP007"], NOTHING, &["TLS001"]),
    Row("S: 220-mx.example.com welcome\nS: 220-no spam\nS: 220 go on", NOTHING, NOTHING, &["SMTP007", "SMTP008", "TLS001"]),
    // At EHLO.
    Row("C: EHLO\nS: 421 4.7.0 later", NOTHING, &["SMTP005"], &["TLS001", "SMTP009"]),
    Row("C: EHLO\nCLOSE", NOTHING, &["SMTP005"], &["TLS001", "SMTP009"]),
    Row("C: EHLO\nS: 250-mx.example.com\nS: 250-PIPELINING\nCLOSE", NOTHING, &["SMTP005", "TLS001"], &["TLS001"]),
    Row("C: EHLO\nS: 502 5.5.1 unknown", &["SMTP009"], NOTHING, &["SMTP006"]),
    Row("C: EHLO\nS: 554 5.7.1 your IP is listed", NOTHING, &["SMTP009"], &["SMTP009", "SMTP006"]),
    Row("C: EHLO\nS: 250 mx.example.com", &["TLS001"], NOTHING, &["TLS002"]),
    Row("C: EHLO\nS: 250-mx.example.com\nS: 250-STARTTLS\nS: 250 AUTH CRAM-MD5", NOTHING, NOTHING, &["SMTP016", "TLS001"]),
    Row("C: EHLO\nS: 250-mx.example.com\nS: 250-STARTTLS\nS: 250 AUTH=LOGIN", &["SMTP016"], NOTHING, &["TLS001"]),
    Row("C: EHLO\nS: 250-mx.example.com\nS: 250-starttls\nS: 250 SIZE 0", NOTHING, NOTHING, &["SMTP019", "TLS001"]),
    Row("C: EHLO\nS: 250-mx.example.com\nS: 250-STARTTLS\nS: 250 SIZE 1000", &["SMTP019"], NOTHING, &["TLS001"]),
    // At STARTTLS.
    Row("C: STARTTLS\nS: 454 4.7.0 not available", &["TLS026"], &["TLS002"], &["TLS001", "TLS002"]),
    Row("C: STARTTLS\nS: 502 5.5.1 not implemented", &["TLS026"], NOTHING, &["TLS001", "TLS002"]),
    Row("C: STARTTLS\nS: 421 4.7.0 closing", NOTHING, &["TLS002"], &["TLS001", "TLS002", "TLS026"]),
    Row("C: STARTTLS\nS: 220 go\nCLOSE", &["TLS002"], NOTHING, &["TLS001", "TLS026"]),
    Row("C: STARTTLS\nS: 220 go\nTLS SILENCE", NOTHING, &["TLS002"], &["TLS001", "TLS002", "TLS026"]),
    Row("C: STARTTLS\nS: 220 go\nTLS FAIL handshake_failure", &["TLS002"], NOTHING, &["TLS001", "TLS026"]),
    // At MAIL and RCPT.
    Row("C: MAIL <>\nS: 550 5.7.1 no bounces", &["SMTP012"], NOTHING, &["SMTP010"]),
    Row("C: MAIL <>\nS: 451 4.3.0 later", NOTHING, &["SMTP012"], &["SMTP012", "SMTP010"]),
    Row("C: MAIL <>\nS: 421 4.3.2 shutting down", NOTHING, &["SMTP012"], &["SMTP012", "SMTP010"]),
    Row("C: RCPT <postmaster@example.com>\nS: 550 5.1.1 no such user", &["SMTP010"], NOTHING, &["SMTP027", "SMTP024"]),
    Row("C: RCPT <postmaster@example.com>\nS: 550 5.7.1 denied by policy", NOTHING, &["SMTP010"], &["SMTP010"]),
    Row("C: RCPT <abuse@example.com>\nS: 550 5.1.1 no such user", &["SMTP011"], NOTHING, &["SMTP010"]),
    Row("C: RCPT\nS: 450 4.2.0 Greylisted", NOTHING, &["SMTP010", "SMTP011"], &["SMTP010", "SMTP011", "SMTP024"]),
    Row("C: RCPT\nS: 554 5.7.1 relay denied", NOTHING, &["SMTP027"], &["SMTP027", "SMTP010"]),
    Row("C: RCPT\nS: 554 5.7.1 Client host blocked using zen.spamhaus.org", NOTHING, &["SMTP030"], &["SMTP010", "SMTP027", "SMTP024"]),
];

#[test]
fn each_way_to_talk_has_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for Row(lines, fails, unknown, never) in ROWS {
        let world =
            World::layers(&[WORLD, &format!("smtp 44.128.1.1:25 mx.example.com good\n{lines}")]).unwrap_or_else(|e| panic!("{lines}: {e}"));
        let recorded = world.gather(&world.target(), &mailaudit::planners(), &|_, _| Vec::new());
        let report = mailaudit::report(recorded);
        let of = |status| report.findings.iter().filter(|f| f.status == status).map(|f| f.about.code).collect::<Vec<_>>();
        let (failed, open) = (of(Status::Fail), of(Status::Unknown));
        wrong.extend(fails.iter().filter(|code| !failed.contains(code)).map(|code| format!("{lines:?} lacks {code}: {failed:?}")));
        wrong.extend(unknown.iter().filter(|code| !open.contains(code)).map(|code| format!("{lines:?} lacks unknown {code}: {open:?}")));
        wrong.extend(never.iter().filter(|code| failed.contains(code)).map(|code| format!("{lines:?} wrongly {code}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
