use super::*;
use std::collections::BTreeSet;

fn list(zone: &str) -> &'static List {
    LISTS.iter().find(|l| l.zone == zone).unwrap_or_else(|| panic!("no list {zone}"))
}

fn code(text: &str) -> Ipv4Addr {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// The listings that an answer amounts to; `None` for one that is no listing.
fn amounts(zone: &str, answer: &str) -> Option<Vec<Listing>> {
    match list(zone).read(code(answer)) {
        Said::Listed(meanings) => Some(meanings.iter().map(|m| m.listing).collect()),
        _ => None,
    }
}

#[test]
fn every_row_is_complete() {
    let mut zones = BTreeSet::new();
    for l in LISTS {
        assert!(zones.insert(l.zone), "{} stands twice", l.zone);
        for (what, text) in [("zone", l.zone), ("name", l.name), ("operator", l.operator), ("delist", l.delist), ("evidence", l.evidence)] {
            assert!(!text.is_empty(), "{}: no {what}", l.zone);
        }
        assert!(facts::Name::parse(l.zone).is_ok_and(|n| n.as_str() == l.zone), "{} is no name", l.zone);
        assert!(l.delist.starts_with("http"), "{}", l.zone);
        assert!(!l.objects.is_empty() && !l.meanings.is_empty(), "{}", l.zone);
        for m in l.meanings {
            assert!(!m.words.en.is_empty() && m.words.ru.chars().any(|c| ('а'..='я').contains(&c)), "{} {m:?}", l.zone);
            assert!(m.words.en.is_ascii(), "{} {m:?}", l.zone);
        }
        for object in l.objects {
            let (listed, clear) = l.test_points(*object);
            assert!(!listed.is_empty() && !clear.is_empty() && listed != clear, "{}", l.zone);
        }
    }
}

#[test]
fn no_row_is_dead_or_part_of_another() {
    let zone = |text: &str| facts::Name::parse(text).unwrap_or_else(|e| panic!("{e}"));
    for l in LISTS {
        for dead in DEAD {
            assert!(!zone(l.zone).is_within(&zone(dead)), "{} is dead ({dead})", l.zone);
        }
        assert!(CHILDREN.iter().all(|(child, _)| *child != l.zone), "{} is part of another", l.zone);
    }
    for (child, parent) in CHILDREN {
        assert!(LISTS.iter().any(|l| l.zone == *parent), "{child} has no parent here");
    }
}

#[test]
fn every_refusal_is_void_and_never_a_listing() {
    for l in LISTS {
        for answer in ["127.255.255.250", "127.255.255.252", "127.255.255.254", "127.255.255.255"] {
            assert_eq!(l.read(code(answer)), Said::Refused, "{} {answer}", l.zone);
        }
        for answer in ["126.255.255.255", "128.0.0.2", "203.0.113.9"] {
            assert_eq!(l.read(code(answer)), Said::Outside, "{} {answer}", l.zone);
        }
    }
    for (zone, answer) in [
        ("dbl.spamhaus.org", "127.0.1.255"),
        ("multi.surbl.org", "127.0.0.1"),
        ("multi.uribl.com", "127.0.0.1"),
        ("multi.uribl.com", "127.0.0.3"),
        ("list.dnswl.org", "127.0.0.255"),
    ] {
        assert_eq!(list(zone).read(code(answer)), Said::Refused, "{zone} {answer}");
    }
}

#[test]
fn codes_mean_what_the_lists_say() {
    use Listing::*;
    for (zone, answer, wanted) in [
        ("zen.spamhaus.org", "127.0.0.2", Some(vec![Grave])),
        ("zen.spamhaus.org", "127.0.0.3", Some(vec![Grave])),
        ("zen.spamhaus.org", "127.0.0.4", Some(vec![Grave])),
        ("zen.spamhaus.org", "127.0.0.7", Some(vec![Grave])),
        ("zen.spamhaus.org", "127.0.0.8", None),
        ("zen.spamhaus.org", "127.0.0.9", Some(vec![Grave])),
        ("zen.spamhaus.org", "127.0.0.10", Some(vec![Policy])),
        ("zen.spamhaus.org", "127.0.0.11", Some(vec![Policy])),
        ("zen.spamhaus.org", "127.0.0.12", None),
        ("b.barracudacentral.org", "127.0.0.2", Some(vec![Major])),
        ("bl.spamcop.net", "127.0.0.2", Some(vec![Minor])),
        ("dbl.spamhaus.org", "127.0.1.2", Some(vec![Major])),
        ("dbl.spamhaus.org", "127.0.1.6", Some(vec![Major])),
        ("dbl.spamhaus.org", "127.0.1.102", Some(vec![Grey])),
        ("dbl.spamhaus.org", "127.0.1.106", Some(vec![Grey])),
        ("dbl.spamhaus.org", "127.0.1.107", None),
        ("multi.surbl.org", "127.0.0.254", Some(vec![Major, Major, Major, Major, Grey, Grey])),
        ("multi.surbl.org", "127.0.0.72", Some(vec![Major, Major])),
        ("multi.surbl.org", "127.0.0.4", Some(vec![Grey])),
        ("multi.uribl.com", "127.0.0.2", Some(vec![Major])),
        ("multi.uribl.com", "127.0.0.4", Some(vec![Grey])),
        ("multi.uribl.com", "127.0.0.14", Some(vec![Major, Grey, Grey])),
        ("list.dnswl.org", "127.0.10.3", Some(vec![Welcome])),
        ("list.dnswl.org", "127.0.10.4", None),
        ("list.dnswl.org", "127.0.0.3", None),
        ("dnsbl.dronebl.org", "127.0.0.9", Some(vec![Minor])),
        ("dnsbl.dronebl.org", "127.0.0.2", Some(vec![Neutral])),
        ("dnsbl.dronebl.org", "127.0.0.3", Some(vec![Minor])),
        ("bl.mailspike.net", "127.0.0.12", Some(vec![Minor])),
        ("bl.mailspike.net", "127.0.0.13", Some(vec![Neutral])),
        ("dnsbl.spfbl.net", "127.0.0.4", Some(vec![Neutral])),
        ("dnsbl-2.uceprotect.net", "127.0.0.2", Some(vec![Network])),
        ("rep.mailspike.net", "127.0.0.13", Some(vec![Neutral])),
        ("score.senderscore.com", "127.0.4.100", Some(vec![Neutral])),
        ("score.senderscore.com", "127.0.4.101", None),
        ("combined.mail.abusix.zone", "127.0.0.12", Some(vec![Policy])),
    ] {
        assert_eq!(amounts(zone, answer), wanted, "{zone} {answer}");
    }
}

#[test]
fn a_key_moves_the_zone_and_its_absence_keeps_a_list_out() {
    let keys = ["spamhaus_dqs".to_owned(), "abusix".to_owned()];
    assert_eq!(list("zen.spamhaus.org").asked_zone(&keys).as_deref(), Some("_key-spamhaus_dqs.zen.dq.spamhaus.net"));
    assert_eq!(list("zen.spamhaus.org").asked_zone(&[]).as_deref(), Some("zen.spamhaus.org"));
    assert_eq!(list("combined.mail.abusix.zone").asked_zone(&keys).as_deref(), Some("_key-abusix.combined.mail.abusix.zone"));
    assert_eq!(list("combined.mail.abusix.zone").asked_zone(&[]), None);
    assert_eq!(list("all.s5h.net").asked_zone(&keys), None);
}

#[test]
fn what_is_off_stays_off() {
    let on: BTreeSet<&str> = LISTS.iter().filter(|l| l.asked_zone(&[]).is_some()).map(|l| l.zone).collect();
    for off in ["bl.nszones.com", "bl.rbl-dns.com", "truncate.gbudb.net", "hostkarma.junkemailfilter.com", "bl.0spam.org", "all.s5h.net"] {
        assert!(!on.contains(off), "{off}");
    }
    for l in LISTS.iter().filter(|l| on.contains(l.zone)) {
        assert!(matches!(l.kind, Kind::Block | Kind::Netblock | Kind::Welcome), "{} tells no listing", l.zone);
    }
}

#[test]
fn test_points_of_rfc_5782() {
    let zen = list("zen.spamhaus.org");
    assert_eq!(zen.test_points(Object::Ip4), ("2.0.0.127".into(), "1.0.0.127".into()));
    let (listed, clear) = zen.test_points(Object::Ip6);
    assert_eq!(listed, "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0");
    assert!(clear.starts_with("1.0.0.0.0.0.f.7.f.f.f.f."));
    assert_eq!(list("dbl.spamhaus.org").test_points(Object::Domain).0, "dbltest.com");
}
