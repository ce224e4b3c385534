//! `message` and `check --message` through the whole program, over the lab's DNS: signatures, policies, recordings, overlays, and
//! how the message stands with each mailbox provider.

mod program;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use lab::Lab;
use program::{File, json, run, run_at, stdout};
use serde_json::Value;
use signatures::sign::{self, Key};
use std::process::Output;

const RSA: &str = include_str!("../fixtures/messages/rsa.pkcs8.b64");
const RSA_PUBLIC: &str = include_str!("../fixtures/messages/rsa.txt");
const ED25519: &str = include_str!("../fixtures/messages/ed25519.pkcs8.b64");
const ED25519_PUBLIC: &str = include_str!("../fixtures/messages/ed25519.txt");

/// A sender with all that providers demand, and a sending service with a domain of its own.
const WORLD: &str = "
example.com MX 10 mx.example.com
example.com A 44.128.1.80
example.com TXT v=spf1 ip4:44.128.9.4 -all
_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:d@example.com
mx.example.com A 44.128.9.4
mx.example.com TXT v=spf1 a -all
44.128.9.4 PTR mx.example.com
s1._domainkey.example.com TXT KEY-RSA
e1._domainkey.example.com TXT KEY-ED25519
slow._domainkey.example.com TXT TIMEOUT
servfail._domainkey.example.com TXT SERVFAIL
bounce.service.example MX 10 mx.service.example
bounce.service.example TXT v=spf1 ip4:44.128.9.9 -all
mx.service.example A 44.128.9.9
44.128.9.9 PTR mx.service.example
s1._domainkey.service.example TXT KEY-RSA
small.example MX 10 mx.yandex.net
small.example TXT v=spf1 include:_spf.yandex.net ip4:44.128.9.4 -all
_spf.yandex.net TXT v=spf1 ip4:44.131.9.0/24 ~all
mx.yandex.net A 44.131.8.1
_dmarc.small.example TXT v=DMARC1; p=reject; rua=mailto:d@small.example
s1._domainkey.small.example TXT KEY-RSA
parked.example TXT v=spf1 -all
parked.example MX 0 .
_dmarc.parked.example TXT v=DMARC1; p=reject
dbltest.com.dbl.spamhaus.org A 127.0.1.2
test.surbl.org.multi.surbl.org A 127.0.0.254
test.uribl.com.multi.uribl.com A 127.0.0.14
";

/// A mailing with all that mailings need.
const NEWS: &str =
    "Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTPS id 1; Mon, 23 Nov 2026 11:00:01 +0000\r
Return-Path: <news@example.com>\r
From: Shop <news@example.com>\r
To: Bob <bob@example.net>\r
Subject: What is new in November\r
Date: Mon, 23 Nov 2026 11:00:00 +0000\r
Message-ID: <2@example.com>\r
List-Unsubscribe: <https://example.com/u/1>, <mailto:u@example.com>\r
List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
Feedback-ID: nov:shop:news:example\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
\r
Much is new. To unsubscribe, go to https://example.com/u/1\r
";
const ALL: &str = "from:to:subject:date:message-id:list-unsubscribe:list-unsubscribe-post";

fn key(text: &str) -> Key {
    let der = BASE64.decode(text.split_whitespace().collect::<String>()).expect("a key in base64");
    Key::from_pkcs8(&der).expect("a key")
}

/// `message`, signed by these domains and selectors; the first stands on top. `e1` signs with Ed25519.
fn signed(message: &str, by: &[(&str, &str)]) -> Vec<u8> {
    by.iter().rev().fold(message.as_bytes().to_vec(), |message, (domain, selector)| {
        let key = if *selector == "e1" { key(ED25519) } else { key(RSA) };
        sign::dkim(&message, &key, &format!("v=1; c=relaxed/relaxed; d={domain}; s={selector}; h={ALL}")).expect("a signature")
    })
}

async fn lab() -> Lab {
    let world = WORLD.replace("KEY-RSA", RSA_PUBLIC.trim()).replace("KEY-ED25519", ED25519_PUBLIC.trim());
    Lab::start(&[&world], probe::now()).await.expect("the world is served")
}

/// No server is spoken to, and who is silent is waited for no longer than needed.
async fn in_lab(lab: &Lab, args: &[&str]) -> Output {
    program::in_lab(lab, &[args, &["--timeout", "1", "--no-smtp"]].concat()).await
}

