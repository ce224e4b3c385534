//! What is below the findings: what is not known and why, what is merely told, what passed, and
//! what the report stands on.

use super::grid::{Grid, Rows};
use crate::clean::clean;
use crate::labels::{self, labels};
use crate::paint::{Tint, paint};
use crate::style::{Passes, Style};
use crate::wrap::{hang, wrap};
use facts::Reason;
use findings::{Evidence, Finding, Report, Status, fill, reason_words};
use std::collections::{BTreeMap, BTreeSet};

/// Questions that are named for one reason.
const MOST_ASKED: usize = 6;

/// Sentences of one code that is not known: each asks for something else to be done.
const MOST_SENTENCES: usize = 12;
/// Sentences of one code that merely informs.
const MOST_TOLD: usize = 3;
/// Codes that stand beside a sentence; more of them stand below it.
const MOST_CODES: usize = 3;
/// Codes that are named one by one; more of them are counted by area.
const MOST_NAMED: usize = 12;

/// Sentences, and the codes that they belong to.
type Row = (Vec<String>, Vec<&'static str>);

/// What is not known: checks that tell it in their own words, and the rest folded by its reason.
pub(super) fn draw_unknown(report: &Report, style: &Style) -> String {
    let mut by_reason: BTreeMap<Reason, Vec<&Finding>> = BTreeMap::new();
    let mut own_words = Vec::new();
    // Where one cause stands behind everything, no check has more to tell than its reason.
    let blind = report.score.total.is_none() && super::blind::cause(report).is_some();
    for finding in of_status(report, Status::Unknown) {
        match finding.gaps.first() {
            Some(gap) if blind || !tells_more(finding) => by_reason.entry(gap.reason).or_default().push(finding),
            _ => own_words.push(finding),
        }
    }
    let mut lines = sentences(&own_words, MOST_SENTENCES, style);
    lines.extend(by_reason.into_iter().map(|(reason, findings)| (vec![sentence(reason, &findings, style)], codes(&findings))));
    rows(labels(style.lang).unknown, lines, style)
}

/// Whether there is more to tell than why it is not known.
fn tells_more(finding: &Finding) -> bool {
    finding.about.only_ever_unknown() || finding.evidence.get(findings::HEARD).is_some()
}

/// What each code tells, each sentence once.
fn sentences(findings: &[&Finding], most: usize, style: &Style) -> Vec<Row> {
    let mut told: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for finding in findings {
        told.entry(finding.about.code).or_default().insert(super::says(finding, style));
    }
    let row = |(code, says): (&'static str, BTreeSet<String>)| {
        let mut shown: Vec<String> = says.iter().take(most).cloned().collect();
        if says.len() > most {
            shown.push(format!("… {}: {}", labels(style.lang).more, says.len() - most));
        }
        (shown, vec![code])
    };
    told.into_iter().map(row).collect()
}

fn sentence(reason: Reason, findings: &[&Finding], style: &Style) -> String {
    let gaps = findings.iter().flat_map(|f| &f.gaps).filter(|g| g.reason == reason);
    let asked: BTreeSet<&str> = gaps.map(|g| g.asked.as_str()).collect();
    let mut named: Vec<String> = asked.iter().take(MOST_ASKED).map(|a| clean(a).into_owned()).collect();
    if asked.len() > MOST_ASKED {
        named.push(format!("{}: {}", labels(style.lang).more, asked.len() - MOST_ASKED));
    }
    fill(reason_words(reason, style.lang), &Evidence::new().with("asked", named), style.lang)
}

/// What is told and costs nothing; in full beside what passed.
pub(super) fn draw_information(report: &Report, passes: Passes, style: &Style) -> String {
    let told: Vec<&Finding> = of_status(report, Status::Info).collect();
    let most = if passes == Passes::Shown { usize::MAX } else { MOST_TOLD };
    rows(labels(style.lang).information, sentences(&told, most, style), style)
}

/// What passed, one row for each code.
pub(super) fn draw_passed(report: &Report, style: &Style) -> String {
    let mut passed: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in of_status(report, Status::Pass) {
        passed.entry(finding.about.code).or_default().push(finding);
    }
    let line = |findings: Vec<&Finding>| {
        let subjects: BTreeSet<&str> = findings.iter().map(|f| f.subject.as_str()).collect();
        let mut named: Vec<String> = subjects.iter().take(MOST_ASKED).map(|s| clean(s).into_owned()).collect();
        if subjects.len() > MOST_ASKED {
            named.push(format!("{}: {}", labels(style.lang).more, subjects.len() - MOST_ASKED));
        }
        let title = findings.first().map_or("", |f| f.about.words(style.lang).title);
        (vec![format!("{title}: {}", named.join(", "))], codes(&findings))
    };
    rows(labels(style.lang).passed, passed.into_values().map(line).collect(), style)
}

/// What the report stands on: when, how much was asked, what the user stated.
pub(super) fn draw_basis(report: &Report, style: &Style) -> String {
    let words = labels(style.lang);
    let target = &report.target;
    let passes = of_status(report, Status::Pass).count();
    let unknown = of_status(report, Status::Unknown).count();
    let mut told = vec![
        format!("{} {}", words.observed, report.observed_at),
        format!("{}: {}", words.profile, labels::profile(target.profile, style.lang)),
        format!("{}: {}", words.questions, report.questions),
        format!("{} {}", report.elapsed_ms, words.milliseconds),
        format!("{}: {passes}", words.passed.to_lowercase()),
        format!("{}: {unknown}", words.unknown.to_lowercase()),
    ];
    if !target.ips.is_empty() && !target.domain.is_root() {
        let ips: Vec<String> = target.ips.iter().map(ToString::to_string).collect();
        told.push(format!("{}: {}", words.addresses, ips.join(", ")));
    }
    if !target.selectors.is_empty() {
        told.push(format!("{}: {}", words.selectors, clean(&target.selectors.join(", "))));
    }
    match target.volume {
        Some(volume) => told.push(format!("{}: {volume}", words.volume)),
        None if !report.providers.is_empty() => told.push(words.no_volume.into()),
        None => {}
    }
    if !target.only.is_empty() {
        told.push(format!("{}: {}", words.only, clean(&target.only.join(", "))));
    }
    if target.no_smtp {
        told.push(words.no_smtp.into());
    }
    let lines = wrap(&format!("{}: {}.", words.basis, told.join("; ")), style.columns());
    format!("\n{}\n", lines.iter().map(|l| paint(l, Tint::Faint)).collect::<Vec<_>>().join("\n"))
}

fn of_status(report: &Report, status: Status) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(move |f| f.status == status)
}

