//! What to publish, in four forms: lines of a zone file, a script for nsupdate, a table for web forms, JSON.

mod json;
mod table;
mod zone;

pub use json::{FIX_SCHEMA, fix_json, fix_schema};
pub use table::fix_table;
pub use zone::{fix_nsupdate, fix_zone};

use crate::clean::clean;
use findings::{Comparison, Grade, Lang, Report, Value};
use remedies::{Change, Plan};
use std::collections::BTreeSet;

/// A sentence of the plan, cleaned.
fn words(value: &Value, lang: Lang) -> String {
    clean(&value.to_text(lang)).into_owned()
}

fn score(report: &Report) -> String {
    report.score.total.map_or_else(|| "–".into(), |total| format!("{total} ({})", Grade::of(total).as_str()))
}

/// The score before and after, in one line.
fn scores(plan: &Plan, lang: Lang) -> String {
    let (before, after) = (score(&plan.before), score(&plan.after));
    match (lang, plan.changes.is_empty()) {
        (Lang::En, true) => format!("score: {before} of 100; no records to publish now"),
        (Lang::Ru, true) => format!("оценка: {before} из 100; публиковать сейчас нечего"),
        (Lang::En, false) => format!("score now: {before} of 100; with these records: {after}"),
        (Lang::Ru, false) => format!("оценка сейчас: {before} из 100; с этими записями: {after}"),
    }
}

/// Codes that clear, and those that stay.
fn outcome(plan: &Plan) -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let cleared: BTreeSet<_> = Comparison::of(&plan.before, &plan.after).cleared.iter().map(|c| c.about.code).collect();
    let left: BTreeSet<_> = plan.after.fails().map(|f| f.about.code).collect();
    (cleared.difference(&left).copied().collect(), left)
}

fn codes(codes: &BTreeSet<&'static str>) -> String {
    codes.iter().copied().collect::<Vec<_>>().join(", ")
}

/// What a set is, with the findings that it is for.
fn title(change: &Change) -> String {
    let of = if change.codes.is_empty() { String::new() } else { format!(" ({})", codes(&change.codes)) };
    format!("{} {}{of}", clean(change.name.as_str()), change.rtype)
}
