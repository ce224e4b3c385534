//! A message as its receivers see it: signatures and alignment, header and MIME rules, links, unsubscribing.
//!
//! The message is part of the target; keys and policies are facts. Never asks, never verifies a signature itself.
#![forbid(unsafe_code)]

mod attachments;
mod authentication;
mod chain;
mod checks;
mod html;
mod letter;
mod linked;
mod links;
mod mime;
mod names;
mod placeholder;
mod planners;
mod received;
mod samples;
mod signatures;
mod subject;
mod summary;
#[cfg(test)]
mod tests;
mod unsubscribe;
pub mod view;
mod words;

pub use authentication::{Authentication, DmarcResult, Envelope};
pub use chain::{Chain, ChainResult, chain};
pub use letter::{Letter, Mailbox};
pub use signatures::{Cause, Outcome, Signature};
pub use summary::summary;

use facts::{Facts, Target};
use findings::{About, Audit, Judged};

/// This audit, as the program sees it.
pub const AUDIT: Audit = Audit { name: "message-audit", planners: planners::PLANNERS, checks: catalogue, judge };

fn catalogue() -> Vec<About> {
    checks::CHECKS.iter().map(|c| c.about()).collect()
}

fn judge(target: &Target, facts: &Facts) -> Vec<Judged> {
    let Some(view) = view::View::new(target, facts) else { return Vec::new() };
    checks::CHECKS.iter().flat_map(|c| c.judge(&view)).collect()
}
