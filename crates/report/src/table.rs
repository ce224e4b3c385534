//! The report as a page for people: the verdict and what to do first, then everything by area.

mod areas;
pub(crate) mod blind;
mod findings_by_area;
mod first;
pub(crate) mod grid;
mod head;
mod message;
mod providers;
mod rest;

use crate::paint;
use crate::style::{Passes, Style};
use findings::{Evidence, Finding, Report, Value};

/// At most so many characters of one value from outside stand in a sentence; the JSON has all.
const LONGEST_VALUE: usize = 300;
/// At most so many items of a list stand in a sentence.
const LONGEST_LIST: usize = 8;

/// One page about one domain.
#[must_use]
pub fn report_table(report: &Report, style: &Style, passes: Passes) -> String {
    let readable = readable(report);
    let top = first::choose(&readable);
    let mut page = head::draw(&readable, style);
    page.push_str(&message::draw(&readable, style));
    page.push_str(&first::draw(&readable, &top, style));
    page.push_str(&areas::draw(&readable, style));
    page.push_str(&providers::draw(&readable, style));
    page.push_str(&findings_by_area::draw(&readable, style));
    page.push_str(&first::draw_records(&readable, style));
    page.push_str(&rest::draw_unknown(&readable, style));
    page.push_str(&rest::draw_information(&readable, passes, style));
    page.push_str(&crate::quoted::draw(report, passes, style));
    if passes == Passes::Shown {
        page.push_str(&rest::draw_passed(&readable, style));
    }
    page.push_str(&rest::draw_basis(&readable, style));
    paint::finish(&page, style.colour)
}

/// The report with long evidence cut, so that a record of 60 kB fills no screen.
fn readable(report: &Report) -> Report {
    let mut copy = report.clone();
    // What they tell stands in the matrix, and their causes among the findings.
    copy.findings.retain(|f| f.about.area() != "req");
    for finding in &mut copy.findings {
        finding.evidence = short_evidence(&finding.evidence);
        for gap in &mut finding.gaps {
            gap.asked = crate::wrap::shorten(&gap.asked, LONGEST_VALUE);
        }
    }
    copy
}

fn short_evidence(evidence: &Evidence) -> Evidence {
    // The record under a caret is cut around its term, not at its end.
    let cut = |name: &str, value: &Value| match value {
        Value::Reply(text) => Value::Reply(crate::wrap::shorten(text, LONGEST_VALUE)),
        Value::Text(text) if name != "record" => Value::Text(crate::wrap::shorten(text, LONGEST_VALUE)),
        Value::List(items) => {
            let mut short: Vec<String> = items.iter().take(LONGEST_LIST).map(|i| crate::wrap::shorten(i, LONGEST_VALUE)).collect();
            if items.len() > LONGEST_LIST {
                short.push(format!("… (+{})", items.len() - LONGEST_LIST));
            }
            Value::List(short)
        }
        other => other.clone(),
    };
    evidence.iter().fold(Evidence::new(), |short, (name, value)| short.with(name, cut(name, value)))
}

/// What was found, cleaned.
fn says(finding: &Finding, style: &Style) -> String {
    crate::wrap::shorten(&crate::clean::clean(&finding.says(style.lang)), 4 * LONGEST_VALUE)
}

/// What was found, cleaned, with the subject in front where the sentence does not name it; the
/// audited domain needs no naming.
fn says_of(finding: &Finding, report: &Report, style: &Style) -> String {
    let says = says(finding, style);
    let subject = crate::clean::clean(finding.subject.as_str()).into_owned();
    let understood = says.contains(&subject) || subject == report.target.domain.as_str();
    if understood { says } else { format!("{subject}: {says}") }
}

/// What to do, cleaned.
fn fix(finding: &Finding, style: &Style) -> String {
    crate::wrap::shorten(&crate::clean::clean(&finding.fix(style.lang)), 4 * LONGEST_VALUE)
}
