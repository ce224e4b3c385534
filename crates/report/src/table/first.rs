//! The three things to do first, with the records to paste; and all records in one place.

use crate::clean::clean;
use crate::labels::{self, labels};
use crate::paint::{Tint, of_severity, paint};
use crate::style::Style;
use crate::wrap::hang;
use findings::{Finding, PublishRecord, Report, Severity};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

const MOST: usize = 3;
/// Octets of one character-string of a TXT record.
const LONGEST_STRING: usize = 255;

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
        out.push_str(&publish(&finding.records, &format!("   {}: ", words.publish), style));
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
    let drawn: String = sets.into_iter().map(|(_, records, of)| publish(records, &format!("{}: ", codes(of)), style)).collect();
    format!("\n{}\n{drawn}", paint(labels(style.lang).records, Tint::Bold))
}

type Key<'r> = (&'r str, &'r str, &'r str);

fn key(record: &PublishRecord) -> Key<'_> {
    (&record.name, record.rtype, &record.value)
}

/// Records to paste, those of one owner and type together. Each value has one line of its own from
/// edge to edge, never broken by us: the terminal wraps it, and what is copied is the value.
fn publish(records: &[PublishRecord], first: &str, style: &Style) -> String {
    let mut sets: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for record in records {
        sets.entry((&record.name, record.rtype)).or_default().push(&record.value);
    }
    let mut out = String::new();
    for ((name, rtype), values) in sets {
        let owner = format!("{} {rtype}", clean(name));
        push(&mut out, &hang(first, &owner, style.columns()));
        for value in values {
            push(&mut out, &[paint(&pasteable(rtype, value), Tint::Blue)]);
        }
    }
    out
}

/// A value as a DNS panel or a zone file takes it. A long text goes in as quoted strings, since one
/// string holds at most 255 octets (RFC 1035 3.3); a short one stands bare, as panels want it.
fn pasteable(rtype: &str, value: &str) -> String {
    if rtype != "TXT" || value.len() <= LONGEST_STRING {
        return clean(value).into_owned();
    }
    let mut strings = vec![String::new()];
    let mut octets = 0;
    for c in value.chars() {
        if octets + c.len_utf8() > LONGEST_STRING {
            strings.push(String::new());
            octets = 0;
        }
        octets += c.len_utf8();
        if let Some(last) = strings.last_mut() {
            if matches!(c, '"' | '\\') {
                last.push('\\');
            }
            last.push(c);
        }
    }
    strings.iter().map(|s| format!("\"{}\"", clean(s))).collect::<Vec<_>>().join(" ")
}

fn push(out: &mut String, lines: &[String]) {
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_255_octets_stands_bare_and_a_longer_one_in_strings() {
        let (just, over) = ("a".repeat(255), "a".repeat(256));
        assert_eq!(pasteable("TXT", &just), just);
        assert_eq!(pasteable("TXT", &over), format!("\"{just}\" \"a\""));
        assert_eq!(pasteable("MX", &over), over);
    }

    #[test]
    fn strings_are_counted_in_octets_and_quotes_are_escaped() {
        let value = format!("{}я\"", "a".repeat(254));
        assert_eq!(pasteable("TXT", &value), format!("\"{}\" \"я\\\"\"", "a".repeat(254)));
    }
}
