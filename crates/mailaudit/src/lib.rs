//! The audits joined: all planners, all checks, one report. The command line stands in `main.rs`.
//!
//! Nothing here asks, prints or reads a clock.
#![forbid(unsafe_code)]

pub mod deliveries;

use facts::{Facts, Inquiry, Planner, Profile, Recorded, Target};
use findings::{About, Assembly, Audit, Judged, ProviderReport, Report};
use readings::posture::{self, Posture};

/// Every audit of this program.
pub const AUDITS: [Audit; 6] =
    [dns_audit::AUDIT, blocklist::AUDIT, smtp_audit::AUDIT, tls_audit::AUDIT, message_audit::AUDIT, delivery_audit::AUDIT];

/// Areas in the order in which reports and catalogues tell them.
const AREAS: [&str; 17] =
    ["dns", "mx", "spf", "dkim", "dmarc", "ptr", "bl", "smtp", "tls", "sts", "rpt", "dane", "bimi", "cfg", "msg", "dlv", "req"];

/// The planners of all audits.
#[must_use]
pub fn planners() -> Vec<Planner> {
    AUDITS.iter().flat_map(|a| a.planners).copied().collect()
}

/// The catalogue of all checks, by area and code.
#[must_use]
pub fn catalogue() -> Vec<About> {
    let mut all: Vec<About> = AUDITS.iter().flat_map(|a| (a.checks)()).chain(requirements::CHECKS).collect();
    all.sort_by_key(|c| (AREAS.iter().position(|a| *a == c.area()).unwrap_or(AREAS.len()), c.code));
    all
}

/// All verdicts over `facts`.
#[must_use]
pub fn judge(target: &Target, facts: &Facts) -> Vec<Judged> {
    AUDITS.iter().flat_map(|a| (a.judge)(target, facts)).collect()
}

/// The scored report of what was recorded.
#[must_use]
pub fn report(recorded: Recorded) -> Report {
    let message = message_audit::summary(&recorded.target, &recorded.facts);
    Report { message, ..scored(recorded) }
}

fn scored(recorded: Recorded) -> Report {
    let judged = judge(&recorded.target, &recorded.facts);
    let parked = posture::read(&recorded.target, &Inquiry::new(&recorded.facts)) == Posture::Parked;
    let assembly = Assembly { recorded, judged, parked };
    match providers(&assembly) {
        providers if providers.is_empty() => Report::assemble(assembly),
        providers => {
            let verdicts = requirements::verdicts(&providers);
            Report::assemble(assembly).with_providers(providers, verdicts)
        }
    }
}

/// How the sender stands with mailbox providers; none where sending is not judged.
fn providers(assembly: &Assembly) -> Vec<ProviderReport> {
    let Assembly { recorded: Recorded { target, .. }, parked, .. } = assembly;
    let sends = target.profile == Profile::Send || (target.profile == Profile::Full && !parked);
    if !sends || !target.is_domain() || target.domain.is_root() || !target.wants("req") {
        return Vec::new();
    }
    // Also what `--only` leaves out of the report proves something.
    let mut whole = assembly.clone();
    whole.recorded.target.only.clear();
    let findings = Report::assemble(whole).findings;
    requirements::judge(requirements::Basis { target, findings: &findings, parked: *parked })
}
