//! The promises of `fix` over whole audits: every world of the chain tests and the demo, with all checks together; and that
//! every check of the DNS side has a remedy, or a reason why none is proposed.

#[expect(dead_code, reason = "how long their chains are is another test's matter")]
#[path = "worlds/mod.rs"]
mod worlds;

use facts::fixture::World;
use facts::{Answer, Overlay, Recorded, Target};
use remedies::{Means, Plan, Remedy, Wishes};

/// The plan for a world and the promises that it breaks.
fn planned(world: &World, target: &Target) -> (Plan, Vec<String>) {
    let planners = mailaudit::planners();
    let recorded: Recorded = world.gather(target, &planners, &|_, _| Vec::new());
    let answer = |question: &facts::Question| -> Answer { world.answer(question, &|_, _| Vec::new()) };
    let means = Means { recorded: &recorded, planners: &planners, judge: &mailaudit::report, new: &mut |question| answer(question) };
    let plan = remedies::propose(means, &Wishes::default());
    let faults = remedies::proof::faults(&plan, &recorded, &|overlay: &Overlay| overlay.over(&recorded, &planners, answer));
    (plan, faults)
}

#[test]
fn every_world_keeps_the_promises() {
    let (mut faults, mut sets) = (Vec::new(), 0);
    for shape in worlds::shapes().into_iter().chain(worlds::exceptions()) {
        let (plan, told) = planned(&shape.world(), &shape.target());
        faults.extend(told.into_iter().map(|fault| format!("{}: {fault}", shape.name)));
        sets += plan.changes.len();
    }
    let demo = lab::demo();
    let world = World::layers(&demo.layers()).expect("the demo's own text");
    for target in demo.targets() {
        let (plan, told) = planned(&world, &target);
        faults.extend(told.into_iter().map(|fault| format!("{}: {fault}", target.domain)));
        sets += plan.changes.len();
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(sets > 5, "of all these worlds some have something to publish: {sets}");
}

#[test]
fn every_check_of_the_dns_side_has_a_remedy_or_a_reason() {
    for check in mailaudit::catalogue() {
        let concerned = remedies::AREAS.contains(&check.area().as_str());
        assert_eq!(Remedy::of(check.code).is_some(), concerned, "{}", check.code);
    }
}
