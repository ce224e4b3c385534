//! One domain with a server on every port, through the whole program: what it learns, and how often it calls.

use lab::{Lab, Visits};
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;

/// Every port of one mail host, with versions old and new, and a policy host.
const WORLD: &str = "
example.com MX 10 mx.example.com
example.com TXT v=spf1 mx -all
_dmarc.example.com TXT v=DMARC1; p=reject
_mta-sts.example.com TXT v=STSv1; id=20260101
mta-sts.example.com A 44.128.1.3
mx.example.com A 44.128.1.1
44.128.1.1 PTR mx.example.com
_submissions._tcp.example.com SRV 0 1 465 mx.example.com
_submission._tcp.example.com SRV 0 1 587 mx.example.com
_imaps._tcp.example.com SRV 0 1 993 mx.example.com
_pop3s._tcp.example.com SRV 0 1 995 mx.example.com
_imap._tcp.example.com SRV 0 1 143 mx.example.com
_pop3._tcp.example.com SRV 0 1 110 mx.example.com
smtp 44.128.1.1:25 mx.example.com good
OFFERS TLSv1.0 TLSv1.2 TLSv1.3 weak=000a pq rsa=good
smtp 44.128.1.1:465 mx.example.com good
OFFERS TLSv1.0 TLSv1.2 TLSv1.3
smtp 44.128.1.1:587 mx.example.com good
imap 44.128.1.1:993 mx.example.com good
OFFERS SSLv3 TLSv1.2 static
imap 44.128.1.1:143 mx.example.com good
pop3 44.128.1.1:995 mx.example.com good
OFFERS TLSv1.1
pop3 44.128.1.1:110 mx.example.com good
https 44.128.1.3:443 mta-sts.example.com good
GET /.well-known/mta-sts.txt 200 text/plain
| version: STSv1
| mode: enforce
| mx: mx.example.com
| max_age: 604800
";
/// A policy that does not cover the exchange.
const OTHER_MX: &str = "
https 44.128.1.3:443 mta-sts.example.com good
GET /.well-known/mta-sts.txt 200 text/plain
| version: STSv1
| mode: enforce
| mx: other.example.com
| max_age: 604800
";

struct Seen {
    report: Value,
    visits: BTreeMap<SocketAddr, Visits>,
}

impl Seen {
    /// Codes of findings with this status.
    fn codes(&self, status: &str) -> Vec<&str> {
        let findings = self.report["findings"].as_array().expect("findings");
        findings.iter().filter(|f| f["status"] == status).filter_map(|f| f["code"].as_str()).collect()
    }
}

impl Seen {
    /// What a code says of a host.
    fn finding(&self, code: &str, subject: &str) -> &Value {
        let findings = self.report["findings"].as_array().expect("findings");
        findings
            .iter()
            .find(|f| f["code"] == code && f["subject"] == subject)
            .unwrap_or_else(|| panic!("{code} of {subject}: {findings:?}"))
    }
}

async fn check(layers: &[&str]) -> Seen {
    check_with(layers, &[]).await
}

async fn check_with(layers: &[&str], further: &[&str]) -> Seen {
    let arguments = ["check", "example.com", "--only", "mx,smtp,tls,dane,sts,bimi,cfg"];
    run(layers, &[&arguments, further].concat()).await
}

