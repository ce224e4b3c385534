//! Before and after, side by side: what records would change, for people. Judges nothing itself.

use crate::clean::clean;
use crate::labels::{self, labels};
use crate::paint::{self, Tint, of_score, of_severity, paint};
use crate::style::Style;
use crate::table::grid::{Grid, Rows};
use crate::wrap::{shorten, wrap};
use findings::{AreaScore, Change, Comparison, Lang, Readiness, Severity, Standing, Status};

/// A wider table would only be emptier.
const WIDEST: usize = 100;
/// Width of each side, in a table of 80 columns and in a wider one.
const SIDE: usize = 20;
const WIDE_SIDE: usize = 32;
/// Widths of the columns of changes.
const SEVERITY: usize = 16;
const CODE: usize = 8;

/// The page that stands before the report on what would be: both sides, then what cleared, came and changed.
#[must_use]
pub fn comparison_table(comparison: &Comparison, domain: &str, style: &Style) -> String {
    let lang = style.lang;
    let title = format!("{}: {}", clean(domain), lang.pick("what the records would change", "что изменят записи"));
    let mut page: String = wrap(&title, style.columns()).iter().map(|line| paint(line, Tint::Bold) + "\n").collect();
    page.push_str(&sides(comparison, style));
    page.push_str(&changes(lang.pick("Cleared", "Устранено"), &comparison.cleared, style));
    page.push_str(&changes(lang.pick("New", "Появилось"), &comparison.new, style));
    page.push_str(&changes(lang.pick("Changed", "Изменилось"), &comparison.changed, style));
    if comparison.is_empty() {
        page.push_str(&format!(
            "\n{}\n",
            lang.pick("No finding clears, comes new or changes.", "Ни одно нарушение не устранено, не появилось и не изменилось.")
        ));
    }
    let heading = lang.pick("With the records, in full", "Полный отчёт с учётом записей");
    page.push_str(&format!("\n{}\n", paint(heading, Tint::Bold)));
    paint::finish(&page, style.colour)
}

fn sides(comparison: &Comparison, style: &Style) -> String {
    let (words, lang) = (labels(style.lang), style.lang);
    let at_most = style.at_most(WIDEST);
    let side = if at_most.columns() < WIDEST { SIDE } else { WIDE_SIDE };
    let mut grid = Grid::new(&[0, side, side], Rows::Dense, &at_most);
    grid.header(&["", lang.pick("As it is", "Сейчас"), lang.pick("With the records", "С записями")]);
    let both = [&comparison.before, &comparison.after];
    let row = |grid: &mut Grid, name: String, cells: [Vec<String>; 2]| {
        let [before, after] = cells;
        let name = wrap(&name, grid.width(0));
        grid.row(&[name, before, after]);
    };
    row(&mut grid, words.verdict.into(), both.map(|s| verdict(s, lang, side)));
    row(&mut grid, words.score.into(), both.map(|s| vec![score(s, lang)]));
    row(&mut grid, words.coverage.into(), both.map(|s| vec![format!("{} %", s.coverage)]));
    let room = grid.width(0);
    for (area, before, after) in comparison.areas() {
        let name = shorten(&labels::area(area, lang), room.saturating_sub(1));
        row(&mut grid, name, [vec![of_area(before)], vec![moved(before, after)]]);
    }
    grid.draw()
}

fn verdict(standing: &Standing, lang: Lang, width: usize) -> Vec<String> {
    let (word, _) = labels::readiness(standing.readiness, true, lang);
    let tint = match standing.readiness {
        Readiness::Ready | Readiness::Parked => Tint::Green,
        Readiness::Warnings | Readiness::Undetermined => Tint::Yellow,
        Readiness::NotReady => Tint::Red,
    };
    wrap(word, width).iter().map(|line| paint(line, tint)).collect()
}

fn score(standing: &Standing, lang: Lang) -> String {
    let words = labels(lang);
    match (standing.score, standing.grade()) {
        (Some(score), Some(grade)) => {
            format!("{}, {} {}", paint(&format!("{score} {}", words.of_hundred), of_score(score)), words.grade, grade.as_str())
        }
        _ => "–".into(),
    }
}

fn of_area(area: Option<&AreaScore>) -> String {
    area.and_then(|a| a.score).map_or_else(|| "–".into(), |score| paint(&score.to_string(), of_score(score)))
}

/// The score after, with the difference where there is one.
fn moved(before: Option<&AreaScore>, after: Option<&AreaScore>) -> String {
    let score = |area: Option<&AreaScore>| area.and_then(|a| a.score);
    let difference = match (score(before), score(after)) {
        (Some(a), Some(b)) if a != b => format!(" ({:+})", i64::from(b) - i64::from(a)),
        _ => String::new(),
    };
    of_area(after) + &difference
}

fn changes(title: &str, changes: &[Change], style: &Style) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let lang = style.lang;
    let mut grid = Grid::new(&[SEVERITY, CODE, 0], Rows::Dense, &style.at_most(WIDEST));
    let room = grid.width(2);
    for change in changes {
        let what = format!("{}: {}", clean(change.subject.as_str()), change.about.words(lang).title);
        grid.row(&[severity(change, lang), vec![change.about.code.into()], wrap(&what, room)]);
    }
    format!("\n{}\n{}", paint(&format!("{title}: {}", changes.len()), Tint::Bold), grid.draw())
}

/// The severity; where it changed, both, one below the other.
fn severity(change: &Change, lang: Lang) -> Vec<String> {
    let word = |s: Severity| paint(labels::severity(s, lang), of_severity(s));
    let unknown = change.after.is_some_and(|s| s.status == Status::Unknown);
    match (change.failed(), change.fails()) {
        (Some(a), Some(b)) if a != b => vec![word(a), format!("→ {}", word(b))],
        (Some(a), None) if unknown => vec![word(a), format!("→ {}", labels::status(Status::Unknown, lang))],
        _ => vec![word(change.severity())],
    }
}
