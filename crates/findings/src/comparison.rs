//! Two reports about one domain, side by side: what cleared, what came new, what changed.

use crate::check::{About, Subject};
use crate::report::Report;
use crate::score::{AreaScore, Grade, Readiness};
use crate::severity::{Severity, Status};
use std::collections::BTreeMap;

/// What lies between two reports. What failed and is not known any more is changed, never cleared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The first report.
    pub before: Standing,
    /// The second report.
    pub after: Standing,
    /// Failed before, and the rule is now kept or does not apply; worst first.
    pub cleared: Vec<Change>,
    /// Fails now and did not before; worst first.
    pub new: Vec<Change>,
    /// Fails in both with another severity, or failed before and is not known now; worst first.
    pub changed: Vec<Change>,
}

/// How a report stands as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// 0 to 100; `None` when nothing could be judged.
    pub score: Option<u32>,
    /// The overall word.
    pub readiness: Readiness,
    /// Per cent of applicable checks that could be judged.
    pub coverage: u32,
    /// Areas with applicable checks, in the table's order.
    pub areas: Vec<AreaScore>,
}

/// One check on one subject, in both reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which check.
    pub about: About,
    /// About what.
    pub subject: Subject,
    /// In the first report; none where the check did not apply.
    pub before: Option<State>,
    /// In the second report; none where the check does not apply.
    pub after: Option<State>,
}

/// What became of a check in one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// The verdict.
    pub status: Status,
    /// Its severity.
    pub severity: Severity,
}

impl Comparison {
    /// Of two reports about the same target.
    #[must_use]
    pub fn of(before: &Report, after: &Report) -> Self {
        let (old, new) = (states(before), states(after));
        let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
        let mut comparison =
            Self { before: Standing::of(before), after: Standing::of(after), cleared: Vec::new(), new: Vec::new(), changed: Vec::new() };
        for key in keys {
            let (was, is) = (old.get(key), new.get(key));
            let Some((about, _)) = is.or(was) else { continue };
            let (was, is) = (was.map(|(_, s)| *s), is.map(|(_, s)| *s));
            let change = Change { about: *about, subject: key.1.clone(), before: was, after: is };
            match (change.failed(), change.fails()) {
                (Some(a), Some(b)) if a != b => comparison.changed.push(change),
                (Some(_), None) if is.is_some_and(|s| s.status == Status::Unknown) => comparison.changed.push(change),
                (Some(_), None) => comparison.cleared.push(change),
                (None, Some(_)) => comparison.new.push(change),
                _ => {}
            }
        }
        for changes in [&mut comparison.cleared, &mut comparison.new, &mut comparison.changed] {
            changes.sort_by_key(|c| std::cmp::Reverse(c.severity()));
        }
        comparison
    }

    /// Whether no finding cleared, came or changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cleared.is_empty() && self.new.is_empty() && self.changed.is_empty()
    }

    /// Every area of either report, in the order of the table, with both scores.
    #[must_use]
    pub fn areas<'a>(&'a self) -> Vec<(&'a str, Option<&'a AreaScore>, Option<&'a AreaScore>)> {
        let mut names: Vec<&str> = self.after.areas.iter().map(|a| a.area.as_str()).collect();
        for (i, area) in self.before.areas.iter().enumerate() {
            if !names.contains(&area.area.as_str()) {
                // Behind the one that it stood behind.
                let previous = i.checked_sub(1).and_then(|p| names.iter().position(|n| *n == self.before.areas[p].area));
                names.insert(previous.map_or(0, |p| p + 1), &area.area);
            }
        }
        let of = |areas: &'a [AreaScore], name: &str| areas.iter().find(|a| a.area == name);
        names.into_iter().map(|name| (name, of(&self.before.areas, name), of(&self.after.areas, name))).collect()
    }
}

impl Standing {
    fn of(report: &Report) -> Self {
        let score = &report.score;
        Self { score: score.total, readiness: score.readiness, coverage: score.coverage, areas: score.areas.clone() }
    }

    /// The letter; none without a score.
    #[must_use]
    pub fn grade(&self) -> Option<Grade> {
        self.score.map(Grade::of)
    }
}

