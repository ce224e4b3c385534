//! `--with` and `--zone` through the whole program: the lab's DNS, files on disk, recordings.

mod program;

use facts::{Name, RecordType};
use lab::Lab;
use program::{File, in_lab, json, run, run_at, stderr, stdout};
use serde_json::Value;

/// A domain whose SPF and DMARC are missing; its mail host is healthy.
const WORLD: &str = "
com NS a.gtld.example.net
example.com NS ns1.example.com
ns1.example.com A 44.128.1.53
example.com MX 10 mx.example.com
mx.example.com A 44.128.1.1
mx2.example.com A 44.128.1.2
44.128.1.1 PTR mx.example.com
other.example.org MX 10 mx.example.com
other.example.org TXT v=spf1 mx -all
_spf.partner.example.net TXT v=spf1 ip4:44.128.9.0/24 -all
smtp 44.128.1.1:25 mx.example.com good
smtp 44.128.1.2:25 mx2.example.com good
";

const RECORDS: &str = r#"; to publish
@       IN TXT "v=spf1 mx include:_spf.partner.example.net -all"
_dmarc     TXT ( "v=DMARC1; p=reject; "
                 "rua=mailto:dmarc@example.com" )
"#;

fn codes<'a>(report: &'a Value, list: &str) -> Vec<&'a str> {
    report["overlay"][list].as_array().expect("a list").iter().filter_map(|c| c["code"].as_str()).collect()
}

fn statuses(report: &Value, code: &str) -> Vec<String> {
    let of = report["findings"].as_array().expect("findings").iter().filter(|f| f["code"] == code);
    of.filter_map(|f| f["status"].as_str().map(str::to_owned)).collect()
}

