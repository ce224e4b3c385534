//! The report for programs: `mailaudit.report/1`, and its schema, from the same structs.

use crate::clean::is_hostile;
use crate::delivery::{self, Delivery};
use crate::message::Message;
use crate::providers::Provider;
use crate::quoted::{self, Quoted};
use crate::style::Passes;
use facts::{Profile, Reason, Target};
use findings::{AreaScore, Change, Comparison, Evidence, Finding, Grade, Lang, Readiness, Report, Severity, State, Status, Value, holes};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The version that stands in every report.
pub const REPORT_SCHEMA: &str = "mailaudit.report/1";

const READINESS: [Readiness; 5] = [Readiness::Ready, Readiness::Warnings, Readiness::NotReady, Readiness::Undetermined, Readiness::Parked];
/// Verdicts on a check in either report.
const STATUS: [&str; 5] = ["fail", "unknown", "info", "pass", "not_applicable"];

/// How the JSON is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Over many lines, for one report.
    #[default]
    Pretty,
    /// One line, for many reports.
    Line,
}

/// The report as JSON, its words in `lang`; ends without a line break.
#[must_use]
pub fn report_json(report: &Report, lang: Lang, passes: Passes, layout: Layout) -> String {
    print(&document(report, lang, passes), layout)
}

/// The same for the report under an overlay: how the domain stands without it is in `overlay`.
#[must_use]
pub fn compared_json(report: &Report, comparison: &Comparison, lang: Lang, passes: Passes, layout: Layout) -> String {
    print(&Document { overlay: Some(Overlay::from(comparison)), ..document(report, lang, passes) }, layout)
}

/// The same for a report about test messages, with each of them in `deliveries`.
#[must_use]
pub fn delivered_json(report: &Report, deliveries: &[Delivery], lang: Lang, passes: Passes, layout: Layout) -> String {
    let deliveries = deliveries.iter().map(|d| delivery::Told::new(d, lang)).collect();
    print(&Document { deliveries, ..document(report, lang, passes) }, layout)
}

/// The JSON schema (draft 2020-12) of [`report_json`], over many lines.
#[must_use]
pub fn report_schema() -> String {
    print(&schemars::schema_for!(Document), Layout::Pretty)
}

