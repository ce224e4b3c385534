//! The plan for programs: `mailaudit.fix/1`.

use super::words;
use crate::json::{Layout, print};
use findings::{Comparison, Grade, Lang, Report};
use remedies::{Change, Fate, Plan, owner};
use schemars::JsonSchema;
use serde::Serialize;

/// The version of the form of [`fix_json`].
pub const FIX_SCHEMA: &str = "mailaudit.fix/1";

/// The plan as JSON, its words in `lang`; ends without a line break.
#[must_use]
pub fn fix_json(plan: &Plan, lang: Lang, layout: Layout) -> String {
    let comparison = Comparison::of(&plan.before, &plan.after);
    let finding = |code: &'static str, subject: &str| Finding { code, subject: subject.to_owned() };
    let document = Document {
        schema: FIX_SCHEMA,
        domain: plan.before.target.title(),
        observed_at: plan.before.observed_at.to_string(),
        before: Standing::of(&plan.before),
        after: Standing::of(&plan.after),
        cleared: comparison.cleared.iter().map(|c| finding(c.about.code, c.subject.as_str())).collect(),
        new: comparison.new.iter().map(|c| finding(c.about.code, c.subject.as_str())).collect(),
        left: plan.after.fails().map(|f| finding(f.about.code, f.subject.as_str())).collect(),
        sets: plan.changes.iter().map(|c| Set::of(c, plan, lang)).collect(),
        later: plan.later.iter().map(|l| Later { when: l.when.to_text(lang), set: Set::of(&l.change, plan, lang) }).collect(),
        elsewhere: plan.elsewhere.iter().map(|c| Set::of(c, plan, lang)).collect(),
        withheld: plan
            .withheld
            .iter()
            .map(|w| Withheld {
                name: owner(&w.name),
                rtype: w.rtype.to_string(),
                codes: w.codes.iter().copied().collect(),
                why: words(&w.why, lang),
            })
            .collect(),
        files: plan.files.iter().map(|f| File { url: &f.url, text: &f.text }).collect(),
        advice: plan.advice.iter().map(|a| Advice { codes: a.codes.iter().copied().collect(), text: words(&a.text, lang) }).collect(),
    };
    print(&document, layout)
}

/// The JSON schema (draft 2020-12) of [`fix_json`], over many lines.
#[must_use]
pub fn fix_schema() -> String {
    print(&schemars::schema_for!(Document<'static>), Layout::Pretty)
}

/// What to publish for a domain.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "mailaudit fix")]
struct Document<'p> {
    /// Names this format and its version.
    #[schemars(extend("const" = FIX_SCHEMA))]
    schema: &'static str,
    /// The domain.
    domain: String,
    /// When the audit began (RFC 3339, UTC).
    #[schemars(extend("format" = "date-time"))]
    observed_at: String,
    /// How the domain stands with what is published.
    before: Standing,
    /// How it would stand with `sets`.
    after: Standing,
    /// Findings that `sets` clear.
    cleared: Vec<Finding>,
    /// Findings that come with them.
    new: Vec<Finding>,
    /// Findings that stay.
    left: Vec<Finding>,
    /// Sets to publish now, each in place of what is published at its name and type.
    sets: Vec<Set>,
    /// Sets to publish once a condition holds.
    later: Vec<Later>,
    /// Sets of zones that are somebody else's.
    elsewhere: Vec<Set>,
    /// What could clear a finding and is held back.
    withheld: Vec<Withheld>,
    /// Files to serve.
    files: Vec<File<'p>>,
    /// What to do beside records.
    advice: Vec<Advice>,
}

/// How a domain stands.
#[derive(Serialize, JsonSchema)]
struct Standing {
    /// The overall word: `ready`, `warnings`, `not_ready`, `undetermined` or `parked`.
    verdict: &'static str,
    /// 0 to 100; null when nothing could be judged.
    #[schemars(range(max = 100))]
    score: Option<u32>,
    /// A to F; null without a score.
    grade: Option<&'static str>,
    /// Per cent of the applicable checks that could be judged.
    #[schemars(range(max = 100))]
    coverage: u32,
}

impl Standing {
    fn of(report: &Report) -> Self {
        let score = &report.score;
        Self {
            verdict: score.readiness.as_str(),
            score: score.total,
            grade: score.total.map(|total| Grade::of(total).as_str()),
            coverage: score.coverage,
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Finding {
    /// The code of its check.
    code: &'static str,
    /// What it is about: a name or an address.
    subject: String,
}

#[derive(Serialize, JsonSchema)]
struct Set {
    /// The owner, absolute, with its final dot.
    name: String,
    /// The owner as forms want it that add the name of the zone: `_dmarc`, `@` for the zone itself.
    relative: String,
    /// The type.
    #[serde(rename = "type")]
    rtype: String,
    /// Seconds to live.
    ttl: u32,
    /// Findings that it is for.
    codes: Vec<&'static str>,
    /// What it is for and what was done, a sentence each.
    why: Vec<String>,
    /// Every record of the set.
    records: Vec<Record>,
}

#[derive(Serialize, JsonSchema)]
struct Record {
    /// What becomes of it.
    #[schemars(extend("enum" = ["add", "keep", "delete"]))]
    action: &'static str,
    /// As a form takes it: text without quotes.
    value: String,
    /// As a zone file has it.
    rdata: String,
}

impl Set {
    fn of(change: &Change, plan: &Plan, lang: Lang) -> Self {
        let action = |fate| match fate {
            Fate::Add => "add",
            Fate::Keep => "keep",
            Fate::Remove => "delete",
        };
        let record = |l: &remedies::Line| Record { action: action(l.fate), value: l.value.clone(), rdata: l.rdata.clone() };
        Self {
            name: owner(&change.name),
            relative: plan.relative(&change.name),
            rtype: change.rtype.to_string(),
            ttl: change.ttl,
            codes: change.codes.iter().copied().collect(),
            why: change.notes.iter().map(|n| words(n, lang)).collect(),
            records: change.lines.iter().map(record).collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Later {
    /// The condition.
    when: String,
    /// The set.
    set: Set,
}

#[derive(Serialize, JsonSchema)]
struct Withheld {
    /// The owner, absolute, with its final dot.
    name: String,
    /// The type.
    #[serde(rename = "type")]
    rtype: String,
    /// Findings that stay.
    codes: Vec<&'static str>,
    /// Why, and what a person can do.
    why: String,
}

#[derive(Serialize, JsonSchema)]
struct File<'p> {
    /// Where.
    url: &'p str,
    /// Its lines.
    text: &'p str,
}

#[derive(Serialize, JsonSchema)]
struct Advice {
    /// Findings that it is about.
    codes: Vec<&'static str>,
    /// A sentence.
    text: String,
}
