//! Scenario text: a fault names a line of it, and what reads well can be audited.
#![no_main]

use facts::fixture::World;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match World::layers(&[text]) {
        Err(fault) => assert!((1..=text.lines().count()).contains(&fault.line), "line {}", fault.line),
        Ok(world) => {
            let chains = |_: &str, _: &str| Vec::new();
            let recorded = world.gather(&world.target(), &mailaudit::planners(), &chains);
            assert!(recorded.facts.asked() <= facts::MOST_QUESTIONS);
            assert!(mailaudit::report(recorded).score.total.is_none_or(|total| total <= 100));
        }
    }
});
