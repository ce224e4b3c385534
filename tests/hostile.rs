//! Bad input through the whole program, over the lab's real sockets: a clear result, in bounded
//! time and memory, whatever zones and servers say.

use facts::Moment;
use lab::Lab;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;
use std::time::{Duration, Instant};

/// What is right in a domain unless a case says otherwise.
const GOOD: &str = "
example.com SOA ns1.example.com hostmaster.example.com 1 3600
example.com NS ns1.example.com
ns1.example.com A 44.128.0.1
example.com MX 10 mx.example.com
example.com TXT v=spf1 mx -all
_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:d@example.com
mx.example.com A 44.128.1.1
44.128.1.1 PTR mx.example.com
smtp 44.128.1.1:25 mx.example.com good
";
/// Kilobytes that no case may exceed at its peak.
const MOST_MEMORY_KB: i64 = 200 * 1024;
/// Audits at once.
const WORKERS: usize = 8;

struct Seen {
    code: i32,
    report: Value,
    raw: String,
    took: Duration,
}

impl Seen {
    fn codes(&self, status: &str) -> BTreeSet<&str> {
        let all = self.report["findings"].as_array().expect("findings");
        all.iter().filter(|f| f["status"] == status).filter_map(|f| f["code"].as_str()).collect()
    }
}

/// One audit of `domain` in a world made of GOOD and `layer`.
fn audit(domain: &str, layer: &str) -> Seen {
    audit_in(domain, &[GOOD, layer])
}

fn audit_in(domain: &str, layers: &[&str]) -> Seen {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let lab = runtime.block_on(Lab::start(layers, Moment::from_unix(facts::fixture::NOW))).expect("the world is served");
    let root = std::env::temp_dir().join(format!("mailaudit-hostile-{}-{}.pem", std::process::id(), lab.resolver().port()));
    std::fs::write(&root, lab.ca_pem()).expect("a writable temporary directory");
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    command.args(["check", domain, "--format", "json", "--quiet", "--timeout", "2", "--budget", "12", "--probe-name", "probe.example.net"]);
    command.arg("--ca-file").arg(&root).args(["--resolver", &lab.resolver().to_string()]);
    for rule in lab.connect_to() {
        command.args(["--connect-to", &rule]);
    }
    let output = command.output().expect("the program runs");
    let took = begun.elapsed();
    std::fs::remove_file(root).expect("it was just written");
    assert_eq!(lab.messages(), 0, "no message is ever begun");
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    let raw = String::from_utf8(output.stdout).expect("UTF-8");
    let seen = Seen { code: output.status.code().expect("no signal"), report, raw, took };
    assert!(seen.took < Duration::from_secs(20), "took {:?}", seen.took);
    assert!([0, 1, 3].contains(&seen.code), "exit {}", seen.code);
    let peak = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN).expect("resource usage").max_rss();
    assert!(peak < MOST_MEMORY_KB, "peak memory {peak} kB");
    seen
}

/// Every hostile world of the lab ends in a clear result; [`audit_in`] holds the bounds.
#[test]
fn hostile_worlds_end_in_a_clear_result() {
    let cases: Vec<lab::hostile::Case> = lab::hostile::zones().into_iter().chain(lab::hostile::talks()).collect();
    assert!(cases.len() > 60);
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    let seen = audit_in(lab::hostile::DOMAIN, &case.layers());
                    let verdict = seen.report["verdict"].as_str().expect("a verdict");
                    assert!(["ready", "warnings", "not_ready", "undetermined"].contains(&verdict), "{}: {verdict}", case.name);
                    assert!(seen.report["questions"].as_u64().expect("a number") <= 2_000, "{}", case.name);
                }
            });
        }
    });
}

#[test]
fn an_unknown_domain_is_one_finding() {
    let seen = audit("absent.example.net", "example.net SOA ns1.example.com hostmaster.example.com 1 3600");
    assert_eq!(seen.code, 1);
    assert!(seen.codes("fail").contains("DNS001"), "{:?}", seen.codes("fail"));
    assert!(!seen.codes("fail").contains("SPF001"), "what follows is dropped");
}

#[test]
fn txt_that_is_no_text_hides_nothing() {
    let seen = audit("example.com", "example.com TXT \"\\255\\254\\000garbage\\027[2J\"\nexample.com TXT v=spf1 mx -all");
    assert!(seen.codes("fail").is_disjoint(&["SPF001", "SPF003"].into()), "{:?}", seen.codes("fail"));
}

