//! What `fix` makes of all findings of a world together: one coherent set that clears them or says why not, and that takes
//! the right to send from nobody.

use crate::checks::CHECKS;
use crate::planners::PLANNERS;
use crate::samples::HEALTHY;
use facts::fixture::World;
use facts::{Inquiry, Name, Overlay, Recorded};
use findings::{Report, Status};
use proptest::prelude::*;
use readings::spf::{Sender, SpfResult, check_host};
use remedies::{Means, Plan, Remedy, Wishes};
use std::net::IpAddr;

fn report(recorded: Recorded) -> Report {
    let judged = (crate::AUDIT.judge)(&recorded.target, &recorded.facts);
    Report::assemble(findings::Assembly { recorded, judged, parked: false })
}

/// The plan for a world, what it was made of, and the broken promises.
pub(super) fn planned(world: &World, only: &[&str]) -> (Plan, Recorded, Vec<String>) {
    let target = facts::Target { only: only.iter().map(|a| (*a).to_owned()).collect(), ..world.target() };
    let recorded = world.gather(&target, PLANNERS, &|_, _| Vec::new());
    let answer = |question: &facts::Question| world.answer(question, &|_, _| Vec::new());
    let means = Means { recorded: &recorded, planners: PLANNERS, judge: &report, new: &mut |question| answer(question) };
    let plan = remedies::propose(means, &Wishes::default());
    let faults = remedies::proof::faults(&plan, &recorded, &|overlay| overlay.over(&recorded, PLANNERS, answer));
    (plan, recorded, faults)
}