/// JSON text in which nothing steers a terminal: what a table writes out, JSON escapes.
pub(crate) fn print(value: &impl Serialize, layout: Layout) -> String {
    let text = match layout {
        Layout::Pretty => serde_json::to_string_pretty(value),
        Layout::Line => serde_json::to_string(value),
    };
    let text = text.unwrap_or_else(|error| format!("{{\"error\":{:?}}}", error.to_string()));
    if !text.chars().any(|c| c != '\n' && is_hostile(c)) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if c == '\n' || !is_hostile(c) {
            out.push(c);
        } else {
            // serde_json escapes what JSON must; all other characters stand inside its strings.
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// A scored report about one domain.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "mailaudit report")]
struct Document {
    /// Names this format and its version.
    #[schemars(extend("const" = REPORT_SCHEMA))]
    schema: &'static str,
    /// What was audited.
    target: Audited,
    /// When the audit began (RFC 3339, UTC).
    #[schemars(extend("format" = "date-time"))]
    observed_at: String,
    /// How long the asking took, in milliseconds.
    elapsed_ms: u64,
    /// How many questions were asked.
    questions: usize,
    /// The overall word.
    #[schemars(extend("enum" = READINESS.map(Readiness::as_str)))]
    verdict: &'static str,
    /// 0 to 100; null when nothing could be judged.
    #[schemars(range(max = 100))]
    score: Option<u32>,
    /// A from 95, B from 80, C from 60, D from 40, else F; null without a score.
    grade: Option<&'static str>,
    /// Per cent of the applicable checks that could be judged, weighted like the score.
    #[schemars(range(max = 100))]
    coverage: u32,
    /// Areas with applicable checks.
    areas: Vec<Area>,
    /// What each mailbox provider demands; empty where requirements were not judged.
    providers: Vec<Provider>,
    /// What became of the message that was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
    /// Fails (worst first), unknowns, information; passes only on demand.
    findings: Vec<Told>,
    /// The test messages of `deliver`, in the order of the configuration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    deliveries: Vec<delivery::Told>,
    /// Under an overlay: how the domain stands without it, and what it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    overlay: Option<Overlay>,
}

fn document(report: &Report, lang: Lang, passes: Passes) -> Document {
    let shown = |f: &&Finding| passes == Passes::Shown || f.status != Status::Pass;
    Document {
        schema: REPORT_SCHEMA,
        target: Audited::from(&report.target),
        observed_at: report.observed_at.to_string(),
        elapsed_ms: report.elapsed_ms,
        questions: report.questions,
        verdict: report.score.readiness.as_str(),
        score: report.score.total,
        grade: report.score.total.map(|t| Grade::of(t).as_str()),
        coverage: report.score.coverage,
        areas: areas(&report.score.areas),
        providers: report.providers.iter().map(|p| Provider::new(p, lang)).collect(),
        message: report.message.as_ref().map(Message::from),
        findings: report.findings.iter().filter(shown).map(|f| Told::new(f, lang)).collect(),
        deliveries: Vec::new(),
        overlay: None,
    }
}

/// What the records of an overlay change.
#[derive(Serialize, JsonSchema)]
struct Overlay {
    /// The domain as it is, without the overlay.
    before: Before,
    /// Failed without it; kept, or without object, under it.
    cleared: Vec<Altered>,
    /// Fails under it alone.
    new: Vec<Altered>,
    /// Fails with another severity, or is not known any more.
    changed: Vec<Altered>,
}

/// How the domain stands without the overlay.
#[derive(Serialize, JsonSchema)]
struct Before {
    /// 0 to 100; null when nothing could be judged.
    #[schemars(range(max = 100))]
    score: Option<u32>,
    /// A from 95, B from 80, C from 60, D from 40, else F; null without a score.
    grade: Option<&'static str>,
    /// The overall word.
    #[schemars(extend("enum" = READINESS.map(Readiness::as_str)))]
    verdict: &'static str,
    /// Per cent of the applicable checks that could be judged, weighted like the score.
    #[schemars(range(max = 100))]
    coverage: u32,
    /// Areas with applicable checks.
    areas: Vec<Area>,
}

/// A finding that an overlay changes.
#[derive(Serialize, JsonSchema)]
struct Altered {
    /// The check's code.
    #[schemars(regex(pattern = "^[A-Z]+[0-9]{3}$"))]
    code: &'static str,
    /// A name (lower-case A-labels, no final dot) or an address (RFC 5952).
    subject: String,
    /// Of the fail under the overlay, else of the fail without it.
    #[schemars(extend("enum" = Severity::ALL.map(Severity::as_str)))]
    severity: &'static str,
    /// The verdict without the overlay.
    #[schemars(extend("enum" = STATUS))]
    status_before: &'static str,
    /// The verdict under it.
    #[schemars(extend("enum" = STATUS))]
    status_after: &'static str,
    /// The severity without the overlay, where both fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    severity_before: Option<&'static str>,
}

impl From<&Comparison> for Overlay {
    fn from(comparison: &Comparison) -> Self {
        let before = &comparison.before;
        let status = |state: Option<State>| state.map_or(Status::NotApplicable, |s| s.status).as_str();
        let altered = |changes: &[Change]| -> Vec<Altered> {
            let of = |c: &Change| Altered {
                code: c.about.code,
                subject: c.subject.as_str().to_owned(),
                severity: c.severity().as_str(),
                status_before: status(c.before),
                status_after: status(c.after),
                severity_before: c.fails().and(c.failed()).map(Severity::as_str),
            };
            changes.iter().map(of).collect()
        };
        Self {
            before: Before {
                score: before.score,
                grade: before.grade().map(Grade::as_str),
                verdict: before.readiness.as_str(),
                coverage: before.coverage,
                areas: areas(&before.areas),
            },
            cleared: altered(&comparison.cleared),
            new: altered(&comparison.new),
            changed: altered(&comparison.changed),
        }
    }
}

/// What was audited, and what its owner stated.
#[derive(Serialize, JsonSchema)]
struct Audited {
    /// Lower-case A-labels without the final dot; empty where addresses alone were audited.
    domain: String,
    /// Which use was judged.
    #[schemars(extend("enum" = [Profile::Send, Profile::Receive, Profile::Full].map(Profile::as_str)))]
    profile: &'static str,
    /// Sending addresses that the user named.
    ips: Vec<String>,
    /// DKIM selectors that the user named.
    selectors: Vec<String>,
    /// Messages a day that the user means to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    volume: Option<u64>,
}

impl From<&Target> for Audited {
    fn from(target: &Target) -> Self {
        Self {
            domain: target.domain.as_str().to_owned(),
            profile: target.profile.as_str(),
            ips: target.ips.iter().map(ToString::to_string).collect(),
            selectors: target.selectors.clone(),
            volume: target.volume,
        }
    }
}

/// The score of one area.
#[derive(Serialize, JsonSchema)]
struct Area {
    /// The letters of its codes, in lower case.
    area: String,
    /// 0 to 100; null when nothing in it could be judged.
    #[schemars(range(max = 100))]
    score: Option<u32>,
    /// Its weight in the profile.
    weight: u32,
    /// Per cent of its applicable checks that could be judged.
    #[schemars(range(max = 100))]
    coverage: u32,
}

fn areas(areas: &[AreaScore]) -> Vec<Area> {
    areas.iter().map(|a| Area { area: a.area.clone(), score: a.score, weight: a.weight, coverage: a.coverage }).collect()
}

/// What a check says of one subject.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Told {
    /// The check's code, never reused.
    #[schemars(regex(pattern = "^[A-Z]+[0-9]{3}$"))]
    code: &'static str,
    /// The check's name.
    name: &'static str,
    /// The code's letters in lower case.
    area: String,
    /// How bad a fail of it is.
    #[schemars(extend("enum" = Severity::ALL.map(Severity::as_str)))]
    severity: &'static str,
    /// What became of the check.
    #[schemars(extend("enum" = [Status::Fail, Status::Unknown, Status::Info, Status::Pass].map(Status::as_str)))]
    status: &'static str,
    /// A name (lower-case A-labels, no final dot) or an address (RFC 5952).
    subject: String,
    /// What was found, or why it is not known.
    says: String,
    /// What a receiver does about it; empty where it would speak of values that are not known.
    why: String,
    /// What to do; empty where nothing is shown to be broken.
    fix: String,
    /// What was seen.
    evidence: BTreeMap<&'static str, Seen>,
    /// Of the replies quoted in the evidence those that refuse something, each as `explain` tells it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    replies: Vec<Quoted>,
    /// What to publish.
    records: Vec<Publish>,
    /// Sources.
    cites: Vec<&'static str>,
    /// Points of the total that it takes; a code with several subjects carries them once.
    points: u32,
    /// For an unknown: what was asked in vain, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gaps: Vec<InVain>,
}

/// One value of the evidence.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Seen {
    Number(i64),
    Text(String),
    List(Vec<String>),
}

