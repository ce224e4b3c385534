//! How bad a finding is, and what a check can say.

use crate::evidence::{Evidence, PublishRecord};
use facts::Gap;

/// How much a finding weighs; ordered, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Told, costs nothing.
    Info,
    /// Worth a look; 3 points of its area.
    Notice,
    /// A SHOULD is broken, or mail is likely to suffer; 15 points.
    Warning,
    /// A MUST is broken, or mail is refused by some; 40 points.
    Error,
    /// Mail does not work, or harm is done; 100 points.
    Critical,
}

impl Severity {
    /// All, the mildest first.
    pub const ALL: [Severity; 5] = [Severity::Info, Severity::Notice, Severity::Warning, Severity::Error, Severity::Critical];

    /// The word of the JSON report and of `--fail-on`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
            Severity::Critical => "critical",
        }
    }

    /// Points that a fail of this severity takes from its area (0 to 100).
    #[must_use]
    pub fn points(self) -> u32 {
        match self {
            Severity::Info => 0,
            Severity::Notice => 3,
            Severity::Warning => 15,
            Severity::Error => 40,
            Severity::Critical => 100,
        }
    }
}

/// What became of a check on one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The rule is broken.
    Fail,
    /// It cannot be known.
    Unknown,
    /// Told, neither good nor bad.
    Info,
    /// The rule is kept.
    Pass,
    /// The rule does not concern this subject.
    NotApplicable,
}

impl Status {
    /// The word of the JSON report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Fail => "fail",
            Status::Unknown => "unknown",
            Status::Info => "info",
            Status::Pass => "pass",
            Status::NotApplicable => "not_applicable",
        }
    }
}

/// What a check says of one subject.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The rule is kept.
    Pass(Evidence),
    /// The rule is broken.
    Fail {
        /// Another severity than the check's default, out of its declared ones.
        severity: Option<Severity>,
        /// What was seen; fills the holes of `says` and `fix`.
        evidence: Evidence,
        /// Records to publish that would clear it.
        records: Vec<PublishRecord>,
    },
    /// Not known: never told as broken, costs coverage and no points.
    Unknown {
        /// What was asked in vain, at least one.
        gaps: Vec<Gap>,
        /// What is known all the same; fills the holes of a check that is only ever unknown.
        evidence: Evidence,
    },
    /// Told, costs nothing.
    Info(Evidence),
    /// Does not concern this subject.
    NotApplicable,
}

impl Verdict {
    /// A fail at the check's default severity.
    #[must_use]
    pub fn fail(evidence: Evidence) -> Self {
        Verdict::Fail { severity: None, evidence, records: Vec::new() }
    }

    /// A fail at another severity.
    #[must_use]
    pub fn fail_as(severity: Severity, evidence: Evidence) -> Self {
        Verdict::Fail { severity: Some(severity), evidence, records: Vec::new() }
    }

    /// The same fail with records to publish; other verdicts stay as they are.
    #[must_use]
    pub fn with_records(mut self, new: Vec<PublishRecord>) -> Self {
        if let Verdict::Fail { records, .. } = &mut self {
            *records = new;
        }
        self
    }

    /// Unknown for one gap.
    #[must_use]
    pub fn unknown(gap: Gap) -> Self {
        Verdict::Unknown { gaps: vec![gap], evidence: Evidence::new() }
    }

    /// Which of the five it is.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Verdict::Pass(_) => Status::Pass,
            Verdict::Fail { .. } => Status::Fail,
            Verdict::Unknown { .. } => Status::Unknown,
            Verdict::Info(_) => Status::Info,
            Verdict::NotApplicable => Status::NotApplicable,
        }
    }
}
