use super::*;
use crate::{DnssecStatus, Facts, Inquiry, Moment, Target, Transport, WhyNot};

const BELOW: &str = "
example.com MX 10 mx.example.com
example.com TXT v=spf1 -all
mx.example.com A 192.0.2.1
www.example.com CNAME web.example.com
web.example.com A 192.0.2.80
far.example.com CNAME cdn.example.net
cdn.example.net A 192.0.2.90
deep.box.example.com TXT x
slow.example.com A TIMEOUT
*.wild.example.com TXT old
real.wild.example.com TXT mine
";

#[track_caller]
fn under(text: &str, asked: &str, rtype: RecordType, wanted: &str) {
    let world = World::parse(BELOW).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(said(&overlay(text), &world, &resolver(asked, rtype)), wanted, "{asked} {rtype} under {text:?}");
}

#[test]
fn a_set_is_replaced_and_no_other() {
    under("@ MX 5 mx2", "example.com", RecordType::Mx, "5:mx2.example.com");
    under("@ MX 5 mx2", "example.com", RecordType::Txt, "v=spf1 -all");
    under("slow A 192.0.2.7", "slow.example.com", RecordType::A, "192.0.2.7");
    under("@ MX 5 mx2", "slow.example.com", RecordType::A, "Timeout");
}

#[test]
fn a_set_that_is_taken_away_leaves_the_name() {
    under("@ MX -", "example.com", RecordType::Mx, "NoData");
    under("@ MX -", "example.com", RecordType::Txt, "v=spf1 -all");
    under("slow A -", "slow.example.com", RecordType::A, "NoData");
    // What never was there does not come to be.
    under("none TXT -", "none.example.com", RecordType::Txt, "NoSuchName");
    under("none TXT -\na.none A 192.0.2.1", "none.example.com", RecordType::Txt, "NoData");
    // The alias answers for the set, and it stays.
    under("www A -", "www.example.com", RecordType::A, "→web.example.com 192.0.2.80");
    under("www CNAME -", "www.example.com", RecordType::A, "NoData");
    under("www CNAME -", "www.example.com", RecordType::Cname, "NoData");
    under("www CNAME -\nwww A 192.0.2.4", "www.example.com", RecordType::A, "192.0.2.4");
}

#[test]
fn a_name_that_is_made_exists_and_so_do_the_names_above() {
    under("s1._domainkey TXT \"k\"", "s1._domainkey.example.com", RecordType::A, "NoData");
    under("s1._domainkey TXT \"k\"", "_domainkey.example.com", RecordType::Txt, "NoData");
    under("s1._domainkey TXT \"k\"", "s2._domainkey.example.com", RecordType::Txt, "NoSuchName");
    under("new HINFO PC X", "new.example.com", RecordType::A, "NoData");
}

#[test]
fn aliases_lead_through_both() {
    under("a CNAME web", "a.example.com", RecordType::A, "→web.example.com 192.0.2.80");
    under("a CNAME b\nb CNAME www", "a.example.com", RecordType::A, "→b.example.com →www.example.com →web.example.com 192.0.2.80");
    under("a CNAME b", "a.example.com", RecordType::Cname, "b.example.com");
    under("a CNAME b", "a.example.com", RecordType::A, "→b.example.com NoSuchName");
    // From below into the overlay.
    under("web A 192.0.2.81", "www.example.com", RecordType::A, "→web.example.com 192.0.2.81");
    under("cdn.example.net. A -", "far.example.com", RecordType::A, "→cdn.example.net NoData");
    under("web CNAME mx", "www.example.com", RecordType::A, "→web.example.com →mx.example.com 192.0.2.1");
    under(
        "x.cdn.example.net. A 192.0.2.3\nlost CNAME cdn2.example.net.\na.cdn2.example.net. A 192.0.2.3",
        "lost.example.com",
        RecordType::A,
        "→cdn2.example.net NoData",
    );
    // A loop, also one that closes below.
    under("a CNAME b\nb CNAME a", "a.example.com", RecordType::A, "→b.example.com →a.example.com ServerFailure");
    under("web CNAME www", "www.example.com", RecordType::A, "→web.example.com →www.example.com ServerFailure");
}

