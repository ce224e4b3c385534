//! Points, grade, coverage and the overall word. What could not be judged is left out, never averaged in.

use crate::check::Judged;
use crate::severity::{Severity, Status, Verdict};
use facts::Profile;
use std::collections::BTreeMap;

/// Weight of an area in a profile: `(area, send, receive, full)`. An area that has nothing to
/// judge is left out of the mean.
const WEIGHTS: &[(&str, u32, u32, u32)] = &[
    ("dns", 8, 12, 10),
    ("mx", 6, 22, 12),
    ("spf", 16, 4, 14),
    ("dkim", 16, 2, 12),
    ("dmarc", 16, 6, 14),
    ("ptr", 12, 2, 8),
    ("bl", 14, 2, 10),
    ("smtp", 3, 20, 10),
    ("tls", 3, 16, 8),
    ("sts", 1, 5, 3),
    ("rpt", 1, 2, 1),
    ("dane", 1, 5, 3),
    ("bimi", 1, 1, 1),
    ("cfg", 2, 3, 2),
    ("msg", 16, 1, 8),
    ("dlv", 8, 1, 4),
];
const WEIGHT_OF_OTHERS: u32 = 1;
/// Below this coverage (per cent) no overall word is given.
const LEAST_COVERAGE: u32 = 50;

/// The weight of `area` in `profile`.
#[must_use]
pub fn weight(area: &str, profile: Profile) -> u32 {
    WEIGHTS.iter().find(|(name, ..)| *name == area).map_or(WEIGHT_OF_OTHERS, |&(_, send, receive, full)| match profile {
        Profile::Send => send,
        Profile::Receive => receive,
        Profile::Full => full,
    })
}

/// The letter of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "letters")]
pub enum Grade {
    A,
    B,
    C,
    D,
    F,
}

impl Grade {
    /// A from 95, B from 80, C from 60, D from 40, else F.
    #[must_use]
    pub fn of(score: u32) -> Self {
        match score {
            95.. => Grade::A,
            80.. => Grade::B,
            60.. => Grade::C,
            40.. => Grade::D,
            _ => Grade::F,
        }
    }

    /// The letter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::F => "F",
        }
    }
}

/// The overall word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// Nothing above notice.
    Ready,
    /// Warnings, no error.
    Warnings,
    /// An error or critical finding; or a parked domain that is to send.
    NotReady,
    /// Too little could be judged, or the question that the profile hangs on is open.
    Undetermined,
    /// Neither sends nor receives, and says so.
    Parked,
}

impl Readiness {
    /// The word of the JSON report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Readiness::Ready => "ready",
            Readiness::Warnings => "warnings",
            Readiness::NotReady => "not_ready",
            Readiness::Undetermined => "undetermined",
            Readiness::Parked => "parked",
        }
    }
}

/// The score of one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaScore {
    /// The area (`spf`).
    pub area: String,
    /// 0 to 100; `None` when nothing in it could be judged.
    pub score: Option<u32>,
    /// Its weight in the profile.
    pub weight: u32,
    /// Per cent of its applicable checks that could be judged.
    pub coverage: u32,
}

/// Score, coverage and overall word of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// 0 to 100; `None` when nothing could be judged.
    pub total: Option<u32>,
    /// Per cent of applicable checks that could be judged, weighted like the score.
    pub coverage: u32,
    /// Areas with applicable checks, in the table's order.
    pub areas: Vec<AreaScore>,
    /// Points of the total that each code takes; they add up to 100 less the total.
    pub points: BTreeMap<&'static str, u32>,
    /// The overall word.
    pub readiness: Readiness,
}

/// Scores verdicts from which followers were dropped already.
#[must_use]
pub fn score(judged: &[Judged], profile: Profile, parked: bool) -> Score {
    let areas = areas(judged, profile);
    let fails = worst_by_code(judged);
    let (total, points) = total(&areas, &fails);
    let coverage = weighted(areas.iter().map(|a| (a.weight, a.coverage))).unwrap_or(0);
    let readiness = readiness(judged, &fails, coverage, profile, parked);
    Score { total, coverage, areas, points, readiness }
}

fn areas(judged: &[Judged], profile: Profile) -> Vec<AreaScore> {
    #[derive(Default)]
    struct Tally {
        judged: bool,
        codes: BTreeMap<&'static str, (u32, u32)>,
    }
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for j in judged {
        let status = j.verdict.status();
        if status == Status::NotApplicable {
            continue;
        }
        let tally = tallies.entry(j.about.area()).or_default();
        // That a list answers, say, is no judgment about the domain.
        tally.judged |= matches!(status, Status::Pass | Status::Fail) && !j.about.only_ever_unknown();
        let (known, all) = tally.codes.entry(j.about.code).or_default();
        *known += u32::from(status != Status::Unknown);
        *all += 1;
    }
    let fails = worst_by_code(judged);
    let mut areas: Vec<AreaScore> = tallies
        .into_iter()
        .map(|(area, tally)| {
            let lost: u32 = fails.values().filter(|(a, _)| *a == area).map(|(_, s)| s.points()).sum();
            let share: u32 = tally.codes.values().map(|(known, all)| known * 1000 / all).sum();
            let codes = u32::try_from(tally.codes.len()).unwrap_or(u32::MAX).max(1);
            AreaScore {
                score: tally.judged.then(|| 100u32.saturating_sub(lost)),
                weight: weight(&area, profile),
                coverage: (share / codes).div_ceil(10).min(if share == codes * 1000 { 100 } else { 99 }),
                area,
            }
        })
        .collect();
    areas.sort_by_key(|a| (WEIGHTS.iter().position(|(name, ..)| *name == a.area).unwrap_or(WEIGHTS.len()), a.area.clone()));
    areas
}