fn codes(findings: &[&Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.about.code).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Codes one by one, or, where that would fill the screen, how many of each area.
fn named(codes: &[&str]) -> String {
    if codes.len() <= MOST_NAMED {
        return codes.join(" ");
    }
    let mut areas: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes {
        *areas.entry(code.trim_end_matches(|c: char| c.is_ascii_digit())).or_default() += 1;
    }
    areas.iter().map(|(area, count)| format!("{area}: {count}")).collect::<Vec<_>>().join(", ")
}

/// A heading and a table of sentences with their codes.
fn rows(heading: &str, lines: Vec<Row>, style: &Style) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut grid = Grid::new(&[8, 0], Rows::Ruled, style);
    for (sentences, codes) in lines {
        let mut text: Vec<String> = sentences.iter().flat_map(|s| wrap(s, grid.width(1))).collect();
        let mut first: Vec<String> = codes.iter().take(MOST_CODES).map(|c| (*c).to_owned()).collect();
        if codes.len() > MOST_CODES {
            first = vec![codes[0].to_owned(), format!("+ {}", codes.len() - 1)];
            text.extend(hang("  ", &named(&codes), grid.width(1)).iter().map(|l| paint(l, Tint::Faint)));
        }
        grid.row(&[first, text]);
    }
    format!("\n{}\n{}", paint(heading, Tint::Bold), grid.draw())
}