#[test]
fn it_keeps_its_promises_over_every_bad_example() {
    let (mut faults, mut proposed) = (Vec::new(), std::collections::BTreeSet::new());
    let bad = CHECKS.iter().flat_map(|c| c.examples.iter().filter(|e| e.status == Status::Fail).map(move |e| (c, e)));
    for (check, example) in bad {
        let world = World::layers(example.layers).unwrap_or_else(|e| panic!("{e}"));
        let (plan, _, told) = planned(&world, &[]);
        faults.extend(told.into_iter().map(|fault| format!("{} {:?}: {fault}", check.code, example.layers.last())));
        let helped = plan.changes.iter().chain(plan.later.iter().map(|l| &l.change)).chain(&plan.elsewhere).flat_map(|c| &c.codes);
        let held = plan.withheld.iter().flat_map(|w| &w.codes);
        // The sentence about a file that is sound and merely not enforced is the proposal.
        let told = plan.advice.iter().flat_map(|a| &a.codes).filter(|code| **code == "STS006");
        proposed.extend(helped.chain(held).chain(told).copied().filter(|code| *code == check.code));
    }
    // Each check for which records can be had says so, and no other.
    for check in CHECKS {
        let decided = Remedy::of(check.code);
        if decided.is_none() || (decided == Some(Remedy::Records)) != proposed.contains(check.code) {
            faults.push(format!("{} is decided as {decided:?}, and records are proposed: {}", check.code, proposed.contains(check.code)));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// TLSA counts in signed zones alone: that is said, and none is proposed.
#[test]
fn an_unsigned_zone_is_signed_first() {
    let world = World::layers(&[HEALTHY, "example.com DNSSEC insecure"]).expect("a world");
    let (plan, _, faults) = planned(&world, &[]);
    assert!(faults.is_empty() && plan.changes.iter().all(|c| c.rtype != facts::RecordType::Tlsa), "{faults:?}");
    let told = plan.advice.iter().find(|a| a.codes.contains("DNS007")).expect("a word about it");
    assert!(told.text.to_text(findings::Lang::En).starts_with("sign the zone first"), "{told:?}");
    assert!(told.text.to_text(findings::Lang::Ru).starts_with("сначала подпишите зону"), "{told:?}");
}

/// Hosts and services that random records name; some are dead.
const NAMED: &str = "
h1.example.com A 44.130.1.1
h2.example.com A 44.130.2.2
h2.example.com A 44.130.2.3
h3.example.net A 44.130.3.3
s1.example.net TXT v=spf1 ip4:44.130.8.0/24 -all
s2.example.net TXT v=spf1 ip4:44.130.9.0/25 ip4:44.130.9.128/25 ~all
s3.example.net TXT v=spf1 include:s1.example.net include:s2.example.net a:h3.example.net ?all
s4.example.net TXT v=spf1 -ip4:44.130.10.7 ip4:44.130.10.0/24 -all
s5.example.net TXT v=spf1 include:s3.example.net include:s4.example.net include:_spf.example.com -all
_spf.example.com TXT v=spf1 a:h1.example.com a:h2.example.com ip4:44.130.11.0/28 -all
s6.example.net TXT v=spf1 -ip4:44.130.8.64/26 -ip6:2d00:44:1:8000::/65 ~a:h3.example.net ip4:44.130.8.0/22 ip6:2d00:44:1::/48 ?all
s7.example.net TXT v=spf1 -include:s4.example.net +all
s8.example.net TXT v=spf1 ip4:44.130.7.0/24 redirect=s6.example.net
s9.example.net TXT v=spf1 exists:%{i}.ok.example.net -exists:%{l}.ok.example.net ip4:44.130.6.0/25 -all
h1.example.com AAAA 2d00:44:1::1
h3.example.net AAAA 2d00:44:1:8000::3
h3.example.net MX 10 h1.example.com
h3.example.net MX 20 h2.example.com
h3.example.net MX 30 gone.example.com
*.ok.example.net A 127.0.0.2
";

/// Records that invite a plan to go wrong, over [`NAMED`], and what must stand in the proposal, or in the reason why not.
const HOSTILE: &[(&str, &str)] = &[
    // Nested includes over the limit; none can be left out, all can be written as ranges.
    ("v=spf1 include:s5.example.net include:s3.example.net include:s4.example.net a:h1.example.com a:h2.example.com mx -all", "ip4:"),
    // Void look-ups beside ones that lead somewhere.
    (
        "v=spf1 a:gone1.example.com a:gone2.example.com mx:gone3.example.com ip4:44.130.5.5 include:s1.example.net -all",
        "v=spf1 ip4:44.130.5.5 include:s1.example.net -all",
    ),
    // A redirect that all makes void, and one that leads nowhere.
    ("v=spf1 ip4:44.130.5.5 -all redirect=s1.example.net", "v=spf1 ip4:44.130.5.5 -all"),
    ("v=spf1 ip4:44.130.5.5 redirect=gone.example.net", "v=spf1 ip4:44.130.5.5 ~all"),
    // Unknown modifiers are no business of ours.
    ("v=spf1 ip4:44.130.5.5 ip4:44.130.5.5 op=abuse ra=postmaster -all", "op=abuse"),
    // Macros cannot be written as ranges: they stay, whatever it costs.
    ("v=spf1 exists:%{i}.%{l}.ok.example.net ptr:example.com ip4:44.130.5.5 ip4:44.130.5.4 -all", "did not clear the finding"),
    // Terms of both families behind a refusal, in an order that counts.
    (
        "v=spf1 -ip4:44.130.8.9 ip4:44.130.8.0/25 ip4:44.130.8.128/25 ip6:2d00:44:1::/65 ip6:2d00:44:1:0:8000::/65 ?all",
        "v=spf1 -ip4:44.130.8.9 ip4:44.130.8.0/24 ip6:2d00:44:1::/64 ~all",
    ),
    // A loop, and an include of itself.
    ("v=spf1 include:example.com ip4:44.130.5.5 -all", ""),
    // Broken beyond mending without guessing.
    ("v=spf1 include: ip4:999.1.1.1 ip4:44.130.5.5 -all", "ip4:44.130.5.5"),
    // Refusals that an open all before them makes void must not come to life.
    ("v=spf1 all -ip4:44.130.4.0/20 ip4:44.130.4.0/21 -all", "ip4:44.130.4.0/21 +all"),
    ("v=spf1 +all -include:s1.example.net -a:h1.example.com -all", ""),
    // Open to everybody: whatever closes it stops somebody.
    ("v=spf1 ip4:44.130.5.5 +all", "lets everybody send"),
];

#[test]
fn hostile_records_cut_nobody_off() {
    let long: String = (0..60).map(|n| format!("ip4:44.131.{}.{} ", n, n * 4)).collect();
    let long = (format!("v=spf1 {long}ip4:44.131.0.0 ptr ?all"), "~all".to_owned());
    let cases = HOSTILE.iter().map(|(record, wanted)| ((*record).to_owned(), (*wanted).to_owned())).chain([long]);
    for (record, wanted) in cases {
        let strings: Vec<String> = record.as_bytes().chunks(200).map(|c| format!("\"{}\"", String::from_utf8_lossy(c))).collect();
        let own = format!("example.com TXT {}", strings.join(" "));
        let world = World::layers(&[HEALTHY, NAMED, &own]).unwrap_or_else(|e| panic!("{e}: {own}"));
        let (plan, recorded, faults) = planned(&world, &["spf"]);
        assert!(faults.is_empty(), "{record}: {}", faults.join("\n"));
        let lines: String = plan.changes.iter().map(remedies::Change::zone_lines).collect();
        let told: String = plan.withheld.iter().map(|w| w.why.to_text(findings::Lang::En)).collect();
        let joined = lines.replace("\" \"", "");
        assert!(joined.contains(&wanted) || told.contains(&wanted), "{record}: {lines}{told}");
        if lines.is_empty() {
            continue;
        }
        // No string of a TXT record is longer than a DNS message can hold it, and the answer fits UDP.
        let quoted = lines.split('"').skip(1).step_by(2);
        assert!(quoted.clone().all(|s| s.len() <= 255) && joined.len() < 1_400, "{lines}");
        // Both edges of every range that was authorised, of both families, one by one.
        let overlay = Overlay::parse(lines.as_bytes(), &Name::root()).expect("a zone text");
        let spf: Vec<_> = PLANNERS.iter().copied().filter(|p| p.name == "spf").collect();
        let ranges = readings::spf::read(&recorded.target, &Inquiry::new(&recorded.facts)).ranges;
        for ip in ranges.iter().flat_map(|r| [r.network, r.last()]) {
            let target = facts::Target { ips: vec![ip], ..recorded.target.clone() };
            let seen = world.gather(&target, &spf, &|_, _| Vec::new());
            let after = overlay.over(&seen, &spf, |question| world.answer(question, &|_, _| Vec::new()));
            let (was, is) = (result(&seen, ip), result(&after, ip));
            assert!(was != SpfResult::Pass || is == SpfResult::Pass, "{ip}: {was:?}, then {is:?} with\n{lines}");
        }
    }
}

fn term() -> impl Strategy<Value = String> {
    let sign = prop_oneof![8 => Just(""), 2 => Just("-"), 1 => Just("~"), 1 => Just("?"), 1 => Just("+")];
    let range = (0_u8..12, any::<u8>(), prop_oneof![8 => 20_u8..=32, 1 => 0_u8..20]);
    let range = range.prop_map(|(c, d, prefix)| format!("ip4:44.130.{c}.{d}/{prefix}"));
    let range6 = (0_u16..4, any::<u16>(), prop_oneof![8 => 44_u8..=128, 1 => 0_u8..44]);
    let range6 = range6.prop_map(|(c, d, prefix)| format!("ip6:2d00:44:{c}:{d:x}::{c}/{prefix}"));
    let service = (1_u8..=10).prop_map(|n| format!("include:s{n}.example.net"));
    let host =
        (prop::sample::select(vec!["a", "mx"]), prop::sample::select(vec!["", ":h1.example.com", ":h2.example.com", ":h3.example.net"]));
    let host = (host, prop::sample::select(vec!["", "/32", "/24", "/0", "//128", "//64", "/30//48", "//0"]));
    let host = host.prop_map(|((kind, host), cidr)| format!("{kind}{host}{cidr}"));
    let other = prop::sample::select(vec![
        "mx:example.com",
        "include:_spf.example.com",
        "include:gone.example.net",
        "include:%{d1r}.example.net",
        "a:gone.example.com",
        "a:%{l}.ok.example.net",
        "ptr",
        "exists:%{i}.ok.example.net",
        "exists:%{ir}.%{v}.gone.example.net",
        "ipv4:44.130.5.5",
        "ip4:44.130.6",
        "include:",
        "all",
        "redirect=s1.example.net",
        "redirect=s6.example.net",
        "redirect=s7.example.net",
        "redirect=%{d2}",
        "exp=why.example.com",
        "nonsense",
        "44.130.7.7",
    ]);
    let kind = prop_oneof![5 => range, 3 => range6, 4 => service, 3 => host, 5 => other.prop_map(str::to_owned)];
    (sign, kind).prop_map(|(sign, kind)| if kind.contains('=') { kind } else { format!("{sign}{kind}") })
}

fn record() -> impl Strategy<Value = String> {
    let all = prop_oneof![3 => Just(" -all"), 3 => Just(" ~all"), 1 => Just(" ?all"), 1 => Just("")];
    (prop::collection::vec(term(), 0..14), all).prop_map(|(terms, all)| format!("v=spf1 {}{all}", terms.join(" ")))
}

/// Addresses within, beside and far from what the records name.
fn point() -> impl Strategy<Value = IpAddr> {
    let named = prop::sample::select(vec![
        "44.130.1.1",
        "44.130.2.3",
        "44.130.3.3",
        "44.130.8.63",
        "44.130.8.64",
        "44.130.10.7",
        "44.130.11.15",
        "2d00:44:1::1",
        "2d00:44:1:7fff:ffff:ffff:ffff:ffff",
        "2d00:44:1:8000::3",
        "192.0.2.1",
        "2001:db8::1",
    ]);
    prop_oneof![
        4 => (0_u8..13, any::<u8>()).prop_map(|(c, d)| IpAddr::from([44, 130, c, d])),
        3 => named.prop_map(|text| text.parse().expect("an address")),
        2 => (0_u16..4, any::<u16>(), 0_u16..4).prop_map(|(c, d, e)| IpAddr::from([0x2d00, 0x44, c, d, 0, 0, 0, e])),
        1 => any::<u32>().prop_map(|bits| IpAddr::from(std::net::Ipv4Addr::from_bits(bits))),
    ]
}

/// Whether a record says nothing but what receivers hear: no misspelling, and nothing behind `all`.
fn is_plain(record: &str) -> bool {
    let parsed = records::spf::SpfRecord::parse(record.as_bytes());
    let all = record.split(' ').position(|term| term.trim_start_matches(['+', '-', '~', '?']) == "all");
    parsed.issues.is_empty() && all.is_none_or(|at| record.split(' ').skip(at + 1).all(|term| term.is_empty() || term.contains('=')))
}

fn result(recorded: &Recorded, ip: IpAddr) -> SpfResult {
    check_host(&Inquiry::new(&recorded.facts), &Sender::of(&recorded.target, ip)).0.result
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_cut_off_and_nobody_let_in(records in prop::collection::vec(record(), 1..3), points in prop::collection::vec(point(), 6)) {
        let own: String = records.iter().map(|r| format!("example.com TXT \"{r}\"\n")).collect();
        let layers = [HEALTHY, NAMED, &own];
        let world = World::layers(&layers).expect("a world");
        let (plan, recorded, faults) = planned(&world, &["spf"]);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
        let text: String = plan.changes.iter().map(remedies::Change::zone_lines).collect();
        let at_domain = plan.changes.iter().any(|c| c.name == recorded.target.domain);
        if !at_domain {
            return Ok(());
        }
        let overlay = Overlay::parse(text.as_bytes(), &Name::root()).expect("a zone text");
        // The walk of SPF alone asks what hangs on one address: its reverse names, and lists.
        let spf: Vec<_> = PLANNERS.iter().copied().filter(|p| p.name == "spf").collect();
        for ip in points {
            let target = facts::Target { ips: vec![ip], ..recorded.target.clone() };
            let seen = |layers: &[&str]| World::layers(layers).expect("a world").gather(&target, &spf, &|_, _| Vec::new());
            let after = overlay.over(&seen(&layers), &spf, |question| world.answer(question, &|_, _| Vec::new()));
            let is = result(&after, ip);
            let was: Vec<SpfResult> = records
                .iter()
                .map(|record| result(&seen(&[HEALTHY, NAMED, &format!("example.com TXT \"{record}\"")]), ip))
                .collect();
            prop_assert!(!was.contains(&SpfResult::Pass) || is == SpfResult::Pass, "{ip}: {was:?} by {records:?}, then {is:?} with\n{text}");
            let heard = records.iter().all(|r| is_plain(r)) && !was.contains(&SpfResult::Permerror);
            prop_assert!(!heard || was.contains(&SpfResult::Pass) || is != SpfResult::Pass, "{ip}: {was:?} by {records:?}, then {is:?} with\n{text}");
        }
    }
}
