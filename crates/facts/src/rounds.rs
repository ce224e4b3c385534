//! How many questions had to wait for each other: the planners run again over final facts, all
//! that is open answered at once, round by round. Asks nothing and reads no clock.

use crate::{Answer, Facts, Planner, Question, Target};
use std::collections::{BTreeMap, BTreeSet};

/// An audit's questions by the round in which each could first be asked.
///
/// A question of the third round had to wait for the answer to one of the second, which had to wait
/// for one of the first: the number of rounds is the length of the longest chain of dependent
/// questions, whatever the order and the time in which the answers came. One question is one round
/// trip, however many steps the asker takes for it (aliases that it follows, keys that it fetches).
#[derive(Clone)]
pub struct Rounds<'a> {
    target: &'a Target,
    planners: &'a [Planner],
    facts: &'a Facts,
    /// Per round: each question, and who opened it.
    rounds: Vec<BTreeMap<&'a Question, BTreeSet<usize>>>,
}

impl<'a> Rounds<'a> {
    /// Runs `planners` over what `facts` hold.
    ///
    /// What was not sent cost no time and makes no round of its own. A question that only answers
    /// in a certain order opened is in no round, nor does one that was never recorded make one.
    #[must_use]
    pub fn of(target: &'a Target, planners: &'a [Planner], facts: &'a Facts) -> Self {
        let mut replay = Self { target, planners, facts, rounds: Vec::new() };
        let mut known = Facts::new(facts.observed_at);
        let mut due: BTreeSet<usize> = (0..planners.len()).filter(|&i| planners[i].wanted(target)).collect();
        loop {
            let round = replay.open(due, &mut known);
            if round.is_empty() {
                return replay;
            }
            due = round.values().flatten().copied().collect();
            for question in round.keys() {
                reveal(facts, question, &mut known);
            }
            replay.rounds.push(round);
        }
    }

    /// The length of the longest chain of dependent questions; 0 where nothing was asked.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rounds.len()
    }

    /// How many questions each round holds.
    pub fn sizes(&self) -> impl Iterator<Item = usize> {
        self.rounds.iter().map(BTreeMap::len)
    }

    /// A chain of that length: each question was opened by the answer to the one before it. Of
    /// several such chains it is always the same one.
    #[must_use]
    pub fn chain(&self) -> Vec<Question> {
        let Some((mut question, mut by)) = self.rounds.last().and_then(|r| r.first_key_value()) else { return Vec::new() };
        let mut chain = vec![(*question).clone()];
        for (at, round) in self.rounds.iter().enumerate().rev().skip(1) {
            let Some(planner) = by.first() else { break };
            let asked: Vec<&'a Question> = round.iter().filter(|(_, who)| who.contains(planner)).map(|(q, _)| *q).collect();
            // Answers only add up: the one with which the question first stands open is its cause.
            let still_closed = |answered: usize| !self.opens(*planner, question, at, &asked[..=answered]);
            let places: Vec<usize> = (0..asked.len()).collect();
            let cause = places.partition_point(|&place| still_closed(place)).min(asked.len().saturating_sub(1));
            let Some((found, who)) = asked.get(cause).and_then(|q| round.get_key_value(*q)) else { break };
            (question, by) = (found, who);
            chain.push((*question).clone());
        }
        chain.reverse();
        chain
    }

    /// The questions that `due` leave open and that were sent; what was refused is revealed on the way.
    fn open(&self, mut due: BTreeSet<usize>, known: &mut Facts) -> BTreeMap<&'a Question, BTreeSet<usize>> {
        let mut round: BTreeMap<&'a Question, BTreeSet<usize>> = BTreeMap::new();
        while !due.is_empty() {
            let mut refused: Vec<(&'a Question, usize)> = Vec::new();
            for index in std::mem::take(&mut due) {
                for question in self.planners[index].open(self.target, known) {
                    match self.facts.entry(&question) {
                        Some((question, Answer::NotAsked(_))) => refused.push((question, index)),
                        Some((question, _)) => {
                            round.entry(question).or_default().insert(index);
                        }
                        None => {}
                    }
                }
            }
            for (question, index) in refused {
                reveal(self.facts, question, known);
                due.insert(index);
            }
        }
        round
    }

    /// Whether `planner` leaves `question` open once the rounds before `at` and `answered` of it are known.
    fn opens(&self, planner: usize, question: &Question, at: usize, answered: &[&Question]) -> bool {
        let mut known = Facts::new(self.facts.observed_at);
        let refused = self.facts.iter().filter(|(_, t)| matches!(t.answer, Answer::NotAsked(_))).map(|(q, _)| q);
        let before = self.rounds[..at].iter().flat_map(BTreeMap::keys).copied();
        for question in refused.chain(before).chain(answered.iter().copied()) {
            reveal(self.facts, question, &mut known);
        }
        self.planners[planner].open(self.target, &known).contains(question)
    }
}

