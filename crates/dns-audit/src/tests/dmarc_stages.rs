//! What `fix` makes of DMARC over random records: no policy grows milder, and none stricter than what was seen bears.

use super::whole_set::planned;
use crate::planners::PLANNERS;
use crate::samples::HEALTHY;
use facts::fixture::World;
use facts::{Inquiry, Name, Overlay, Recorded};
use proptest::prelude::*;
use readings::dmarc::{Discovery, discovery};
use records::dmarc::Policy;

/// Names below the domain, of which one exists.
const BELOW: &str = "
news.example.com A 44.128.1.90
news.example.com MX 10 mx1.example.com
news.example.com TXT v=spf1 ip4:44.128.1.1 -all
exists.example.com A 44.128.1.91
s1._domainkey.news.example.com TXT v=DKIM1; k=ed25519; p=pqlNTUJcTHtoMiQWgl3vzZNh+0BdZttq5AhvH5GbIE4=
s2.example.net TXT v=spf1 ip4:44.130.9.0/24 -all
";
/// What stands at every name asked about.
const ASKED: [&str; 4] = ["example.com", "news.example.com", "exists.example.com", "never.example.com"];

fn record() -> impl Strategy<Value = String> {
    let policy = || prop::sample::select(vec!["none", "quarantine", "reject"]);
    let maybe = |name: &'static str, values: Vec<&'static str>| {
        prop::option::weighted(0.3, prop::sample::select(values)).prop_map(move |v| v.map(|v| format!("; {name}={v}")).unwrap_or_default())
    };
    let rua = prop::sample::select(vec!["; rua=mailto:dmarc@example.com", "; rua=mailto:dmarc@example.com", "", "; rua=mailto:nobody"]);
    let tags = (maybe("sp", vec!["none", "quarantine", "reject", "bad"]), maybe("np", vec!["none", "quarantine", "reject"]), rua);
    let more = (
        maybe("t", vec!["y", "n"]),
        maybe("pct", vec!["0", "50", "100"]),
        maybe("adkim", vec!["s", "r"]),
        maybe("psd", vec!["y", "n", "u"]),
    );
    let start = prop::sample::select(vec![
        "v=DMARC1; p=",
        "v=DMARC1; p=",
        "v=DMARC1; p=",
        "v=DMARC1; p=",
        "v=DMARC1; P =",
        "v=dmarc1; p=",
        "v=DMARC1 p=",
        "v=DMARC1; p=x; p=",
    ]);
    (start, policy(), tags, more)
        .prop_map(|(start, p, (sp, np, rua), (t, pct, adkim, psd))| format!("{start}{p}{sp}{np}{rua}{t}{pct}{adkim}{psd}"))
}

/// Records over [`BELOW`], and what the plan makes of the policy, or says of it. The domain's SPF and key are sound.
const TOLD: &[(&str, &str)] = &[
    // Up one stage, and names below stay as they are.
    ("v=DMARC1; p=none; rua=mailto:dmarc@example.com", "v=DMARC1; p=quarantine; sp=none; np=quarantine; rua="),
    ("v=DMARC1; p=none; np=reject; rua=mailto:dmarc@example.com", "v=DMARC1; p=quarantine; sp=none; np=reject; rua="),
    ("v=DMARC1; p=none; sp=quarantine; rua=mailto:dmarc@example.com", "v=DMARC1; p=quarantine; rua="),
    ("v=DMARC1; p=reject; t=y; rua=mailto:dmarc@example.com", "v=DMARC1; p=reject; sp=quarantine; np=reject; rua="),
    // What was unreadable was not in force.
    ("v=DMARC1; P =none; sp=quarantine; rua=mailto:dmarc@example.com", "v=DMARC1; p=quarantine; sp=none; np=quarantine; rua="),
    ("v=DMARC1; p=reject; sp=bad; rua=mailto:dmarc@example.com; t=y", "v=DMARC1; p=quarantine; sp=none; np=quarantine; rua="),
    ("v=DMARC1; p=none", "v=DMARC1; p=none; rua="),
    // Strict alignment is the owner's choice; the other record is shown.
    ("v=DMARC1; p=reject; rua=mailto:dmarc@example.com; adkim=s; aspf=r", "TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com; aspf=r"),
];

#[test]
fn what_becomes_of_these() {
    for (record, wanted) in TOLD {
        let text = format!("_dmarc.example.com TXT \"{record}\"\ntarget example.com ip=44.128.1.1 selector=s1");
        let (plan, _, faults) = planned(&World::layers(&[HEALTHY, BELOW, &text]).expect("a world"), &[]);
        assert!(faults.is_empty(), "{record}: {}", faults.join("\n"));
        let lines: String = plan.changes.iter().map(remedies::Change::zone_lines).collect();
        let told: String = plan.advice.iter().map(|a| a.text.to_text(findings::Lang::En)).collect();
        assert!(lines.contains(wanted) || told.contains(wanted), "{record}: {lines}{told}");
    }
}

