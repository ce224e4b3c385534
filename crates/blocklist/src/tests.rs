//! The promises of the catalogue, over every check of this crate, and how lists are asked.

use super::checks::CHECKS;
use super::planners::PLANNERS;
use super::samples::{HEALTHY, LISTS, SENDING};
use super::view::View;
use super::{MOST_ADDRESSES, MOST_NAMES};
use crate::asking::MOST_REASONS;
use facts::fixture::World;
use facts::{MOST_QUESTIONS, Question, RecordType, Recorded, Target};
use findings::{Example, Status};
use readings::lists::{LISTS as ALL, Object, Weight};
use std::fmt::Write as _;

fn world(layers: &[&str]) -> World {
    World::layers(layers).unwrap_or_else(|e| panic!("{e}\n{}", layers.join("\n---\n")))
}

fn gathered(layers: &[&str]) -> Recorded {
    let world = world(layers);
    world.gather(&world.target(), PLANNERS, &|_, _| Vec::new())
}

fn asked(recorded: &Recorded) -> Vec<(String, RecordType)> {
    let dns = |q: &Question| match q {
        Question::Dns { name, rtype } => Some((name.to_string(), *rtype)),
        _ => None,
    };
    recorded.facts.iter().filter_map(|(q, _)| dns(q)).collect()
}

fn view(example: &Example) -> View {
    let recorded = gathered(example.layers);
    View::new(&recorded.target, &recorded.facts)
}

