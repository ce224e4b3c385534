//! `deliver` through the whole program, against servers on sockets: where each message lands, that it is sent once and only
//! to whom the configuration names, and that no password is anywhere afterwards.

use lab::{Lab, Received, Visits};
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;

const PASSWORD: &str = "s3cret-Wort";

/// A server for sending, the sender's mailbox, and one server for each mailbox.
const WORLD: &str = "
smtp.example.com A 44.128.1.1
imap.example.com A 44.128.1.2
imap.a.example A 44.128.1.3
imap.b.example A 44.128.1.4
imap.c.example A 44.128.1.5
imap.d.example A 44.128.1.6
smtp 44.128.1.1:587 smtp.example.com good
C: EHLO tls
S: 250-smtp.example.com
S: 250-DSN
S: 250 AUTH PLAIN
C: DATA
S: 354 go
smtp 44.128.1.1:465 smtp.example.com good
C: DATA
S: 354 go
imap 44.128.1.2:993 imap.example.com good
LETTER 500 INBOX
| From: MAILER-DAEMON@smtp.example.com
| To: news@example.com
| Content-Type: multipart/report; report-type=delivery-status; boundary=b
|
| --b
| Content-Type: message/delivery-status
|
| Reporting-MTA: dns; smtp.example.com
|
| Final-Recipient: rfc822; none@c.example
| Action: failed
| Status: 5.1.1
| Diagnostic-Code: smtp; 550 5.1.1 <none@c.example>: Recipient address rejected: User unknown
|
| --b
| Content-Type: text/rfc822-headers
|
| Message-ID: <{marker}.mailaudit@example.com>
|
| --b--
imap 44.128.1.3:993 imap.a.example good
LETTER 700 INBOX
| Received: from smtp.example.com (smtp.example.com [44.128.1.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384) by mx.a.example (Postfix) with ESMTPS id 1
| Authentication-Results: mx.a.example; spf=pass smtp.mailfrom=example.com; dkim=pass; dmarc=pass header.from=example.com
| X-Mailaudit-Delivery: {marker}
|
imap 44.128.1.4:993 imap.b.example good
FOLDER Archive
FOLDER &BCEEPwQwBDw- \\Junk
LETTER 0 &BCEEPwQwBDw-
| Received: from smtp.example.com (smtp.example.com [44.128.1.1]) by mx.b.example with ESMTP id 1
| Authentication-Results: mx.b.example; spf=softfail; dkim=none; dmarc=fail
| X-Mailaudit-Delivery: {marker}
|
imap 44.128.1.5:993 imap.c.example good
imap 44.128.1.6:993 imap.d.example good
";

const CONFIGURATION: &str = "
[deliver]
from = 'news@example.com'
submission = 'smtp.example.com:587'
password_file = 'password'
imap = 'imap.example.com'
[[deliver.mailbox]]
address = 'anna@a.example'
imap = 'imap.a.example'
submission = 'smtp.example.com:465'
password_env = 'MAILAUDIT_TEST_PASSWORD'
";

const OTHERS: &str = "
[[deliver.mailbox]]
address = 'boris@b.example'
provider = 'yandex'
imap = 'imap.b.example'
password_file = 'password'
authserv_id = 'mx.b.example'
[[deliver.mailbox]]
address = 'none@c.example'
imap = 'imap.c.example'
password_file = 'password'
[[deliver.mailbox]]
address = 'late@d.example'
imap = 'imap.d.example'
password_file = 'password'
";

struct Seen {
    report: Value,
    said: String,
    recording: String,
    received: Vec<Received>,
    visits: BTreeMap<SocketAddr, Visits>,
    exit: Option<i32>,
    again: Value,
}

impl Seen {
    fn status(&self, code: &str, subject: &str) -> &str {
        let mut all = self.report["findings"].as_array().expect("findings").iter();
        all.find(|f| f["code"] == code && f["subject"] == subject).and_then(|f| f["status"].as_str()).unwrap_or("none")
    }

    fn delivery(&self, mailbox: &str) -> &Value {
        let mut all = self.report["deliveries"].as_array().expect("deliveries").iter();
        all.find(|d| d["mailbox"] == mailbox).expect("the mailbox is told")
    }
}

async fn deliver(layers: &[&str], configuration: &str, words: &[&str]) -> Seen {
    let lab = Lab::start(layers, probe::now()).await.expect("the world is served");
    let place = std::env::temp_dir().join(format!("mailaudit-deliver-{}-{}", std::process::id(), lab.resolver().port()));
    std::fs::create_dir(&place).expect("a writable temporary directory");
    let write = |name: &str, text: &str| std::fs::write(place.join(name), text).expect("a writable directory");
    write("root.pem", &lab.ca_pem());
    write("password", &format!("{PASSWORD}\n"));
    write("deliver.toml", configuration);
    let recording = place.join("recording.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    command.args(["deliver", "--all", "--format", "json", "--verbose", "--probe-name", "probe.example.net"]).args(words);
    command.env("MAILAUDIT_TEST_PASSWORD", PASSWORD).arg("--config").arg(place.join("deliver.toml")).arg("--record").arg(&recording);
    command.arg("--ca-file").arg(place.join("root.pem")).args(["--resolver", &lab.resolver().to_string()]);
    for rule in lab.connect_to() {
        command.args(["--connect-to", &rule]);
    }
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("the program runs");
    let text = std::fs::read_to_string(&recording).unwrap_or_default();
    let again =
        Command::new(env!("CARGO_BIN_EXE_mailaudit")).args(["deliver", "--all", "--format", "json", "--replay"]).arg(&recording).output();
    let again = serde_json::from_slice(&again.expect("the program runs").stdout).unwrap_or_default();
    std::fs::remove_dir_all(place).expect("it was just made");
    let said = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).join("\n");
    let report = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let (received, visits) = (lab.received(), lab.visits());
    Seen { report, said, recording: text, received, visits, exit: output.status.code(), again }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_message_is_told_from_the_others() {
    let seen = deliver(&[WORLD], &format!("{CONFIGURATION}{OTHERS}"), &["--yes", "--wait", "6"]).await;
    assert_eq!(seen.exit, Some(1), "{}", seen.said);
    let inbox = seen.delivery("anna@a.example");
    assert_eq!((&inbox["status"], &inbox["results"]["dmarc"]), (&"inbox".into(), &"pass".into()), "{inbox}");
    assert_eq!((&inbox["last_hop"]["tls"], &inbox["last_hop"]["version"]), (&true.into(), &"TLSv1.3".into()), "{inbox}");
    assert!(inbox["after_ms"].as_u64().is_some_and(|ms| (500..6000).contains(&ms)), "{inbox}");
    let spam = seen.delivery("boris@b.example");
    assert_eq!((&spam["status"], &spam["folder"], &spam["last_hop"]["tls"]), (&"spam".into(), &"Спам".into(), &false.into()), "{spam}");
    let returned = seen.delivery("none@c.example");
    assert_eq!((&returned["status"], &returned["reply"]["kind"]), (&"returned".into(), &"user_unknown".into()), "{returned}");
    assert!(returned["reply"]["remedies"].as_array().is_some_and(|all| !all.is_empty()), "{returned}");
    assert_eq!(seen.delivery("late@d.example")["status"], "missing");
    for (code, mailbox, status) in [
        ("DLV001", "anna@a.example", "pass"),
        ("DLV003", "anna@a.example", "pass"),
        ("DLV001", "boris@b.example", "fail"),
        ("DLV003", "boris@b.example", "fail"),
        ("DLV002", "none@c.example", "unknown"),
        ("DLV002", "late@d.example", "unknown"),
    ] {
        assert_eq!(seen.status(code, mailbox), status, "{code} {mailbox}: {}", seen.said);
    }
    let mut to: Vec<&str> = seen.received.iter().map(|r| r.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["anna@a.example", "boris@b.example", "late@d.example", "none@c.example"]);
    assert_eq!(seen.again["deliveries"], seen.report["deliveries"]);
    assert_eq!(seen.again["findings"], seen.report["findings"]);
    for text in [&seen.said, &seen.recording] {
        // As it stands, and as both sides of SASL PLAIN say it.
        for secret in [PASSWORD, "czNjcmV0LVdvcnQ", "AHMzY3JldC1Xb3J0"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_comes_back() {
    let answered = "imap 44.128.1.2:993 imap.example.com good\nLETTER 0 INBOX\n| X-Mailaudit-Delivery: {marker}\n|";
    let seen = deliver(&[WORLD, answered], CONFIGURATION, &["--yes", "--wait", "5", "--reply"]).await;
    let inbox = seen.delivery("anna@a.example");
    assert_eq!(inbox["way_back"]["status"], "inbox", "{}", seen.said);
    let ways: Vec<_> = seen.received.iter().map(|r| format!("{} {}", r.from, r.to)).collect();
    assert_eq!(ways, ["news@example.com anna@a.example", "anna@a.example news@example.com"]);
    assert_eq!(seen.exit, Some(0), "{}", seen.said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_unasked_or_to_a_stranger() {
    let unasked = deliver(&[WORLD], CONFIGURATION, &["--wait", "1"]).await;
    assert!(unasked.exit == Some(2) && unasked.said.contains("--yes") && unasked.received.is_empty(), "{}", unasked.said);
    let stranger = deliver(&[WORLD], CONFIGURATION, &["--yes", "--wait", "1", "--to", "eve@e.example"]).await;
    assert!(stranger.exit == Some(2) && stranger.said.contains("eve@e.example") && stranger.received.is_empty(), "{}", stranger.said);
    let twice = "[[deliver.mailbox]]\naddress = 'Anna@a.example'\nimap = 'imap.a.example'\npassword_file = 'password'\n";
    let twice = deliver(&[WORLD], &format!("{CONFIGURATION}{twice}"), &["--yes", "--wait", "1"]).await;
    assert!(twice.exit == Some(2) && twice.said.contains("twice") && twice.received.is_empty(), "{}", twice.said);
    let named = deliver(&[WORLD], CONFIGURATION, &["--yes", "--wait", "4", "--to", "anna@a.example", "--to", "ANNA@A.example"]).await;
    assert_eq!((named.received.len(), named.delivery("anna@a.example")["status"].as_str()), (1, Some("inbox")), "{}", named.said);
    let inline =
        deliver(&[WORLD], &CONFIGURATION.replace("password_file = 'password'", &format!("password = '{PASSWORD}'")), &["--yes"]).await;
    assert!(inline.said.contains("password_file") && !inline.said.contains(PASSWORD) && inline.received.is_empty(), "{}", inline.said);
    let nobody = deliver(&[WORLD], "", &["--yes"]).await;
    assert!(nobody.exit == Some(2) && nobody.said.contains("[deliver]"), "{}", nobody.said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_password_and_no_message_goes_to_a_server_that_nobody_vouches_for() {
    let self_signed = "smtp 44.128.1.1:587 smtp.example.com selfsigned\nC: DATA\nS: 354 go";
    let seen = deliver(&[WORLD, self_signed], CONFIGURATION, &["--yes", "--wait", "1"]).await;
    let inbox = seen.delivery("anna@a.example");
    assert!(inbox["status"] == "not_sent" && seen.received.is_empty(), "{}", seen.said);
    assert_eq!(seen.exit, Some(3), "{}", seen.said);
    assert!(seen.recording.contains("STARTTLS") && !seen.recording.contains(PASSWORD));
    let refused = deliver(&[WORLD, "imap 44.128.1.3:993 imap.a.example selfsigned"], CONFIGURATION, &["--yes", "--wait", "1"]).await;
    assert!(refused.delivery("anna@a.example")["status"] == "not_sent" && refused.received.is_empty(), "{}", refused.said);
    let submission: SocketAddr = "44.128.1.1:587".parse().expect("an address");
    assert_eq!(refused.visits.get(&submission).map(|v| v.accepted), Some(0), "{}", refused.said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_at_submission_is_explained() {
    let refuses =
        "smtp 44.128.1.1:587 smtp.example.com good\nC: DATA\nS: 354 go\nC: .\nS: 554 5.7.1 Message rejected: spam content detected";
    let seen = deliver(&[WORLD, refuses], CONFIGURATION, &["--yes", "--wait", "1"]).await;
    let inbox = seen.delivery("anna@a.example");
    assert_eq!((&inbox["status"], &inbox["reply"]["code"]), (&"refused".into(), &554.into()), "{}", seen.said);
    assert_eq!(seen.exit, Some(1), "{}", seen.said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_never_sent_twice_whatever_became_of_the_first() {
    let cut = "smtp 44.128.1.1:587 smtp.example.com good\nC: DATA\nS: 354 go\nC: .\nCLOSE";
    let seen =
        deliver(&[WORLD, cut, "smtp.example.com A 44.128.1.1\nsmtp.example.com A 44.128.1.9"], CONFIGURATION, &["--yes", "--wait", "4"])
            .await;
    assert_eq!(seen.visits.get(&"44.128.1.1:587".parse().expect("an address")).map(|v| v.messages), Some(1), "{}", seen.said);
    // It was said to be taken by nobody, and may have been.
    assert!(["inbox", "missing"].contains(&seen.delivery("anna@a.example")["status"].as_str().unwrap_or_default()), "{}", seen.said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_takes_no_password_is_told_from_one_that_refuses_it() {
    let told = |layer: &'static str, configuration: String| async move {
        let seen = deliver(&[WORLD, layer], &configuration, &["--yes", "--wait", "1"]).await;
        let delivery = seen.delivery("anna@a.example").clone();
        assert!(delivery["status"] == "not_sent" && seen.received.is_empty(), "{}", seen.said);
        delivery["because"].as_str().unwrap_or_default().to_owned()
    };
    let oauth =
        "imap 44.128.1.3:993 imap.a.example good\nC: CAPABILITY tls\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2\nS: OK done";
    let because = told(oauth, CONFIGURATION.into()).await;
    assert!(because.contains("no log-in by password"), "{because}");
    let refused = "imap 44.128.1.3:993 imap.a.example good\nC: LOGIN\nS: NO [AUTHENTICATIONFAILED] no";
    let because = told(refused, CONFIGURATION.into()).await;
    assert!(because.contains("let the account in"), "{because}");
    let clear = "imap 44.128.1.3:143 imap.a.example good\nC: CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: OK done";
    let because = told(clear, CONFIGURATION.replace("'imap.a.example'", "'imap.a.example:143'")).await;
    assert!(because.contains("no TLS"), "{because}");
    let submission =
        "smtp 44.128.1.1:587 smtp.example.com good\nC: EHLO tls\nS: 250-smtp.example.com\nS: 250 AUTH XOAUTH2\nC: DATA\nS: 354 go";
    let because = told(submission, CONFIGURATION.into()).await;
    assert!(because.contains("no log-in by password"), "{because}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_that_others_can_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = std::env::temp_dir().join(format!("mailaudit-deliver-modes-{}", std::process::id()));
    std::fs::create_dir(&place).expect("a writable temporary directory");
    let told = |password: u32, configuration: u32| {
        for (name, text, mode) in [("password", PASSWORD, password), ("deliver.toml", CONFIGURATION, configuration)] {
            std::fs::write(place.join(name), text).expect("a writable directory");
            std::fs::set_permissions(place.join(name), PermissionsExt::from_mode(mode)).expect("its owner");
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
        command.env("MAILAUDIT_TEST_PASSWORD", PASSWORD).arg("deliver").arg("--config").arg(place.join("deliver.toml"));
        String::from_utf8_lossy(&command.output().expect("the program runs").stderr).into_owned()
    };
    let (open, closed) = (told(0o644, 0o666), told(0o600, 0o644));
    std::fs::remove_dir_all(&place).expect("it was just made");
    assert!(open.contains("chmod 600") && open.contains("chmod go-w") && !open.contains(PASSWORD), "{open}");
    assert!(!closed.contains("chmod") && closed.contains("--yes"), "{closed}");
}

/// Nobody can say a password where every user of the machine reads it.
#[test]
fn no_argument_takes_a_password() {
    let help = Command::new(env!("CARGO_BIN_EXE_mailaudit")).args(["help", "deliver"]).output().expect("the program runs");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(!help.lines().any(|line| line.trim_start().starts_with("--pass")), "{help}");
}

/// Who sends can be seen at one glance: the command is said in one file, and that takes every message from the outbox.
#[test]
fn one_file_says_data() {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut due, mut found) = (vec![crates], Vec::new());
    while let Some(directory) = due.pop() {
        for entry in std::fs::read_dir(&directory).expect("a directory").flatten() {
            let path = entry.path();
            if path.is_dir() && entry.file_name() != "tests" && entry.file_name() != "target" {
                due.push(path);
            } else if path.extension().is_some_and(|e| e == "rs")
                && !path.components().any(|c| c.as_os_str() == "lab" || c.as_os_str() == "fixture")
            {
                let text = std::fs::read_to_string(&path).expect("a source file");
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_ascii_uppercase);
                if code.into_iter().any(|line| ["\"DATA\"", "\"BDAT", "\"DATA\\R", "DATA\\R\\N"].iter().any(|said| line.contains(said))) {
                    found.push(path.strip_prefix(env!("CARGO_MANIFEST_DIR")).map(ToOwned::to_owned).unwrap_or(path));
                }
            }
        }
    }
    // What the words of logs mean is nobody's command.
    found.retain(|path| !path.to_string_lossy().contains("smtp-replies"));
    assert!(matches!(&found[..], [one] if one.ends_with("probe/src/smtp/hand_in.rs")), "{found:?}");
    let sender = std::fs::read_to_string(&found[0]).expect("a source file");
    assert!(sender.find("outbox.take(").is_some_and(|take| sender.find("\"DATA\"").is_some_and(|data| take < data)));
}
