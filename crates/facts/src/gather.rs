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
    while !due.is_empty() {
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
