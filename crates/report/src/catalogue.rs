//! The catalogue of checks: as a table, as JSON, and one check explained on a page.

use crate::json::{self, Layout};
use crate::labels::{self, labels};
use crate::paint::{self, Tint, of_severity, paint};
use crate::style::Style;
use crate::table::grid::{Grid, Rows};
use crate::wrap::{columns, hang, wrap};
use findings::{About, Lang, Severity, Status};
use serde::Serialize;

/// The checks, one a row, in the order given.
#[must_use]
pub fn checks_table(checks: &[About], style: &Style) -> String {
    let words = labels(style.lang);
    let severity = Severity::ALL.into_iter().map(|s| columns(labels::severity(s, style.lang))).max().unwrap_or(8);
    let mut grid = Grid::new(&[8, severity, 0], Rows::Dense, style);
    grid.header(&[words.code, words.severity, words.check]);
    for check in checks {
        let word = paint(labels::severity(check.severity, style.lang), of_severity(check.severity));
        let title = wrap(check.words(style.lang).title, grid.width(2));
        grid.row(&[vec![check.code.into()], vec![word], title]);
    }
    paint::finish(&grid.draw(), style.colour)
}

/// The checks as a JSON list, their words in `lang`.
#[must_use]
pub fn checks_json(checks: &[About], lang: Lang) -> String {
    let entries: Vec<Entry> = checks.iter().map(|c| Entry::new(c, lang)).collect();
    json::print(&entries, Layout::Pretty)
}

/// One check on a page: what it tells, why it matters, what to do, from where it comes.
#[must_use]
pub fn explain(check: &About, style: &Style) -> String {
    let labels = labels(style.lang);
    let words = check.words(style.lang);
    let mut page = format!("{} {}\n{}\n", paint(check.code, Tint::Bold), check.name, hang("", words.title, style.columns()).join("\n"));
    for (heading, text) in [(labels.says, words.says), (labels.why, words.why), (labels.to_do, words.fix)] {
        page.push_str(&format!("\n{}\n{}\n", paint(heading, Tint::Bold), hang("  ", text, style.columns()).join("\n")));
    }
    page.push('\n');
    for (name, value) in facts(check, style) {
        page.push_str(&hang(&format!("{name}: "), &value, style.columns()).join("\n"));
        page.push('\n');
    }
    paint::finish(&page, style.colour)
}

/// The lines below the prose; those without a value are left out.
fn facts(check: &About, style: &Style) -> Vec<(&'static str, String)> {
    let labels = labels(style.lang);
    let mut severity = paint(labels::severity(check.severity, style.lang), of_severity(check.severity));
    if !check.other_severities.is_empty() {
        let others: Vec<&str> = check.other_severities.iter().map(|s| labels::severity(*s, style.lang)).collect();
        severity.push_str(&format!(" ({} {})", labels.also, others.join(", ")));
    }
    let verdicts: Vec<&str> = check.reaches.iter().map(|s| labels::status(*s, style.lang)).collect();
    let mut lines =
        vec![(labels.area, labels::area(&check.area(), style.lang)), (labels.severity, severity), (labels.verdicts, verdicts.join(", "))];
    lines.push((labels.sources, check.cites.join("; ")));
    lines.push((labels.follows, check.follows.join(", ")));
    lines.retain(|(_, value)| !value.is_empty());
    lines
}

#[derive(Serialize)]
struct Entry {
    code: &'static str,
    name: &'static str,
    area: String,
    severity: &'static str,
    other_severities: Vec<&'static str>,
    title: &'static str,
    says: &'static str,
    why: &'static str,
    fix: &'static str,
    cites: &'static [&'static str],
    follows: &'static [&'static str],
    reaches: Vec<&'static str>,
}

impl Entry {
    fn new(check: &About, lang: Lang) -> Self {
        let words = check.words(lang);
        Self {
            code: check.code,
            name: check.name,
            area: check.area(),
            severity: check.severity.as_str(),
            other_severities: check.other_severities.iter().map(|s| Severity::as_str(*s)).collect(),
            title: words.title,
            says: words.says,
            why: words.why,
            fix: words.fix,
            cites: check.cites,
            follows: check.follows,
            reaches: check.reaches.iter().map(|s| Status::as_str(*s)).collect(),
        }
    }
}