/// The worst severity of each failed code, with its area: points are taken once per code.
fn worst_by_code(judged: &[Judged]) -> BTreeMap<&'static str, (String, Severity)> {
    let mut worst: BTreeMap<&'static str, (String, Severity)> = BTreeMap::new();
    for j in judged {
        if let Verdict::Fail { severity, .. } = &j.verdict {
            let severity = severity.unwrap_or(j.about.severity);
            let entry = worst.entry(j.about.code).or_insert_with(|| (j.about.area(), severity));
            entry.1 = entry.1.max(severity);
        }
    }
    worst
}

fn weighted(parts: impl Iterator<Item = (u32, u32)>) -> Option<u32> {
    let (mut sum, mut weights) = (0u64, 0u64);
    for (weight, value) in parts {
        sum += u64::from(weight) * u64::from(value);
        weights += u64::from(weight);
    }
    // Rounded half up, so that a lower part never gives a higher whole.
    let mean = (weights > 0).then(|| (2 * sum + weights) / (2 * weights))?;
    u32::try_from(mean).ok()
}

fn cap(worst: Option<Severity>) -> u32 {
    match worst {
        Some(Severity::Critical) => 39,
        Some(Severity::Error) => 79,
        Some(Severity::Warning) => 94,
        _ => 100,
    }
}

fn total(areas: &[AreaScore], fails: &BTreeMap<&'static str, (String, Severity)>) -> (Option<u32>, BTreeMap<&'static str, u32>) {
    let judged = || areas.iter().filter_map(|a| a.score.map(|s| (a.weight, s)));
    let Some(mean) = weighted(judged()) else {
        return (None, BTreeMap::new());
    };
    let worst = fails.values().map(|(_, s)| *s).max();
    let total = mean.min(cap(worst));
    let weights: u32 = judged().map(|(w, _)| w).sum();
    let mut shares: Vec<(&'static str, f64)> = Vec::new();
    for (code, (area, severity)) in fails {
        let Some(a) = areas.iter().find(|a| a.area == *area) else { continue };
        let in_area: u32 = fails.values().filter(|(other, _)| other == area).map(|(_, s)| s.points()).sum();
        let lost = 100 - a.score.unwrap_or(100);
        let mut share = 0.0;
        if in_area > 0 {
            share = f64::from(lost * a.weight) * f64::from(severity.points()) / f64::from(in_area) / f64::from(weights.max(1));
        }
        if Some(*severity) == worst {
            let equals = fails.values().filter(|(_, s)| Some(*s) == worst).count();
            share += f64::from(mean - total) / equals as f64;
        }
        shares.push((code, share));
    }
    (Some(total), apportion(100 - total, shares))
}

/// Whole points by largest remainder, so that they add up to what was lost.
fn apportion(lost: u32, shares: Vec<(&'static str, f64)>) -> BTreeMap<&'static str, u32> {
    let mut points: BTreeMap<&'static str, u32> = BTreeMap::new();
    let sum: f64 = shares.iter().map(|(_, s)| s).sum();
    if sum <= 0.0 {
        return points;
    }
    let mut rest: Vec<(&'static str, f64)> = Vec::new();
    let mut given = 0;
    for (code, share) in shares {
        let exact = share / sum * f64::from(lost);
        let whole = exact.floor() as u32;
        given += whole;
        points.insert(code, whole);
        rest.push((code, exact - f64::from(whole)));
    }
    rest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    for (code, _) in rest.iter().cycle().take(lost.saturating_sub(given) as usize) {
        *points.entry(code).or_default() += 1;
    }
    points
}

fn readiness(
    judged: &[Judged],
    fails: &BTreeMap<&'static str, (String, Severity)>,
    coverage: u32,
    profile: Profile,
    parked: bool,
) -> Readiness {
    let worst = fails.values().map(|(_, s)| *s).max();
    if worst >= Some(Severity::Error) || (parked && profile == Profile::Send) {
        return Readiness::NotReady;
    }
    if parked {
        return Readiness::Parked;
    }
    if coverage < LEAST_COVERAGE || hangs(judged, profile) {
        return Readiness::Undetermined;
    }
    if worst == Some(Severity::Warning) { Readiness::Warnings } else { Readiness::Ready }
}

/// What a message hangs on: whether a signature is aligned, and whether DMARC lets it through.
const OF_A_MESSAGE: [&str; 2] = ["MSG005", "MSG007"];

/// Whether the question that the profile hangs on is open: for receiving, no mail host was shown
/// to talk SMTP while some might; for sending, the sending address is not known, or whose the message is.
fn hangs(judged: &[Judged], profile: Profile) -> bool {
    let of = |area: &str, status: Status| judged.iter().any(|j| j.about.area() == area && j.verdict.status() == status);
    let is_open = |code: &str| judged.iter().any(|j| j.about.code == code && j.verdict.status() == Status::Unknown);
    let message = profile != Profile::Receive && OF_A_MESSAGE.into_iter().any(is_open);
    message
        || match profile {
            Profile::Receive | Profile::Full => of("smtp", Status::Unknown) && !of("smtp", Status::Pass),
            Profile::Send => is_open("BL010"),
        }
}

#[cfg(test)]
mod tests;
