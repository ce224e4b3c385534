//! What mailbox providers demand of senders, and which of it an audit proves.
//!
//! The demands are data; they are judged over findings, after all checks. Nothing is met that no check
//! proved, and nothing unmet that none saw broken: the rest is unknown, with the place to look.
#![forbid(unsafe_code)]

mod data;
mod kinds;
mod lack;
mod proof;
mod provider;
mod standing;
mod verdicts;

pub use data::all;
pub use kinds::ALL as KINDS;
pub use lack::Lack;
pub use proof::{Checks, Knows, Of, Proof};
pub use provider::{Kind, Provider, Requirement, Source};
pub use standing::{Basis, judge};
pub use verdicts::{CHECKS, verdicts};
