//! What an SMTP reply, a bounce or a line of a mail log means: kind, persistence, who must act, cause and remedies.
//!
//! Everything is computed from bytes at hand, bounded in memory and time: no network, no files, no clock.
#![forbid(unsafe_code)]

mod bounce;
mod charset;
mod explain;
mod kind;
mod log;
mod message;
mod named;
mod pattern;
mod provider;
mod registry;
mod reply;
mod results;
mod rules;
mod source;
mod stage;
mod subject;
mod summary;
mod words;

pub use bounce::{Bounce, BounceReader, Failure};
pub use explain::{Basis, Explanation, Persistence, explain, explain_reply};
pub use kind::{Actor, Kind};
pub use log::{Day, Delivery, LogReader, Outcome, log_line};
pub use message::{MailboxReader, Message, MessageReader};
pub use named::Named;
pub use registry::{BasicMeaning, basic_meaning, enhanced_meaning};
pub use reply::{Enhanced, Reply};
pub use results::{MethodResult, ResultWords, authentication_results, is_results_header};
pub use rules::{Evidence, Rule, rules};
pub use source::{Source, continues};
pub use stage::Stage;
pub use subject::{Side, Subject};
pub use summary::{DAY_LIMIT, DOMAIN_LIMIT, Example, Summary, Tally, WAITING_LIMIT};
pub use words::{Lang, Text, Words};
