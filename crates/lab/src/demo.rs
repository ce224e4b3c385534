//! The internet of `mailaudit demo`: a healthy, a sick and a parked domain, and the blocklists.

use crate::LabError;
use facts::Target;
use facts::fixture::World;

const LISTS: &str = include_str!("../zones/lists.zone");
/// In the order in which their reports are to be read.
const DOMAINS: [&str; 3] =
    [include_str!("../zones/healthy.zone"), include_str!("../zones/sick.zone"), include_str!("../zones/parked.zone")];

/// Scenario texts of one shared internet, and what is to be audited in it.
#[derive(Clone, Debug)]
pub struct Demo {
    targets: Vec<Target>,
}

/// The demo.
#[must_use]
pub fn demo() -> Demo {
    let target = |text| World::parse(text).map(|world| world.target());
    // A zone that could not be read would leave its target out here, and fails the tests.
    Demo { targets: DOMAINS.into_iter().filter_map(|text| target(text).ok()).collect() }
}

impl Demo {
    /// The texts, for [`World::layers`] and [`Lab::start`](crate::Lab::start).
    #[must_use]
    pub fn layers(&self) -> Vec<&'static str> {
        [LISTS].into_iter().chain(DOMAINS).collect()
    }

    /// All of it as one world.
    ///
    /// # Errors
    /// None while the embedded texts are as tested.
    pub fn world(&self) -> Result<World, LabError> {
        Ok(World::layers(&self.layers())?)
    }

    /// The healthy, the sick and the parked domain, each with the senders and selectors that its
    /// owner would name.
    #[must_use]
    pub fn targets(&self) -> Vec<Target> {
        self.targets.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::fixture::NOW;
    use facts::{Answer, Moment, Name, Outcome, Question, RecordType};

    fn outcome(world: &World, name: &str) -> Outcome {
        let name = Name::parse(name).unwrap_or_else(|e| panic!("{e}"));
        match world.answer(&Question::Dns { name, rtype: RecordType::A }, &|_, _| Vec::new()) {
            Answer::Dns(answer) => answer.outcome,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn three_domains_are_audited() {
        let names: Vec<String> = demo().targets().iter().map(|t| t.domain.to_string()).collect();
        assert_eq!(names, ["healthy.example", "sick.example", "parked.example"]);
    }

    #[test]
    fn no_zone_takes_another_s_records_away() {
        let sets = |text: &str| World::parse(text).map(|w| w.sets().map(|(n, t)| (n.clone(), t)).collect::<Vec<_>>());
        let together = demo().world().unwrap_or_else(|e| panic!("{e}")).sets().count();
        let apart: usize = demo().layers().into_iter().map(|text| sets(text).unwrap_or_else(|e| panic!("{e}")).len()).sum();
        assert_eq!(together, apart);
    }

    #[test]
    fn every_list_keeps_its_test_points() {
        let world = demo().world().unwrap_or_else(|e| panic!("{e}"));
        let mut lists = 0;
        for line in LISTS.lines().filter(|line| line.ends_with(|c: char| c.is_ascii_digit()) && !line.starts_with('#')) {
            let (owner, _) = line.split_once(" A ").unwrap_or_else(|| panic!("{line}"));
            assert!(matches!(outcome(&world, owner), Outcome::Records(_)), "{owner}");
            let nibbles = owner.split('.').filter(|label| label.len() == 1).count();
            let zone = owner.strip_prefix("2.0.0.127.").unwrap_or_else(|| owner.get(2 * nibbles..).unwrap_or_default());
            for clean in ["1.0.0.127", "invalid", "25.10.128.44"] {
                assert_eq!(outcome(&world, &format!("{clean}.{zone}")), Outcome::NoSuchName, "{clean} in {zone}");
            }
            lists += 1;
        }
        assert!(lists > 20, "{lists}");
    }

    #[tokio::test]
    async fn it_can_be_served() {
        let lab = crate::Lab::start(&demo().layers(), Moment::from_unix(NOW)).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(lab.visits().len(), 11);
        assert_eq!(lab.connect_to().len(), 9 + 11 + 2);
    }
}