#[test]
fn a_txt_set_of_sixty_kilobytes_is_read_over_tcp() {
    let filler: String = (0..240).map(|i| format!("example.com TXT {i}-{}\n", "x".repeat(240))).collect();
    let seen = audit("example.com", &format!("{filler}example.com TXT v=spf1 mx -all"));
    assert!(!seen.codes("fail").contains("SPF001"), "{:?}", seen.codes("fail"));
    assert!(seen.codes("fail").contains("DNS011"), "{:?}", seen.codes("fail"));
}

#[test]
fn alias_loops_are_not_absence() {
    let seen = audit(
        "example.com",
        "_dmarc.example.com CNAME _dmarc.example.com\n_dmarc.example.com TXT SERVFAIL\nloop.example.com CNAME loop.example.com\nexample.com TXT v=spf1 include:loop.example.com -all",
    );
    for code in ["DMARC001", "SPF012"] {
        assert!(!seen.codes("fail").contains(code), "{code} on a loop");
    }
}

#[test]
fn five_hundred_exchanges_are_bounded_and_told() {
    let many: String = (0..500)
        .map(|i| format!("example.com MX {i} mx{i}.example.com\nmx{i}.example.com A 44.129.{}.{}\n", i / 250, i % 250 + 1))
        .collect();
    let seen = audit("example.com", &many);
    assert!(seen.report["questions"].as_u64().expect("a number") <= 2_000);
    assert_ne!(seen.report["verdict"], "ready");
}

#[test]
fn an_spf_tree_without_end_is_cut_and_charged() {
    let includes: String = (0..12).map(|i| format!(" include:{i}.%{{d}}")).collect();
    let wild = format!(
        "example.com TXT v=spf1 include:t.example.com -all\nt.example.com TXT v=spf1{includes} -all\n*.t.example.com TXT v=spf1{includes} -all"
    );
    let seen = audit("example.com", &wild);
    assert!(seen.codes("fail").contains("SPF004"), "{:?}", seen.codes("fail"));
    assert!(seen.report["questions"].as_u64().expect("a number") <= 2_000);
}

#[test]
fn servers_that_misbehave_give_unknown_and_never_missing_starttls() {
    let talks = [
        "SILENCE",
        "ENDLESS",
        "CLOSE",
        "S: hello there",
        "S: 220-never ends\nSILENCE",
        "S: 421 4.3.2 too busy",
        "C: EHLO\nCLOSE",
        "C: EHLO\nSILENCE",
        "C: EHLO\nENDLESS",
        "C: EHLO\nS: 250-mx.example.com\nCLOSE",
        "C: STARTTLS\nSILENCE",
        "REFUSE",
        "DROP",
    ];
    std::thread::scope(|scope| {
        for talk in talks {
            scope.spawn(move || {
                let seen = audit("example.com", &format!("smtp 44.128.1.1:25 mx.example.com good\n{talk}"));
                let wrong: Vec<_> = seen.codes("fail").into_iter().filter(|c| c.starts_with("TLS") || c.starts_with("SMTP")).collect();
                assert!(wrong.is_empty(), "{talk}: {wrong:?}");
                assert!(seen.codes("unknown").iter().any(|c| c.starts_with("SMTP") || c.starts_with("TLS")), "{talk}");
                assert!(seen.took < Duration::from_secs(16), "{talk}: {:?}", seen.took);
            });
        }
    });
}

#[test]
fn a_handshake_that_is_cut_twice_is_a_fault_of_the_server() {
    for (talk, code) in [
        ("C: STARTTLS\nS: 220 go\nTLS CLOSE", "TLS002"),
        ("C: STARTTLS\nS: 220 go\nTLS FAIL handshake_failure", "TLS002"),
        ("C: STARTTLS\nS: 454 4.7.0 no", "TLS026"),
    ] {
        let seen = audit("example.com", &format!("smtp 44.128.1.1:25 mx.example.com good\n{talk}"));
        assert!(seen.codes("fail").contains(code), "{talk}: {:?}", seen.codes("fail"));
    }
}

#[test]
fn what_a_banner_says_never_reaches_the_terminal_as_it_is() {
    let seen = audit("example.com", "smtp 44.128.1.1:25 mx.example.com good\nS: 554 5.7.1 \u{1b}]0;owned\u{7} \u{202e}evil");
    assert!(seen.codes("fail").contains("SMTP006"), "{:?}", seen.codes("fail"));
    assert!(seen.raw.contains("owned"), "word for word: {}", seen.raw);
    assert!(!seen.raw.contains('\u{1b}') && !seen.raw.contains('\u{7}') && !seen.raw.contains('\u{202e}'), "{}", seen.raw);
}
