//! `account` through the whole program, against servers on sockets: what it finds, to whom it gives the password, and that
//! the password is nowhere afterwards.

use lab::{Lab, Visits};
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;

const PASSWORD: &str = "s3cret-Wort";
/// The domain tells its servers in a settings file.
const WORLD: &str = "
example.com MX 10 mail.example.com
example.com A 44.128.1.8
mail.example.com A 44.128.1.2
autoconfig.example.com A 44.128.1.7
https 44.128.1.7:443 autoconfig.example.com good
GET /mail/config-v1.1.xml 200 text/xml
| <clientConfig version=\"1.1\"><emailProvider id=\"example.com\">
| <incomingServer type=\"imap\"><hostname>mail.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
| <outgoingServer type=\"smtp\"><hostname>mail.example.com</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>
| </emailProvider></clientConfig>
imap 44.128.1.2:993 mail.example.com good
smtp 44.128.1.2:587 mail.example.com good
C: EHLO tls
S: 250-mail.example.com
S: 250 AUTH PLAIN LOGIN
";

struct Seen {
    report: Value,
    recording: String,
    said: String,
    visits: BTreeMap<SocketAddr, Visits>,
    exit: Option<i32>,
}

impl Seen {
    /// The worst that is told of `code`.
    fn status(&self, code: &str) -> Option<&str> {
        let of_code = |f: &&Value| f["code"] == code;
        self.report["findings"].as_array().expect("findings").iter().find(of_code).and_then(|f| f["status"].as_str())
    }
}

async fn account(layers: &[&str], words: &[&str]) -> Seen {
    let lab = Lab::start(layers, probe::now()).await.expect("the world is served");
    let place = |ending| std::env::temp_dir().join(format!("mailaudit-account-{}-{}.{ending}", std::process::id(), lab.resolver().port()));
    let (root, recording) = (place("pem"), place("json"));
    std::fs::write(&root, lab.ca_pem()).expect("a writable temporary directory");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    command.args(["account", "anna@example.com", "--all"]).args(words).env("MAILAUDIT_PASSWORD", PASSWORD);
    command.args(["--format", "json", "--quiet", "--verbose", "--probe-name", "probe.example.net"]).arg("--record").arg(&recording);
    command.arg("--ca-file").arg(&root).args(["--resolver", &lab.resolver().to_string()]);
    for rule in lab.connect_to() {
        command.args(["--connect-to", &rule]);
    }
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("the program runs");
    let text = std::fs::read_to_string(&recording).expect("a recording");
    std::fs::remove_file(root).and_then(|()| std::fs::remove_file(recording)).expect("they were just written");
    assert_eq!(lab.messages(), 0);
    let said = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).join("\n");
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
    Seen { report, recording: text, said, visits: lab.visits(), exit: output.status.code() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn autodiscover_is_asked_with_the_address() {
    let world = "example.com A 44.128.1.8\nautodiscover.example.com A 44.128.1.7\nmail.example.com A 44.128.1.2\n\
        https 44.128.1.7:443 autodiscover.example.com good\nGET /autodiscover/autodiscover.xml 200 text/xml\n\
        | <Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>mail.example.com</Server><Port>993</Port><SSL>on</SSL></Protocol></Account></Response></Autodiscover>\n\
        imap 44.128.1.2:993 mail.example.com good";
    let seen = account(&[world], &[]).await;
    assert_eq!(seen.status("CFG005"), Some("pass"), "{}", seen.said);
    assert!(seen.recording.contains("anna@example.com</EMailAddress>"), "{}", seen.recording);
}

#[test]
fn no_answer_is_not_called_no_server() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    command.args(["account", "anna@example.com", "--no-login", "--quiet", "--resolver", "127.0.0.1:9", "--timeout", "1"]);
    let output = command.output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("is not known") && !said.contains("publishes no servers"), "{said}");
    assert_eq!(output.status.code(), Some(3));
}

/// Neither as it is nor in the form that SASL sends it in.
fn hides_the_password(seen: &Seen) {
    for text in [PASSWORD, "czNjcmV0LVdvcnQ", "AGFubmFAZXhhbXBsZS5jb20A"] {
        assert!(!seen.said.contains(text) && !seen.recording.contains(text), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_are_found_and_let_the_owner_in() {
    let seen = account(&[WORLD], &["--from", "anna@example.com"]).await;
    for code in ["CFG002", "CFG004", "CFG005", "CFG006"] {
        assert_eq!(seen.status(code), Some("pass"), "{code}: {}", seen.said);
    }
    assert_eq!((seen.exit, seen.recording.matches("\"login\"").count() >= 2), (Some(0), true), "{}", seen.said);
    hides_the_password(&seen);
    for (at, visits) in &seen.visits {
        assert!(visits.accepted <= 6 && at.port() != 25, "{at}: {visits:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_password_for_a_server_that_proves_nothing() {
    let fake = "smtp 44.128.1.2:587 mail.example.com selfsigned\nC: EHLO tls\nS: 250-mail.example.com\nS: 250 AUTH PLAIN LOGIN\n\
                imap 44.128.1.2:993 mail.example.com wrongname";
    let seen = account(&[WORLD, fake], &["--from", "anna@example.com"]).await;
    assert_eq!(seen.status("CFG005"), Some("unknown"), "{}", seen.said);
    assert!(!seen.recording.contains("\"phase\": \"login\"") && !seen.recording.contains("\"phase\":\"login\""));
    assert!(seen.said.contains("no password was sent"), "{}", seen.said);
    hides_the_password(&seen);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_are_told_with_the_servers_words() {
    let refuses = "smtp 44.128.1.2:587 mail.example.com good\nC: EHLO tls\nS: 250-mail.example.com\nS: 250 AUTH PLAIN\n\
                   C: MAIL\nS: 553 5.7.1 Sender address rejected: not owned by auth user";
    let sender = account(&[WORLD, refuses], &["--from", "boss@example.com"]).await;
    assert_eq!((sender.status("CFG006"), sender.status("CFG005"), sender.exit), (Some("fail"), Some("pass"), Some(1)), "{}", sender.said);
    assert!(sender.said.contains("not owned by auth user"));
    let typo = account(&[WORLD], &["--smtp", "smpt.yandex.ru"]).await;
    assert_eq!((typo.status("CFG003"), typo.exit), (Some("fail"), Some(1)), "{}", typo.said);
    hides_the_password(&typo);
}
