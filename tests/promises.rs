//! Promises of the whole program, over every check of every audit.

use facts::fixture::World;
use facts::{Name, Offer, Profile, Recorded, Recording, Target};
use findings::Readiness;

fn targets() -> Vec<Target> {
    let domain = Name::parse("example.com").expect("a name");
    let plain = Target::new(domain);
    let mut full = plain.clone();
    full.ips = vec!["44.128.1.1".parse().expect("an address"), "2a00:1450::1".parse().expect("an address")];
    full.selectors = vec!["s1".into()];
    full.helo = Some("mx.example.com".into());
    full.keys = vec!["spamhaus_dqs".into()];
    let send = Target { profile: Profile::Send, ..full.clone() };
    let receive = Target { profile: Profile::Receive, ..full.clone() };
    vec![plain, full, send, receive]
}

fn in_silence(target: &Target) -> Recorded {
    World::silent().gather(target, &mailaudit::planners(), &|_, _| Vec::new())
}

#[test]
fn when_nobody_answers_nothing_fails_and_nothing_is_said_to_be_missing() {
    for target in targets() {
        let report = mailaudit::report(in_silence(&target));
        let fails: Vec<_> = report.fails().map(|f| f.about.code).collect();
        assert!(fails.is_empty(), "{fails:?}");
        assert_eq!(report.score.total, None, "nothing judged is no score");
        assert_eq!(report.score.readiness, Readiness::Undetermined);
    }
}

#[test]
fn a_recording_without_answers_reads_as_not_asked() {
    for target in targets() {
        let report = mailaudit::report(Recorded { target, facts: facts::Facts::default() });
        assert_eq!(report.fails().count(), 0);
        assert_eq!(report.questions, 0);
    }
}

#[test]
fn facts_survive_json_and_give_the_same_report() {
    let demo = lab::demo();
    let world = World::layers(&demo.layers()).expect("the demo's own text");
    for target in demo.targets() {
        let recorded = world.gather(&target, &mailaudit::planners(), &|_, _| Vec::new());
        let text = Recording::new("test", std::slice::from_ref(&recorded)).to_json().expect("a recording is JSON");
        let again = Recording::from_json(&text).expect("it was just written").into_audits();
        assert_eq!(again, std::slice::from_ref(&recorded));
        assert_eq!(Recording::new("test", &again).to_json().expect("a recording is JSON"), text);
        assert_eq!(mailaudit::report(again.into_iter().next().expect("one audit")), mailaudit::report(recorded));
    }
}

#[test]
fn codes_and_names_stand_once_and_follow_codes_that_exist() {
    let catalogue = mailaudit::catalogue();
    for (index, check) in catalogue.iter().enumerate() {
        assert!(catalogue[..index].iter().all(|c| c.code != check.code && c.name != check.name), "{} stands twice", check.code);
        for cause in check.follows {
            assert!(catalogue.iter().any(|c| c.code == *cause), "{} follows {cause}, which does not exist", check.code);
        }
    }
}

#[test]
fn the_weak_suites_that_are_offered_are_those_that_are_judged_weak() {
    use readings::offers::suites::{is_weak, name};
    // Says that renegotiation is secure, and is no suite.
    let signal = 0x00ff;
    let offered = |offer| probe::offered_suites(offer).into_iter().filter(move |suite| *suite != signal);
    for suite in offered(Offer::Weak) {
        assert!(is_weak(suite) && name(suite).starts_with("TLS_"), "{suite:#06x} is offered as weak, and judged strong");
    }
    let weak: Vec<u16> = offered(Offer::Weak).collect();
    for offer in [Offer::Tls12, Offer::Tls11, Offer::ForwardSecret, Offer::Rsa, Offer::Ecdsa, Offer::RsaOrWeak, Offer::EcdsaOrWeak] {
        for suite in offered(offer).filter(|suite| is_weak(*suite)) {
            assert!(weak.contains(&suite), "{} is weak, and not among those that are asked for", name(suite));
        }
    }
    // Each that is judged weak is asked for.
    let judged = (0..=u16::MAX).filter(|suite| is_weak(*suite));
    assert!(judged.clone().count() > 50 && judged.clone().all(|suite| weak.contains(&suite)), "{:04x?}", judged.collect::<Vec<_>>());
}