impl Change {
    /// The severity of the fail now, else of the fail before.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.fails().or(self.failed()).unwrap_or(self.about.severity)
    }

    /// The severity before, where it failed.
    #[must_use]
    pub fn failed(&self) -> Option<Severity> {
        self.before.filter(|s| s.status == Status::Fail).map(|s| s.severity)
    }

    /// The severity now, where it fails.
    #[must_use]
    pub fn fails(&self) -> Option<Severity> {
        self.after.filter(|s| s.status == Status::Fail).map(|s| s.severity)
    }
}

type Key = (&'static str, Subject);

/// The gravest state of each check and subject.
fn states(report: &Report) -> BTreeMap<Key, (About, State)> {
    let mut states: BTreeMap<Key, (About, State)> = BTreeMap::new();
    let weight = |s: State| (std::cmp::Reverse(s.status), s.severity);
    for finding in &report.findings {
        let state = State { status: finding.status, severity: finding.severity };
        let entry = states.entry((finding.about.code, finding.subject.clone())).or_insert((finding.about, state));
        if weight(state) > weight(entry.1) {
            entry.1 = state;
        }
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Judged;
    use crate::evidence::Evidence;
    use crate::report::Assembly;
    use crate::severity::Verdict;
    use crate::words::Words;
    use facts::{Facts, Gap, Name, Reason, Recorded, Target};

    const NO_WORDS: Words = Words { title: "", says: "", why: "", fix: "" };

    fn judged(code: &'static str, verdict: Verdict) -> Judged {
        let about = About {
            code,
            name: code,
            severity: Severity::Error,
            other_severities: &[],
            reaches: &[Status::Fail, Status::Pass, Status::Unknown],
            cites: &[],
            follows: &[],
            en: NO_WORDS,
            ru: NO_WORDS,
        };
        Judged { about, subject: Subject::from(&Name::parse("example.com").unwrap_or_default()), verdict }
    }

    fn report(judged: Vec<Judged>) -> Report {
        let target = Target::new(Name::parse("example.com").unwrap_or_default());
        Report::assemble(Assembly { recorded: Recorded { target, facts: Facts::default() }, judged, parked: false })
    }

    fn fail() -> Verdict {
        Verdict::fail(Evidence::new())
    }

    fn codes(changes: &[Change]) -> Vec<&str> {
        changes.iter().map(|c| c.about.code).collect()
    }

    #[test]
    fn what_is_not_known_any_more_is_not_cleared() {
        let unknown = || Verdict::unknown(Gap { reason: Reason::Timeout, asked: "x".into() });
        let pass = || Verdict::Pass(Evidence::new());
        let notice = || Verdict::fail_as(Severity::Notice, Evidence::new());
        let before = report(vec![
            judged("SPF001", fail()),
            judged("SPF002", fail()),
            judged("SPF003", fail()),
            judged("MX001", pass()),
            judged("MX002", unknown()),
            judged("PTR001", fail()),
            judged("PTR002", fail()),
        ]);
        let after = report(vec![
            judged("SPF001", pass()),
            judged("SPF003", unknown()),
            judged("MX001", fail()),
            judged("MX002", fail()),
            judged("PTR001", notice()),
            judged("PTR002", fail()),
            judged("DKIM001", unknown()),
        ]);
        let comparison = Comparison::of(&before, &after);
        assert_eq!(codes(&comparison.cleared), ["SPF001", "SPF002"]);
        assert_eq!(codes(&comparison.new), ["MX001", "MX002"]);
        assert_eq!(codes(&comparison.changed), ["SPF003", "PTR001"]);
        assert_eq!(comparison.before.score, before.score.total);
        assert!(Comparison::of(&before, &before).is_empty());
    }

    #[test]
    fn areas_of_both_reports_stand_in_one_order() {
        let before = report(vec![judged("DNS001", fail()), judged("SPF001", fail()), judged("PTR001", fail())]);
        let after = report(vec![judged("DNS001", fail()), judged("DKIM001", fail()), judged("PTR001", fail())]);
        let comparison = Comparison::of(&before, &after);
        let areas: Vec<(&str, bool, bool)> = comparison.areas().iter().map(|(n, a, b)| (*n, a.is_some(), b.is_some())).collect();
        assert_eq!(areas, [("dns", true, true), ("spf", true, false), ("dkim", false, true), ("ptr", true, true)]);
    }
}
