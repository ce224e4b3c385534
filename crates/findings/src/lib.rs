//! Checks, verdicts, findings, score and report of an e-mail audit.
//!
//! Judging is pure: a check looks at a view of recorded facts and gives verdicts. Nothing here
//! asks, and nothing here prints.
#![forbid(unsafe_code)]

pub mod check;
mod comparison;
pub mod evidence;
mod followers;
mod message;
pub mod proof;
mod provider;
mod reasons;
mod report;
mod score;
mod severity;
mod validation;
mod words;

pub use check::{About, Audit, Check, Example, Judged, Subject};
pub use comparison::{Change, Comparison, Standing, State};
pub use evidence::{Evidence, Phrase, PublishRecord, Value};
pub use followers::drop_followers;
pub use message::{MessageDmarc, MessageSignature, MessageSummary};
pub use provider::{Applies, Met, ProviderReport, ProviderVerdict, RequirementReport, Standing as SourceStanding};
pub use reasons::{BECAUSE, HEARD, heard_words, reason_words};
pub use report::{Assembly, Finding, Report};
pub use score::{AreaScore, Grade, Readiness, Score, score, weight};
pub use severity::{Severity, Status, Verdict};
pub use validation::dnssec_words;
pub use words::{Lang, Words, fill, holes};
