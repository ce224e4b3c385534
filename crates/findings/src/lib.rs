//! Checks, verdicts, findings, score and report of an e-mail audit.
//!
//! Judging is pure: a check looks at a view of recorded facts and gives verdicts. Nothing here
//! asks, and nothing here prints.
//!
//! ```
//! use findings::{Check, Evidence, Lang, Severity, Status, Subject, Verdict, Words, fill};
//!
//! // A view is what the checks of a crate look at; here the number of name servers.
//! const FEW: Check<u64> = Check {
//!     code: "DNS999",
//!     name: "dns-few-servers",
//!     severity: Severity::Warning,
//!     other_severities: &[],
//!     reaches: &[Status::Pass, Status::Fail],
//!     cites: &["RFC 2182 5"],
//!     follows: &[],
//!     en: Words { title: "Few name servers", says: "Name servers: {found}; at least: {wanted}.", why: "…", fix: "…" },
//!     ru: Words { title: "Мало серверов имён", says: "Серверов имён: {found}; нужно не меньше: {wanted}.", why: "…", fix: "…" },
//!     judge: |servers| {
//!         let evidence = Evidence::new().with("found", *servers).with("wanted", 2_u64);
//!         vec![(Subject::word("example"), if *servers < 2 { Verdict::fail(evidence) } else { Verdict::Pass(evidence) })]
//!     },
//!     examples: &[],
//! };
//! let judged = FEW.judge(&1);
//! let Verdict::Fail { evidence, .. } = &judged[0].verdict else { panic!("one server is too few") };
//! assert_eq!(fill(FEW.en.says, evidence, Lang::En), "Name servers: 1; at least: 2.");
//! assert!(matches!(FEW.judge(&2)[0].verdict, Verdict::Pass(_)));
//! ```
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