fn list<'v>(value: &'v Value, name: &str) -> &'v Vec<Value> {
    value[name].as_array().unwrap_or_else(|| panic!("no list {name}"))
}

/// The statuses that a code has, each once, sorted.
fn statuses(report: &Value, code: &str) -> Vec<String> {
    let of = list(report, "findings").iter().filter(|f| f["code"] == code);
    let all: std::collections::BTreeSet<String> = of.filter_map(|f| f["status"].as_str().map(str::to_owned)).collect();
    all.into_iter().collect()
}

fn fails(report: &Value) -> Vec<&str> {
    list(report, "findings").iter().filter(|f| f["status"] == "fail").filter_map(|f| f["code"].as_str()).collect()
}

/// A TXT record as a zone file has it: strings of at most 255 octets.
fn quoted(text: &str) -> String {
    findings::PublishRecord::data(true, text.trim())
}

/// `met`, `unmet` or `unknown`, the code that tells, and where to look; `left out` where it is not demanded.
fn requirement<'v>(report: &'v Value, provider: &str, id: &str) -> (&'v str, &'v str, &'v str) {
    let provider = list(report, "providers").iter().find(|p| p["provider"] == provider).expect("the provider");
    let Some(told) = list(provider, "requirements").iter().find(|r| r["id"] == id) else { return ("left out", "", "") };
    (told["status"].as_str().expect("a word"), told["code"].as_str().expect("a code"), told["look"].as_str().unwrap_or_default())
}

fn verdict<'v>(report: &'v Value, provider: &str) -> &'v str {
    list(report, "providers").iter().find(|p| p["provider"] == provider).and_then(|p| p["verdict"].as_str()).expect("a verdict")
}

