//! What an SMTP reply, a bounce or a line of a mail log means: kind, persistence, who must act, cause and remedies.
//!
//! Everything is computed from bytes at hand, bounded in memory and time: no network, no files, no clock.
#![forbid(unsafe_code)]

mod bounce;
mod charset;
mod explain;
mod kind;
mod log;
mod named;
mod pattern;
mod provider;
mod registry;
mod reply;
mod rules;
mod stage;
mod summary;
mod words;

pub use bounce::{Bounce, BounceReader, Failure};
pub use explain::{Basis, Explanation, Persistence, explain, explain_reply};
pub use kind::{Actor, Kind};
pub use log::{LogRecord, Outcome, log_line};
pub use named::Named;
pub use registry::{BasicMeaning, basic_meaning, enhanced_meaning};
pub use reply::{Enhanced, Reply};
pub use rules::{Evidence, Rule, rules};
pub use stage::Stage;
pub use summary::{Cause, Summary};
pub use words::{Lang, Text, Words};
