//! Who answers questions: the network, a recording, or a layer over either.

use facts::{Answer, Question, Recorded, WhyNot};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A boxed future that owns all it needs.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// Answers questions. Never fails: what could not be asked is [`Answer::NotAsked`].
pub trait Ask: Send + Sync {
    /// The answer to `question`. Dropping the future withdraws from the question.
    fn ask(&self, question: &Question) -> BoxFuture<Answer>;
}

impl<T: Ask + ?Sized> Ask for Arc<T> {
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        (**self).ask(question)
    }
}

/// A recording that answers; what it does not hold is `NotAsked(NotRecorded)`, never absence.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    answers: BTreeMap<Question, Answer>,
}

impl Replay {
    /// From one recorded audit.
    #[must_use]
    pub fn new(recorded: &Recorded) -> Self {
        Self { answers: recorded.facts.iter().map(|(q, t)| (q.clone(), t.answer.clone())).collect() }
    }
}

impl Ask for Replay {
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        let answer = self.answers.get(question).cloned().unwrap_or(Answer::NotAsked(WhyNot::NotRecorded));
        Box::pin(std::future::ready(answer))
    }
}
