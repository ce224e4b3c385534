//! The promises of the catalogue, over every check of this crate.

mod dmarc_stages;
mod whole_set;

use super::checks::CHECKS;
use super::view::View;
use facts::fixture::World;
use findings::{Example, Status};

fn view(example: &Example) -> View {
    view_of(example.layers)
}

fn view_of(layers: &[&str]) -> View {
    let world = World::layers(layers).unwrap_or_else(|e| panic!("{e}\n{}", layers.join("\n---\n")));
    let recorded = world.gather(&world.target(), super::planners::PLANNERS, &|_, _| Vec::new());
    View::new(&recorded.target, &recorded.facts)
}

#[test]
fn every_check_keeps_its_promises() {
    let faults = findings::proof::faults(CHECKS, view);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn silence_fails_nothing() {
    let target = |e: &Example| {
        let mut target = World::layers(e.layers).map(|w| w.target()).unwrap_or_default();
        // A HELO that is no host name is wrong whatever anybody answers.
        target.helo = target.helo.filter(|h| records::domain::is_host_name(h));
        target
    };
    let targets = CHECKS.iter().flat_map(|c| c.examples).map(target).chain([World::default().target()]);
    let allowed = [Status::Pass, Status::Info, Status::Unknown, Status::NotApplicable];
    assert_eq!(findings::proof::silence(&super::AUDIT, targets, &allowed), Vec::<String>::new());
}

/// What does not validate is told once: nothing else fails for it, nor stays unknown for it.
#[test]
fn a_bogus_zone_has_one_finding() {
    let layers = [super::samples::HEALTHY, "target example.com selector=s1\nexample.com DNSSEC key_missing example.com DNSKEY"];
    let world = World::layers(&layers).unwrap_or_else(|e| panic!("{e}"));
    let recorded = world.gather(&world.target(), super::planners::PLANNERS, &|_, _| Vec::new());
    let mut judged = (super::AUDIT.judge)(&recorded.target, &recorded.facts);
    findings::drop_followers(&mut judged, &recorded.target.domain);
    let told = |status| judged.iter().filter(|j| j.verdict.status() == status).map(|j| j.about.code).collect::<Vec<_>>();
    assert_eq!(told(Status::Fail), ["DNS006"]);
    assert_eq!(told(Status::Unknown), Vec::<&str>::new());
}

/// What is offered to paste clears what it is offered for, and breaks nothing else.
#[test]
fn records_clear_their_finding() {
    let view = |recorded: &facts::Recorded| View::new(&recorded.target, &recorded.facts);
    let faults = findings::proof::remedies(&super::AUDIT, CHECKS, view);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
