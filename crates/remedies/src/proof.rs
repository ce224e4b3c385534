//! The promises of a plan, for tests: nobody loses the right to send, every finding with records is cleared or spoken of,
//! and the sets are what a zone file can hold.

use crate::Plan;
use facts::{Inquiry, Name, Overlay, Recorded};
use findings::{Finding, Status};
use readings::spf::{Range, Sender, SpfResult, check_host};
use std::net::IpAddr;

/// Every promise that `plan` breaks, one line each. `recorded` is what it was made of; `under` answers what would be seen
/// under an overlay.
#[must_use]
pub fn faults(plan: &Plan, recorded: &Recorded, under: &dyn Fn(&Overlay) -> Recorded) -> Vec<String> {
    let mut faults = Vec::new();
    let text: String = plan.changes.iter().map(crate::Change::zone_lines).collect();
    let overlay = match Overlay::parse(text.as_bytes(), &Name::root()) {
        Ok(overlay) => overlay,
        Err(fault) => return vec![format!("no zone file can hold the records ({fault}):\n{text}")],
    };
    let after = under(&overlay);
    faults.extend(lost(recorded, &after).into_iter().map(|lost| format!("{lost} with:\n{text}")));
    if plan.after.score.total < plan.before.score.total {
        faults.push(format!("the score falls from {:?} to {:?} with:\n{text}", plan.before.score.total, plan.after.score.total));
    }
    for finding in plan.before.fails().filter(|f| !f.records.is_empty()) {
        let stays = |f: &Finding| f.about.code == finding.about.code && f.subject == finding.subject;
        let left = plan.after.findings.iter().any(|f| stays(f) && matches!(f.status, Status::Fail | Status::Unknown));
        if left && !told(plan, finding) {
            faults.push(format!("{} {} stays, and nothing is said of it, with:\n{text}", finding.about.code, finding.subject.as_str()));
        }
    }
    let silent = plan.withheld.iter().filter(|w| w.why.to_text(findings::Lang::Ru).is_empty());
    faults.extend(silent.map(|w| format!("{} {} is held back without a reason", w.name, w.rtype)));
    faults
}

/// Whether the plan says what becomes of a finding that stays.
fn told(plan: &Plan, finding: &Finding) -> bool {
    let code = finding.about.code;
    plan.withheld.iter().any(|w| w.codes.contains(code))
        || plan.later.iter().any(|l| l.change.codes.contains(code))
        || plan.elsewhere.iter().any(|c| c.codes.contains(code))
        || plan.advice.iter().any(|a| a.codes.contains(code))
}

/// Addresses that SPF lets send before and not after, on the edges of every range that the domain's policy names.
fn lost(before: &Recorded, after: &Recorded) -> Vec<String> {
    let spf = readings::spf::read(&before.target, &Inquiry::new(&before.facts));
    let edges = spf.ranges.iter().flat_map(|r: &Range| [r.network, r.last()]);
    let mut edges: Vec<IpAddr> = edges.chain(before.target.ips.iter().copied()).collect();
    edges.sort_unstable();
    edges.dedup();
    let result = |side: &Recorded, ip: IpAddr| check_host(&Inquiry::new(&side.facts), &Sender::of(&side.target, ip)).0.result;
    let lost = edges.into_iter().filter(|ip| result(before, *ip) == SpfResult::Pass && result(after, *ip) != SpfResult::Pass);
    lost.map(|ip| format!("{ip} may send today and not any more")).collect()
}
