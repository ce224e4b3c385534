//! Requirements of mailbox providers: their data is whole, and each can be met, unmet and unknown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::answer::Der;
use facts::fixture::World;
use facts::{Answer, Facts, MessageTarget, Moment, Profile, Question, Recorded};
use findings::{Lang, Met, ProviderReport, ProviderVerdict, Report, RequirementReport, Status};
use requirements::{KINDS, Proof};
use signatures::sign::{self, Key};
use std::collections::BTreeSet;

const KEY: &str = include_str!("../fixtures/messages/rsa.pkcs8.b64");
const PUBLIC: &str = include_str!("../fixtures/messages/rsa.txt");

/// The demo's world with `text` laid over it; a `target` line in it says what is audited.
fn audit(text: &str) -> Report {
    audit_only(text, &[])
}

fn audit_only(text: &str, areas: &[&str]) -> Report {
    let demo = lab::demo();
    let layers: Vec<&str> = demo.layers().into_iter().chain([text]).collect();
    let world = World::layers(&layers).unwrap_or_else(|e| panic!("{text}: {e}"));
    let mut target = world.target();
    target.only = areas.iter().map(|a| (*a).to_owned()).collect();
    mailaudit::report(world.gather(&target, &mailaudit::planners(), &|_, _| Vec::new()))
}

fn provider<'r>(report: &'r Report, id: &str) -> &'r ProviderReport {
    report.providers.iter().find(|p| p.id == id).unwrap_or_else(|| panic!("no {id}"))
}

fn requirement<'r>(report: &'r Report, provider: &str, id: &str) -> &'r RequirementReport {
    let of = self::provider(report, provider);
    of.requirements.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("{provider} demands no {id}"))
}

const SENDER: &str = "target healthy.example ip=44.128.10.25 ip=2d00:44:10::25 selector=s1 volume=10000 profile=send";

/// For each requirement: scenarios in which it is met, unmet and unknown.
fn scenarios(kind: &str) -> [String; 3] {
    let over = |line: &str| format!("{SENDER}\n{line}");
    let no_key = "s1._domainkey.healthy.example TXT NODATA";
    let [unmet, unknown] = match kind {
        "spf-or-dkim" => [over(&format!("healthy.example TXT NODATA\n{no_key}")), over(&format!("healthy.example TXT TIMEOUT\n{no_key}"))],
        "spf" => [over("healthy.example TXT NODATA"), over("healthy.example TXT TIMEOUT")],
        "dkim" => [over(no_key), over("s1._domainkey.healthy.example TXT TIMEOUT")],
        "dmarc" => [over("_dmarc.healthy.example TXT NODATA\n_dmarc.example TXT NODATA"), over("_dmarc.healthy.example TXT SERVFAIL")],
        "ptr" => [over("44.128.10.25 PTR NXDOMAIN"), over("44.128.10.25 PTR TIMEOUT")],
        other => panic!("no scenarios for {other}"),
    };
    [SENDER.to_owned(), unmet, unknown]
}

fn every() -> impl Iterator<Item = (&'static requirements::Provider, &'static requirements::Requirement)> {
    requirements::all().iter().flat_map(|p| p.requirements.iter().map(move |r| (*p, r)))
}

/// Whether nothing but a message can meet it.
fn needs_message(proof: &Proof) -> bool {
    match proof {
        Proof::ForMessage(_, without) => needs_message(without),
        Proof::Any(proofs) => proofs.iter().all(needs_message),
        proof => proof.codes().iter().any(|c| c.starts_with("MSG")),
    }
}

