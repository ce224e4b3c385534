//! `explain` through the whole program: what it takes, how it knows it, what it counts, and whether it is still so.

use lab::Lab;
use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const BOUNCE: &str = "From: MAILER-DAEMON@mx.example.net\nDate: Tue, 24 Nov 2026 10:00:00 +0300\n\
    Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\
    Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; anna@example.com\n\
    Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\n\n--b--\n";
const LETTER: &str = "From: bert@example.com\nTo: anna@example.com\nSubject: Hello\n\nSee you.\n";

/// Files that go with the test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let place = std::env::temp_dir().join(format!("mailaudit-explain-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&place).expect("a writable temporary directory");
        Self(place)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        path.parent().map(std::fs::create_dir_all).transpose().expect("a writable temporary directory");
        std::fs::write(&path, content).expect("a writable temporary directory");
        path.to_string_lossy().into_owned()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mailaudit"))
        .arg("explain")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // Who takes words of the command line does not read on.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn told(args: &[&str], input: &str) -> Value {
    let output = run(&[args, &["--format", "json"]].concat(), input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}"))
}

fn classes(told: &Value) -> Vec<&str> {
    told["replies"].as_array().expect("replies").iter().filter_map(|r| r["class"].as_str()).collect()
}

fn log_line(queue: &str, status: &str, said: &str) -> String {
    format!(
        "Nov 23 12:00:00 mx postfix/smtp[1]: {queue}: to=<anna@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, dsn=4.7.1, status={status} ({said})\n"
    )
}

#[test]
fn words_of_the_command_line() {
    assert_eq!(classes(&told(&["553 5.7.1 Sender address rejected: not owned by auth user"], "")), ["sender_not_owned"]);
    // Words of a reply need no quotes.
    assert_eq!(classes(&told(&["550", "5.1.1", "User", "unknown"], "")), ["user_unknown"]);
    assert_eq!(told(&["571"], "")["replies"][0]["basis"], "basic_code");
    let results = told(&["Authentication-Results: mx; spf=softfail smtp.mailfrom=a@example.com; dkim=none"], "");
    assert_eq!((classes(&results), &results["replies"][1]["result"]["result"]), (vec!["spf", "dkim"], &"none".into()));
    let line = log_line("A1", "deferred", "host mx.example.com[192.0.2.1] said: 451 4.7.1 Greylisted, try again later");
    let of_log = told(&[line.trim_end()], "");
    assert_eq!((classes(&of_log), &of_log["replies"][0]["subject"]["recipient"]), (vec!["greylist"], &"anna@example.com".into()));
}

#[test]
fn files_and_streams_are_known_by_what_they_hold() {
    let place = Place::new("kinds");
    let bounce = place.file("bounce.eml", BOUNCE);
    for (args, input) in [(vec![bounce.as_str()], ""), (vec!["--file", &bounce], ""), (vec!["-"], BOUNCE), (vec![], BOUNCE)] {
        let all = told(&args, input);
        assert_eq!(classes(&all), ["mailbox_full"], "{args:?}");
        assert_eq!(all["replies"][0]["subject"]["recipient"], "anna@example.com");
        assert_eq!(all["schema"], "mailaudit.reply/1");
    }
    let reply = place.file("a reply", "550-5.7.26 This mail is unauthenticated\r\n550 5.7.26 and is refused. gsmtp\r\n");
    assert_eq!(told(&[&reply], "")["replies"].as_array().map(Vec::len), Some(1));
    let list = place.file("list.txt", "550 5.1.1 User unknown\n452 4.2.2 Mailbox full\n550-5.7.1 Relaying\n550 5.7.1 denied\n");
    assert_eq!(classes(&told(&[&list], "")), ["user_unknown", "mailbox_full", "relay_denied"]);
    assert_eq!(classes(&told(&[&bounce, &reply], "")).len(), 2);
    let header = "Authentication-Results: mx.example.net;\n\tdmarc=fail header.from=example.com\nReceived-SPF: fail client-ip=192.0.2.9\n";
    assert_eq!(classes(&told(&[], header)), ["dmarc", "spf"]);
    // A mailbox, with a line that was quoted, and a maildir: letters are no bounces.
    let mbox = format!("From MAILER-DAEMON Tue Nov 24 10:00:00 2026\n{BOUNCE}>From here\n\nFrom bert Tue Nov 24 10:00:00 2026\n{LETTER}\n");
    let mailbox = told(&[&place.file("mbox", mbox)], "");
    assert_eq!((classes(&mailbox), &mailbox["summary"]["days"][0]["day"]), (vec!["mailbox_full"], &"2026-11-24".into()));
    place.file("Maildir/cur/1:2,S", BOUNCE);
    place.file("Maildir/new/2", LETTER);
    place.file("Maildir/tmp/3", BOUNCE);
    let maildir = place.0.join("Maildir");
    assert_eq!(classes(&told(&[&maildir.to_string_lossy()], "")), ["mailbox_full"]);
}

