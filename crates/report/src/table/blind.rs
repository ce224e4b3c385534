//! Why a verdict could not be reached, where one cause stands behind it all: a sentence for the
//! first screen. It judges nothing; it only counts reasons.

use facts::Reason;
use findings::{Readiness, Report, Status};
use std::collections::BTreeMap;

/// One cause behind everything that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The resolver stays silent, or cannot be reached.
    NoDns,
    /// The resolver answers with refusals.
    DnsRefuses,
    /// The resolver answers with failures.
    DnsFails,
    /// The user ended the audit, or its time ran out, before anything was answered.
    CutShort,
    /// No mail host could be connected to.
    NoConnection,
    /// The user wanted no connection.
    NoSmtp,
    /// A zone file was the only source.
    ZoneAlone,
    /// No sending address was named, and the profile is about sending.
    NoAddress,
}

/// The cause, where the verdict is open and one cause explains it.
pub(crate) fn cause(report: &Report) -> Option<Cause> {
    if report.score.readiness != Readiness::Undetermined {
        return None;
    }
    let is_mail_host = |area: &str| matches!(area, "smtp" | "tls");
    if report.score.total.is_none() && report.score.areas.iter().any(|a| !is_mail_host(&a.area)) {
        return match commonest(report, |area| !is_mail_host(area))? {
            Reason::Timeout | Reason::ConnectRefused | Reason::Closed | Reason::LocalFailure => Some(Cause::NoDns),
            Reason::Refused => Some(Cause::DnsRefuses),
            Reason::ServerFailure => Some(Cause::DnsFails),
            Reason::BudgetSpent | Reason::Interrupted => Some(Cause::CutShort),
            _ => None,
        };
    }
    let mut mail = report.score.areas.iter().filter(|a| is_mail_host(&a.area)).peekable();
    if mail.peek().is_some() && mail.all(|a| a.score.is_none()) {
        return match commonest(report, is_mail_host)? {
            Reason::Timeout | Reason::ConnectRefused | Reason::Closed | Reason::LocalFailure => Some(Cause::NoConnection),
            Reason::SwitchedOff if meets(report, Reason::OutsideZoneFile) => Some(Cause::ZoneAlone),
            Reason::SwitchedOff => Some(Cause::NoSmtp),
            _ => None,
        };
    }
    let unnamed = |f: &findings::Finding| f.status == Status::Unknown && f.about.code == "BL010";
    report.findings.iter().any(unnamed).then_some(Cause::NoAddress)
}

fn meets(report: &Report, reason: Reason) -> bool {
    report.findings.iter().any(|f| f.gaps.iter().any(|g| g.reason == reason))
}

/// The reason that most of what is not known in these areas gives.
fn commonest(report: &Report, wanted: impl Fn(&str) -> bool) -> Option<Reason> {
    let mut counts: BTreeMap<Reason, usize> = BTreeMap::new();
    let unknown = report.findings.iter().filter(|f| f.status == Status::Unknown && wanted(&f.about.area()));
    for gap in unknown.filter_map(|f| f.gaps.first()) {
        *counts.entry(gap.reason).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(reason, _)| reason)
}
