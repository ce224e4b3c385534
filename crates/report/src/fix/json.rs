//! The plan for programs: `mailaudit.fix/1`.

use super::words;
use crate::json::{Layout, print};
use findings::{Comparison, Grade, Lang, Report};
use remedies::{Change, Fate, Plan, owner};
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
        sets: plan.changes.iter().map(|c| Set::of(c, lang)).collect(),
        later: plan.later.iter().map(|l| Later { when: l.when.to_text(lang), set: Set::of(&l.change, lang) }).collect(),
        elsewhere: plan.elsewhere.iter().map(|c| Set::of(c, lang)).collect(),
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

#[derive(Serialize)]
struct Document<'p> {
    schema: &'static str,
    domain: String,
    observed_at: String,
    before: Standing,
    after: Standing,
    cleared: Vec<Finding>,
    new: Vec<Finding>,
    left: Vec<Finding>,
    sets: Vec<Set>,
    later: Vec<Later>,
    elsewhere: Vec<Set>,
    withheld: Vec<Withheld>,
    files: Vec<File<'p>>,
    advice: Vec<Advice>,
}

#[derive(Serialize)]
struct Standing {
    verdict: &'static str,
    score: Option<u32>,
    grade: Option<&'static str>,
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

#[derive(Serialize)]
struct Finding {
    code: &'static str,
    subject: String,
}

#[derive(Serialize)]
struct Set {
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    ttl: u32,
    codes: Vec<&'static str>,
    why: Vec<String>,
    records: Vec<Record>,
}

#[derive(Serialize)]
struct Record {
    /// `add`, `keep` or `delete`.
    action: &'static str,
    /// As a form takes it: text without quotes.
    value: String,
    /// As a zone file has it.
    rdata: String,
}

impl Set {
    fn of(change: &Change, lang: Lang) -> Self {
        let action = |fate| match fate {
            Fate::Add => "add",
            Fate::Keep => "keep",
            Fate::Remove => "delete",
        };
        let record = |l: &remedies::Line| Record { action: action(l.fate), value: l.value.clone(), rdata: l.rdata.clone() };
        Self {
            name: owner(&change.name),
            rtype: change.rtype.to_string(),
            ttl: change.ttl,
            codes: change.codes.iter().copied().collect(),
            why: change.notes.iter().map(|n| words(n, lang)).collect(),
            records: change.lines.iter().map(record).collect(),
        }
    }
}

#[derive(Serialize)]
struct Later {
    when: String,
    set: Set,
}

#[derive(Serialize)]
struct Withheld {
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    codes: Vec<&'static str>,
    why: String,
}

#[derive(Serialize)]
struct File<'p> {
    url: &'p str,
    text: &'p str,
}

#[derive(Serialize)]
struct Advice {
    codes: Vec<&'static str>,
    text: String,
}