/// A record to publish.
#[derive(Serialize, JsonSchema)]
struct Publish {
    /// Owner, absolute, with the final dot.
    name: String,
    /// Record type.
    #[serde(rename = "type")]
    rtype: &'static str,
    /// Data as in a zone file; TXT without its quotes.
    value: String,
}

/// A question without an answer.
#[derive(Serialize, JsonSchema)]
struct InVain {
    /// Why, out of a closed list (`timeout`, `refused`, …).
    reason: serde_json::Value,
    /// What was asked, as a person reads it.
    asked: String,
}

impl Told {
    pub(crate) fn new(finding: &Finding, lang: Lang) -> Self {
        let whole = |text: String, words: &str| if all_filled(words, &finding.evidence) { text } else { String::new() };
        let words = finding.about.words(lang);
        // What is not known is never told as broken, so there is nothing to mend.
        let is_broken = matches!(finding.status, Status::Fail | Status::Info) || finding.about.only_ever_unknown();
        Self {
            code: finding.about.code,
            name: finding.about.name,
            area: finding.about.area(),
            severity: finding.severity.as_str(),
            status: finding.status.as_str(),
            subject: finding.subject.as_str().to_owned(),
            says: finding.says(lang),
            why: whole(finding.why(lang), words.why),
            fix: if is_broken { whole(finding.fix(lang), words.fix) } else { String::new() },
            evidence: evidence(&finding.evidence, lang),
            replies: quoted::told(finding, lang),
            records: finding.records.iter().map(|r| Publish { name: r.name.clone(), rtype: r.rtype, value: r.value.clone() }).collect(),
            cites: finding.about.cites.to_vec(),
            points: finding.points,
            gaps: finding.gaps.iter().map(|g| InVain { reason: reason_word(g.reason), asked: g.asked.clone() }).collect(),
        }
    }
}

fn all_filled(words: &str, evidence: &Evidence) -> bool {
    holes(words).into_iter().all(|hole| evidence.get(hole).is_some())
}

/// The evidence without the subject, which has a field of its own.
fn evidence(evidence: &Evidence, lang: Lang) -> BTreeMap<&'static str, Seen> {
    let seen = |value: &Value| match value {
        Value::Number(n) => Seen::Number(*n),
        Value::Text(text) | Value::Reply(text) => Seen::Text(text.clone()),
        Value::List(items) => Seen::List(items.clone()),
        Value::Phrase(_) | Value::Sentence(..) => Seen::Text(value.to_text(lang)),
        Value::Each(values) => Seen::List(values.iter().map(|v| v.to_text(lang)).collect()),
    };
    evidence.iter().filter(|(name, _)| *name != "subject").map(|(name, value)| (name, seen(value))).collect()
}

fn reason_word(reason: Reason) -> serde_json::Value {
    serde_json::to_value(reason).unwrap_or_default()
}
