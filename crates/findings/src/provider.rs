//! What a mailbox provider demands of senders, and how the audited one stands: the part of a report
//! that the crate `requirements` fills and renderers show.

use crate::evidence::Phrase;

/// How the sender stands with one provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderReport {
    /// A word of ours (`gmail`).
    pub id: &'static str,
    /// Its name as people know it.
    pub name: Phrase,
    /// The whole.
    pub verdict: ProviderVerdict,
    /// What it demands of this sender; what does not apply to him is left out.
    pub requirements: Vec<RequirementReport>,
}

/// Whether a provider's requirements are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderVerdict {
    /// All that can be seen from outside is met.
    Ready,
    /// One is shown not to be met.
    NotReady,
    /// One that could be seen from outside was not.
    Undetermined,
}

impl ProviderVerdict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ready, Self::NotReady, Self::Undetermined];

    /// The word of the JSON report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::NotReady => "not_ready",
            Self::Undetermined => "undetermined",
        }
    }
}

/// One requirement and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementReport {
    /// A word of ours (`ptr`), the same for all providers that demand the like.
    pub id: &'static str,
    /// What it is about, in a few words.
    pub title: Phrase,
    /// Its place among all ids, as tables show them.
    pub row: usize,
    /// What this provider demands, as a sentence.
    pub demands: Phrase,
    /// What became of it.
    pub status: Met,
    /// What the facts say, whether it applies or not.
    pub facts: Met,
    /// Of whom it is demanded.
    pub applies: Applies,
    /// Whether the sender is known to be one of them.
    pub concerns: bool,
    /// Whether a check could tell; else it is a question to the sender or the provider.
    pub is_visible: bool,
    /// Whether the provider alone knows.
    pub is_providers: bool,
    /// The check that tells; REQ002 where none can.
    pub code: &'static str,
    /// Since when (`2024-02-01`, `2024-02`), where the provider says so.
    pub since: Option<&'static str>,
    /// Enhanced codes, or words, with which mail is refused that breaks it.
    pub replies: &'static [&'static str],
    /// Where it is written.
    pub source: &'static str,
    /// How well the source is known.
    pub standing: Standing,
    /// For an unknown: where to look, or what to give the audit.
    pub look: Option<Phrase>,
}

/// Whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// Proved.
    Met,
    /// Proved not to be.
    Unmet,
    /// Not proved.
    Unknown,
}

impl Met {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Met, Self::Unmet, Self::Unknown];

    /// The word of the JSON report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Unknown => "unknown",
        }
    }
}

/// Of whom a requirement is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    /// Every sender.
    All,
    /// Who sends at least so many messages a day; `None`: the provider publishes no number.
    Bulk(Option<u64>),
    /// The same for mail that promotes something or that people subscribed to.
    Promotional(Option<u64>),
}

impl Applies {
    /// The word of the JSON report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Bulk(_) => "bulk",
            Self::Promotional(_) => "promotional",
        }
    }

    /// Messages a day from which on it applies, where a number is published.
    #[must_use]
    pub fn threshold(self) -> Option<u64> {
        match self {
            Self::All => None,
            Self::Bulk(from) | Self::Promotional(from) => from,
        }
    }
}

/// How well a source is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The provider's own page, read.
    Provider,
    /// Other people's account of it.
    Secondary,
    /// Known from use, confirmed by no source.
    Unverified,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Provider, Self::Secondary, Self::Unverified];

    /// The word of the JSON report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Secondary => "secondary",
            Self::Unverified => "unverified",
        }
    }
}
