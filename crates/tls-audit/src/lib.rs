//! Certificates and handshakes of mail servers, judged from recorded facts: of a domain's
//! exchanges, of one port of one host, or of a chain in a file. Never connects to anything.
#![forbid(unsafe_code)]

mod certificate;
pub mod chain;
mod checks;
mod dane;
mod defaults;
mod issuers;
mod lifetime;
mod links;
mod mark;
mod negotiation;
mod planners;
mod policy;
mod revocation;
mod roots;
mod samples;
pub mod view;

pub use certificate::Certificate;
pub use roots::Roots;

use facts::answer::Der;
use facts::{Facts, Moment, Name, Target};
use findings::{About, Audit, Judged};

/// This audit, as the program sees it. With a port in the target it looks at that one service of
/// the host that the target names, else at port 25 of the domain's exchanges.
pub const AUDIT: Audit = Audit { name: "tls-audit", planners: planners::PLANNERS, checks: catalogue, judge };

/// Judges a chain, leaf first, for `host` (a name, or an address as text) at `at`, against
/// `roots`, and against `crls` (DER), as strictly as for a port that people's programs connect to.
/// Checks of the connection itself are left out.
#[must_use]
pub fn chain_report(chain: &[Der], host: &Name, roots: &Roots, crls: &[Der], at: Moment) -> Vec<Judged> {
    let view = view::View::of_chain(chain, host, roots, crls, at);
    checks::CHECKS.iter().flat_map(|c| c.judge(&view)).collect()
}

/// Whether a client that verifies would accept the chain: time, name, path and purpose together, revocation aside.
#[must_use]
pub fn chain_is_valid(chain: &[Der], host: &Name, roots: &Roots, at: Moment) -> bool {
    chain::judge(chain, host, roots, at).valid
}

/// Whether `der` can be read as a certificate revocation list.
#[must_use]
pub fn is_revocation_list(der: &[u8]) -> bool {
    revocation::is_list(der)
}

fn catalogue() -> Vec<About> {
    checks::CHECKS.iter().map(|c| c.about()).collect()
}

fn judge(target: &Target, facts: &Facts) -> Vec<Judged> {
    let view = view::View::new(target, facts);
    checks::CHECKS.iter().flat_map(|c| c.judge(&view)).collect()
}

#[cfg(test)]
mod tests;
