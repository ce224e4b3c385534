use super::*;
use facts::fixture::World;
use facts::{Planner, Profile, Recorded};

const PLANNER: Planner = Planner { name: "dmarc", serves: &["dmarc"], plan: |t, i| drop(read(t, i)) };

fn gathered(text: &str) -> Recorded {
    let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
    world.gather(&world.target(), &[PLANNER], &|_, _| Vec::new())
}

fn reading(text: &str) -> Dmarc {
    let recorded = gathered(text);
    assert_eq!(recorded.target.profile, Profile::Full);
    read(&recorded.target, &Inquiry::new(&recorded.facts))
}

fn applied(text: &str) -> (String, &'static str, Policy) {
    match reading(text).policy {
        Discovery::Applied(a) => (a.from.to_string(), a.tag, a.policy),
        other => panic!("{text}: {other:?}"),
    }
}

fn organisational(text: &str) -> String {
    reading(text).walk.organisational.map_or_else(|gap| gap.asked, |name| name.to_string())
}

#[test]
fn the_own_record_comes_first() {
    let text = "target a.example.com\n_dmarc.a.example.com TXT v=DMARC1; p=reject; sp=none\n_dmarc.example.com TXT v=DMARC1; p=none";
    assert_eq!(applied(text), ("a.example.com".into(), "p", Policy::Reject));
    assert_eq!(organisational(text), "example.com");
}

#[test]
fn below_the_organisational_domain_sp_applies() {
    let live = "target a.example.com\na.example.com A 192.0.2.1\n";
    let sp = format!("{live}_dmarc.example.com TXT v=DMARC1; p=reject; sp=quarantine; np=none");
    assert_eq!(applied(&sp), ("example.com".into(), "sp", Policy::Quarantine));
    let p = format!("{live}_dmarc.example.com TXT v=DMARC1; p=reject; np=none");
    assert_eq!(applied(&p), ("example.com".into(), "p", Policy::Reject));
}

#[test]
fn np_applies_to_what_does_not_exist_alone() {
    let absent = "target a.example.com\n_dmarc.example.com TXT v=DMARC1; p=none; sp=none; np=reject\n";
    assert_eq!(applied(absent), ("example.com".into(), "np", Policy::Reject));
    assert_eq!(applied(&format!("{absent}a.example.com A 192.0.2.1")).1, "sp");
    assert_eq!(applied(&format!("{absent}a.example.com CNAME gone.example.org")).1, "sp");
    assert!(matches!(reading(&format!("{absent}a.example.com MX TIMEOUT")).policy, Discovery::Unknown(_)));
}

#[test]
fn a_public_suffix_speaks_for_names_below_it() {
    let psd = "target a.b.example.bank\na.b.example.bank A 192.0.2.1\n_dmarc.bank TXT v=DMARC1; p=none; sp=reject; psd=y";
    assert_eq!(organisational(psd), "example.bank");
    assert_eq!(applied(psd), ("bank".into(), "sp", Policy::Reject));
    let own = format!("{psd}\n_dmarc.example.bank TXT v=DMARC1; p=quarantine");
    assert_eq!(applied(&own), ("example.bank".into(), "p", Policy::Quarantine));
}

#[test]
fn psd_n_ends_the_walk() {
    let text = "target a.b.example.com\n_dmarc.b.example.com TXT v=DMARC1; p=reject; psd=n\n_dmarc.example.com TXT v=DMARC1; p=none";
    assert_eq!(organisational(text), "b.example.com");
    assert_eq!(reading(text).walk.steps.len(), 2);
}

#[test]
fn the_fewest_labels_win_otherwise() {
    let text = "target a.b.example.com\n_dmarc.b.example.com TXT v=DMARC1; p=reject\n_dmarc.example.com TXT v=DMARC1; p=none";
    assert_eq!(organisational(text), "example.com");
    assert_eq!(organisational("target a.b.example.com"), "a.b.example.com");
}

#[test]
fn long_names_are_cut_to_seven_labels() {
    let names =
        |start: &str| -> Vec<String> { reading(&format!("target {start}")).walk.steps.iter().map(|s| s.name.to_string()).collect() };
    assert_eq!(
        names("a.b.c.d.e.f.g.example.com"),
        [
            "a.b.c.d.e.f.g.example.com",
            "c.d.e.f.g.example.com",
            "d.e.f.g.example.com",
            "e.f.g.example.com",
            "f.g.example.com",
            "g.example.com",
            "example.com",
            "com"
        ]
    );
    assert_eq!(names("a.b.c.d.e.f.example.com")[1], "b.c.d.e.f.example.com");
}

#[test]
fn eight_queries_at_most() {
    for depth in 1..30 {
        let name = vec!["a"; depth].join(".");
        let walk = reading(&format!("target {name}.com")).walk;
        assert_eq!(walk.steps.len(), (depth + 1).min(8), "{name}");
    }
}

#[test]
fn two_records_are_none() {
    let text = "_dmarc.example.com TXT v=DMARC1; p=none\n_dmarc.example.com TXT v=DMARC1; p=reject\n_dmarc.example.com TXT v=spf1 -all";
    let dmarc = reading(text);
    assert!(matches!(dmarc.own(), Found::Several(texts) if texts.len() == 2));
    assert!(matches!(dmarc.policy, Discovery::Missing));
}