/// The same audit with a message, signed by `m1` of the domain where that is said.
fn audit_message(text: &str, message: &str, is_signed: bool) -> Report {
    let (demo, key) = (lab::demo(), format!("m1._domainkey.healthy.example TXT {}", PUBLIC.trim()));
    let layers: Vec<&str> = demo.layers().into_iter().chain([key.as_str(), text]).collect();
    let world = World::layers(&layers).unwrap_or_else(|e| panic!("{text}: {e}"));
    let mut raw = message.replace('\n', "\r\n").into_bytes();
    if is_signed {
        let der = BASE64.decode(KEY.split_whitespace().collect::<String>()).expect("base64");
        let tags = "v=1; c=relaxed/relaxed; d=healthy.example; s=m1; h=from:to:subject:date:list-unsubscribe:list-unsubscribe-post";
        raw = sign::dkim(&raw, &Key::from_pkcs8(&der).expect("a key"), tags).expect("a signature");
    }
    let mut target = world.target();
    target.message = Some(MessageTarget { digest: format!("{text}{message}{is_signed}"), raw: Der(raw.clone()) });
    let mut facts = Facts::new(Moment::from_unix(facts::fixture::NOW));
    let answer = |question: &Question| world.answer(question, &|_, _| Vec::new());
    facts::gather(&target, &mailaudit::planners(), &mut facts, |question| match question {
        Question::Signatures { .. } => Answer::Signatures(signatures::verify(&raw, &|name| {
            Some(answer(&Question::Dns { name: name.clone(), rtype: facts::RecordType::Txt }))
        })),
        _ => answer(question),
    });
    mailaudit::report(Recorded { target, facts })
}

/// A mailing as a receiver stores it.
const MAILING: &str = "Return-Path: <news@healthy.example>
Received: from mx1.healthy.example (mx1.healthy.example [44.128.10.25]) by mx.example.net with ESMTPS id 1; Mon, 23 Nov 2026 11:00:01 +0000
From: Shop <news@healthy.example>
To: Bob <bob@example.net>
Subject: What is new
Date: Mon, 23 Nov 2026 11:00:00 +0000
Message-ID: <2@healthy.example>
List-Unsubscribe: <https://healthy.example/u/1>
List-Unsubscribe-Post: List-Unsubscribe=One-Click

Much is new. To unsubscribe, go to https://healthy.example/u/1
";

/// For each requirement with a message: scenarios in which it is met, unmet and unknown.
fn scenarios_of_messages(kind: &str) -> [Report; 3] {
    let over = |line: &str| format!("{SENDER}\n{line}");
    let signed = |text: &str, message: &str| audit_message(text, message, true);
    let unsigned = |text: &str, message: &str| audit_message(text, message, false);
    let (slow, quiet) = (over("m1._domainkey.healthy.example TXT TIMEOUT"), over("healthy.example TXT TIMEOUT"));
    let met = signed(SENDER, MAILING);
    let stranger = SENDER.replace("ip=44.128.10.25 ip=2d00:44:10::25", "ip=44.140.9.9");
    let without = |field: &str| MAILING.lines().filter(|l| !l.starts_with(field)).map(|l| format!("{l}\n")).collect::<String>();
    let [unmet, unknown] = match kind {
        "spf-or-dkim" => [unsigned(&stranger, MAILING), unsigned(&quiet, MAILING)],
        "spf" => [signed(&stranger, MAILING), signed(&quiet, MAILING)],
        "dkim" => [unsigned(SENDER, MAILING), signed(&slow, MAILING)],
        "dmarc" => [
            signed(&over("_dmarc.healthy.example TXT NODATA\n_dmarc.example TXT NODATA"), MAILING),
            signed(&over("_dmarc.healthy.example TXT SERVFAIL"), MAILING),
        ],
        "alignment" => [unsigned(&stranger, MAILING), signed(&format!("{stranger}\nm1._domainkey.healthy.example TXT TIMEOUT"), MAILING)],
        "ptr" => [signed(&over("44.128.10.25 PTR NXDOMAIN"), MAILING), signed(&over("44.128.10.25 PTR TIMEOUT"), MAILING)],
        "tls" => [signed(SENDER, &MAILING.replace("ESMTPS", "ESMTP")), signed(SENDER, &without("Received"))],
        "format" => [signed(SENDER, &without("Message-ID")), audit(SENDER)],
        "from" => [
            signed(SENDER, &MAILING.replace("Shop <news@healthy.example>", "a@gmail.com, b@mail.ru")),
            signed(SENDER, &without("Return-Path").replace("Shop <news@healthy.example>", "a@gmail.com, b@mail.ru")),
        ],
        "list-unsubscribe" => [signed(SENDER, &without("List-Unsubscribe:")), audit(SENDER)],
        "one-click" => [signed(SENDER, &without("List-Unsubscribe-Post")), signed(&slow, MAILING)],
        "unsubscribe-link" => {
            [signed(SENDER, &MAILING.replace("To unsubscribe, go to", "Read on at").replace("/u/1\n\n", "")), audit(SENDER)]
        }
        other => panic!("no scenarios for {other}"),
    };
    [met, unmet, unknown]
}

