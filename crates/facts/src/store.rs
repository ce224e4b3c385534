//! All answers of one audit.

use crate::{Answer, Moment, Question};
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

type Parsed = Arc<dyn Any + Send + Sync>;

/// Questions and answers of one domain's audit. Answers are only ever added.
#[derive(Debug, Default)]
pub struct Facts {
    /// When the audit began; all judgments about time are made against it.
    pub observed_at: Moment,
    /// How long the asking took, in milliseconds.
    pub elapsed_ms: u64,
    answers: BTreeMap<Question, Timed>,
    parsed: Mutex<BTreeMap<(Question, &'static str), Parsed>>,
}

/// An answer with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timed {
    /// Milliseconds after `observed_at`.
    pub at_ms: u64,
    /// The answer.
    pub answer: Answer,
}

impl Facts {
    /// No answers yet.
    #[must_use]
    pub fn new(observed_at: Moment) -> Self {
        Self { observed_at, ..Self::default() }
    }

    /// Adds an answer; one that is already there stays.
    pub fn add(&mut self, question: Question, at_ms: u64, answer: Answer) {
        self.answers.entry(question).or_insert(Timed { at_ms, answer });
    }

    /// The answer to `question`, if there is one.
    #[must_use]
    pub fn answer(&self, question: &Question) -> Option<&Answer> {
        self.answers.get(question).map(|t| &t.answer)
    }

    /// The question as it is kept here, with its answer.
    pub(crate) fn entry(&self, question: &Question) -> Option<(&Question, &Answer)> {
        self.answers.get_key_value(question).map(|(kept, t)| (kept, &t.answer))
    }

    /// How many questions were answered (those that were not sent are not counted).
    #[must_use]
    pub fn asked(&self) -> usize {
        self.answers.values().filter(|t| !matches!(t.answer, Answer::NotAsked(_))).count()
    }

    /// All questions with their answers, in the order of the questions.
    pub fn iter(&self) -> impl Iterator<Item = (&Question, &Timed)> {
        self.answers.iter()
    }

    /// What `parse` makes of the answer to `question`, made once and shared: planners read the
    /// same record at every step. `kind` names the grammar.
    pub fn parse_once<T: Any + Send + Sync>(
        &self,
        question: &Question,
        kind: &'static str,
        parse: impl FnOnce(&Answer) -> T,
    ) -> Option<Arc<T>> {
        let answer = self.answer(question)?;
        let key = (question.clone(), kind);
        let mut parsed = self.parsed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let value = parsed.entry(key).or_insert_with(|| Arc::new(parse(answer))).clone();
        drop(parsed);
        value.downcast().ok()
    }
}

impl Clone for Facts {
    fn clone(&self) -> Self {
        Self { observed_at: self.observed_at, elapsed_ms: self.elapsed_ms, answers: self.answers.clone(), parsed: Mutex::default() }
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.observed_at == other.observed_at && self.elapsed_ms == other.elapsed_ms && self.answers == other.answers
    }
}