#[test]
fn a_chain_of_16_aliases_is_followed_and_one_of_17_is_not() {
    let chain = |n: usize| (0..n).map(|i| format!("c{i} CNAME c{}\n", i + 1)).collect::<String>() + &format!("c{n} A 192.0.2.9");
    let world = World::parse(BELOW).unwrap_or_else(|e| panic!("{e}"));
    assert!(said(&overlay(&chain(16)), &world, &resolver("c0.example.com", RecordType::A)).ends_with("192.0.2.9"));
    assert!(said(&overlay(&chain(17)), &world, &resolver("c0.example.com", RecordType::A)).ends_with("ServerFailure"));
}

#[test]
fn a_wildcard_covers_what_does_not_exist() {
    under("* TXT \"any\"", "none.example.com", RecordType::Txt, "any");
    under("* TXT \"any\"", "a.b.none.example.com", RecordType::Txt, "any");
    under("* TXT \"any\"", "none.example.com", RecordType::A, "NoData");
    under("* TXT \"any\"", "mx.example.com", RecordType::Txt, "NoData");
    // An empty non-terminal exists, and a name below it is none of the wildcard's.
    under("* TXT \"any\"", "box.example.com", RecordType::Txt, "NoData");
    under("* TXT \"any\"", "x.box.example.com", RecordType::Txt, "NoSuchName");
    under("* TXT \"any\"\na.new A 192.0.2.1", "b.new.example.com", RecordType::Txt, "NoSuchName");
    under("* CNAME web", "none.example.com", RecordType::A, "→web.example.com 192.0.2.80");
    under("a CNAME none\n* A 192.0.2.6", "a.example.com", RecordType::A, "→none.example.com 192.0.2.6");
}

#[test]
fn a_wildcard_that_is_published_is_replaced_too() {
    under("*.wild TXT \"new\"", "x.wild.example.com", RecordType::Txt, "new");
    under("*.wild TXT -", "x.wild.example.com", RecordType::Txt, "NoData");
    under("*.wild TXT \"new\"", "real.wild.example.com", RecordType::Txt, "mine");
    under("*.wild TXT \"new\"", "*.wild.example.com", RecordType::Txt, "new");
}

fn at(server: &str, asked: &str, rtype: RecordType, transport: Transport) -> Question {
    Question::DnsAt { server: server.parse().unwrap_or_else(|e| panic!("{e}")), name: name(asked), rtype, transport }
}

#[test]
fn single_servers_serve_it_over_every_transport_and_broken_ones_stay_broken() {
    let text = format!("{BELOW}@192.0.2.53 example.com TXT REFUSED\n@192.0.2.54/TCP example.com TXT TIMEOUT");
    let world = World::parse(&text).unwrap_or_else(|e| panic!("{e}"));
    let layer = overlay("@ TXT \"new\"\n@ MX -");
    for (server, transport, wanted) in [
        ("192.0.2.52", Transport::Udp, "new"),
        ("192.0.2.52", Transport::Tcp, "new"),
        ("192.0.2.53", Transport::Udp, "Refused"),
        ("192.0.2.54", Transport::Udp, "new"),
        ("192.0.2.54", Transport::Tcp, "Timeout"),
    ] {
        assert_eq!(said(&layer, &world, &at(server, "example.com", RecordType::Txt, transport)), wanted, "{server} {transport:?}");
    }
    assert_eq!(said(&layer, &world, &at("192.0.2.52", "example.com", RecordType::Mx, Transport::Udp)), "NoData");
}

#[test]
fn what_the_zone_above_says_of_a_delegation_is_not_replaced() {
    let question = at("192.0.2.9", "example.com", RecordType::Ns, Transport::Udp);
    let referral = Answer::Dns(DnsAnswer { outcome: Outcome::NoData, authoritative: false, ..DnsAnswer::default() });
    let layer = overlay("@ NS ns9");
    assert_eq!(layer.answer(&question, &|_| Some(referral.clone())), Ok(referral.clone()));
}

#[test]
fn dnssec_is_that_of_the_zone() {
    let status = |below: &str, text: &str, asked: &str| {
        let world = World::parse(below).unwrap_or_else(|e| panic!("{e}"));
        match dns(&overlay(text), &world, &resolver(asked, RecordType::Txt)) {
            Answer::Dns(answer) => answer.dnssec.map(|d| d.status),
            other => panic!("{other:?}"),
        }
    };
    let signed = "example.com TXT x\nexample.com DNSSEC secure\nexample.net TXT y\nexample.net DNSSEC insecure";
    assert_eq!(status(signed, "@ TXT \"new\"", "example.com"), Some(DnssecStatus::Secure));
    assert_eq!(status(signed, "new TXT \"new\"", "new.example.com"), Some(DnssecStatus::Secure));
    assert_eq!(status(signed, "@ CNAME example.net.", "example.com"), Some(DnssecStatus::Insecure));
    assert_eq!(status("example.com TXT x", "@ TXT \"new\"", "example.com"), None);
    // A part of which nothing is known leaves the whole unsaid.
    assert_eq!(status("example.com TXT x\nexample.com DNSSEC secure\nexample.net TXT y", "@ CNAME example.net.", "example.com"), None);
}

