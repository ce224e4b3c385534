//! The longest chain of dependent questions, world by world: no clock, no socket.
//!
//! Without mail servers, lists included, an audit takes at most max(4, 1 + SPF depth) round trips.
//! SPF depth: 1 for the domain's own record, one more for each include or redirect on the longest way.

#[path = "worlds/mod.rs"]
mod worlds;

use facts::{Inquiry, Rounds};
use worlds::{Shape, exceptions, shapes};

/// What is wrong with a world, for people.
fn fault(shape: &Shape) -> Option<String> {
    let (world, target) = (shape.world(), shape.target());
    let planners = mailaudit::planners();
    let recorded = world.gather(&target, &planners, &|_, _| Vec::new());
    let rounds = Rounds::of(&target, &planners, &recorded.facts);
    let chain: Vec<String> = rounds.chain().iter().map(ToString::to_string).collect();
    assert_eq!(chain.len(), rounds.count(), "{}", shape.name);
    let policy = readings::spf::read(&target, &Inquiry::new(&recorded.facts)).policy;
    let depth = policy.all().iter().map(|p| p.level).max();
    let told = || format!("{}, by round {:?}: {}", rounds.count(), rounds.sizes().collect::<Vec<_>>(), chain.join(" → "));
    if depth != Some(shape.depth) {
        return Some(format!("{}: SPF depth {depth:?} instead of {}", shape.name, shape.depth));
    }
    (rounds.count() != shape.chain).then(|| format!("{}: chain of {} instead of {}", shape.name, told(), shape.chain))
}

fn faults(shapes: &[Shape]) -> String {
    shapes.iter().filter_map(fault).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_world_has_its_chain() {
    let faults = faults(&shapes());
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn the_chains_keep_the_bound() {
    for shape in shapes() {
        assert!(shape.chain <= shape.bound(), "{}: {} over {}", shape.name, shape.chain, shape.bound());
    }
}

#[test]
fn exceptions_cost_one_round_trip_more() {
    let exceptions = exceptions();
    let faults = faults(&exceptions);
    assert!(faults.is_empty(), "\n{faults}");
    assert!(exceptions.iter().all(|s| s.chain == s.bound() + 1));
}