#[test]
fn the_data_is_whole() {
    let known: BTreeSet<&str> = mailaudit::catalogue().iter().map(|c| c.code).collect();
    let cyrillic = |text: &str| text.chars().any(|c| ('\u{400}'..'\u{500}').contains(&c));
    let places: Vec<&str> = KINDS.iter().map(|k| k.id).collect();
    for provider in requirements::all() {
        let rows: Vec<usize> =
            provider.requirements.iter().map(|r| places.iter().position(|id| *id == r.kind.id).expect("a kind of the list")).collect();
        assert!(rows.windows(2).all(|w| w[0] < w[1]), "{}: out of order, or twice: {rows:?}", provider.id);
        assert!(!provider.place.en.is_empty() && !cyrillic(provider.place.en) && cyrillic(provider.place.ru), "{}", provider.id);
    }
    for (provider, requirement) in every() {
        let at = format!("{} {}", provider.id, requirement.kind.id);
        assert!(!cyrillic(requirement.demands.en) && requirement.demands.en.ends_with('.'), "{at}");
        assert!(cyrillic(requirement.demands.ru) && requirement.demands.ru.ends_with('.'), "{at}");
        assert!(requirement.source.page.starts_with("https://"), "{at}");
        let codes = requirement.proof.codes();
        assert_eq!(codes.is_empty(), !requirement.proof.is_visible(), "{at}: proved by nothing");
        for code in codes {
            // A program without the checks of messages leaves what they prove unknown.
            let is_absent = code.starts_with("MSG") && !known.iter().any(|k| k.starts_with("MSG"));
            assert!(known.contains(code) || is_absent, "{at}: no check is called {code}");
        }
        if let Some(since) = requirement.since {
            let digits = since.split('-').all(|part| part.parse::<u16>().is_ok());
            assert!(digits && matches!(since.len(), 7 | 10), "{at}: {since} is no day or month");
        }
    }
}

#[test]
fn each_can_be_met_unmet_and_unknown() {
    let reports: Vec<(&str, [Report; 3])> =
        ["spf-or-dkim", "spf", "dkim", "dmarc", "ptr"].into_iter().map(|kind| (kind, scenarios(kind).map(|text| audit(&text)))).collect();
    for (provider, demanded) in every().filter(|(_, r)| r.proof.is_visible() && !needs_message(&r.proof)) {
        let (_, reports) = reports.iter().find(|(kind, _)| *kind == demanded.kind.id).expect("scenarios for each kind");
        for (report, met) in reports.iter().zip([Met::Met, Met::Unmet, Met::Unknown]) {
            let told = requirement(report, provider.id, demanded.kind.id);
            assert_eq!((told.status, told.look.is_some()), (met, met == Met::Unknown), "{} {}", provider.id, demanded.kind.id);
            assert!(demanded.proof.codes().contains(&told.code) || told.code == "DKIM001", "{}: {}", demanded.kind.id, told.code);
        }
    }
}

/// Each once more, or at all, with a message: what it shows counts before what the domain publishes.
#[test]
fn each_can_be_met_unmet_and_unknown_by_a_message() {
    let mut told: std::collections::BTreeMap<&str, [Report; 3]> = std::collections::BTreeMap::new();
    for (provider, demanded) in every().filter(|(_, r)| r.proof.is_visible()) {
        let reports = told.entry(demanded.kind.id).or_insert_with(|| scenarios_of_messages(demanded.kind.id));
        for (report, met) in reports.iter().zip([Met::Met, Met::Unmet, Met::Unknown]) {
            let told = requirement(report, provider.id, demanded.kind.id);
            let at = format!("{} {}: {met:?} wanted by {}", provider.id, demanded.kind.id, told.code);
            assert_eq!((told.status, told.look.is_some()), (met, met == Met::Unknown), "{at}");
            assert!(demanded.proof.codes().contains(&told.code), "{at}");
            let gave_one = report.target.message.is_some();
            assert!(!gave_one || told.look.is_none_or(|look| !look.en.contains("--message")), "{at}: a message was given");
        }
    }
}

