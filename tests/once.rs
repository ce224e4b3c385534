//! Two domains on one mail host, through the whole program: every question is asked once a run.

use facts::{Name, RecordType};
use lab::{Lab, Visits};
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::process::Command;

const ONE: &str = "one.example.com";
const TWO: &str = "two.example.net";
const HOST: &str = "mx.shared.example.org";

/// Both domains, with the mail host that they share; its talk is the last layer's.
const WORLD: &str = "
one.example.com MX 10 mx.shared.example.org
one.example.com TXT v=spf1 include:_spf.shared.example.org -all
_dmarc.one.example.com TXT v=DMARC1; p=reject
two.example.net MX 10 mx.shared.example.org
two.example.net TXT v=spf1 include:_spf.shared.example.org -all
_dmarc.two.example.net TXT v=DMARC1; p=reject
_spf.shared.example.org TXT v=spf1 mx:one.example.com -all
mx.shared.example.org A 44.128.1.1
44.128.1.1 PTR mx.shared.example.org
smtp 44.128.1.1:25 mx.shared.example.org good
";
const BUSY: &str = "smtp 44.128.1.1:25 mx.shared.example.org good\nS: 421 4.3.2 too busy";
const REFUSED: &str = "smtp 44.128.1.1:25 mx.shared.example.org good\nC: STARTTLS\nS: 454 4.7.0 not now";
/// Another exchange on the same address: another name in the handshake, so another dialogue.
const SECOND_NAME: &str = "two.example.net MX 10 mx2.shared.example.org\nmx2.shared.example.org A 44.128.1.1";

struct Seen {
    reports: Vec<Value>,
    lab: Lab,
}

impl Seen {
    fn visits(&self) -> Visits {
        self.lab.visits().get(&SocketAddr::from(([44, 128, 1, 1], 25))).copied().unwrap_or_default()
    }

    /// Hosts that a code says something about, in either report.
    fn subjects(&self, code: &str, status: &str) -> BTreeSet<&str> {
        let findings = self.reports.iter().flat_map(|r| r["findings"].as_array().expect("findings"));
        findings.filter(|f| f["code"] == code && f["status"] == status).filter_map(|f| f["subject"].as_str()).collect()
    }

    /// What the resolver was asked more than once.
    fn repeated(&self) -> BTreeSet<String> {
        let twice = self.lab.questions().into_iter().filter(|(_, times)| times.udp + times.tcp > 1);
        twice.map(|((server, name, rtype), _)| format!("{server:?} {name} {rtype}")).collect()
    }
}

/// One run of `check` over both domains.
async fn check(layers: &[&str]) -> Seen {
    check_with(layers, &[]).await
}

async fn check_with(layers: &[&str], further: &[&str]) -> Seen {
    let lab = Lab::start(layers, probe::now()).await.expect("the world is served");
    let root = std::env::temp_dir().join(format!("mailaudit-once-{}-{}.pem", std::process::id(), lab.resolver().port()));
    std::fs::write(&root, lab.ca_pem()).expect("a writable temporary directory");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    // Without the lists: their questions come in a burst, which a busy machine is slow to work off.
    command.args(["check", ONE, TWO, "--only", "mx,spf,dmarc,ptr,smtp,tls"]);
    command.args(["--format", "json", "--quiet", "--probe-name", "probe.example.net"]).args(further);
    command.arg("--ca-file").arg(&root).args(["--resolver", &lab.resolver().to_string()]);
    for rule in lab.connect_to() {
        command.args(["--connect-to", &rule]);
    }
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("the program runs");
    std::fs::remove_file(root).expect("it was just written");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let reports: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("a report a line")).collect();
    assert_eq!(reports.len(), 2, "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(lab.messages(), 0);
    Seen { reports, lab }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_domains_on_one_host_cost_one_dialogue_and_one_question_each() {
    let seen = check(&[WORLD]).await;
    // On a machine that stalls a datagram may be sent again; what asks twice by design does so every time.
    let mut twice = seen.repeated();
    for _ in 0..8 {
        if twice.is_empty() {
            break;
        }
        let again = check(&[WORLD]).await.repeated();
        twice.retain(|question| again.contains(question));
    }
    assert!(twice.is_empty(), "asked more than once: {twice:?}");
    let host = Name::parse(HOST).expect("a name");
    for rtype in [RecordType::A, RecordType::Aaaa] {
        assert!(seen.lab.asked(&host, rtype).udp > 0, "{rtype}");
    }
    // One session and three ClientHellos for both, and what the host says to the recipients of each.
    assert_eq!((seen.visits().accepted, seen.visits().messages), (1 + 3 + 2, 0));
    for report in &seen.reports {
        let told = report["findings"].as_array().expect("findings").iter().any(|f| f["code"] == "TLS025" && f["subject"] == HOST);
        assert!(told, "both reports hold what the one dialogue showed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_users_leave_two_domains_cost_their_host_six_connections() {
    let seen = check_with(&[WORLD], &["--active"]).await;
    // One session, one injection and two ClientHellos for both, and the recipients and relays of each.
    assert_eq!((seen.visits().accepted, seen.visits().messages), (1 + 1 + 2 + 2, 0));
    for code in ["SMTP013", "SMTP025", "TLS013", "TLS016"] {
        assert!(seen.subjects(code, "unknown").is_empty() && seen.subjects(code, "fail").is_empty(), "{code} passes");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_try_and_a_plea_for_peace_hold_for_both_domains() {
    let refused = check(&[WORLD, REFUSED]).await;
    assert_eq!(refused.visits().accepted, 4, "one try and its repetition, and the recipients of both domains");
    assert_eq!(refused.subjects("TLS026", "fail"), BTreeSet::from([HOST]));
    let busy = check(&[WORLD, BUSY]).await;
    assert_eq!(busy.visits().accepted, 1);
    assert_eq!(busy.subjects("SMTP005", "unknown"), BTreeSet::from([HOST]));
    let other_name = check(&[WORLD, SECOND_NAME, BUSY]).await;
    assert_eq!(other_name.visits().accepted, 1, "a host that is too busy is left alone, by whichever name");
    assert!(other_name.subjects("TLS001", "unknown").contains("mx2.shared.example.org"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_names_on_one_address_are_asked_for_one_after_the_other() {
    let mut seen = check(&[WORLD, SECOND_NAME]).await;
    // A server may notice that its caller has gone a moment after the next one came; what overlaps by design does so always.
    for _ in 0..20 {
        if seen.visits().most_at_once == 1 {
            break;
        }
        seen = check(&[WORLD, SECOND_NAME]).await;
    }
    // Each name, one of either domain, is asked for in its own session and has its domain's recipients; the ClientHellos are
    // those of the host, and fewer for the sake of the second name.
    assert_eq!((seen.visits().accepted, seen.visits().most_at_once), (2 + 2 + 2, 1));
    for code in ["TLS013", "TLS016"] {
        assert!(seen.subjects(code, "unknown").is_empty(), "{code} is known of both");
    }
    assert_eq!(seen.subjects("TLS025", "info"), BTreeSet::from([HOST]), "the certificate names the first alone");
    assert_eq!(seen.subjects("TLS006", "fail"), BTreeSet::from(["mx2.shared.example.org"]));
}
