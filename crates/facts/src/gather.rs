//! Planners, and the loop that drives them where answers come at once (replay, fixtures).

use crate::{Answer, Facts, Inquiry, Question, Target, WhyNot};
use std::collections::BTreeMap;

/// At most so many questions are asked about one domain; further ones are `NotAsked(BudgetSpent)`.
pub const MOST_QUESTIONS: usize = 2_000;

/// One line of inquiry: a reading, run for the questions that it leaves open.
#[derive(Clone, Copy)]
pub struct Planner {
    /// Its name in traces (`mx`, `spf`).
    pub name: &'static str,
    /// Areas of checks that need its answers; with `--only` the others are not run.
    pub serves: &'static [&'static str],
    /// Looks up through the inquiry all that it wants to know.
    pub plan: fn(&Target, &Inquiry<'_>),
}

/// What was asked and answered, with what it was about.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// About what.
    pub target: Target,
    /// What came back.
    pub facts: Facts,
}

impl Planner {
    /// The questions that stay open over `facts`.
    #[must_use]
    pub fn open(&self, target: &Target, facts: &Facts) -> Vec<Question> {
        let inquiry = Inquiry::new(facts);
        (self.plan)(target, &inquiry);
        inquiry.into_open().into_iter().collect()
    }

    /// Whether any area that it serves is wanted.
    #[must_use]
    pub fn wanted(&self, target: &Target) -> bool {
        self.serves.iter().any(|area| target.wants(area))
    }
}

/// Runs the planners until nothing is open, answering every question at once from `answer`.
///
/// A planner runs again only after a question that it left open was answered.
pub fn gather(target: &Target, planners: &[Planner], facts: &mut Facts, mut answer: impl FnMut(&Question) -> Answer) {
    let mut waiting: BTreeMap<Question, Vec<usize>> = BTreeMap::new();
    let mut due: Vec<usize> = (0..planners.len()).filter(|&i| planners[i].wanted(target)).collect();
    let mut asked = 0;
    // A planner that opens a new question for every refusal would never end.
    while !due.is_empty() && asked < 2 * MOST_QUESTIONS {
        for index in std::mem::take(&mut due) {
            for question in planners[index].open(target, facts) {
                waiting.entry(question).or_default().push(index);
            }
        }
        for (question, planners) in std::mem::take(&mut waiting) {
            let got = if asked < MOST_QUESTIONS { answer(&question) } else { Answer::NotAsked(WhyNot::BudgetSpent) };
            asked += 1;
            facts.add(question, 0, got);
            due.extend(planners);
        }
        due.sort_unstable();
        due.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{DnsAnswer, Outcome};
    use crate::{Moment, Name, RecordType};

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    /// Opens a new question after every answer, without end.
    fn endless(_: &Target, inquiry: &Inquiry<'_>) {
        let next = name(&format!("n{}.example.com", inquiry.facts().iter().count()));
        inquiry.dns(&next, RecordType::A);
    }

    #[test]
    fn a_planner_without_end_is_cut() {
        let planner = Planner { name: "endless", serves: &["dns"], plan: endless };
        let (mut facts, mut sent) = (Facts::new(Moment::default()), 0);
        gather(&Target::new(name("example.com")), &[planner], &mut facts, |_| {
            sent += 1;
            Answer::Dns(DnsAnswer { outcome: Outcome::NoData, ..DnsAnswer::default() })
        });
        assert_eq!((sent, facts.asked()), (MOST_QUESTIONS, MOST_QUESTIONS));
    }

    #[test]
    fn only_planners_of_wanted_areas_run() {
        let planner = Planner { name: "one", serves: &["mx"], plan: |t, i| drop(i.dns(&t.domain, RecordType::Mx)) };
        let mut target = Target::new(name("example.com"));
        target.only = vec!["spf".into()];
        let mut facts = Facts::new(Moment::default());
        gather(&target, &[planner], &mut facts, |q| panic!("asked {q}"));
        assert_eq!(facts.asked(), 0);
    }
}