#[test]
fn a_gap_is_never_missing() {
    assert!(matches!(reading("_dmarc.example.com TXT TIMEOUT").policy, Discovery::Unknown(_)));
    let above = "target a.example.com\n_dmarc.example.com TXT SERVFAIL";
    assert!(matches!(reading(above).policy, Discovery::Unknown(_)));
    let top = "_dmarc.example.com TXT v=DMARC1; p=none\n_dmarc.com TXT TIMEOUT";
    assert_eq!(applied(top).0, "example.com");
    assert_eq!(organisational(top), "_dmarc.com TXT");
    assert!(reading(top).is_organisational());
}

#[test]
fn broken_policies_and_test_mode() {
    let own = |record: &str| reading(&format!("_dmarc.example.com TXT {record}")).policy;
    assert!(matches!(own("v=DMARC1; p=rejct"), Discovery::Void { .. }));
    assert!(matches!(own("v=DMARC1; p=rejct; rua=mailto:a@example.com"), Discovery::Applied(a) if a.policy == Policy::None));
    assert!(matches!(own("v=DMARC1; p=reject; t=y"), Discovery::Applied(a) if a.policy == Policy::Quarantine && a.asked == Policy::Reject));
}

#[test]
fn reports_need_the_consent_of_another_organisation() {
    let zone = "_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:a@example.com,mailto:b@in.example.com,mailto:c@example.org,mailto:d@example.net,mailto:e@example.edu
_dmarc.example.org TXT v=DMARC1; p=none
example.com._report._dmarc.example.org TXT v=DMARC1
*._report._dmarc.example.net TXT v=DMARC1;
example.com MX 1 mx.example.com
mx.example.com A 192.0.2.2
example.org MX 0 .
example.net A 192.0.2.1
in.example.com MX TIMEOUT";
    let dmarc = reading(zone);
    let of = |host: &str| dmarc.reports.iter().find(|r| r.host.as_str() == host).unwrap_or_else(|| panic!("{host}"));
    assert_eq!((&of("example.com").authorisation, &of("example.com").takes_mail), (&Authorisation::Own, &Ok(true)));
    assert_eq!(of("in.example.com").authorisation, Authorisation::Own);
    assert!(of("in.example.com").takes_mail.is_err());
    assert_eq!((&of("example.org").authorisation, &of("example.org").takes_mail), (&Authorisation::Given, &Ok(false)));
    assert_eq!((&of("example.net").authorisation, &of("example.net").takes_mail), (&Authorisation::Given, &Ok(true)));
    assert_eq!((&of("example.edu").authorisation, &of("example.edu").takes_mail), (&Authorisation::Missing, &Ok(false)));
    assert_eq!(of("example.edu").permit.as_ref().map(Name::as_str), Some("example.com._report._dmarc.example.edu"));
}

#[test]
fn relatives_by_list_or_walk_need_no_consent() {
    let of = |text: &str| reading(text).reports[0].authorisation.clone();
    // The walk from the parent finds no record, so that it would stand alone.
    let parent = "target a.example.com\n_dmarc.a.example.com TXT v=DMARC1; p=none; rua=mailto:x@example.com";
    assert_eq!(of(parent), Authorisation::Own);
    let stray = "_dmarc.com TXT v=DMARC1; p=none\n_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:x@other.com";
    assert_eq!(of(stray), Authorisation::Missing);
}

#[test]
fn a_report_host_needs_an_exchange_that_can_be_reached() {
    let of = |text: &str| {
        reading(&format!("_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:x@example.net\n{text}")).reports[0].takes_mail.clone()
    };
    assert_eq!(of("example.net MX 1 gone.example.net"), Ok(false));
    assert_eq!(of("example.net MX 1 gone.example.net\nexample.net MX 2 mx.example.net\nmx.example.net AAAA 2001:db8::1"), Ok(true));
    assert!(of("example.net MX 1 gone.example.net\nexample.net MX 2 mx.example.net\nmx.example.net A TIMEOUT").is_err());
}

#[test]
fn strays_are_found_where_they_stand() {
    let faults = |text: &str| reading(text).near_misses.into_iter().map(|s| (s.at.to_string(), s.fault)).collect::<Vec<_>>();
    assert_eq!(faults("example.com TXT v=DMARC1; p=none"), [("example.com".into(), StrayFault::AtDomain)]);
    assert_eq!(
        faults("_dmarc.example.com.example.com TXT v=DMARC1; p=none"),
        [("_dmarc.example.com.example.com".into(), StrayFault::DoubledName)]
    );
    assert_eq!(
        faults("_dmarc.example.com TXT v=dmarc1; p=none"),
        [("_dmarc.example.com".into(), StrayFault::Spelling(NearMiss::WrongCase))]
    );
    assert!(faults("_dmarc.example.com TXT v=DMARC1; p=none\nexample.com TXT v=spf1 -all").is_empty());
}

#[test]
fn rejecting_is_known_or_not() {
    let rejects = |text: &str| {
        let recorded = gathered(text);
        super::rejects(&recorded.target, &Inquiry::new(&recorded.facts))
    };
    assert_eq!(rejects("_dmarc.example.com TXT v=DMARC1; p=reject"), Some(true));
    assert_eq!(rejects("_dmarc.example.com TXT v=DMARC1; p=reject; t=y"), Some(false));
    assert_eq!(rejects("_dmarc.com TXT TIMEOUT"), None);
    assert_eq!(rejects("example.com A 192.0.2.1"), Some(false));
}