/// Whether the resolver was asked for a TXT set of that name.
fn was_asked(lab: &Lab, name: &str) -> bool {
    let times = lab.asked(&Name::parse(name).expect("a name"), RecordType::Txt);
    times.udp + times.tcp > 0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_are_judged_before_they_are_published() {
    let lab = Lab::start(&[WORLD], probe::now()).await.expect("the world is served");
    let zone = File::new("with.zone", RECORDS);
    let output = in_lab(&lab, &["check", "example.com", "--with", zone.path(), "--format", "json"]).await;
    let report = json(&output);
    let cleared = codes(&report, "cleared");
    assert!(cleared.contains(&"SPF001") && cleared.contains(&"DMARC001"), "{cleared:?}");
    assert!(statuses(&report, "SPF001").iter().all(|s| s != "fail"));
    let (before, after) = (report["overlay"]["before"]["score"].as_u64(), report["score"].as_u64());
    assert!(before < after, "{before:?} {after:?}");
    assert_eq!(report["schema"], "mailaudit.report/1");
    // Both audits share one memo: the mail host was met once, for its session, its recipients and four ClientHellos, and
    // only what the records name is new.
    let visits = lab.visits();
    assert!(visits.values().all(|v| v.accepted <= 6), "{visits:?}");
    assert!(was_asked(&lab, "_spf.partner.example.net"), "the include was followed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_exit_code_is_that_of_what_would_be() {
    let lab = Lab::start(&[WORLD], probe::now()).await.expect("the world is served");
    let zone = File::new("good.zone", RECORDS);
    let plain = in_lab(&lab, &["dns", "example.com", "--only", "spf,dmarc"]).await;
    assert_eq!(plain.status.code(), Some(1), "{}", stderr(&plain));
    let under = in_lab(&lab, &["dns", "example.com", "--only", "spf,dmarc", "--with", zone.path()]).await;
    assert_eq!(under.status.code(), Some(0), "{}{}", stdout(&under), stderr(&under));
    // The other way round: what the records break counts, not what is published.
    let broken = File::new("broken.zone", "@ TXT -\n");
    let under = in_lab(&lab, &["dns", "other.example.org", "--only", "spf", "--with", broken.path(), "--format", "json"]).await;
    assert_eq!(under.status.code(), Some(1), "{}", stderr(&under));
    assert!(codes(&json(&under), "new").contains(&"SPF001"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relative_names_are_below_each_domain() {
    let lab = Lab::start(&[WORLD], probe::now()).await.expect("the world is served");
    let zone = File::new("both.zone", "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:a@example.com\"\n");
    let output = in_lab(&lab, &["dns", "example.com", "other.example.org", "--with", zone.path(), "--format", "json"]).await;
    for line in stdout(&output).lines() {
        let report: Value = serde_json::from_str(line).expect("one report a line");
        assert!(codes(&report, "cleared").contains(&"DMARC001"), "{line}");
    }
    assert_eq!(stdout(&output).lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recording_holds_both_sides() {
    let lab = Lab::start(&[WORLD], probe::now()).await.expect("the world is served");
    let (zone, recording) = (File::new("rec.zone", RECORDS), File::new("rec.json", ""));
    let first = in_lab(&lab, &["check", "example.com", "--with", zone.path(), "--record", recording.path(), "--format", "json"]).await;
    drop(lab);
    let again = run(&["check", "--replay", recording.path(), "--format", "json"]);
    assert_eq!(stdout(&first), stdout(&again), "{}", stderr(&again));
    let text = std::fs::read_to_string(recording.path()).expect("it was written");
    assert!(text.contains("mailaudit.recording/1") && text.contains("to publish"));
    // Other records over the same recording: nothing is asked, and what is new is unknown.
    let other = File::new("other.zone", "@ TXT \"v=spf1 include:never.example.net -all\"\n@ MX 10 mx9\nmx9 A 44.128.1.9\n");
    let once = run(&["check", "--replay", recording.path(), "--with", other.path(), "--format", "json"]);
    let twice = run(&["check", "--replay", recording.path(), "--with", other.path(), "--format", "json"]);
    assert_eq!(stdout(&once), stdout(&twice));
    let report = json(&once);
    assert!(codes(&report, "cleared").contains(&"SPF001"), "{report}");
    assert!(!statuses(&report, "SPF012").contains(&"fail".to_owned()), "a name that was never asked for is not void");
    assert!(report["coverage"].as_u64() < report["overlay"]["before"]["coverage"].as_u64());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_shows_both_sides_in_both_languages_and_widths() {
    let lab = Lab::start(&[WORLD], probe::now()).await.expect("the world is served");
    let (zone, recording) = (File::new("page.zone", RECORDS), File::new("page.json", ""));
    in_lab(&lab, &["check", "example.com", "--with", zone.path(), "--record", recording.path()]).await;
    for (lang, words) in [("en", ["As it is", "With the records", "Cleared"]), ("ru", ["Сейчас", "С записями", "Устранено"])]
    {
        for width in ["80", "200"] {
            let page = stdout(&run_at(width, &["check", "--replay", recording.path(), "--lang", lang]));
            for word in words {
                assert!(page.contains(word), "{word} is not on\n{page}");
            }
            let widest = page.lines().map(|l| l.chars().count()).max();
            assert!(widest <= width.parse().ok(), "{widest:?} columns:\n{page}");
        }
    }
}

const ZONE: &str = r#"$ORIGIN example.com.
$TTL 1h
@   IN SOA ns1 hostmaster ( 2026112301 2h 15m 4w 5m )
    IN NS  ns1
    IN NS  ns2.dns-host.example.net.
    IN MX  10 mx
    IN TXT "v=spf1 mx -all"
    IN CAA 0 issue "ca.example.net"
ns1    A    44.128.1.53
mx     A    44.128.1.1
       AAAA 2d00:44:9::1
www    CNAME @
_dmarc TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
s1._domainkey IN TXT ( "v=DKIM1; k=rsa; p=" )
_25._tcp.mx TLSA 3 1 1 ( 0123456789abcdef0123456789abcdef
                         0123456789abcdef0123456789abcdef )
internal NS ns1.internal
ns1.internal A 44.128.1.54
"#;

#[test]
fn an_unpublished_zone_is_judged_without_any_network() {
    let zone = File::new("whole.zone", ZONE);
    let output = run(&["check", "example.com", "--zone", zone.path(), "--selector", "s1", "--format", "json", "--all"]);
    let report = json(&output);
    assert_eq!(stderr(&output), "");
    assert!(report["overlay"].is_null());
    for (code, wanted) in [("SPF001", "pass"), ("DMARC001", "pass"), ("MX001", "pass"), ("DKIM003", "fail"), ("DNS001", "pass")] {
        assert!(statuses(&report, code).contains(&wanted.to_owned()), "{code}: {:?}", statuses(&report, code));
    }
    // What lies outside is not known, and nothing of it is said to be missing.
    let fails = report["findings"].as_array().expect("findings").iter().filter(|f| f["status"] == "fail");
    let beyond = |f: &&Value| ["ptr", "bl", "smtp", "tls", "dane"].iter().any(|area| f["area"] == *area);
    let wrong: Vec<&Value> = fails.filter(|f| beyond(f) || (f["severity"] == "error" && f["code"] != "DKIM003")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(report["score"].is_u64());
    let reasons: Vec<&str> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .flat_map(|f| f["gaps"].as_array().into_iter().flatten())
        .filter_map(|g| g["reason"].as_str())
        .collect();
    assert!(reasons.contains(&"outside_zone_file"), "{reasons:?}");
    assert!(!reasons.contains(&"timeout") && !reasons.contains(&"local_failure"), "{reasons:?}");
    assert!(stdout(&run(&["check", "example.com", "--zone", zone.path()])).contains("Only the zone file was read"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_resolver_what_lies_outside_is_asked() {
    let lab = Lab::start(&[WORLD], probe::now()).await.expect("the world is served");
    let zone = File::new("net.zone", "@ MX 10 mx\n@ TXT \"v=spf1 mx include:_spf.partner.example.net -all\"\nmx A 44.128.1.1\n");
    let report = json(&in_lab(&lab, &["check", "example.com", "--zone", zone.path(), "--format", "json", "--all"]).await);
    assert!(statuses(&report, "SPF001").contains(&"pass".to_owned()));
    assert!(lab.visits().values().any(|v| v.accepted > 0), "{:?}", lab.visits());
    assert!(was_asked(&lab, "_spf.partner.example.net") && !was_asked(&lab, "example.com"));
}

#[test]
fn a_file_that_cannot_be_meant_is_named_with_the_place() {
    let binary = File::new("binary.zone", b"\x7fELF\x02\x01\x01\0\0\0");
    let wrong = File::new("wrong.zone", "$ORIGIN example.net.\n@ SOA a b 1 2 3 4 5\n@ MX 10 mx\n");
    let mistyped = File::new("mistyped.zone", "@ MX 10 mx\n@ TXT v=spf1 mx -all\n");
    let included = File::new("included.zone", "$INCLUDE secret.zone\n");
    for (option, path, words) in [
        ("--with", "/nonexistent/records.zone", vec!["/nonexistent/records.zone"]),
        ("--zone", "/nonexistent/records.zone", vec!["/nonexistent/records.zone"]),
        ("--with", "/", vec!["failed to read /"]),
        ("--with", binary.path(), vec!["binary.zone", "no text"]),
        ("--zone", wrong.path(), vec!["example.net", "example.com", "line 2"]),
        ("--with", mistyped.path(), vec!["line 2, column 7", "quotes"]),
        ("--zone", included.path(), vec!["$INCLUDE"]),
    ] {
        let output = run(&["check", "example.com", option, path, "--resolver", "127.0.0.1:9"]);
        assert_eq!(output.status.code(), Some(3), "{option} {path}: {}", stderr(&output));
        assert!(output.stdout.is_empty());
        for word in words {
            assert!(stderr(&output).contains(word), "{word}: {}", stderr(&output));
        }
    }
    let both = run(&["check", "example.com", "--with", binary.path(), "--zone", wrong.path()]);
    assert_eq!(both.status.code(), Some(2), "{}", stderr(&both));
}
