//! The three things to do first, with the records to paste; and all records in one place.

use crate::clean::clean;
use crate::labels::{self, labels};
use crate::paint::{Tint, of_severity, paint};
use crate::style::Style;
use crate::wrap::{cut, hang};
use findings::{Finding, PublishRecord, Report, Severity};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

const MOST: usize = 3;

/// The first finding of the worst three codes: by severity, then by points.
pub(super) fn choose(report: &Report) -> Vec<&Finding> {
    let mut fails: Vec<&Finding> = report.fails().filter(|f| f.severity > Severity::Info).collect();
    fails.sort_by_key(|f| (Reverse(f.severity), Reverse(f.points)));
    let mut seen = BTreeSet::new();
    fails.retain(|f| seen.insert(f.about.code));
    fails.truncate(MOST);
    fails
}

pub(super) fn draw(report: &Report, top: &[&Finding], style: &Style) -> String {
    if top.is_empty() {
        return String::new();
    }
    let words = labels(style.lang);
    let heading = if top.len() == MOST { words.first_few } else { words.first };
    let mut out = format!("\n{}\n", paint(heading, Tint::Bold));
    for (index, finding) in top.iter().enumerate() {
        let severity = paint(labels::severity(finding.severity, style.lang), of_severity(finding.severity));
        let says = super::says_of(finding, report, style);
        push(&mut out, &hang(&format!("{}. ", index + 1), &format!("{severity}, {}: {says}", finding.about.code), style.columns()));
        let others = report.fails().filter(|f| f.about.code == finding.about.code).count().saturating_sub(1);
        if others > 0 {
            push(&mut out, &hang("   ", &format!("… {}: {others}", words.more), style.columns()));
        }
        push(&mut out, &hang("   → ", &super::fix(finding, style), style.columns()));
        out.push_str(&publish(&finding.records, "   ", style));
    }
    out
}

/// All records to publish, by code: what to do often speaks of 'the record below'. Two findings may
/// each want a record set of their own, so sets are never merged.
pub(super) fn draw_records(report: &Report, style: &Style) -> String {
    let mut sets: Vec<(BTreeSet<Key<'_>>, &[PublishRecord], BTreeSet<&str>)> = Vec::new();
    for finding in report.fails().filter(|f| !f.records.is_empty()) {
        let set: BTreeSet<Key<'_>> = finding.records.iter().map(key).collect();
        match sets.iter_mut().find(|(other, ..)| *other == set) {
            Some((.., codes)) => _ = codes.insert(finding.about.code),
            None => sets.push((set, &finding.records, BTreeSet::from([finding.about.code]))),
        }
    }
    if sets.is_empty() {
        return String::new();
    }
    let codes = |codes: BTreeSet<&str>| codes.into_iter().collect::<Vec<_>>().join(", ");
    let drawn: String = sets.into_iter().map(|(_, records, of)| publish(records, &format!("{}. ", codes(of)), style)).collect();
    format!("\n{}\n{drawn}", paint(labels(style.lang).records, Tint::Bold))
}

type Key<'r> = (&'r str, &'r str, &'r str);

fn key(record: &PublishRecord) -> Key<'_> {
    (&record.name, record.rtype, &record.value)
}

/// Records to paste, those of one owner and type together. A value begins at the edge and is cut
/// anywhere, so that what is copied over several lines is the value once the line breaks are gone.
fn publish(records: &[PublishRecord], first: &str, style: &Style) -> String {
    let mut sets: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for record in records {
        sets.entry((&record.name, record.rtype)).or_default().push(&record.value);
    }
    let mut out = String::new();
    for ((name, rtype), values) in sets {
        let owner = format!("{}: {} {rtype}", labels(style.lang).publish, clean(name));
        push(&mut out, &hang(first, &owner, style.columns()));
        for value in values {
            push(&mut out, &cut(&clean(value), style.columns()).iter().map(|l| paint(l, Tint::Blue)).collect::<Vec<_>>());
        }
    }
    out
}

fn push(out: &mut String, lines: &[String]) {
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
}
