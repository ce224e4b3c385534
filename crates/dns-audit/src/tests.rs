//! The promises of the catalogue, over every check of this crate.

use super::checks::CHECKS;
use super::view::View;
use facts::Target;
use facts::fixture::World;
use findings::{Example, Status};

fn view(example: &Example) -> View {
    let world = World::layers(example.layers).unwrap_or_else(|e| panic!("{e}\n{}", example.layers.join("\n---\n")));
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
    let targets = CHECKS.iter().flat_map(|c| c.examples).map(|e| World::layers(e.layers).map(|w| w.target()).unwrap_or_default());
    for mut target in targets.chain([Target::default()]) {
        // A HELO that is no host name is wrong whatever anybody answers.
        target.helo = target.helo.filter(|h| records::domain::is_host_name(h));
        let recorded = World::silent().gather(&target, super::planners::PLANNERS, &|_, _| Vec::new());
        for judged in super::judge(&recorded.target, &recorded.facts) {
            assert_ne!(judged.verdict.status(), Status::Fail, "{} fails on silence", judged.about.code);
        }
    }
}
