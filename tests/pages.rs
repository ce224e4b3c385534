//! What people see, as snapshots: reports of the recordings in both languages, help, explain pages.
//! `cargo insta review`, or INSTA_UPDATE=always, once a change is meant.

use insta::assert_snapshot;
use std::process::Command;

/// What the program prints, at 80 columns and without colour.
fn page(args: &[&str]) -> String {
    page_of(args, "80")
}

fn page_of(args: &[&str], columns: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let output = Command::new(env!("CARGO_BIN_EXE_mailaudit"))
        .args(args)
        .current_dir(root)
        .env("COLUMNS", columns)
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8") + &String::from_utf8(output.stderr).expect("UTF-8");
    format!("{text}exit {}", output.status.code().expect("no signal"))
}

const DEMO: &str = "tests/recordings/demo.json";

#[test]
fn reports() {
    for (name, domain, lang) in [
        ("healthy_en", "healthy.example", "en"),
        ("sick_en", "sick.example", "en"),
        ("sick_ru", "sick.example", "ru"),
        ("parked_ru", "parked.example", "ru"),
    ] {
        assert_snapshot!(name, page(&["check", domain, "--replay", DEMO, "--lang", lang]));
    }
    assert_snapshot!("sick_json", page(&["check", "sick.example", "--replay", DEMO, "--format", "json"]));
    assert_snapshot!("dead_resolver_en", page(&["check", "--replay", "tests/recordings/dead-resolver.json"]));
}

/// A mailing that may go, and one that may not: the matrix of providers in both languages, narrow and wide.
#[test]
fn messages() {
    for (name, lang, columns) in [("bad", "en", "80"), ("bad", "ru", "200"), ("good", "ru", "80")] {
        let recording = format!("tests/recordings/message-{name}.json");
        assert_snapshot!(
            format!("message_{name}_{lang}_{columns}"),
            page_of(&["message", "--replay", &recording, "--lang", lang], columns)
        );
    }
}

#[test]
fn help_and_catalogue() {
    assert_snapshot!("help", page(&["--help"]));
    assert_snapshot!("help_check", page(&["help", "check"]));
    assert_snapshot!("explain_en", page(&["explain", "SPF004"]));
    assert_snapshot!("explain_ru", page(&["explain", "TLS009", "--lang", "ru"]));
    assert_snapshot!("checks_ru", page(&["checks", "--only", "ptr", "--lang", "ru"]));
    assert_snapshot!("no_such_check", page(&["explain", "SFP004"]));
}

/// One page for each form of what is explained, narrow and wide, in both languages.
#[test]
fn explained_replies_and_logs() {
    let reply = "550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org";
    let results =
        "Authentication-Results: mx.example.net; spf=softfail smtp.mailfrom=a@example.com; dkim=pass header.d=example.com; dmarc=none";
    for (lang, columns) in [("en", "80"), ("ru", "80"), ("en", "200"), ("ru", "200")] {
        let of = |words: &[&str]| page_of(&[&["explain", "--lang", lang], words].concat(), columns);
        assert_snapshot!(format!("reply_{lang}_{columns}"), of(&[reply]));
        assert_snapshot!(format!("results_{lang}_{columns}"), of(&[results]));
        assert_snapshot!(format!("log_{lang}_{columns}"), of(&["fixtures/logs/postfix.log"]));
    }
}

/// Messages that went through real servers: inbox, spam by flag and by name, a tab, back, late, and an answer.
#[test]
fn deliveries() {
    let file = "fixtures/deliveries/postfix-dovecot.json";
    for (lang, columns) in [("en", "80"), ("ru", "80"), ("en", "200"), ("ru", "200")] {
        assert_snapshot!(format!("deliver_{lang}_{columns}"), page_of(&["deliver", "--replay", file, "--lang", lang], columns));
    }
}

/// Every form of what is to be published, narrow and wide, in both languages.
#[test]
fn proposals() {
    for (lang, columns) in [("en", "80"), ("ru", "80"), ("en", "200"), ("ru", "200")] {
        let of = |domain: &str, form: &str| page_of(&["fix", domain, "--replay", DEMO, "--lang", lang, "--format", form], columns);
        assert_snapshot!(format!("fix_table_{lang}_{columns}"), of("sick.example", "table"));
        assert_snapshot!(format!("fix_zone_{lang}_{columns}"), of("sick.example", "zone"));
    }
    assert_snapshot!("fix_nsupdate_en_80", page(&["fix", "sick.example", "--replay", DEMO, "--format", "nsupdate"]));
    assert_snapshot!("fix_sound_ru_80", page(&["fix", "healthy.example", "--replay", DEMO, "--lang", "ru"]));
}

#[test]
fn a_chain_before_it_is_installed() {
    let chain = |kind: &str, format: &str| {
        let file = format!("fixtures/certs/{kind}.pem");
        page(&[
            "tls",
            "--file",
            &file,
            "--name",
            "mx.example.com",
            "--at",
            "2026-11-23T12:00:00Z",
            "--ca-file",
            "fixtures/certs/root.pem",
            "--format",
            format,
        ])
    };
    assert_snapshot!("chain_incomplete", chain("incomplete", "table"));
    for (kind, code) in [
        ("expired", "TLS003"),
        ("notyet", "TLS005"),
        ("wrongname", "TLS006"),
        ("selfsigned", "TLS007"),
        ("untrusted", "TLS008"),
        ("incomplete", "TLS009"),
        ("expired_intermediate", "TLS003"),
    ] {
        let text = chain(kind, "json");
        let json: serde_json::Value = serde_json::from_str(text.split("exit").next().expect("a part")).expect("JSON");
        assert_eq!((json["valid"].as_bool(), &json["faults"]), (Some(false), &serde_json::json!([code])), "{kind}");
        assert!(text.ends_with("exit 1"), "{kind}");
    }
    let good: serde_json::Value = serde_json::from_str(chain("good", "json").split("exit").next().expect("a part")).expect("JSON");
    assert_eq!((good["valid"].as_bool(), &good["faults"]), (Some(true), &serde_json::json!([])));
}
