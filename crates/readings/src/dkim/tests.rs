use super::*;
use facts::Planner;
use facts::fixture::World;

const PLANNER: Planner = Planner { name: "dkim", serves: &["dkim"], plan: |t, i| drop(read(t, i)) };
const ED: &str = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

fn reading(text: &str) -> Dkim {
    let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
    let recorded = world.gather(&world.target(), &[PLANNER], &|_, _| Vec::new());
    read(&recorded.target, &Inquiry::new(&recorded.facts))
}

fn believed(text: &str) -> Vec<String> {
    reading(text).believed().map(|s| s.name.clone()).collect()
}

#[test]
fn named_selectors_are_asked_and_no_others() {
    let dkim = reading(&format!(
        "target example.com selector=mine selector=gone\nmine._domainkey.example.com TXT {ED}\ns1._domainkey.example.com TXT {ED}"
    ));
    let names: Vec<&str> = dkim.selectors.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["mine", "gone"]);
    assert!(dkim.selectors[0].is_usable() && dkim.selectors[1].is_missing());
    assert_eq!((dkim.root, dkim.control.answers.clone()), (Root::NotNeeded, Ok(false)));
}

#[test]
fn nxdomain_at_domainkey_ends_the_guessing() {
    let dkim = reading("example.com A 192.0.2.1");
    assert_eq!(dkim.root, Root::NoSuchName);
    assert!(dkim.selectors.is_empty());
    let silent = reading("_domainkey.example.com * TIMEOUT");
    assert!(matches!(silent.root, Root::Unknown(_)) && silent.selectors.is_empty());
}

#[test]
fn a_server_that_fails_at_domainkey_is_asked_on() {
    assert_eq!(believed(&format!("_domainkey.example.com TXT SERVFAIL\ns1._domainkey.example.com TXT {ED}")), ["s1"]);
}

#[test]
fn providers_that_show_are_tried_first() {
    let zone = "x._domainkey.example.com TXT NODATA\nexample.com MX 1 smtp.google.com\nexample.com TXT v=spf1 include:_spf.mail.ru -all";
    let dkim = reading(zone);
    assert_eq!((dkim.selectors[0].name.as_str(), dkim.selectors[0].source), ("google", Source::Hinted("Google Workspace")));
    assert!(dkim.selectors.iter().any(|s| s.name == "mailru" && matches!(s.source, Source::Hinted(_))));
    let names: BTreeSet<&str> = dkim.selectors.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names.len(), dkim.selectors.len());
}

#[test]
fn a_wildcard_gives_no_hits_but_its_exceptions_do() {
    let wild = format!("*._domainkey.example.com TXT v=DKIM1; p=\ns1._domainkey.example.com TXT {ED}");
    assert_eq!(believed(&wild), ["s1"]);
    assert_eq!(reading(&wild).control.answers, Ok(true));
    let named = reading("target example.com selector=x1\n*._domainkey.example.com TXT hello");
    assert!(named.selectors[0].wildcard && named.selectors[0].is_missing());
}

#[test]
fn no_guess_is_believed_while_the_control_is_unknown() {
    let control = format!("{}._domainkey.example.com", control_label(&Name::parse("example.com").expect("a name")));
    let zone = format!("{control} TXT TIMEOUT\ns1._domainkey.example.com TXT {ED}");
    assert!(believed(&zone).is_empty());
    assert_eq!(reading(&zone).has_usable_key(), None);
    assert_eq!(reading(&format!("target example.com selector=s1\n{zone}")).has_usable_key(), Some(true));
}

#[test]
fn aliases_lead_to_keys_or_nowhere() {
    let zone = format!(
        "s1._domainkey.example.com CNAME k.example.net\nk.example.net TXT {ED}\ns2._domainkey.example.com CNAME gone.example.net\nfm1._domainkey.example.com CNAME bare.example.net\nbare.example.net A 192.0.2.1"
    );
    let dkim = reading(&zone);
    let of = |name: &str| dkim.selectors.iter().find(|s| s.name == name).unwrap_or_else(|| panic!("{name}"));
    assert!(of("s1").is_usable());
    assert_eq!(of("s1").aliases.last().map(Name::as_str), Some("k.example.net"));
    assert!(matches!(&of("s2").found, Found::Dangling(name) if name.as_str() == "gone.example.net"));
    assert!(matches!(of("fm1").found, Found::None));
}

#[test]
fn usable_or_not_known() {
    assert_eq!(reading("target example.com selector=a").has_usable_key(), Some(false));
    assert_eq!(reading("target example.com selector=a\na._domainkey.example.com TXT SERVFAIL").has_usable_key(), None);
    assert_eq!(reading("example.com A 192.0.2.1").has_usable_key(), None);
    assert_eq!(
        reading(&format!("target example.com selector=a\na._domainkey.example.com TXT {ED}\na._domainkey.example.com TXT {ED}"))
            .has_usable_key(),
        Some(false)
    );
}

#[test]
fn dates_follow_the_time_of_the_audit() {
    let dates = dates("2026-02-03T00:00:00Z");
    for wanted in ["2027", "2022", "2026a", "2025b", "202602", "202512", "202503"] {
        assert!(dates.iter().any(|d| d == wanted), "{wanted} in {dates:?}");
    }
    assert!(!dates.iter().any(|d| d == "202502" || d == "202600" || d == "2021"));
    assert!(super::dates("").is_empty());
}

#[test]
fn the_table_is_well_formed() {
    let mut met = BTreeSet::new();
    for (selector, _) in known::KNOWN {
        assert!(met.insert(selector), "{selector} twice");
        assert!(Name::parse(selector).is_ok_and(|n| n.as_str() == *selector && n.depth() == 1), "{selector}");
    }
    for wanted in ["google", "selector1", "mail", "mailru", "beget", "us", "dkim", "default", "protonmail3", "mindbox"] {
        assert!(met.contains(&wanted), "{wanted}");
    }
}
