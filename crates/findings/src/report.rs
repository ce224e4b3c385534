//! The report: verdicts made findings, with score and overall word.

use crate::check::{About, Judged, Subject};
use crate::evidence::{Evidence, PublishRecord};
use crate::followers::drop_followers;
use crate::message::MessageSummary;
use crate::provider::ProviderReport;
use crate::reasons::{BECAUSE, HEARD, heard_words, reason_words};
use crate::score::{Readiness, Score, score};
use crate::severity::{Severity, Status, Verdict};
use crate::words::{Lang, fill};
use facts::{Gap, Moment, Recorded, Target};
use std::collections::BTreeSet;

/// What a report is made from.
#[derive(Clone, Debug)]
pub struct Assembly {
    /// Target and facts.
    pub recorded: Recorded,
    /// All verdicts of all audits.
    pub judged: Vec<Judged>,
    /// Whether the domain neither sends nor receives and says so.
    pub parked: bool,
}

/// A scored report about one domain.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What was audited.
    pub target: Target,
    /// When the audit began.
    pub observed_at: Moment,
    /// How long the asking took, in milliseconds.
    pub elapsed_ms: u64,
    /// How many questions were asked.
    pub questions: usize,
    /// Score, coverage, overall word.
    pub score: Score,
    /// Fails (worst first), unknowns, infos, passes.
    pub findings: Vec<Finding>,
    /// How the sender stands with mailbox providers; empty where that was not judged.
    pub providers: Vec<ProviderReport>,
    /// What became of the message that was judged; none without one.
    pub message: Option<MessageSummary>,
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which check.
    pub about: About,
    /// About what.
    pub subject: Subject,
    /// What became of it; never `NotApplicable`.
    pub status: Status,
    /// Its severity; a fail may carry another one than the check's default.
    pub severity: Severity,
    /// What was seen.
    pub evidence: Evidence,
    /// What was asked in vain.
    pub gaps: Vec<Gap>,
    /// What to publish.
    pub records: Vec<PublishRecord>,
    /// Points of the total that it takes; a code with several subjects carries them once.
    pub points: u32,
}

impl Report {
    /// Drops what follows from a cause, leaves out unwanted areas, scores the rest.
    #[must_use]
    pub fn assemble(assembly: Assembly) -> Self {
        let Assembly { recorded: Recorded { target, facts }, mut judged, parked } = assembly;
        // First the areas: a cause that is not told must not silence what is.
        judged.retain(|j| target.wants(&j.about.area()));
        drop_followers(&mut judged, &target.domain);
        let score = score(&judged, target.profile, parked);
        let mut findings: Vec<Finding> = judged.into_iter().filter_map(Finding::from_judged).collect();
        arrange(&mut findings, &score);
        Self {
            observed_at: facts.observed_at,
            elapsed_ms: facts.elapsed_ms,
            questions: facts.asked(),
            target,
            score,
            findings,
            providers: Vec::new(),
            message: None,
        }
    }

    /// The same report with how the sender stands with mailbox providers, and what that means as
    /// verdicts. Their causes are scored already, so they cost nothing; an error keeps the sender from being ready.
    #[must_use]
    pub fn with_providers(mut self, providers: Vec<ProviderReport>, judged: Vec<Judged>) -> Self {
        self.findings.extend(judged.into_iter().filter_map(Finding::from_judged));
        arrange(&mut self.findings, &self.score);
        if self.worst() >= Some(Severity::Error) {
            self.score.readiness = Readiness::NotReady;
        }
        self.providers = providers;
        self
    }

    /// The fails, worst first.
    pub fn fails(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.status == Status::Fail)
    }

    /// The worst severity among the fails.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.fails().map(|f| f.severity).max()
    }
}

/// Puts findings in order, and the points of each code on the first of its fails.
fn arrange(findings: &mut [Finding], score: &Score) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut charged = BTreeSet::new();
    for finding in findings.iter_mut().filter(|f| f.status == Status::Fail) {
        let is_first = charged.insert(finding.about.code);
        finding.points = if is_first { score.points.get(finding.about.code).copied().unwrap_or(0) } else { 0 };
    }
    // Among equals, what costs most comes first: a reader begins at the top.
    let cost = |f: &Finding| if f.status == Status::Fail { score.points.get(f.about.code).copied().unwrap_or(0) } else { 0 };
    findings.sort_by_key(|f| {
        let (status, severity, code, _) = f.order();
        (status, severity, std::cmp::Reverse(cost(f)), code)
    });
}

impl Finding {
    fn from_judged(judged: Judged) -> Option<Self> {
        let Judged { about, subject, verdict } = judged;
        let status = verdict.status();
        let (severity, evidence, gaps, records) = match verdict {
            Verdict::NotApplicable => return None,
            Verdict::Pass(evidence) => (about.severity, evidence, Vec::new(), Vec::new()),
            Verdict::Info(evidence) => (Severity::Info, evidence, Vec::new(), Vec::new()),
            Verdict::Unknown { gaps, evidence } => (about.severity, evidence, gaps, Vec::new()),
            Verdict::Fail { severity, evidence, records } => (severity.unwrap_or(about.severity), evidence, Vec::new(), records),
        };
        let evidence = evidence.with("subject", subject.as_str());
        Some(Self { about, subject, status, severity, evidence, gaps, records, points: 0 })
    }

    fn order(&self) -> (Status, std::cmp::Reverse<Severity>, &'static str, &Subject) {
        let severity = if self.status == Status::Fail { self.severity } else { Severity::Info };
        (self.status, std::cmp::Reverse(severity), self.about.code, &self.subject)
    }

    /// What was found, as a sentence: the check's own words, or why it is not known.
    #[must_use]
    pub fn says(&self, lang: Lang) -> String {
        let words = self.about.words(lang);
        match self.status {
            Status::Fail | Status::Info => fill(words.says, &self.evidence, lang),
            Status::Unknown if self.about.only_ever_unknown() => fill(words.says, &self.evidence, lang),
            Status::Unknown => self.reason(lang),
            Status::Pass | Status::NotApplicable => words.title.to_owned(),
        }
    }

    /// Why it is not known, and what is known all the same; empty for other verdicts.
    #[must_use]
    pub fn reason(&self, lang: Lang) -> String {
        let Some(first) = self.gaps.first() else { return String::new() };
        let asked: BTreeSet<&str> = self.gaps.iter().filter(|g| g.reason == first.reason).map(|g| g.asked.as_str()).collect();
        let evidence = Evidence::new().with("asked", asked.into_iter().map(str::to_owned).collect::<Vec<_>>());
        let reason = fill(reason_words(first.reason, lang), &evidence, lang);
        if self.evidence.get(HEARD).is_some() {
            return format!("{reason} {}", fill(heard_words(lang), &self.evidence, lang));
        }
        match self.evidence.get(BECAUSE) {
            Some(cause) => format!("{} ({}).", reason.trim_end_matches('.'), cause.to_text(lang)),
            None => reason,
        }
    }

    /// What a receiver does about it.
    #[must_use]
    pub fn why(&self, lang: Lang) -> String {
        fill(self.about.words(lang).why, &self.evidence, lang)
    }

    /// What to do today.
    #[must_use]
    pub fn fix(&self, lang: Lang) -> String {
        fill(self.about.words(lang).fix, &self.evidence, lang)
    }
}