#[test]
fn every_check_keeps_its_promises() {
    let faults = findings::proof::faults(CHECKS, view);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn silence_fails_nothing_and_tells_nothing() {
    let targets = CHECKS.iter().flat_map(|c| c.examples).map(|e| World::layers(e.layers).map(|w| w.target()).unwrap_or_default());
    let allowed = [Status::Pass, Status::Unknown, Status::NotApplicable];
    assert_eq!(findings::proof::silence(&super::AUDIT, targets.chain([Target::default()]), &allowed), Vec::<String>::new());
}

#[test]
fn the_healthy_sample_holds_every_default_list() {
    let recorded = gathered(&[LISTS, HEALTHY, SENDING, "mx1.example.com AAAA 2d00:44:1::1"]);
    let view = View::new(&recorded.target, &recorded.facts);
    let wanted: usize = ALL.iter().filter(|l| l.asked_zone(&[]).is_some()).map(|l| l.objects.len()).sum();
    assert_eq!(view.lists.len(), wanted);
    for asked in &view.lists {
        assert_eq!(asked.health, Ok(()), "{}", asked.zone);
    }
}

#[test]
fn a_list_that_fails_its_test_points_is_asked_nothing_else() {
    let recorded = gathered(&[LISTS, HEALTHY, SENDING, "2.0.0.127.bl.spamcop.net A NXDOMAIN"]);
    let names = asked(&recorded);
    assert!(names.iter().any(|(n, _)| n == "2.0.0.127.bl.spamcop.net"));
    assert!(!names.iter().any(|(n, _)| n == "4.9.128.44.bl.spamcop.net"));
    assert!(names.iter().any(|(n, _)| n == "4.9.128.44.zen.spamhaus.org"));
}

#[test]
fn domain_lists_never_see_an_address_and_reasons_are_asked_of_hits_only() {
    let recorded = gathered(&[LISTS, HEALTHY, SENDING, "4.9.128.44.bl.spamcop.net A 127.0.0.2"]);
    let names = asked(&recorded);
    for list in ALL.iter().filter(|l| l.objects == [Object::Domain]) {
        let labels = |n: &str| n.strip_suffix(&format!(".{}", list.zone)).map(str::to_owned);
        assert!(names.iter().filter_map(|(n, _)| labels(n)).all(|n| n.chars().any(char::is_alphabetic)), "{}", list.zone);
    }
    let reasons: Vec<&String> = names.iter().filter(|(n, t)| *t == RecordType::Txt && n.contains("spam")).map(|(n, _)| n).collect();
    assert_eq!(reasons, ["4.9.128.44.bl.spamcop.net"]);
}

/// By rounds: `None` where it was not asked.
fn round(layers: &[&str], asked: &str) -> Option<usize> {
    let recorded = gathered(layers);
    let facts = &recorded.facts;
    let mut known = facts::Facts::new(facts.observed_at);
    for round in 1..9 {
        let open: Vec<Question> = PLANNERS.iter().flat_map(|p| p.open(&recorded.target, &known)).collect();
        if open.iter().any(|q| q.to_string() == asked) {
            return Some(round);
        }
        for question in open {
            let answer = facts.answer(&question)?.clone();
            known.add(question, 0, answer);
        }
    }
    None
}

#[test]
fn test_points_are_asked_beside_the_addresses_that_they_are_for() {
    let (v4, v6) = ("2.0.0.127.bl.spamcop.net A", "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.zen.spamhaus.org A");
    for hosts in ["mx1.example.com AAAA 2d00:44:1::1", "example.com MX NODATA\nexample.com AAAA 2d00:44:1::80"] {
        assert_eq!((round(&[LISTS, HEALTHY, hosts], v4), round(&[LISTS, HEALTHY, hosts], v6)), (Some(2), Some(2)), "{hosts}");
    }
    let include = "example.com MX 0 .\nexample.com TXT v=spf1 include:_a.example.com -all\n_a.example.com TXT v=spf1 ip4:44.128.9.9 -all";
    assert_eq!(round(&[LISTS, HEALTHY, include], v4), Some(2));
    // Where nothing shows that there will be addresses, nobody is bothered.
    let none = "example.com MX 0 .\nexample.com TXT v=spf1 include:_spf.example.org -all\n_spf.example.org TXT v=spf1 ip4:44.1.1.1 -all";
    assert_eq!((round(&[LISTS, HEALTHY, none], v4), round(&[LISTS, HEALTHY, none], v6)), (None, None));
}

#[test]
fn the_reason_of_a_late_address_is_asked_beside_it_and_of_lists_that_matter() {
    let includes = "_b.example.com TXT v=spf1 ip4:44.128.9.9 -all
        9.9.128.44.zen.spamhaus.org A 127.0.0.2\n9.9.128.44.zen.spamhaus.org TXT why\n8.9.128.44.zen.spamhaus.org A 127.0.0.2
        9.9.128.44.psbl.surriel.com A 127.0.0.2\n8.9.128.44.psbl.surriel.com A 127.0.0.2";
    let early = "example.com TXT v=spf1 include:_a.example.com -all\n_a.example.com TXT v=spf1 include:_b.example.com ip4:44.128.9.8 -all";
    let at = |asked: &str| round(&[LISTS, HEALTHY, includes, early], asked);
    assert_eq!((at("8.9.128.44.zen.spamhaus.org A"), at("8.9.128.44.zen.spamhaus.org TXT")), (Some(3), Some(4)));
    assert_eq!((at("8.9.128.44.psbl.surriel.com A"), at("8.9.128.44.psbl.surriel.com TXT")), (Some(3), Some(4)));
    assert_eq!((at("9.9.128.44.zen.spamhaus.org A"), at("9.9.128.44.zen.spamhaus.org TXT")), (Some(4), Some(4)));
    assert_eq!((at("9.9.128.44.psbl.surriel.com A"), at("9.9.128.44.psbl.surriel.com TXT")), (Some(4), None));
    for object in [Object::Ip4, Object::Ip6] {
        let major = ALL.iter().filter(|l| l.weight == Weight::Major && l.objects.contains(&object)).count();
        assert!((1..=MOST_REASONS).contains(&major), "{object:?}: {major}");
    }
}

#[test]
fn a_key_is_asked_in_place_of_the_public_zone() {
    let recorded = gathered(&[LISTS, HEALTHY, "target example.com ip=44.128.9.4 key=spamhaus_dqs"]);
    let names = asked(&recorded);
    assert!(names.iter().any(|(n, _)| n == "2.0.0.127._key-spamhaus_dqs.zen.dq.spamhaus.net"));
    assert!(names.iter().any(|(n, _)| n == "dbltest.com._key-spamhaus_dqs.dbl.dq.spamhaus.net"));
    assert!(!names.iter().any(|(n, _)| n.ends_with("spamhaus.org")));
}

#[test]
fn addresses_beyond_the_limit_are_told_and_room_is_left() {
    let mut many = String::from("example.com MX 10 mx1.example.com\ntarget example.com ip=44.1.1.1");
    for i in 0..MOST_ADDRESSES + 10 {
        let _ = write!(many, "\nmx1.example.com A 44.128.{}.{}", i / 200, i % 200 + 1);
    }
    let recorded = gathered(&[LISTS, HEALTHY, &many]);
    let view = View::new(&recorded.target, &recorded.facts);
    assert_eq!((view.addresses.len(), view.left_out), (MOST_ADDRESSES, 11));
    assert!(view.addresses.iter().any(|a| a.roles.declared), "the declared address is never left out");
    let left_out = super::judge(&recorded.target, &recorded.facts)
        .into_iter()
        .any(|j| j.about.code == "BL009" && j.verdict.status() == Status::Unknown);
    assert!(left_out);

    let on = |object| ALL.iter().filter(|l| l.key.is_some() || l.on).filter(|l| l.objects.contains(&object)).count();
    let tests = 2 * (on(Object::Ip4) + on(Object::Ip6) + on(Object::Domain));
    let most = tests + MOST_ADDRESSES * (on(Object::Ip4) + MOST_REASONS) + MOST_NAMES * (on(Object::Domain) + MOST_REASONS);
    assert!(most <= MOST_QUESTIONS * 3 / 5, "{most} questions at most");
}

#[test]
fn every_answer_is_kept() {
    let recorded =
        gathered(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.10\n4.9.128.44.zen.spamhaus.org A 127.0.0.4"]);
    let codes = |code: &str| {
        let judged = super::judge(&recorded.target, &recorded.facts);
        let found = judged.into_iter().find(|j| j.about.code == code && j.subject.as_str() == "44.128.9.4");
        found.map(|j| j.verdict.status())
    };
    assert_eq!(codes("BL001"), Some(Status::Fail));
    assert_eq!(codes("BL003"), Some(Status::Fail));
}

#[test]
fn addresses_are_told_apart_by_what_they_do() {
    let recorded = gathered(&[
        LISTS,
        HEALTHY,
        SENDING,
        "example.com TXT v=spf1 mx ip4:44.128.9.8/30 ip4:44.128.8.0/24 a:smtp.google.com include:_spf.google.com -all",
        "smtp.google.com A 44.131.7.1\n_spf.google.com TXT v=spf1 ip4:44.131.8.1 ~all",
        "example.com MX 10 mx1.example.com\nexample.com MX 20 mx2.example.com\nmx2.example.com A 44.128.1.2",
    ]);
    let view = View::new(&recorded.target, &recorded.facts);
    let shown: Vec<String> = view.addresses.iter().map(|a| format!("{} {}", a.address, a.roles.phrase().en)).collect();
    assert_eq!(
        shown,
        [
            "44.128.1.1 an MX address that SPF permits to send",
            "44.128.1.2 an MX address that SPF permits to send",
            "44.128.9.4 a declared sending address",
            "44.128.9.8 an address that SPF permits to send",
            "44.128.9.9 an address that SPF permits to send",
            "44.128.9.10 an address that SPF permits to send",
            "44.128.9.11 an address that SPF permits to send",
        ]
    );
}

#[test]
fn an_answer_of_thousands_of_codes_is_cut() {
    let mut many = String::from("4.9.128.44.psbl.surriel.com TXT \"\\000\\255\\027[31m\"");
    for i in 0..4000 {
        let _ = write!(many, "\n4.9.128.44.psbl.surriel.com A 127.1.{}.{}", i / 250, i % 250);
    }
    let recorded = gathered(&[LISTS, HEALTHY, SENDING, &many]);
    let judged = super::judge(&recorded.target, &recorded.facts);
    let listed = judged.iter().find(|j| j.about.code == "BL002" && j.verdict.status() == Status::Fail);
    let codes = listed.and_then(|j| match &j.verdict {
        findings::Verdict::Fail { evidence, .. } => evidence.get("codes").cloned(),
        _ => None,
    });
    assert!(matches!(codes, Some(findings::Value::List(codes)) if codes.len() == 16));
}
