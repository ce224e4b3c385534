//! The first lines: who, the verdict, the score, how much was judged, what was found.

use super::blind;
use super::grid::{Grid, Rows};
use crate::clean::clean;
use crate::labels::{self, labels};
use crate::paint::{Tint, of_score, of_severity, paint};
use crate::style::Style;
use crate::wrap::wrap;
use findings::{Grade, Met, Readiness, Report, Severity};

/// A wider table would only be emptier.
const WIDEST: usize = 100;

pub(super) fn draw(report: &Report, style: &Style) -> String {
    let words = labels(style.lang);
    let names = [words.verdict, words.score, words.coverage, words.found];
    let widest = names.iter().map(|n| crate::wrap::columns(n)).max().unwrap_or(0);
    let mut grid = Grid::new(&[widest, 0], Rows::Dense, &style.at_most(WIDEST));
    let room = grid.width(1);
    grid.row(&[vec![words.verdict.into()], verdict(report, style, room)]);
    grid.row(&[vec![words.score.into()], vec![score(report, style)]]);
    grid.row(&[vec![words.coverage.into()], vec![format!("{} % {}", report.score.coverage, words.coverage_means)]]);
    grid.row(&[vec![words.found.into()], vec![counts(report, style)]]);
    let domain = domain(report);
    // Only a message can have nobody behind it.
    let title = if domain.is_empty() {
        style.lang.pick("A message that names no domain", "Письмо без домена отправителя")
    } else {
        &domain
    };
    let title: Vec<String> = wrap(title, style.columns()).iter().map(|line| paint(line, Tint::Bold)).collect();
    format!("{}\n{}", title.join("\n"), grid.draw())
}

/// The audited domain, or the addresses without one; an internationalised one is also told as it was typed.
fn domain(report: &Report) -> String {
    let ascii = report.target.title();
    let (typed, whole) = idna::domain_to_unicode(&ascii);
    if whole.is_ok() && typed != ascii { format!("{} ({})", clean(&typed), clean(&ascii)) } else { clean(&ascii).into_owned() }
}

fn verdict(report: &Report, style: &Style, room: usize) -> Vec<String> {
    // What is milder by itself may break what a provider demands. Of a parked domain no finding tells it.
    // Of some areas alone, what proves it may stand in another.
    let mut unmet = report.providers.iter().flat_map(|p| &p.requirements).filter(|r| r.status == Met::Unmet);
    let is_refused = unmet.any(|r| !report.target.only.is_empty() || report.fails().any(|f| f.about.code == r.code));
    let has_error = is_refused || report.worst() >= Some(Severity::Error);
    let (word, sentence) = labels::readiness(report.score.readiness, has_error, style.lang);
    let sentence = blind::cause(report).map_or(sentence, |cause| labels::blindness(cause, style.lang));
    // Ready is said of what was looked at, never of what was left out.
    let is_part = report.score.readiness == Readiness::Ready && !report.target.only.is_empty();
    let sentence = if is_part { labels(style.lang).ready_in_part } else { sentence };
    let tint = match report.score.readiness {
        Readiness::Ready | Readiness::Parked => Tint::Green,
        Readiness::Warnings | Readiness::Undetermined => Tint::Yellow,
        Readiness::NotReady => Tint::Red,
    };
    let mut lines = vec![paint(word, tint)];
    lines.extend(wrap(sentence, room));
    lines
}

fn score(report: &Report, style: &Style) -> String {
    let words = labels(style.lang);
    let Some(total) = report.score.total else { return words.no_score.into() };
    let figure = format!("{total} {}", words.of_hundred);
    let grade = format!("{} {}", words.grade, Grade::of(total).as_str());
    if report.score.readiness == Readiness::Undetermined {
        // A full score of the little that is known must not look like a good result.
        return format!("{figure}, {grade} ({})", words.of_what_is_known);
    }
    format!("{}, {grade}", paint(&figure, of_score(total)))
}

fn counts(report: &Report, style: &Style) -> String {
    let count = |severity| report.fails().filter(|f| f.severity == severity).count();
    let told: Vec<String> = Severity::ALL
        .into_iter()
        .rev()
        .filter(|s| count(*s) > 0)
        .map(|s| paint(&format!("{}: {}", labels::severities(s, style.lang), count(s)), of_severity(s)))
        .collect();
    match (told.is_empty(), report.score.total) {
        (false, _) => told.join(", "),
        (true, Some(_)) => labels(style.lang).nothing_found.into(),
        // Where nothing was judged, 'no fault' would be a claim.
        (true, None) => "–".into(),
    }
}
