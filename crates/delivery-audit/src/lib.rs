//! Where test messages arrive: inbox, spam folder or nowhere, and how each receiver judged them; from recorded facts.
//! Never sends a message, nor opens a mailbox.
#![forbid(unsafe_code)]

mod checks;
pub mod folders;
mod header;
mod planners;
pub mod providers;
pub mod results;
mod samples;
pub mod trace;
pub mod view;
pub mod way;

use facts::{Facts, Target};
use findings::{About, Audit, Judged};

/// This audit, as the program sees it.
pub const AUDIT: Audit = Audit { name: "delivery-audit", planners: planners::PLANNERS, checks: catalogue, judge };

fn catalogue() -> Vec<About> {
    checks::CHECKS.iter().map(|c| c.about()).collect()
}

fn judge(target: &Target, facts: &Facts) -> Vec<Judged> {
    let view = view::View::new(target, facts);
    checks::CHECKS.iter().flat_map(|c| c.judge(&view)).collect()
}

#[cfg(test)]
mod tests;
