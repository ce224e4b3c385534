//! One row for each area: its score as a bar, and how much of it could be judged.

use super::grid::{Grid, Rows};
use crate::labels::{self, labels};
use crate::paint::{Tint, of_score, of_severity, paint};
use crate::style::Style;
use crate::wrap::shorten;
use findings::{AreaScore, Report, Severity};

/// Widths of the columns: bar and number, share judged.
const SCORE: usize = 20;
const JUDGED: usize = 9;
const BAR: u32 = 16;
const OPEN: usize = 8;
/// A wider table would only be emptier.
const WIDEST: usize = 100;

pub(super) fn draw(report: &Report, style: &Style) -> String {
    if report.score.areas.is_empty() {
        return String::new();
    }
    let words = labels(style.lang);
    let mut grid = Grid::new(&[0, SCORE, JUDGED, OPEN], Rows::Dense, &style.at_most(WIDEST));
    grid.header(&[words.area, words.score, words.judged, words.open]);
    let room = grid.width(0).saturating_sub(1);
    for area in &report.score.areas {
        let name = shorten(&labels::area(&area.area, style.lang), room);
        grid.row(&[vec![name], vec![bar(area)], vec![format!("{} %", area.coverage)], vec![fails(report, &area.area)]]);
    }
    grid.align_right(2);
    grid.align_right(3);
    format!("\n{}\n{}", paint(words.areas, Tint::Bold), grid.draw())
}

fn bar(area: &AreaScore) -> String {
    let Some(score) = area.score else { return "–".into() };
    let full = (score.min(100) * BAR).div_ceil(100) as usize;
    let drawn = format!("{}{}", "█".repeat(full), "░".repeat(BAR as usize - full));
    format!("{} {score:>3}", paint(&drawn, of_score(score)))
}

fn fails(report: &Report, area: &str) -> String {
    let of_area = || report.fails().filter(|f| f.about.area() == area && f.severity > Severity::Info);
    match (of_area().count(), of_area().map(|f| f.severity).max()) {
        (0, _) | (_, None) => "–".into(),
        (count, Some(worst)) => paint(&count.to_string(), of_severity(worst)),
    }
}