fn reveal(facts: &Facts, question: &Question, known: &mut Facts) {
    if let Some(answer) = facts.answer(question) {
        known.add(question.clone(), 0, answer.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::DnsAnswer;
    use crate::{Inquiry, Moment, Name, RecordType, WhyNot};

    fn question(text: &str) -> Question {
        Question::Dns { name: Name::parse(text).unwrap_or_default(), rtype: RecordType::A }
    }

    fn asked(inquiry: &Inquiry<'_>, names: &[&str]) -> bool {
        // All are asked, whether the first is answered or not.
        names.iter().filter(|name| inquiry.look(&question(name)).is_none()).count() == 0
    }

    fn planner(name: &'static str, plan: fn(&Target, &Inquiry<'_>)) -> Planner {
        Planner { name, serves: &["dns"], plan }
    }

    fn facts(names: &[&str]) -> Facts {
        let mut facts = Facts::new(Moment::default());
        for (ms, name) in names.iter().enumerate() {
            facts.add(question(name), ms as u64, Answer::Dns(DnsAnswer::default()));
        }
        facts
    }

    fn chain(planners: &[Planner], facts: &Facts) -> (usize, Vec<String>) {
        let target = Target::new(Name::parse("example.com").unwrap_or_default());
        let rounds = Rounds::of(&target, planners, facts);
        (rounds.count(), rounds.chain().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_waits_for_several_answers_counts_from_the_latest() {
        let planners = [
            // `d` waits for `b`, which is of the first round, and for `c` of the second.
            planner("one", |_, i| {
                let (b, c) = (asked(i, &["b"]), asked(i, &["a"]) && asked(i, &["c"]));
                let _ = b && c && asked(i, &["d"]);
            }),
            planner("two", |_, i| {
                let _ = asked(i, &["z"]) && asked(i, &["y"]);
            }),
        ];
        let facts = facts(&["a", "b", "c", "d", "y", "z"]);
        assert_eq!(chain(&planners, &facts), (3, vec!["a A".into(), "c A".into(), "d A".into()]));
    }

    #[test]
    fn a_shared_question_counts_from_whoever_can_ask_it_first() {
        let planners = [
            planner("late", |_, i| {
                let _ = asked(i, &["a"]) && asked(i, &["shared"]) && asked(i, &["b"]);
            }),
            planner("early", |_, i| {
                let _ = asked(i, &["shared"]);
            }),
        ];
        // `b` waits for `shared`, which is there with `a`.
        assert_eq!(chain(&planners, &facts(&["a", "b", "shared"])).0, 2);
    }

    #[test]
    fn what_was_never_sent_makes_no_round() {
        let planners = [planner("one", |_, i| {
            let _ = asked(i, &["a"]) && asked(i, &["b"]) && asked(i, &["c"]);
        })];
        let mut refused = facts(&["a", "c"]);
        refused.add(question("b"), 0, Answer::NotAsked(WhyNot::SwitchedOff));
        assert_eq!(chain(&planners, &refused), (2, vec!["a A".into(), "c A".into()]));
        assert_eq!(chain(&planners, &facts(&["a"])), (1, vec!["a A".into()]), "what no recording holds is in no round");
        assert_eq!(chain(&planners, &facts(&[])), (0, Vec::new()));
    }

    #[test]
    fn planners_of_other_areas_do_not_count() {
        let facts = facts(&["a", "b"]);
        let planners = [planner("one", |_, i| {
            let _ = asked(i, &["a"]) && asked(i, &["b"]);
        })];
        let target = Target { only: vec!["spf".into()], ..Target::new(Name::root()) };
        assert_eq!(Rounds::of(&target, &planners, &facts).count(), 0);
    }
}
