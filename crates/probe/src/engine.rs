//! The asking loop: open questions go out at once, answers are drained as they come, and only the
//! planners that waited for one of them run again. No rounds, no barrier.

use crate::{Ask, Limits, Progress, Watch};
use facts::{Answer, Facts, Moment, Planner, Question, Rounds, Target, WhyNot};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::task::{Id, JoinError, JoinSet};

/// What an audit brought.
#[derive(Clone, Debug)]
pub struct Audited {
    /// All questions with their answers; `observed_at` and `elapsed_ms` are set.
    pub facts: Facts,
    /// Why the asking ended.
    pub ended: Ended,
}

impl Audited {
    /// The questions by how many others each had to wait for: [`Rounds::count`] is the length of the
    /// longest chain. `target` and `planners` are those of the audit. Worked out on demand.
    #[must_use]
    pub fn rounds<'a>(&'a self, target: &'a Target, planners: &'a [Planner]) -> Rounds<'a> {
        Rounds::of(target, planners, &self.facts)
    }
}

/// Why the asking ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nothing was open any more.
    Complete,
    /// The domain's time was up.
    BudgetSpent,
    /// [`crate::Stop::stop`] was called.
    Interrupted,
}

/// Asks all that `planners` want to know about `target`.
///
/// Never fails: what could not be asked stands in the facts as `NotAsked`, with the reason. Ends
/// within `limits.budget` (or at once when `watch.stop` is used) and after at most
/// `limits.questions` questions. Dropping the future ends it, too, and loses the facts.
pub async fn audit(target: &Target, planners: &[Planner], asker: &dyn Ask, limits: &Limits, watch: &Watch) -> Audited {
    let started = Instant::now();
    let mut run = Run {
        target,
        planners,
        asker,
        watch,
        most: limits.questions,
        started,
        facts: Facts::new(now()),
        waiting: BTreeMap::new(),
        flights: JoinSet::new(),
        names: HashMap::new(),
        opened: 0,
    };
    let ended = run.until_closed(tokio::time::Instant::from_std(started) + limits.budget).await;
    match ended {
        Ended::Complete => {}
        Ended::BudgetSpent => run.close(WhyNot::BudgetSpent),
        Ended::Interrupted => run.close(WhyNot::Interrupted),
    }
    run.facts.elapsed_ms = run.elapsed_ms();
    Audited { facts: run.facts, ended }
}

/// Turns in which planners may open further questions after a refusal.
const MOST_TURNS: usize = 64;
/// Refusals that are kept, as a multiple of the questions allowed.
const MOST_REFUSALS: usize = 10;

/// Other tasks are let by so often at most before planners run, and end it by so much quiet.
const MOST_YIELDS: usize = 16;
const QUIET_YIELDS: usize = 2;

struct Run<'a> {
    target: &'a Target,
    planners: &'a [Planner],
    asker: &'a dyn Ask,
    watch: &'a Watch,
    most: usize,
    started: Instant,
    facts: Facts,
    /// Who waits for an answer.
    waiting: BTreeMap<Question, Due>,
    flights: JoinSet<Answer>,
    names: HashMap<Id, Question>,
    opened: usize,
}

/// A question's task at its end.
type Landed = Result<(Id, Answer), JoinError>;

/// Planners to run.
type Due = BTreeSet<usize>;

impl Run<'_> {
    async fn until_closed(&mut self, deadline: tokio::time::Instant) -> Ended {
        let mut due: Due = (0..self.planners.len()).filter(|&i| self.planners[i].wanted(self.target)).collect();
        loop {
            // A domain whose turn comes after Ctrl-C asks nothing any more.
            if self.watch.stop.is_stopped() {
                self.plan(due, Some(WhyNot::Interrupted));
                return Ended::Interrupted;
            }
            self.plan(due, None);
            if self.flights.is_empty() {
                return Ended::Complete;
            }
            let landed = tokio::select! {
                biased;
                () = self.watch.stop.stopped() => return Ended::Interrupted,
                () = tokio::time::sleep_until(deadline) => return Ended::BudgetSpent,
                landed = self.flights.join_next_with_id() => landed,
            };
            due = self.settle(landed).await;
        }
    }

    /// Lands all that is ready, and what comes in meanwhile, so that planners run once for all of it.
    async fn settle(&mut self, landed: Option<Landed>) -> Due {
        let (mut due, mut next, mut quiet) = (Due::new(), landed, 0);
        for _ in 0..MOST_YIELDS {
            while let Some(landed) = next {
                quiet = 0;
                self.land(landed, &mut due);
                next = self.flights.try_join_next_with_id();
            }
            if quiet == QUIET_YIELDS {
                break;
            }
            quiet += 1;
            tokio::task::yield_now().await;
            next = self.flights.try_join_next_with_id();
        }
        next.into_iter().for_each(|landed| self.land(landed, &mut due));
        due
    }

    /// Runs the planners that are due; their new questions are sent, or answered with `refusal`.
    fn plan(&mut self, mut due: Due, refusal: Option<WhyNot>) {
        // The first turn sends; a further one only follows refusals, and a planner that opens a new
        // question for every refusal would never end.
        for _ in 0..MOST_TURNS {
            if due.is_empty() {
                break;
            }
            for index in std::mem::take(&mut due) {
                for question in self.planners[index].open(self.target, &self.facts) {
                    self.open(question, index, refusal, &mut due);
                }
            }
        }
        self.tell(None);
    }

    fn open(&mut self, question: Question, planner: usize, refusal: Option<WhyNot>, due: &mut Due) {
        if let Some(waiting) = self.waiting.get_mut(&question) {
            waiting.insert(planner);
            return;
        }
        let over = (self.opened >= self.most).then_some(WhyNot::BudgetSpent);
        if let Some(why) = refusal.or(over) {
            // Memory stays bounded even where hostile answers name questions without number.
            if self.opened < self.most.saturating_mul(MOST_REFUSALS) {
                self.opened += 1;
                self.facts.add(question, self.elapsed_ms(), Answer::NotAsked(why));
                due.insert(planner);
            }
            return;
        }
        self.opened += 1;
        let flight = self.flights.spawn(self.asker.ask(&question));
        self.names.insert(flight.id(), question.clone());
        self.waiting.insert(question, Due::from([planner]));
    }

    fn land(&mut self, landed: Landed, due: &mut Due) {
        let (id, answer) = match landed {
            Ok(landed) => landed,
            // A task that broke says nothing about the target.
            Err(broken) => (broken.id(), Answer::NotAsked(WhyNot::LocalFailure)),
        };
        let Some(question) = self.names.remove(&id) else { return };
        due.extend(self.waiting.remove(&question).unwrap_or_default());
        self.tell(Some(&question));
        self.facts.add(question, self.elapsed_ms(), answer);
    }

    /// Answers all that is open, and all that this opens, with `why`.
    fn close(&mut self, why: WhyNot) {
        self.flights.abort_all();
        let mut due = Due::new();
        let at_ms = self.elapsed_ms();
        for (question, waiting) in std::mem::take(&mut self.waiting) {
            self.facts.add(question, at_ms, Answer::NotAsked(why));
            due.extend(waiting);
        }
        self.plan(due, Some(why));
    }

    fn tell(&self, last: Option<&Question>) {
        if let Some(observer) = &self.watch.observer {
            observer(Progress { asked: self.opened, answered: self.opened.saturating_sub(self.waiting.len()), last });
        }
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The wall clock, to the second.
#[must_use]
pub fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Moment::from_unix(i64::try_from(seconds).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
