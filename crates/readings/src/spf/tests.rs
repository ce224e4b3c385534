use super::*;
use facts::answer::{Data, Text};
use facts::fixture::World;
use facts::{Answer, DnsAnswer, Facts, Moment, Outcome, Planner, Question};

const PLANNERS: [Planner; 1] = [Planner { name: "spf", serves: &["spf"], plan: |t, i| drop(read(t, i)) }];

fn spf(text: &str) -> Spf {
    let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
    let recorded = world.gather(&world.target(), &PLANNERS, &|_, _| Vec::new());
    read(&recorded.target, &Inquiry::new(&recorded.facts))
}

#[test]
fn every_branch_has_its_subtotal() {
    let s = spf("example.com TXT v=spf1 a mx include:b.example exp=e.example -all ptr
b.example TXT v=spf1 include:c.example exists:x.example ip4:44.0.0.0/24 redirect=d.example
c.example TXT v=spf1 a ~all redirect=e.example
d.example TXT v=spf1 ip6:2d00::/32 -all
example.com MX 1 m1.example.com
example.com MX 2 m2.example.com");
    let cost: Vec<(&str, u32)> = s.policy.terms.iter().map(|t| (t.text.as_str(), t.lookups)).collect();
    assert_eq!(cost, [("a", 1), ("mx", 1), ("include:b.example", 5), ("exp=e.example", 0), ("-all", 0), ("ptr", 0)]);
    assert_eq!(s.policy.lookups, 7);
    assert!(!s.policy.terms[5].reached);
    let redirected = &s.policy.all().into_iter().find(|p| p.domain == "c.example").and_then(|p| p.terms.last().cloned());
    assert!(redirected.as_ref().is_some_and(|t| t.kind == "redirect" && !t.reached && t.policy.is_none()));
}

#[test]
fn a_name_met_twice_is_shown_once_and_counted_twice() {
    let s = spf("example.com TXT v=spf1 include:b.example include:b.example -all\nb.example TXT v=spf1 a mx -all");
    assert_eq!(s.policy.lookups, 6);
    let second = s.policy.terms[1].policy.as_ref().map(|p| (p.status, p.lookups));
    assert_eq!(second, Some((Status::ShownBefore, 2)));
}

#[test]
fn beyond_the_limit_the_tree_is_still_drawn() {
    let text = "target example.com ip=44.9.9.9\nexample.com TXT v=spf1 include:b.example include:c.example include:d.example -all
b.example TXT v=spf1 a a a a a ~all\nc.example TXT v=spf1 mx mx mx mx mx ~all\nd.example TXT v=spf1 a:x.example ~all\nb.example A 44.1.1.1\nc.example MX 1 b.example\nx.example A 44.1.1.2";
    let s = spf(text);
    assert_eq!(s.policy.lookups, 14);
    assert_eq!(s.policy.all().len(), 4);
    let e = &s.evaluations[0];
    assert_eq!((e.result, e.cause, e.lookups), (SpfResult::Permerror, Some(Cause::LookupLimit), 11));
    assert_eq!(e.matched.as_ref().map(|m| (m.domain.as_str(), m.term.as_str(), m.column)), Some(("c.example", "mx", 17)));
}

#[test]
fn void_needs_both_families_or_no_name() {
    let s = spf("example.com TXT v=spf1 a:six.example a:gone.example a:text.example mx:text.example mx:null.example mx:dead.example exists:%{i}.x -all
six.example AAAA 2d00::1\ntext.example TXT hello\nnull.example MX 0 .\ndead.example MX 1 gone.example");
    let voids: Vec<&str> = s.voids().iter().map(|(_, t)| t.text.as_str()).collect();
    assert_eq!(voids, ["a:gone.example", "a:text.example", "mx:text.example", "mx:null.example", "mx:dead.example"]);
}

#[test]
fn silence_is_never_absence() {
    let s = spf(
        "target example.com ip=44.9.9.9\nexample.com TXT v=spf1 a:slow.example include:dead.example -all\nslow.example * TIMEOUT\ndead.example * SERVFAIL",
    );
    assert_eq!(s.voids().len(), 0);
    assert_eq!(s.policy.lookups, 2);
    assert_eq!(s.policy.gaps().len(), 3);
    let e = &s.evaluations[0];
    assert_eq!((e.result, e.gaps.len()), (SpfResult::Temperror, 1));
    assert_eq!(s.sends_nothing(), Some(false));
    assert_eq!(spf("example.com TXT TIMEOUT").sends_nothing(), None);
}

#[test]
fn loops_end_on_their_own_path_only() {
    let s = spf(
        "example.com TXT v=spf1 include:b.example include:c.example -all\nb.example TXT v=spf1 include:c.example -all\nc.example TXT v=spf1 redirect=example.com",
    );
    let statuses: Vec<Status> = s.policy.all().iter().map(|p| p.status).collect();
    assert_eq!(statuses, [Status::Record, Status::Record, Status::Record, Status::Loop, Status::ShownBefore]);
}

#[test]
fn an_include_that_fails_does_not_end_the_evaluation() {
    let s = spf(
        "target example.com ip=44.9.9.9 ip=2d00::9\nexample.com TXT v=spf1 -include:b.example ~include:c.example +all\nb.example TXT v=spf1 -all\nc.example TXT v=spf1 ip6:2d00::/16 -all",
    );
    let results: Vec<SpfResult> = s.evaluations.iter().map(|e| e.result).collect();
    assert_eq!(results, [SpfResult::Pass, SpfResult::Softfail]);
}

#[test]
fn ranges_tell_own_from_foreign() {
    let s = spf("example.com TXT v=spf1 mx/30 ip4:44.5.5.77/24 -ip4:44.6.0.0/16 include:_spf.example.com include:big.example -all
example.com MX 1 m.example.com\nm.example.com A 44.1.1.7\nm.example.com AAAA 2d00::7
_spf.example.com TXT v=spf1 ip4:44.7.0.1 -all\nbig.example TXT v=spf1 ip4:44.5.5.0/25 ip4:44.8.0.0/16 ~all");
    let own: Vec<String> = s.own_ranges().map(|r| format!("{}/{} {}", r.network, r.prefix, r.kind)).collect();
    assert_eq!(own, ["44.1.1.4/30 mx", "2d00::7/128 mx", "44.5.5.0/24 ip4", "44.7.0.1/32 ip4"]);
    assert_eq!(s.authorised_v4(), 4 + 256 + 1 + 65_536);
    assert_eq!(s.targets().iter().map(Name::as_str).collect::<Vec<_>>(), ["_spf.example.com", "big.example"]);
}

#[test]
fn the_whole_internet_is_seen_without_its_private_parts() {
    let cover = |text: &str| cover_the_internet(&spf(text).ranges);
    let all_but_private: String = (1..224).filter(|n| *n != 10 && *n != 127).map(|n| format!(" ip4:{n}.0.0.0/8")).collect();
    assert!(cover(&format!("example.com TXT v=spf1{all_but_private} -all")));
    assert!(!cover(&format!("example.com TXT v=spf1{} -all", all_but_private.replace(" ip4:8.0.0.0/8", ""))));
    assert!(cover("example.com TXT v=spf1 ip6:2000::/3 -all"));
    assert!(!cover("example.com TXT v=spf1 ip6:3000::/4 -all"));
}

#[test]
fn json_of_the_command() {
    let mut facts = Facts::new(Moment::default());
    let world = World::parse("example.com TXT v=spf1 ip4:44.1.1.1 -all exp=why.example.com\nwhy.example.com TXT %{i} is no sender of %{o}");
    let world = world.unwrap_or_else(|e| panic!("{e}"));
    let mut target = Target::new(Name::root());
    target.mail_from = Some("jack@example.com".into());
    target.ips = vec!["44.1.1.2".parse().unwrap_or(SAMPLE_CLIENT)];
    facts::gather(&target, &[COMMAND], &mut facts, |q| world.answer(q, &|_, _| Vec::new()));
    let json = serde_json::to_value(answer(&target, &Inquiry::new(&facts))).unwrap_or_default();
    assert_eq!(json["result"], "fail");
    assert_eq!(json["explanation"], "44.1.1.2 is no sender of example.com");
    assert_eq!((&json["lookups"], &json["voids"]), (&0.into(), &0.into()));
    assert_eq!(json["tree"]["terms"][1]["term"], "-all");
    assert_eq!(json["matched"]["column"], 21);
}

/// A tree without end: every name has a policy of many includes, none of them met before.
#[test]
fn a_hostile_tree_ends() {
    let mut target = Target::new(Name::parse("x.example").unwrap_or_default());
    target.ips = vec![SAMPLE_CLIENT, "2d00::1".parse().unwrap_or(SAMPLE_CLIENT)];
    let mut asked = 0;
    let mut facts = Facts::new(Moment::default());
    facts::gather(&target, &PLANNERS, &mut facts, |question| {
        asked += 1;
        let Question::Dns { name, rtype: RecordType::Txt } = question else { return Answer::Dns(DnsAnswer::default()) };
        let tag = name.as_str().replace('.', "-");
        let tag = &tag[tag.len().saturating_sub(40)..];
        let record: String =
            (0..1_000).map(|n| format!(" include:{n}.{tag}.example a:{n}.{tag}.example ip4:44.1.{}.{}", n / 256, n % 256)).collect();
        let data = Data::Txt(vec![Text::from(format!("v=spf1{record} -all").as_str())]);
        Answer::Dns(DnsAnswer { outcome: Outcome::Records(vec![facts::Record { ttl: 1, data }]), ..DnsAnswer::default() })
    });
    let s = read(&target, &Inquiry::new(&facts));
    assert!(asked < 1_500, "{asked} questions");
    assert!(s.policy.lookups > 2_000);
    assert!(s.policy.all().iter().map(|p| p.terms.len()).sum::<usize>() <= 2_100);
    assert!(s.evaluations.iter().all(|e| matches!(e.result, SpfResult::Temperror | SpfResult::Permerror)));
}