#[test]
fn what_nobody_can_see_stays_unknown_and_holds_no_verdict_back() {
    let report = audit(SENDER);
    for (provider, demanded) in every().filter(|(_, r)| !r.proof.is_visible()) {
        let told = requirement(&report, provider.id, demanded.kind.id);
        assert_eq!((told.status, told.code), (Met::Unknown, "REQ002"), "{} {}", provider.id, demanded.kind.id);
        assert!(told.look.is_some());
    }
    assert_eq!(provider(&report, "rambler").verdict, ProviderVerdict::Undetermined, "nothing is known of it");
}

#[test]
fn silence_makes_none_unmet_and_none_met() {
    for profile in [Profile::Send, Profile::Full] {
        let mut target = World::parse(SENDER).expect("a target").target();
        target.profile = profile;
        let recorded = World::silent().gather(&target, &mailaudit::planners(), &|_, _| Vec::new());
        for report in [mailaudit::report(recorded), mailaudit::report(Recorded { target: target.clone(), facts: facts::Facts::default() })]
        {
            assert_eq!(report.providers.len(), 7);
            for provider in &report.providers {
                assert_eq!(provider.verdict, ProviderVerdict::Undetermined, "{}", provider.id);
                assert!(provider.requirements.iter().all(|r| r.status == Met::Unknown && r.facts == Met::Unknown), "{}", provider.id);
            }
        }
    }
}

#[test]
fn the_volume_decides_what_is_demanded() {
    let ids = |volume: &str, id: &str| -> Vec<(&'static str, Met)> {
        let report = audit(&format!("target healthy.example selector=s1 {volume}\n_dmarc.healthy.example TXT NODATA"));
        provider(&report, id).requirements.iter().map(|r| (r.id, r.status)).collect()
    };
    let dmarc = |volume: &str, id: &str| ids(volume, id).into_iter().find(|(id, _)| *id == "dmarc").map(|(_, met)| met);
    for limited in ["gmail", "outlook"] {
        assert_eq!(dmarc("volume=4999", limited), None, "{limited}: less than demanded");
        assert_eq!(dmarc("volume=5000", limited), Some(Met::Unmet), "{limited}");
        assert_eq!(dmarc("", limited), Some(Met::Unknown), "{limited}: not known whether it concerns the sender");
    }
    for open in ["yahoo", "icloud"] {
        assert_eq!(dmarc("volume=4999", open), Some(Met::Unknown), "{open} publishes no number");
        assert_eq!(dmarc("volume=5000", open), Some(Met::Unmet), "{open}");
    }
    let report = audit("target healthy.example selector=s1\n_dmarc.healthy.example TXT NODATA");
    let told = requirement(&report, "gmail", "dmarc");
    assert_eq!((told.facts, told.concerns), (Met::Unmet, false));
    assert!(told.look.expect("a place").en.contains("--volume"));
}

#[test]
fn either_of_spf_and_dkim_is_enough_for_few_messages() {
    let no_spf = audit("target healthy.example selector=s1 volume=10\nhealthy.example TXT NODATA");
    assert_eq!(requirement(&no_spf, "gmail", "spf-or-dkim").status, Met::Met);
    let guessed = audit("target healthy.example volume=10\nhealthy.example TXT NODATA\ns1._domainkey.healthy.example TXT NODATA");
    let told = requirement(&guessed, "gmail", "spf-or-dkim");
    assert_eq!(told.status, Met::Unknown, "no key at guessed selectors proves nothing");
}

