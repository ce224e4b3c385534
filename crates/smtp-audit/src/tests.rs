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
fn silence_is_not_known() {
    let targets = CHECKS.iter().flat_map(|c| c.examples).map(|e| World::layers(e.layers).map(|w| w.target()).unwrap_or_default());
    let allowed = [Status::Unknown];
    let mut told = findings::proof::silence(&super::AUDIT, targets.chain([Target::default()]), &allowed);
    // What the user typed is known without any fact.
    told.retain(|line| !line.starts_with("CFG003:"));
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn each_opening_is_told_by_one_check() {
    let talks = [
        ("", "SMTP006", Status::Pass),
        ("S: 421 4.3.2 too busy", "SMTP005", Status::Unknown),
        ("CLOSE", "SMTP005", Status::Unknown),
        ("SILENCE", "SMTP026", Status::Unknown),
        ("S: 554 5.7.1 your host is on a blacklist", "SMTP030", Status::Unknown),
        ("S: 554 no service", "SMTP006", Status::Fail),
        ("S: 354 what", "SMTP006", Status::Unknown),
        ("REFUSE", "SMTP006", Status::Unknown),
    ];
    for (talk, code, status) in talks {
        let text = format!("{}\nsmtp 44.128.1.1:25 mx.example.com good\n{talk}", crate::samples::HEALTHY);
        let world = World::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        let recorded = world.gather(&world.target(), super::planners::PLANNERS, &|_, _| Vec::new());
        let told: Vec<_> = super::judge(&recorded.target, &recorded.facts);
        let of_openings = ["SMTP005", "SMTP006", "SMTP026", "SMTP030"];
        let told: Vec<_> =
            told.iter().filter(|j| of_openings.contains(&j.about.code)).map(|j| (j.about.code, j.verdict.status())).collect();
        assert_eq!(told, [(code, status)], "{talk}");
    }
}
