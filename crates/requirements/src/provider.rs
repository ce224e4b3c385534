//! A provider and its requirements, as data.

use crate::proof::Proof;
use findings::{Applies, Phrase, SourceStanding};

/// A mailbox provider.
#[derive(Debug)]
pub struct Provider {
    /// A word of ours (`gmail`).
    pub id: &'static str,
    /// Its name as people know it.
    pub name: Phrase,
    /// Where it tells a sender what only it can know.
    pub place: Phrase,
    /// What it demands, in the order of [`crate::Kind`]s.
    pub requirements: &'static [Requirement],
}

/// One thing that a provider demands.
#[derive(Debug)]
pub struct Requirement {
    /// What it is about.
    pub kind: &'static Kind,
    /// What this provider demands, as a sentence.
    pub demands: Phrase,
    /// Since when (`2024-02-01`, `2024-02`); `None` where the provider names no day.
    pub since: Option<&'static str>,
    /// Of whom it is demanded.
    pub applies: Applies,
    /// What proves it met or unmet.
    pub proof: Proof,
    /// Enhanced codes, or words of the reply, with which mail is refused that breaks it.
    pub replies: &'static [&'static str],
    /// Where it is written.
    pub source: Source,
}

/// What a requirement is about; one for all providers that demand the like.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// A word of ours (`ptr`).
    pub id: &'static str,
    /// A few words, short enough for the head of a table's row.
    pub title: Phrase,
}

/// Where a requirement is written, and how well that is known.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The page of the provider that tells it.
    pub page: &'static str,
    /// Whether that page was read, or others tell of it.
    pub standing: SourceStanding,
}