/// `message` on these octets, as JSON with what passed.
async fn message(lab: &Lab, octets: &[u8], more: &[&str]) -> Value {
    let file = File::new(&format!("{}-{}.eml", octets.len(), lab.resolver().port()), octets);
    json(&in_lab(lab, &[&["message", file.path(), "--format", "json", "--all"], more].concat()).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_mailing_meets_all_that_can_be_seen() {
    let lab = lab().await;
    let report = message(&lab, &signed(NEWS, &[("example.com", "s1"), ("example.com", "e1")]), &["--volume", "10000"]).await;
    assert_eq!(fails(&report), Vec::<&str>::new());
    let told = &report["message"];
    assert_eq!((&told["spf"]["result"], &told["spf"]["aligned"]), (&"pass".into(), &true.into()), "by the topmost Received");
    assert_eq!((&told["ip"], &told["helo"]), (&"44.128.9.4".into(), &"mx.example.com".into()));
    let dkim: Vec<_> = list(told, "dkim").iter().map(|s| (s["result"].as_str(), s["algorithm"].as_str(), s["aligned"].as_bool())).collect();
    assert_eq!(dkim, [(Some("pass"), Some("rsa-sha256"), Some(true)), (Some("pass"), Some("ed25519-sha256"), Some(true))]);
    assert_eq!((&told["dkim"][0]["open"], &told["dkim"][0]["length"]), (&serde_json::json!([]), &Value::Null));
    assert!(list(&told["dkim"][0], "signed").contains(&"list-unsubscribe".into()));
    assert_eq!((&told["dmarc"][0]["result"], &told["dmarc"][0]["policy"]), (&"pass".into(), &"reject".into()));
    for provider in ["gmail", "yahoo", "outlook", "icloud", "yandex", "mailru"] {
        assert_eq!(verdict(&report, provider), "ready", "{provider}: {}", report["providers"]);
    }
    assert_eq!(verdict(&report, "rambler"), "undetermined", "it publishes nothing");
    assert_eq!(requirement(&report, "gmail", "one-click").0, "met");
    assert_eq!(requirement(&report, "gmail", "complaints").0, "unknown");
    assert!(requirement(&report, "gmail", "complaints").2.contains("Postmaster Tools"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_changed_or_has_no_key_fails_with_its_first_reason() {
    let lab = lab().await;
    let good = signed(NEWS, &[("example.com", "s1")]);
    let changed = |from: &str, to: &str| String::from_utf8(good.clone()).expect("text").replacen(from, to, 1).into_bytes();
    let cases = [
        (changed("Much is new", "Much is old"), "body_hash"),
        (changed("Subject: What is new", "Subject: What is old"), "signature"),
        (signed(NEWS, &[("example.com", "absent")]), "key_missing"),
        (changed("d=example.com; s=s1", "d=example.com; s=e1"), "key_unfit"),
        (changed("h=from:", "h="), "syntax"),
    ];
    for (octets, reason) in cases {
        let report = message(&lab, &octets, &["--volume", "10000"]).await;
        assert_eq!((statuses(&report, "MSG004"), &report["message"]["dkim"][0]["reason"]), (vec!["fail".into()], &reason.into()));
        assert_eq!(statuses(&report, "MSG005"), ["fail"], "{reason}");
        // SPF is aligned, so that DMARC holds all the same.
        assert_eq!((statuses(&report, "MSG007"), requirement(&report, "gmail", "alignment").0), (vec!["pass".into()], "met"), "{reason}");
        assert_eq!(requirement(&report, "gmail", "dkim").0, "unmet", "{reason}");
        assert_eq!(verdict(&report, "outlook"), "not_ready", "{reason}");
        assert!(fails(&report).contains(&"REQ001"), "{reason}");
    }
    let unsigned = message(&lab, NEWS.as_bytes(), &["--volume", "10000"]).await;
    assert_eq!(requirement(&unsigned, "gmail", "dkim"), ("unmet", "MSG005", ""));
    assert_eq!(requirement(&unsigned, "gmail", "one-click").0, "unmet", "nothing covers the fields");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silence_of_the_dns_is_no_failure() {
    let lab = lab().await;
    for selector in ["slow", "servfail"] {
        let report = message(&lab, &signed(NEWS, &[("example.com", selector)]), &["--volume", "10000"]).await;
        assert_eq!(
            (statuses(&report, "MSG004"), statuses(&report, "MSG005")),
            (vec!["unknown".into()], vec!["unknown".into()]),
            "{selector}"
        );
        assert_eq!((&report["message"]["dkim"][0]["result"], &report["verdict"]), (&"unknown".into(), &"undetermined".into()));
        assert_eq!(requirement(&report, "gmail", "dkim").0, "unknown", "{selector}");
        assert_eq!(verdict(&report, "outlook"), "undetermined", "{selector}");
        assert_eq!(fails(&report), Vec::<&str>::new(), "{selector}");
    }
}

/// Nobody answers at all: what the message itself shows is no verdict over it.
#[test]
fn without_any_answer_there_is_no_verdict() {
    let file = File::new("deaf.eml", signed(NEWS, &[("example.com", "s1")]));
    let output =
        run(&["message", file.path(), "--resolver", "127.0.0.1:9", "--timeout", "1", "--budget", "3", "--no-smtp", "--format", "json"]);
    let report = json(&output);
    assert_eq!((&report["verdict"], fails(&report)), (&"undetermined".into(), Vec::new()));
    assert!(list(&report, "providers").iter().all(|p| p["verdict"] != "ready"), "{}", report["providers"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dkim2_is_told_and_never_judged() {
    let lab = lab().await;
    let with = NEWS.replace("From: Shop", "DKIM2-Signature: i=1; d=example.com; s1=broken\r\nFrom: Shop");
    let report = message(&lab, &signed(&with, &[("example.com", "s1")]), &[]).await;
    assert_eq!((&report["message"]["dkim2"], &report["score"], fails(&report)), (&1.into(), &100.into(), Vec::new()));
}

/// As sending services do it: their own envelope, the customer's signature.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_envelope_of_a_sending_service() {
    let lab = lab().await;
    let by_service = ["--ip", "44.128.9.9", "--mail-from", "x@bounce.service.example", "--helo", "mx.service.example", "--volume", "10000"];
    let report = message(&lab, &signed(NEWS, &[("service.example", "s1"), ("example.com", "s1")]), &by_service).await;
    assert_eq!((&report["message"]["spf"]["result"], &report["message"]["spf"]["aligned"]), (&"pass".into(), &false.into()));
    assert_eq!((fails(&report), statuses(&report, "MSG007")), (vec!["MSG006"], vec!["pass".into()]));
    assert_eq!((requirement(&report, "outlook", "spf").0, requirement(&report, "outlook", "alignment").0), ("met", "met"));
    let foreign = message(&lab, &signed(NEWS, &[("service.example", "s1")]), &by_service).await;
    assert_eq!((statuses(&foreign, "MSG004"), statuses(&foreign, "MSG007")), (vec!["pass".into()], vec!["fail".into()]));
    assert_eq!(requirement(&foreign, "gmail", "alignment"), ("unmet", "MSG005", ""));
    assert_eq!((requirement(&foreign, "yahoo", "dmarc").0, requirement(&foreign, "gmail", "dmarc").0), ("unmet", "met"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recording_needs_neither_network_nor_message() {
    let lab = lab().await;
    let (file, kept) =
        (File::new("record.eml", signed(NEWS, &[("example.com", "s1"), ("service.example", "slow")])), File::new("record.json", ""));
    for command in [vec!["message", file.path(), "--volume", "10000"], vec!["check", "example.com", "--message", file.path()]] {
        let first = in_lab(&lab, &[command.as_slice(), &["--record", kept.path(), "--format", "json", "--all"]].concat()).await;
        let again = run(&[command[0], "--replay", kept.path(), "--format", "json", "--all", "--resolver", "127.0.0.1:9"]);
        assert_eq!(json(&first)["message"]["dkim"][0]["result"], "pass");
        assert_eq!((stdout(&first), first.status.code()), (stdout(&again), again.status.code()), "{command:?}");
        assert!(!json(&again)["providers"].as_array().expect("a matrix").is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_that_are_not_published_yet_change_the_verdict() {
    let lab = lab().await;
    let file = File::new("with.eml", signed(NEWS, &[("example.com", "new")]));
    let publish = File::new("with.zone", format!("new._domainkey TXT {}\n", quoted(RSA_PUBLIC)));
    let kept = File::new("with.json", "");
    let first =
        in_lab(&lab, &["message", file.path(), "--with", publish.path(), "--record", kept.path(), "--format", "json", "--all"]).await;
    let report = json(&first);
    let cleared = |report: &Value| {
        list(&report["overlay"], "cleared").iter().filter_map(|c| c["code"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert!(["MSG004", "MSG005", "MSG010"].iter().all(|c| cleared(&report).contains(&(*c).to_owned())), "{:?}", cleared(&report));
    assert_eq!((statuses(&report, "MSG004"), first.status.code()), (vec!["pass".into()], Some(0)));
    let again = run(&["message", "--replay", kept.path(), "--format", "json", "--all"]);
    assert_eq!(stdout(&first), stdout(&again));
    // Over a recording of what is: keys of the overlay are enough, nothing is asked.
    let plain = File::new("plain.json", "");
    in_lab(&lab, &["message", file.path(), "--record", plain.path()]).await;
    let over = json(&run(&["message", "--replay", plain.path(), "--with", publish.path(), "--format", "json", "--all"]));
    assert!(cleared(&over).contains(&"MSG004".to_owned()), "{over}");
    // A policy that does not align, and a key that is taken back.
    let stricter = File::new("strict.zone", "_dmarc TXT \"v=DMARC1; p=reject; adkim=s; aspf=s\"\ns1._domainkey TXT \"v=DKIM1; p=\"\n");
    let good = File::new("good.eml", signed(NEWS, &[("example.com", "s1")]));
    let worse = json(&in_lab(&lab, &["message", good.path(), "--with", stricter.path(), "--format", "json", "--all"]).await);
    assert_eq!(worse["message"]["dkim"][0]["reason"], "key_revoked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zone_file_alone_is_enough_for_a_message() {
    let zone = format!(
        "$ORIGIN example.com.\n$TTL 1h\n@ SOA ns1 h ( 1 2h 15m 4w 5m )\n@ NS ns1\nns1 A 44.128.9.3\n@ MX 10 mx\nmx A 44.128.9.4\n@ TXT \"v=spf1 ip4:44.128.9.4 -all\"\n_dmarc TXT \"v=DMARC1; p=reject\"\ns1._domainkey TXT {}\n",
        quoted(RSA_PUBLIC)
    );
    let (zone, file) = (File::new("alone.zone", zone), File::new("alone.eml", signed(NEWS, &[("example.com", "s1")])));
    let output =
        run(&["check", "example.com", "--zone", zone.path(), "--message", file.path(), "--format", "json", "--all", "--profile", "send"]);
    let report = json(&output);
    assert_eq!((statuses(&report, "MSG004"), statuses(&report, "MSG007")), (vec!["pass".into()], vec!["pass".into()]), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_and_message_are_one_verdict() {
    let lab = lab().await;
    let file = File::new("joined.eml", signed(NEWS, &[("example.com", "s1")]));
    let check = ["check", "example.com", "--profile", "send", "--message", file.path(), "--format", "json", "--all"];
    let with = |more: &[&'static str]| [check.as_slice(), more].concat();
    let report =
        json(&in_lab(&lab, &with(&["--ip", "44.128.9.4", "--helo", "mx.example.com", "--selector", "s1", "--volume", "10000"])).await);
    assert_eq!((statuses(&report, "PTR008"), statuses(&report, "BL010")), (vec!["pass".into()], vec!["pass".into()]));
    assert_eq!((statuses(&report, "MSG004"), statuses(&report, "SPF001")), (vec!["pass".into()], vec!["pass".into()]));
    assert_eq!(verdict(&report, "gmail"), "ready", "{}", report["providers"]);
    // What nobody told is not known; a greeting that is none is an error.
    let bare = json(&in_lab(&lab, &with(&["--helo", "localhost"])).await);
    assert_eq!((statuses(&bare, "BL010"), statuses(&bare, "PTR008")), (vec!["unknown".into()], vec!["fail".into()]));
    assert_eq!(bare["verdict"], "not_ready");
    let unnamed = json(&in_lab(&lab, &with(&["--selector", "s1"])).await);
    assert_eq!((&unnamed["verdict"], requirement(&unnamed, "gmail", "ptr").0), (&"undetermined".into(), "unknown"));
    assert!(requirement(&unnamed, "gmail", "ptr").2.contains("--ip"));
}

/// CFG008: the mailbox's provider lets it write to 500 addresses a day; mail that leaves from a host of one's own is not held to it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_mailbox_may_send_is_told_beside_the_message() {
    let lab = lab().await;
    let letter = NEWS.replace("example.com", "small.example");
    let file = File::new("mailbox.eml", signed(&letter, &[("small.example", "s1")]));
    let check = ["check", "small.example", "--profile", "send", "--message", file.path(), "--format", "json", "--all"];
    for (more, wanted) in [
        (&["--volume", "501"][..], "fail"),
        (&["--volume", "500"], "pass"),
        (&["--volume", "501", "--ip", "44.131.9.1"], "fail"),
        (&["--volume", "501", "--ip", "44.128.9.4"], "not_applicable"),
        (&[], "not_applicable"),
    ] {
        let report = json(&in_lab(&lab, &[check.as_slice(), more].concat()).await);
        let seen = statuses(&report, "CFG008");
        assert!(seen == [wanted] || seen.is_empty() && wanted == "not_applicable", "{more:?}: {seen:?}");
        assert_eq!(statuses(&report, "MSG004"), ["pass"], "{more:?}");
    }
    let args = ["check", "small.example", "--profile", "send", "--message", file.path(), "--volume", "501", "--lang", "ru"];
    let page = stdout(&in_lab(&lab, &args).await);
    assert!(page.contains("CFG008") && page.contains("501") && page.contains("500"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parked_domain_is_no_sender() {
    let lab = lab().await;
    let file = File::new("parked.eml", NEWS.replace("example.com", "parked.example"));
    let report = json(
        &in_lab(
            &lab,
            &["check", "parked.example", "--profile", "send", "--message", file.path(), "--format", "json", "--ip", "44.128.9.4"],
        )
        .await,
    );
    assert_eq!(report["verdict"], "not_ready");
    for provider in list(&report, "providers").iter().filter(|p| p["provider"] != "rambler") {
        assert_eq!(provider["verdict"], "not_ready", "{provider}");
    }
    assert!(fails(&report).contains(&"MSG029"), "nothing comes back to a null MX: {:?}", fails(&report));
}

/// Whoever gave a message is never told to give one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_still_missing_is_told() {
    let lab = lab().await;
    let letter = "From: Ann <ann@example.com>\r\nTo: bob@example.net\r\nSubject: Notes\r\nDate: Mon, 23 Nov 2026 11:00:00 +0000\r\nMessage-ID: <3@example.com>\r\n\r\nGood morning\r\n";
    let report = message(&lab, &signed(letter, &[("example.com", "s1")]), &[]).await;
    let looks: Vec<&str> =
        list(&report, "providers").iter().flat_map(|p| list(p, "requirements")).filter_map(|r| r["look"].as_str()).collect();
    assert!(looks.iter().all(|look| !look.contains("--message")), "{looks:?}");
    assert!(requirement(&report, "gmail", "tls").2.contains("Received"), "{looks:?}");
    assert!(requirement(&report, "gmail", "one-click").2.contains("--volume"), "{looks:?}");
    assert_eq!(requirement(&report, "gmail", "from").0, "met");
    assert_eq!(requirement(&report, "gmail", "alignment").0, "met");
    let few = message(&lab, &signed(letter, &[("example.com", "s1")]), &["--volume", "10"]).await;
    assert_eq!((requirement(&few, "gmail", "one-click").0, requirement(&few, "gmail", "dkim").0), ("left out", "left out"));
    let own = message(
        &lab,
        letter.replace("ann@example.com", "ann@gmail.com").as_bytes(),
        &["--ip", "44.128.9.9", "--mail-from", "a@bounce.service.example"],
    )
    .await;
    assert_eq!((requirement(&own, "gmail", "from").0, requirement(&own, "mailru", "from").0), ("unmet", "met"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_tells_each_provider_in_both_languages_and_widths() {
    let lab = lab().await;
    let (file, kept) = (File::new("page.eml", signed(NEWS, &[("example.com", "absent")])), File::new("page.json", ""));
    in_lab(&lab, &["message", file.path(), "--record", kept.path(), "--volume", "10000"]).await;
    for (lang, words) in [
        (
            "en",
            [
                "Requirements of mailbox providers",
                "Not met",
                "DKIM, MSG004: Gmail (since 2024-02-01",
                "messages a day: 10000",
                "Postmaster Tools",
            ],
        ),
        (
            "ru",
            ["Требования почтовых служб", "Не выполнено", "Отписка одним нажатием, MSG010", "писем в сутки: 10000", "postmaster.mail.ru"],
        ),
    ] {
        for width in ["60", "80", "200"] {
            let page = stdout(&run_at(width, &["message", "--replay", kept.path(), "--lang", lang]));
            for word in words {
                assert!(page.split_whitespace().collect::<Vec<_>>().join(" ").contains(word), "{word} is not on\n{page}");
            }
            let widest = page.lines().map(|l| l.chars().count()).max();
            assert!(widest <= width.parse().ok(), "{widest:?} columns:\n{page}");
        }
    }
}

/// A text without a header, octets of a program: judged as what a receiver would make of them.
#[test]
fn what_names_nobody_is_judged_nevertheless() {
    for (name, octets) in
        [("text", b"hello world, no header here\n".to_vec()), ("program", b"\x7fELF\x02\x01\x01\0\0\0 \xff\xfe".repeat(200))]
    {
        let file = File::new(&format!("{name}.eml"), octets);
        let deaf = ["message", file.path(), "--resolver", "127.0.0.1:9", "--timeout", "1", "--budget", "3", "--no-smtp"];
        let report = json(&run(&[deaf.as_slice(), &["--format", "json"]].concat()));
        assert!(fails(&report).contains(&"MSG001") && fails(&report).contains(&"MSG002"), "{name}: {:?}", fails(&report));
        let page = stdout(&run(&deaf));
        assert!(page.starts_with("A message that names no domain\n"), "{page}");
    }
}

#[test]
fn a_file_that_is_no_message_is_told() {
    let empty = File::new("empty.eml", "\n \n");
    for (args, code, word) in [
        (vec!["message", empty.path()], 2, "empty"),
        (vec!["message", "/nonexistent/letter.eml"], 3, "/nonexistent/letter.eml"),
        (vec!["check", "example.com", "--message", "/nonexistent/letter.eml"], 3, "/nonexistent/letter.eml"),
        (vec!["message"], 2, "FILE"),
    ] {
        let output = run(&args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        assert!(said.contains(word), "{args:?}: {said}");
    }
}
