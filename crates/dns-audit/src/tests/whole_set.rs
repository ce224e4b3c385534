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
use remedies::{Means, Plan, Wishes};
use std::net::IpAddr;

fn report(recorded: Recorded) -> Report {
    let judged = (crate::AUDIT.judge)(&recorded.target, &recorded.facts);
    Report::assemble(findings::Assembly { recorded, judged, parked: false })
}

/// The plan for a world, what it was made of, and the broken promises.
fn planned(world: &World, only: &[&str]) -> (Plan, Recorded, Vec<String>) {
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
    let mut faults = Vec::new();
    let bad = CHECKS.iter().flat_map(|c| c.examples.iter().filter(|e| e.status == Status::Fail).map(move |e| (c, e)));
    for (check, example) in bad {
        let world = World::layers(example.layers).unwrap_or_else(|e| panic!("{e}"));
        let (_, _, told) = planned(&world, &[]);
        faults.extend(told.into_iter().map(|fault| format!("{} {:?}: {fault}", check.code, example.layers.last())));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
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
*.ok.example.net A 127.0.0.2
";

fn term() -> impl Strategy<Value = String> {
    let sign = prop_oneof![8 => Just(""), 1 => Just("-"), 1 => Just("~"), 1 => Just("?")];
    let range = (0_u8..12, any::<u8>(), 20_u8..=32).prop_map(|(c, d, prefix)| format!("ip4:44.130.{c}.{d}/{prefix}"));
    let service = (1_u8..=6).prop_map(|n| format!("include:s{n}.example.net"));
    let other = prop::sample::select(vec![
        "a",
        "mx",
        "A:h1.example.com",
        "a:h2.example.com/30",
        "mx:example.com",
        "include:_spf.example.com",
        "include:gone.example.net",
        "a:gone.example.com",
        "ptr",
        "exists:%{i}.ok.example.net",
        "ip6:2d00:44:1::/64",
        "ipv4:44.130.5.5",
        "ip4:44.130.6",
        "include:",
        "all",
        "redirect=s1.example.net",
        "exp=why.example.com",
        "nonsense",
        "44.130.7.7",
    ]);
    let kind = prop_oneof![5 => range, 4 => service, 5 => other.prop_map(str::to_owned)];
    (sign, kind).prop_map(|(sign, kind)| if kind.contains('=') { kind } else { format!("{sign}{kind}") })
}

fn record() -> impl Strategy<Value = String> {
    let all = prop_oneof![3 => Just(" -all"), 3 => Just(" ~all"), 1 => Just(" ?all"), 1 => Just("")];
    (prop::collection::vec(term(), 0..14), all).prop_map(|(terms, all)| format!("v=spf1 {}{all}", terms.join(" ")))
}

fn result(recorded: &Recorded, ip: IpAddr) -> SpfResult {
    check_host(&Inquiry::new(&recorded.facts), &Sender::of(&recorded.target, ip)).0.result
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_cut_off(records in prop::collection::vec(record(), 1..3), points in prop::collection::vec((0_u8..13, any::<u8>()), 6)) {
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
        for (c, d) in points {
            let ip = IpAddr::from([44, 130, c, d]);
            let target = facts::Target { ips: vec![ip], ..recorded.target.clone() };
            let seen = |layers: &[&str]| World::layers(layers).expect("a world").gather(&target, &spf, &|_, _| Vec::new());
            let after = overlay.over(&seen(&layers), &spf, |question| world.answer(question, &|_, _| Vec::new()));
            let is = result(&after, ip);
            for record in &records {
                let alone = format!("example.com TXT \"{record}\"");
                let was = result(&seen(&[HEALTHY, NAMED, &alone]), ip);
                prop_assert!(was != SpfResult::Pass || is == SpfResult::Pass, "{ip}: {was:?} by {record}, then {is:?} with\n{text}");
            }
        }
    }
}
