//! What an SMTP dialogue shows: whether a domain's mail hosts greet and accept us, judged from
//! recorded facts. Never talks to a server itself.
#![forbid(unsafe_code)]

mod checks;
mod meaning;
mod planners;
mod samples;
pub mod view;

use facts::{Facts, Target};
use findings::{About, Audit, Judged};

/// This audit, as the program sees it.
pub const AUDIT: Audit = Audit { name: "smtp-audit", planners: planners::PLANNERS, checks: catalogue, judge };

fn catalogue() -> Vec<About> {
    checks::CHECKS.iter().map(|c| c.about()).collect()
}

fn judge(target: &Target, facts: &Facts) -> Vec<Judged> {
    let view = view::View::new(target, facts);
    checks::CHECKS.iter().flat_map(|c| c.judge(&view)).collect()
}

#[cfg(test)]
mod tests;