async fn run(layers: &[&str], arguments: &[&str]) -> Seen {
    let lab = Lab::start(layers, probe::now()).await.expect("the world is served");
    let root = std::env::temp_dir().join(format!("mailaudit-ports-{}-{}.pem", std::process::id(), lab.resolver().port()));
    std::fs::write(&root, lab.ca_pem()).expect("a writable temporary directory");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    command.args(arguments).args(["--format", "json", "--quiet", "--probe-name", "probe.example.net"]);
    command.arg("--ca-file").arg(&root).args(["--resolver", &lab.resolver().to_string()]);
    for rule in lab.connect_to() {
        command.args(["--connect-to", &rule]);
    }
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("the program runs");
    std::fs::remove_file(root).expect("it was just written");
    assert_eq!(lab.messages(), 0);
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    Seen { report, visits: lab.visits() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_port_is_called_at_most_six_times_and_one_call_at_a_time() {
    let mut seen = check(&[WORLD]).await;
    // A server may notice that its caller has gone a moment after the next one came; what overlaps by design does so always.
    for _ in 0..10 {
        if seen.visits.values().all(|visits| visits.most_at_once <= 1) {
            break;
        }
        seen = check(&[WORLD]).await;
    }
    for (at, visits) in &seen.visits {
        assert!(visits.accepted <= 6, "{at}: {visits:?}");
        assert!(visits.most_at_once <= 1, "{at}: {visits:?}");
    }
    for port in [25, 465, 587, 993, 995, 143, 110] {
        let at = SocketAddr::from(([44, 128, 1, 1], port));
        assert!(seen.visits[&at].accepted > 0, "{at} was not called: {:?}", seen.visits);
    }
}

/// Every version, a weak suite and an expired second certificate on the port of delivery.
const EVERYTHING: &str = "smtp 44.128.1.1:25 mx.example.com good\nOFFERS SSLv3 TLSv1.0 TLSv1.1 TLSv1.2 TLSv1.3 weak=000a pq rsa=expired\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_everything_to_find_and_the_users_leave_it_is_six_still() {
    let delivery = SocketAddr::from(([44, 128, 1, 1], 25));
    let plain = check(&[WORLD, EVERYTHING]).await;
    let active = check_with(&[WORLD, EVERYTHING], &["--active"]).await;
    for seen in [&plain, &active] {
        assert!((5..=6).contains(&seen.visits[&delivery].accepted), "{:?}", seen.visits);
        let fails = seen.codes("fail");
        assert!(["TLS003", "TLS013", "TLS016"].iter().all(|code| fails.contains(code)), "{fails:?}");
        let old = seen.finding("TLS013", "mx.example.com");
        assert!(old["evidence"]["version"].as_str().is_some_and(|told| told.starts_with("TLS 1.1, TLS 1.0")), "{old}");
        let hybrid = seen.finding("TLS024", "mx.example.com");
        assert_eq!(hybrid["evidence"]["hybrid"], "X25519MLKEM768");
    }
    let told: Vec<&str> = active.codes("fail").into_iter().chain(active.codes("unknown")).collect();
    assert!(["SMTP013", "SMTP015", "SMTP017", "SMTP025"].iter().all(|code| !told.contains(code)), "all of them passed: {told:?}");
    // What a server holds against none of them is told as such, on the same few connections.
    let open = format!("{EVERYTHING}KEEPS-CLEARTEXT\nC: RCPT\nS: 250 ok\nC: VRFY\nS: 250 postmaster <root@example.com>\n");
    let open = check_with(&[WORLD, &open], &["--active"]).await;
    let fails = open.codes("fail");
    assert!(["SMTP013", "SMTP015", "SMTP017", "SMTP025"].iter().all(|code| fails.contains(code)), "{fails:?}");
    assert!(open.visits[&delivery].accepted <= 6, "{:?}", open.visits);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_is_fetched_once_and_held_against_the_exchanges() {
    let policy_host = SocketAddr::from(([44, 128, 1, 3], 443));
    let (covers, misses) = (check(&[WORLD]).await, check(&[WORLD, OTHER_MX]).await);
    // The file, and three ClientHellos.
    assert_eq!(covers.visits[&policy_host].accepted, 4);
    let sts = |seen: &Seen| seen.codes("fail").into_iter().filter(|code| code.starts_with("STS")).map(str::to_owned).collect::<Vec<_>>();
    let (none, some) = (sts(&covers), sts(&misses));
    assert!(none.is_empty() && !some.is_empty(), "{none:?} {some:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_policy_host_is_looked_at_as_a_server_of_its_own() {
    let old = WORLD.replace("mta-sts.example.com good\n", "mta-sts.example.com good\nOFFERS TLSv1.1 TLSv1.2 TLSv1.3\n");
    let seen = check(&[&old]).await;
    let findings = seen.report["findings"].as_array().expect("findings");
    let told = findings.iter().find(|f| f["code"] == "TLS013" && f["subject"] == "mta-sts.example.com").expect("TLS013");
    assert_eq!((&told["status"], &told["evidence"]["version"]), (&"fail".into(), &"TLS 1.1".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_names_on_one_address_are_called_no_oftener_than_one() {
    let seen = check(&[WORLD, "example.com MX 10 mx.example.com\nexample.com MX 20 mx2.example.com\nmx2.example.com A 44.128.1.1"]).await;
    let visits = &seen.visits[&SocketAddr::from(([44, 128, 1, 1], 25))];
    assert!((4..=6).contains(&visits.accepted), "{visits:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_names_lead_to_an_address_it_is_called_six_times() {
    let (delivery, submission) = (SocketAddr::from(([44, 128, 1, 1], 25)), SocketAddr::from(([44, 128, 1, 1], 465)));
    let mut names = String::from("example.com MX 10 mx.example.com\n_submissions._tcp.example.com SRV 0 1 465 mx.example.com\n");
    for n in 2..=8 {
        let service = format!("_submissions._tcp.example.com SRV 0 {n} 465 mx{n}.example.com");
        names.push_str(&format!("example.com MX 10 mx{n}.example.com\nmx{n}.example.com A 44.128.1.1\n{service}\n"));
    }
    for further in [&[] as &[&str], &["--active"]] {
        let seen = check_with(&[WORLD, EVERYTHING, &names], further).await;
        assert_eq!(seen.visits[&delivery].accepted, 6, "{further:?}");
        assert!((5..=6).contains(&seen.visits[&submission].accepted), "{further:?} {:?}", seen.visits[&submission]);
        assert!(seen.visits.values().all(|visits| visits.accepted <= 6), "{:?}", seen.visits);
        // The certificate names the first alone; of the last nobody has seen it, which is not as if it were right.
        assert_eq!(seen.finding("TLS006", "mx2.example.com")["status"], "fail");
        let last = seen.finding("TLS006", "mx8.example.com");
        assert_eq!(last["status"], "unknown", "{last}");
        assert!(last["says"].as_str().is_some_and(|says| says.contains("at most six times")), "{last}");
        assert!(!seen.codes("fail").contains(&"SMTP002"), "what was not asked is not dead");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_try_behind_greylisting_is_among_the_six() {
    let delivery = SocketAddr::from(([44, 128, 1, 1], 25));
    let greylisted = format!("{EVERYTHING}C: RCPT\nS: 450 4.2.0 Greylisted, try again\nC: RCPT#2\nS: 250 ok\n");
    // The pause is a quarter of the budget.
    let seen = check_with(&[WORLD, &greylisted], &["--active", "--budget", "16"]).await;
    assert_eq!(seen.visits[&delivery].accepted, 6, "{:?}", seen.visits);
    assert_eq!(seen.finding("SMTP014", "mx.example.com")["status"], "info");
    let fails = seen.codes("fail");
    assert!(["TLS003", "TLS013", "TLS016"].iter().all(|code| fails.contains(code)), "{fails:?}");
    // What only informs gives way, and is not told as missing.
    assert_eq!(seen.finding("TLS024", "mx.example.com")["evidence"]["hybrid"], "not known");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_old_version_that_is_seen_is_named() {
    let seen = check(&[WORLD]).await;
    let findings = seen.report["findings"].as_array().expect("findings");
    let told = findings.iter().find(|f| f["code"] == "TLS013" && f["subject"] == "mx.example.com").expect("TLS013");
    assert_eq!(told["evidence"]["version"], "TLS 1.1, TLS 1.0, SSLv3");
}

/// What is fetched over HTTPS, too.
const LOGO: &str = "
default._bimi.example.com TXT v=BIMI1; l=https://logo.example.com/logo.svg; a=https://logo.example.com/mark.pem
logo.example.com A 44.128.1.5
https 44.128.1.5:443 logo.example.com good
GET /logo.svg 200 image/svg+xml
| <svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.2\" baseProfile=\"tiny-ps\"><title>x</title></svg>
autoconfig.example.com A 44.128.1.6
https 44.128.1.6:443 autoconfig.example.com good
GET /mail/config-v1.1.xml 404 -
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hosts_of_logo_and_settings_are_looked_at_within_six() {
    let old = LOGO.replace("logo.example.com good\n", "logo.example.com good\nOFFERS TLSv1.1 TLSv1.2 TLSv1.3 weak=000a pq rsa=expired\n");
    let seen = check(&[WORLD, &old]).await;
    assert!((4..=6).contains(&seen.visits[&SocketAddr::from(([44, 128, 1, 5], 443))].accepted), "{:?}", seen.visits);
    assert!(seen.visits[&SocketAddr::from(([44, 128, 1, 6], 443))].accepted <= 6, "{:?}", seen.visits);
    for code in ["TLS003", "TLS013", "TLS016"] {
        assert_eq!(seen.finding(code, "logo.example.com")["status"], "fail");
    }
    assert_eq!(seen.finding("TLS024", "logo.example.com")["evidence"]["hybrid"], "X25519MLKEM768");
    assert_eq!(seen.finding("TLS024", "autoconfig.example.com")["evidence"]["hybrid"], "not offered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_dialogue_alone_with_the_hosts_of_a_domain_or_with_one_host() {
    let world =
        WORLD.replace("smtp 44.128.1.1:25 mx.example.com good\n", "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 550 5.1.1 no\n");
    let domain = run(&[&world], &["smtp", "example.com"]).await;
    assert!(domain.codes("fail").contains(&"SMTP010"), "{}", domain.report);
    let areas: Vec<&Value> = domain.report["areas"].as_array().expect("areas").iter().map(|area| &area["area"]).collect();
    assert_eq!(areas, ["smtp"]);
    // A host is no domain whose postmaster could be asked for.
    for host in ["mx.example.com", "mx.example.com:25", "44.128.1.1", "mx.example.com:587"] {
        let seen = run(&[&world], &["smtp", host]).await;
        assert!(!seen.codes("info").is_empty() && !seen.codes("fail").contains(&"SMTP010"), "{host}: {}", seen.report);
        let ports: Vec<u16> = seen.visits.iter().filter(|(_, visits)| visits.accepted > 0).map(|(at, _)| at.port()).collect();
        assert_eq!(ports, [if host.ends_with("587") { 587 } else { 25 }], "{host}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_host_is_dead_only_beside_a_control_that_lives() {
    let dead = WORLD.replace("smtp 44.128.1.1:25 mx.example.com good\n", "smtp 44.128.1.1:25 mx.example.com good\nREFUSE\n");
    for (control, status) in [("good", "fail"), ("good\nREFUSE", "unknown")] {
        let control = format!("smtp 44.207.7.7:25 mx.control.example {control}\n");
        let seen = run(&[&dead, &control], &["smtp", "mx.example.com", "--control", "44.207.7.7"]).await;
        assert!(seen.codes(status).contains(&"SMTP001"), "{status}: {}", seen.report);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_smtp_nothing_connects() {
    let connected = |seen: &Seen| seen.visits.values().map(|visits| visits.accepted).sum::<usize>();
    let control = "target example.com control=44.207.7.7\nsmtp 44.207.7.7:25 mx.control.example good\n";
    let (with, without) = (check(&[WORLD, LOGO, control]).await, check_with(&[WORLD, LOGO, control], &["--no-smtp", "--active"]).await);
    assert!(connected(&with) > 10, "{:?}", with.visits);
    assert_eq!(connected(&without), 0, "{:?}", without.visits);
    assert!(!without.codes("unknown").is_empty() && !without.codes("fail").iter().any(|code| code.starts_with("SMTP")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_port_25_is_closed_here_the_ports_that_answer_are_named() {
    // The controls and the exchange are silent on 25.
    let blocked = "smtp 44.128.1.1:25 mx.example.com good\nDROP\nsmtp 44.207.7.7:25 mx.control.example good\nDROP\n\
        smtp 44.207.7.8:25 mx2.control.example good\nDROP\nsmtp 44.128.1.1:2525 mx.example.com good\n";
    let seen = check_with(&[WORLD, blocked], &["--control", "44.207.7.7", "--control", "44.207.7.8", "--timeout", "1"]).await;
    let findings = seen.report["findings"].as_array().expect("findings");
    let told = findings.iter().find(|f| f["code"] == "CFG007").expect("CFG007");
    assert_eq!(told["status"], "info", "{told}");
    assert!(["465", "587", "2525"].iter().all(|port| told["says"].as_str().is_some_and(|says| says.contains(port))), "{told}");
    assert!(seen.codes("unknown").contains(&"SMTP003") && !seen.codes("fail").contains(&"SMTP001"));
    let control = |at: [u8; 4]| seen.visits.get(&SocketAddr::from((at, 25))).map_or(0, |visits| visits.accepted);
    assert!(control([44, 207, 7, 7]) <= 1 && control([44, 207, 7, 8]) <= 1, "{:?}", seen.visits);
}