/// What is mended in the same breath is no evidence yet, a logo needs the policy, and a parent's record is not made milder.
#[test]
fn a_policy_waits_for_its_evidence() {
    let plan = |text: &str| {
        let (plan, _, faults) = planned(&World::layers(&[HEALTHY, BELOW, text]).expect("a world"), &[]);
        assert!(faults.is_empty(), "{text}: {}", faults.join("\n"));
        let lines: String = plan.changes.iter().map(remedies::Change::zone_lines).collect();
        let held: Vec<_> = plan.withheld.iter().map(|w| (w.codes.clone(), w.why.to_text(findings::Lang::En))).collect();
        (lines, held, plan.changes)
    };
    let soft = "_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:dmarc@example.com\n";
    let broken = format!("{soft}example.com TXT v=spf1 ip4:44.128.1.1 include:gone.example.net -all");
    let (lines, held, _) = plan(&broken);
    assert!(lines.contains("v=spf1 ip4:44.128.1.1 -all") && !lines.contains("quarantine"), "{lines}");
    let waits = held.iter().find(|(codes, _)| codes.contains("DMARC004") && codes.contains("BIMI003"));
    assert!(waits.is_some_and(|(_, why)| why.contains("SPF")), "{held:?}");
    let (_, _, changes) = plan("_dmarc.example.com TXT v=DMARC1; p=quarantine; pct=99; rua=mailto:dmarc@example.com");
    assert!(changes.iter().any(|c| c.codes.contains("DMARC010") && c.codes.contains("BIMI003")), "{changes:?}");
    let (lines, ..) =
        plan("_dmarc.example.com TXT v=DMARC1; p=reject; sp=none; pct=50; rua=mailto:d@example.com\ntarget news.example.com ip=44.128.1.1");
    assert!(!lines.contains("; p=none"), "{lines}");
}

/// The policy in force for each name; none where there is none.
fn in_force(recorded: &Recorded, world: &World, overlay: Option<&Overlay>) -> Vec<Policy> {
    let one = |name: &&str| {
        let name = Name::parse(name).expect("a name");
        let target = facts::Target { domain: name.clone(), ..recorded.target.clone() };
        let answer = |question: &facts::Question| world.answer(question, &|_, _| Vec::new());
        let seen = world.gather(&target, PLANNERS, &|_, _| Vec::new());
        let seen = overlay.map_or_else(|| seen.clone(), |overlay| overlay.over(&seen, PLANNERS, answer));
        match discovery(&name, &Inquiry::new(&seen.facts)).1 {
            Discovery::Applied(applied) => applied.policy,
            _ => Policy::None,
        }
    };
    ASKED.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_policy_is_stricter_than_its_evidence(
        own in prop::collection::vec(record(), 0..3),
        below in prop::option::weighted(0.3, record()),
        target in prop::sample::select(vec!["example.com", "example.com", "news.example.com"]),
        spf in prop::sample::select(vec!["", "example.com TXT v=spf1 include:gone.example.net -all", "example.com TXT NODATA", "example.com TXT v=spf1 include:_spf.google.com -all\n_spf.google.com TXT v=spf1 ip4:44.130.9.0/24 -all"]),
        key in prop::sample::select(vec!["", "", "s1._domainkey.example.com TXT NODATA", "s1._domainkey.example.com TXT v=DKIM1; p="]),
    ) {
        let mut text: String = own.iter().map(|r| format!("_dmarc.example.com TXT \"{r}\"\n")).collect();
        if own.is_empty() {
            text += "_dmarc.example.com TXT NODATA\n";
        }
        text += &below.iter().map(|r| format!("_dmarc.news.example.com TXT \"{r}\"\n")).collect::<String>();
        text += &format!("{spf}\n{key}\ntarget {target} ip=44.128.1.1 selector=s1\n");
        let world = World::layers(&[HEALTHY, BELOW, &text]).expect("a world");
        let (plan, recorded, faults) = planned(&world, &[]);
        prop_assert!(faults.is_empty(), "{text}{}", faults.join("\n"));
        let zone: String = plan.changes.iter().map(remedies::Change::zone_lines).collect();
        let overlay = Overlay::parse(zone.as_bytes(), &Name::root()).expect("a zone text");
        let (was, is) = (in_force(&recorded, &world, None), in_force(&recorded, &world, Some(&overlay)));
        for ((name, was), is) in ASKED.iter().zip(was).zip(is) {
            // pct=0 was the test mode of old receivers, t=y is that of today's (RFC 9989 appendix A.6).
            let was_test = own.iter().chain(&below).any(|r| r.contains("pct=0"));
            prop_assert!(is >= was || was_test, "{name} falls from {was:?} to {is:?}:\n{text}\n{zone}");
            let nobodys = *name == "never.example.com";
            let sound = target != "example.com" || key.is_empty() && spf.is_empty();
            let reported = own.iter().chain(&below).any(|r| r.contains("rua=mailto:dmarc"));
            let one_stage = is <= if was == Policy::None { Policy::Quarantine } else { Policy::Reject };
            prop_assert!(is <= was || nobodys || *name == target && sound && reported && one_stage, "{name} rises from {was:?} to {is:?}:\n{text}\n{zone}");
        }
    }
}