#[test]
fn where_nothing_came_the_closest_answer_of_the_zone_speaks() {
    let world = World::parse("example.com SOA ns h 1 2\nexample.com DNSSEC secure").unwrap_or_else(|e| panic!("{e}"));
    let soa = resolver("example.com", RecordType::Soa);
    let known = |q: &Question| Some(if *q == soa { world.answer(q, &|_, _| Vec::new()) } else { Answer::NotAsked(WhyNot::NotRecorded) });
    let answer = overlay("a.b TXT \"x\"").answer(&resolver("a.b.example.com", RecordType::Txt), &known);
    assert!(matches!(answer, Ok(Answer::Dns(a)) if a.dnssec.as_ref().is_some_and(|d| d.status == DnssecStatus::Secure)));
}

/// Asks the MX, then the addresses of each exchange.
const PLANNER: Planner = Planner {
    name: "mx",
    serves: &["mx"],
    plan: |target: &Target, inquiry: &Inquiry<'_>| {
        for record in inquiry.dns(&target.domain, RecordType::Mx).records() {
            if let Data::Mx { exchange, .. } = &record.data {
                inquiry.dns(exchange, RecordType::A);
            }
        }
    },
};

#[test]
fn a_replay_runs_its_planners_again_and_comes_out_the_same() {
    let world = World::parse(BELOW).unwrap_or_else(|e| panic!("{e}"));
    let recorded = world.gather(&Target::new(name("example.com")), &[PLANNER], &|_, _| Vec::new());
    let layer = overlay("@ MX 1 web\n@ MX 2 made\nmade A 192.0.2.5");
    let refuse = |_: &Question| Answer::NotAsked(WhyNot::NotRecorded);
    let after = layer.over(&recorded, &[PLANNER], refuse);
    assert_eq!(layer.over(&recorded, &[PLANNER], refuse), after);
    assert_eq!(after.facts.observed_at, recorded.facts.observed_at);
    let web = after.facts.answer(&resolver("web.example.com", RecordType::A));
    assert_eq!(web, Some(&Answer::NotAsked(WhyNot::NotRecorded)), "a new question is unknown, never absent");
    let made = after.facts.answer(&resolver("made.example.com", RecordType::A));
    assert!(matches!(made, Some(Answer::Dns(a)) if matches!(a.outcome, Outcome::Records(_))));
    assert_eq!(after.facts.answer(&resolver("mx.example.com", RecordType::A)), None);
    // An empty overlay changes nothing.
    assert_eq!(Overlay::default().over(&recorded, &[PLANNER], refuse), recorded);
}

#[test]
fn what_nothing_came_to_is_told() {
    let world = World::parse(BELOW).unwrap_or_else(|e| panic!("{e}"));
    let recorded = world.gather(&Target::new(name("example.com")), &[PLANNER], &|_, _| Vec::new());
    let layer = overlay("@ MX 1 www\nweb A 192.0.2.1\nmx.example.com A 192.0.2.1\nold TXT -");
    let after = layer.over(&recorded, &[PLANNER], |q| world.answer(q, &|_, _| Vec::new()));
    let unused: Vec<String> = layer.unused(&after.facts).iter().map(|(owner, rtype)| format!("{owner} {rtype}")).collect();
    assert_eq!(unused, ["mx.example.com.example.com A", "old.example.com TXT"]);
    assert_eq!(layer.unused(&Facts::new(Moment::default())).len(), 4);
}

#[test]
fn a_later_overlay_lies_over_an_earlier_one() {
    let mut both = overlay("a TXT \"1\"\nb TXT \"1\"\nc TXT -");
    both.lay(overlay("a TXT \"2\"\nb TXT -\nc TXT \"2\""));
    let world = World::default();
    for (asked, wanted) in [("a", "2"), ("b", "NoSuchName"), ("c", "2")] {
        assert_eq!(said(&both, &world, &resolver(&format!("{asked}.example.com"), RecordType::Txt)), wanted, "{asked}");
    }
}
