//! DNS blocklists: which of them list a domain's own addresses and names, and what that means.
//!
//! Judged from recorded answers; never asks a list itself.
#![forbid(unsafe_code)]

mod asking;
mod checks;
mod planners;
mod samples;
mod subjects;
#[cfg(test)]
mod tests;
pub mod view;

/// Scenario text in which every list that is on by default passes its tests and lists nobody.
pub use samples::LISTS as EMPTY_LISTS;

pub use asking::{Address, Asked, Fault, Hit, Named, Standing, Void, Word};
pub use subjects::{MOST_ADDRESSES, MOST_NAMES, NameRole, OwnName, Roles};

use facts::{Facts, Target};
use findings::{About, Audit, Judged};

/// This audit, as the program sees it.
pub const AUDIT: Audit = Audit { name: "blocklist", planners: planners::PLANNERS, checks: catalogue, judge };

fn catalogue() -> Vec<About> {
    checks::CHECKS.iter().map(|c| c.about()).collect()
}

fn judge(target: &Target, facts: &Facts) -> Vec<Judged> {
    let view = view::View::new(target, facts);
    checks::CHECKS.iter().flat_map(|c| c.judge(&view)).collect()
}