#[test]
fn what_cannot_be_read_is_said() {
    let place = Place::new("faults");
    for (args, input, code, word) in [
        (vec!["/nonexistent/bounce"], "", 3, "/nonexistent/bounce"),
        (vec!["bounce-of-nobody.eml"], "", 3, "bounce-of-nobody.eml"),
        (vec!["--file", "/nonexistent/x"], "", 3, "/nonexistent/x"),
        (vec![], "", 2, "empty"),
        (vec!["SPF999"], "", 2, "SPF999"),
        (vec!["--log", &place.file("log", "nothing\n")], "", 2, "no line tells of a delivery"),
        (vec![&place.file("outlook.msg", [0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])], "", 2, ".eml"),
        (vec![&place.file("mbox", format!("From a\n{LETTER}\n"))], "", 2, "none of them is a bounce"),
    ] {
        let output = run(&args, input.as_bytes());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.contains(word)), (Some(code), true), "{args:?}: {said}");
    }
    assert_eq!(
        Command::new(env!("CARGO_BIN_EXE_mailaudit")).args(["checks", "--format", "csv"]).output().expect("it runs").status.code(),
        Some(2)
    );
}

#[test]
fn logs_are_counted_by_the_end_of_each_message() {
    let place = Place::new("logs");
    let greylisted = "host mx.example.com[192.0.2.1] said: 451 4.7.1 Greylisted, try again later";
    let text = [
        log_line("A1", "deferred", greylisted),
        log_line("A1", "deferred", greylisted),
        log_line("A2", "deferred", greylisted),
        "Nov 23 12:00:00 mx sshd[1]: nothing\n".to_owned(),
        log_line("A3", "bounced", "host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)"),
        log_line("A4", "sent", "250 2.0.0 ok"),
    ]
    .concat();
    let (older, newer) = (place.file("mail.log.1", &text), place.file("mail.log", log_line("A1", "sent", "250 2.0.0 ok")));
    let back = std::time::SystemTime::now() - std::time::Duration::from_secs(86_400);
    std::fs::File::options().append(true).open(&older).and_then(|f| f.set_modified(back)).expect("a time");
    // The shell names the newer one first.
    let summary = &told(&["--log", &newer, "--log", &older], "")["summary"];
    let total = &summary["total"];
    assert_eq!((&total["delivered"], &total["late"], &total["waiting"], &total["returned"]), (&1.into(), &1.into(), &1.into(), &1.into()));
    assert_eq!(
        (&summary["put_off"], &summary["classes"][0]["class"], &summary["classes"][0]["count"]),
        (&3.into(), &"greylist".into(), &2.into())
    );
    assert_eq!((&summary["domains"][0]["name"], &summary["domains"][0]["count"]), (&"example.com".into(), &3.into()));
    let all = told(&[], &text);
    assert_eq!(classes(&all), ["greylist", "user_unknown"]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory");
    let packed = place.file("mail.log.2.gz", packed.finish().expect("memory"));
    assert_eq!(told(&[&packed], "")["summary"], all["summary"]);
    let csv = run(&[&older, "--format", "csv"], b"");
    let csv = String::from_utf8_lossy(&csv.stdout).into_owned();
    assert!(csv.contains("\r\nclass,greylist,0,0,2,0,0,0,2,0\r\n") && csv.contains("\r\ndomain,example.com,1,"), "{csv}");
}

/// The document and its schema are of one cut: every field of the schema's compulsory ones stands in what is printed.
#[test]
fn the_schema_names_what_is_printed() {
    let schema = Command::new(env!("CARGO_BIN_EXE_mailaudit")).args(["schema", "reply"]).output().expect("the program runs");
    let schema: Value = serde_json::from_slice(&schema.stdout).expect("JSON");
    let entry = &told(&["550 5.1.1 User unknown"], "")["replies"][0];
    let required = schema["$defs"]["Entry"]["required"].as_array().expect("a list");
    assert!(required.len() > 10 && required.iter().filter_map(Value::as_str).all(|name| entry.get(name).is_some()), "{required:?}");
    assert_eq!(schema["properties"]["schema"]["const"], "mailaudit.reply/1");
}

struct Now {
    status: String,
    sentence: String,
    exit: Option<i32>,
    json: Value,
}

/// Asks in a lab whether a reply still holds; its recording says the same once more.
async fn now(layers: &[&str], reply: &str, options: &[&str]) -> Now {
    let lab = Lab::start(layers, probe::now()).await.expect("the world is served");
    let place = Place::new(&format!("now-{}", lab.resolver().port()));
    let root = place.file("root.pem", lab.ca_pem());
    let recording = place.0.join("recording.json");
    let ask = |source: Vec<String>| {
        let (reply, options) = (reply.to_owned(), options.iter().map(|o| (*o).to_owned()).collect::<Vec<_>>());
        let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
        command.args(["explain", &reply, "--check", "--format", "json", "--quiet", "--timeout", "2"]).args(options).args(source);
        tokio::task::spawn_blocking(move || command.output())
    };
    let mut source = vec!["--resolver".into(), lab.resolver().to_string(), "--ca-file".into(), root];
    source.extend(["--record".into(), path(&recording), "--probe-name".into(), "probe.example.net".into()]);
    source.extend(lab.connect_to().into_iter().flat_map(|rule| ["--connect-to".to_owned(), rule]));
    let first = ask(source).await.expect("no panic").expect("the program runs");
    let again = ask(vec!["--replay".into(), path(&recording)]).await.expect("no panic").expect("the program runs");
    let said = String::from_utf8_lossy(&first.stderr).into_owned();
    assert_eq!(String::from_utf8_lossy(&first.stdout), String::from_utf8_lossy(&again.stdout), "{said}");
    let json: Value = serde_json::from_slice(&first.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
    let text = |name: &str| json["now"][name].as_str().expect("a text").to_owned();
    Now { status: text("status"), sentence: text("sentence"), exit: first.status.code(), json }
}

fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

const LISTING: &str = "554 5.7.1 Service unavailable; Client host [44.128.9.4] blocked using zen.spamhaus.org";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listing_is_still_so_no_longer_or_cannot_be_told() {
    let empty = blocklist::EMPTY_LISTS;
    let still = now(&[empty, "4.9.128.44.zen.spamhaus.org A 127.0.0.2"], LISTING, &[]).await;
    assert_eq!((still.status.as_str(), still.exit), ("still", Some(1)), "{}", still.sentence);
    assert!(still.sentence.contains("still so now") && still.sentence.contains("BL001"), "{}", still.sentence);
    assert!(
        still.json["now"]["findings"].as_array().is_some_and(|f| f.iter().any(|f| f["status"] == "fail" && f["subject"] == "44.128.9.4"))
    );
    let gone = now(&[empty], LISTING, &[]).await;
    assert_eq!((gone.status.as_str(), gone.exit), ("no_longer", Some(0)), "{}", gone.sentence);
    // Another list is another matter.
    let elsewhere = now(&[empty, "4.9.128.44.b.barracudacentral.org A 127.0.0.2"], LISTING, &[]).await;
    assert_eq!(elsewhere.status, "no_longer", "{}", elsewhere.sentence);
    let silent = now(&[empty, "zen.spamhaus.org * TIMEOUT"], LISTING, &[]).await;
    assert_eq!((silent.status.as_str(), silent.exit), ("unknown", Some(3)), "{}", silent.sentence);
    let russian = now(&[empty], LISTING, &["--lang", "ru"]).await;
    assert!(russian.sentence.contains("уже не так"), "{}", russian.sentence);
    let foreign = now(&[empty], "554 5.7.1 Client host [44.128.9.4] blocked using bl.nobody.example", &[]).await;
    assert_eq!(foreign.status, "unknown", "{}", foreign.sentence);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_replies_are_held_against_what_they_blame() {
    let ptr = "550 5.7.25 [44.128.9.4] does not have a PTR record";
    let world = "4.9.128.44.in-addr.arpa PTR mail.example.com\nmail.example.com A 44.128.9.4\n";
    assert_eq!(now(&[world], ptr, &[]).await.status, "no_longer");
    assert_eq!(now(&["4.9.128.44.in-addr.arpa PTR NXDOMAIN"], ptr, &[]).await.status, "still");
    assert_eq!(now(&["arpa * TIMEOUT"], ptr, &[]).await.status, "unknown");
    let spf = "550 5.7.23 SPF validation failed for example.com, ip 44.128.9.4";
    let policy = "example.com TXT v=spf1 ip4:44.128.9.4 -all\nexample.com A 44.128.9.1\nexample.com MX 10 example.com";
    assert_eq!(now(&[policy], spf, &[]).await.status, "no_longer");
    assert_eq!(now(&[policy], spf, &["--ip", "44.128.9.5"]).await.status, "still");
    let absent = "450 4.1.8 <boss@example.org>: Sender address rejected: Domain not found";
    assert_eq!(now(&["example.org MX NXDOMAIN"], absent, &[]).await.status, "still");
    assert_eq!(now(&[policy], absent, &["--domain", "example.com"]).await.status, "no_longer");
    // Nothing to ask about, and nothing that could be asked.
    assert_eq!(now(&[policy], "550 5.7.25 no reverse DNS", &[]).await.status, "unknown");
    assert_eq!(now(&[policy], "452 4.2.2 <anna@example.com>: Mailbox full", &[]).await.status, "unknown");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_looked_at_on_the_recipient_s_servers() {
    let reply = "TLS: certificate verify failed for anna@example.com: certificate has expired";
    let world = |chain: &str| {
        format!(
            "example.com MX 10 mx.example.com\nexample.com A 44.128.1.9\nmx.example.com A 44.128.1.1\nsmtp 44.128.1.1:25 mx.example.com {chain}\n"
        )
    };
    let expired = now(&[&world("expired")], reply, &["--domain", "example.com"]).await;
    assert_eq!(expired.status, "still", "{} {}", expired.sentence, expired.json);
    let good = now(&[&world("good")], reply, &["--domain", "example.com"]).await;
    assert_eq!(good.status, "no_longer", "{} {}", good.sentence, good.json);
}