#[test]
fn every_sending_address_needs_its_proof() {
    let no_address = audit("target healthy.example selector=s1 volume=10000 profile=send");
    let told = requirement(&no_address, "gmail", "ptr");
    assert_eq!(told.status, Met::Unknown, "the name of an exchange is not that of the sender");
    assert!(told.look.expect("a place").en.contains("--ip"));
    assert_eq!(requirement(&no_address, "outlook", "spf").status, Met::Unknown, "it must pass, not only be published");
    assert_eq!(requirement(&no_address, "gmail", "spf").status, Met::Met);
    let stranger = audit("target healthy.example ip=44.128.10.25 ip=44.140.9.9 selector=s1 volume=10000 profile=send");
    let told = requirement(&stranger, "gmail", "ptr");
    assert_eq!((told.status, told.code), (Met::Unmet, "PTR001"));
    assert_eq!(requirement(&stranger, "outlook", "spf").code, "SPF024");
}

#[test]
fn a_parked_domain_is_refused_as_a_sender() {
    let report = audit("target parked.example profile=send ip=44.128.10.25");
    for provider in report.providers.iter().filter(|p| p.id != "rambler") {
        assert_eq!(provider.verdict, ProviderVerdict::NotReady, "{}", provider.id);
    }
    assert_eq!(report.score.readiness.as_str(), "not_ready");
    assert!(audit("target parked.example").providers.is_empty(), "it sends nothing, so nothing is demanded of it");
    assert!(audit("target healthy.example profile=receive").providers.is_empty());
}

#[test]
fn the_demo_stands_where_it_should() {
    let demo = lab::demo();
    let world = demo.world().expect("the demo's own text");
    let verdicts = |index: usize| -> Vec<(&'static str, &'static str)> {
        let target = &demo.targets()[index];
        let report = mailaudit::report(world.gather(target, &mailaudit::planners(), &|_, _| Vec::new()));
        report.providers.iter().map(|p| (p.id, p.verdict.as_str())).collect()
    };
    // Without a message, what only a message shows is open everywhere but at Outlook.com, where only the alignment is.
    assert!(verdicts(0).iter().all(|(_, verdict)| *verdict == "undetermined"), "{:?}", verdicts(0));
    let sick: Vec<&str> = verdicts(1).into_iter().filter(|(_, v)| *v == "not_ready").map(|(id, _)| id).collect();
    assert_eq!(sick, ["gmail", "yahoo", "outlook", "mailru"]);
    assert!(verdicts(2).is_empty());
}

#[test]
fn findings_tell_the_same_and_cost_nothing() {
    let report = audit(&format!("{SENDER}\n44.128.10.25 PTR NXDOMAIN"));
    let unmet: Vec<&str> = report.fails().filter(|f| f.about.code == "REQ001").map(|f| f.subject.as_str()).collect();
    assert_eq!(unmet, ["gmail", "icloud", "mailru", "outlook", "yahoo", "yandex"]);
    let gmail = report.fails().find(|f| f.subject.as_str() == "gmail").expect("a finding");
    assert_eq!(gmail.points, 0);
    for (lang, since) in [(Lang::En, "since 2024-02-01"), (Lang::Ru, "с 2024-02-01")] {
        let says = gmail.says(lang);
        assert!(says.contains("PTR001") && says.contains("5.7.25") && says.contains(since), "{says}");
    }
    let without = audit_only(&format!("{SENDER}\n44.128.10.25 PTR NXDOMAIN"), &["ptr"]);
    assert!(without.providers.is_empty());
    assert!(report.score.areas.iter().all(|a| a.area != "req"));
    let lost: u32 = report.findings.iter().map(|f| f.points).sum();
    assert_eq!(Some(100 - lost), report.score.total);
    assert!(report.findings.iter().any(|f| f.about.code == "REQ002" && f.status == Status::Unknown && f.subject.as_str() == "rambler"));
}

#[test]
fn the_area_alone_asks_for_its_proofs() {
    let report = audit_only(&format!("{SENDER}\n_dmarc.healthy.example TXT NODATA"), &["req"]);
    assert_eq!(requirement(&report, "gmail", "dmarc").status, Met::Unmet);
    assert_eq!(requirement(&report, "gmail", "ptr").status, Met::Met);
    assert!(report.findings.iter().all(|f| f.about.area() == "req"));
}
