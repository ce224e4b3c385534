//! The DNS side of an e-mail audit: the zone, MX, SPF, DKIM, DMARC, PTR, MTA-STS, TLS-RPT, BIMI and
//! client settings, judged from recorded facts.
#![forbid(unsafe_code)]

mod checks;
mod keys;
mod planners;
mod policy;
mod published;
mod sample_keys;
mod samples;
mod spf;
mod sts_policy;
pub mod view;

use facts::{Facts, Target};
use findings::{About, Audit, Judged};

/// This audit, as the program sees it.
pub const AUDIT: Audit = Audit { name: "dns-audit", planners: planners::PLANNERS, checks: catalogue, judge };

fn catalogue() -> Vec<About> {
    checks::CHECKS.iter().map(|c| c.about()).collect()
}

fn judge(target: &Target, facts: &Facts) -> Vec<Judged> {
    let view = view::View::new(target, facts);
    checks::CHECKS.iter().flat_map(|c| c.judge(&view)).collect()
}

#[cfg(test)]
mod tests;
