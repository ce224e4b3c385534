//! Every fail, by area: severity and code, what was found, what to do. Subjects of one code are
//! told together, so that 500 exchanges with one fault do not fill 500 rows.

use super::grid::{Grid, Rows};
use crate::caret::caret;
use crate::labels::{self, labels};
use crate::paint::{Tint, of_severity, paint};
use crate::style::Style;
use crate::wrap::{columns, hang, wrap};
use findings::{Finding, Report, Severity};
use std::collections::BTreeMap;

/// The narrowest first column: the points that a finding takes stand in it.
const POINTS: usize = 12;
/// Subjects of one code that are told one by one.
const MOST_SUBJECTS: usize = 5;

pub(super) fn draw(report: &Report, style: &Style) -> String {
    let mut out = String::new();
    for area in areas_in_order(report) {
        let mut by_code: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Finding>> = BTreeMap::new();
        for finding in report.fails().filter(|f| f.about.area() == area) {
            let worst = report.fails().filter(|f| f.about.code == finding.about.code).map(|f| f.severity).max();
            by_code.entry((std::cmp::Reverse(worst.unwrap_or(finding.severity)), finding.about.code)).or_default().push(finding);
        }
        out.push_str(&format!("\n{}\n", paint(&labels::area(&area, style.lang), Tint::Bold)));
        out.push_str(&table(by_code.values(), report, style));
    }
    if !out.is_empty() {
        out.push_str(labels(style.lang).see);
        out.push('\n');
    }
    out
}

/// The areas that have fails, in the order of the score.
fn areas_in_order(report: &Report) -> Vec<String> {
    let mut areas: Vec<String> = report.score.areas.iter().map(|a| a.area.clone()).collect();
    for finding in report.fails() {
        if !areas.contains(&finding.about.area()) {
            areas.push(finding.about.area());
        }
    }
    areas.retain(|area| report.fails().any(|f| f.about.area() == *area));
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
