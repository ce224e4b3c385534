//! Every fail, by area: severity and code, what was found, what to do. Subjects of one code are
//! told together, so that 500 exchanges with one fault do not fill 500 rows.

use super::grid::{Grid, Rows};
use crate::caret::caret;
use crate::labels::{self, labels};
use crate::paint::{Tint, of_severity, paint};
use crate::style::Style;
use crate::wrap::{columns, hang, wrap};
use findings::{Finding, Report, Severity};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The narrowest first column: the points that a finding takes stand in it.
const POINTS: usize = 12;
/// Subjects of one code that are told one by one.
const MOST_SUBJECTS: usize = 5;

/// Findings of an area by code, the worst code first.
type ByCode<'f> = BTreeMap<(Reverse<Severity>, &'static str), Vec<&'f Finding>>;

pub(super) fn draw(report: &Report, style: &Style) -> String {
    let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in report.fails() {
        let severity = worst.entry(finding.about.code).or_insert(finding.severity);
        *severity = finding.severity.max(*severity);
    }
    let mut by_area: BTreeMap<String, ByCode<'_>> = BTreeMap::new();
    for finding in report.fails() {
        let row = (Reverse(worst[finding.about.code]), finding.about.code);
        by_area.entry(finding.about.area()).or_default().entry(row).or_default().push(finding);
    }
    let mut out = String::new();
    for area in in_order_of_score(by_area.keys(), report) {
        out.push_str(&format!("\n{}\n", paint(&labels::area(area, style.lang), Tint::Bold)));
        out.push_str(&table(by_area[area].values(), report, style));
    }
    if !out.is_empty() {
        out.push_str(labels(style.lang).see);
        out.push('\n');
    }
    out
}

/// `areas` in the order of the score.
fn in_order_of_score<'a>(areas: impl Iterator<Item = &'a String>, report: &Report) -> Vec<&'a String> {
    let place = |area: &String| report.score.areas.iter().position(|a| a.area == *area).unwrap_or(usize::MAX);
    let mut areas: Vec<&String> = areas.collect();
    areas.sort_by_key(|a| place(a));
    areas
}

fn table<'f>(rows: impl Iterator<Item = &'f Vec<&'f Finding>>, report: &Report, style: &Style) -> String {
    let words = labels(style.lang);
    let severity = Severity::ALL.into_iter().map(|s| columns(labels::severity(s, style.lang))).max().unwrap_or(0).max(POINTS);
    let mut grid = if style.is_wide() {
        let mut grid = Grid::new(&[severity, 8, 0, 0], Rows::Ruled, style);
        grid.header(&[words.severity, words.code, words.finding, words.to_do]);
        grid
    } else {
        Grid::new(&[severity, 0], Rows::Ruled, style)
    };
    for row in rows {
        let Some(first) = row.first() else { continue };
        let worst = row.iter().map(|f| f.severity).max().unwrap_or(first.severity);
        let word = paint(labels::severity(worst, style.lang), of_severity(worst));
        if style.is_wide() {
            let found = found(row, report, grid.width(2), style);
            let to_do = wrap(&super::fix(first, style), grid.width(3));
            grid.row(&[[vec![word], points(row, style)].concat(), vec![first.about.code.into()], found, to_do]);
        } else {
            let room = grid.width(1);
            let mut text = found(row, report, room, style);
            text.extend(hang("→ ", &super::fix(first, style), room));
            grid.row(&[[vec![word, first.about.code.into()], points(row, style)].concat(), text]);
        }
    }
    grid.draw()
}

/// The points that a code takes of the total, if any.
fn points(row: &[&Finding], style: &Style) -> Vec<String> {
    let lost: u32 = row.iter().map(|f| f.points).sum();
    if lost > 0 { vec![format!("{}: −{lost}", labels(style.lang).points)] } else { Vec::new() }
}

/// What was found on each subject; the subject in front where it is needed.
fn found(row: &[&Finding], report: &Report, room: usize, style: &Style) -> Vec<String> {
    let mut lines = Vec::new();
    for finding in row.iter().take(MOST_SUBJECTS) {
        let text = super::says_of(finding, report, style);
        let drawn = if row.len() > 1 { hang("• ", &text, room) } else { wrap(&text, room) };
        lines.extend(drawn);
        lines.extend(caret(&finding.evidence, room).into_iter().flatten());
    }
    if row.len() > MOST_SUBJECTS {
        lines.push(format!("… {}: {}", labels(style.lang).more, row.len() - MOST_SUBJECTS));
    }
    lines
}
