//! Mailbox providers: what each demands against what is known of the sender, then what is missing and where to look.

use crate::labels::{Labels, labels};
use crate::paint::{Tint, paint};
use crate::style::Style;
use crate::wrap::{columns, hang};
use findings::{Lang, Met, Phrase, ProviderReport, ProviderVerdict, Report, RequirementReport};
use std::collections::BTreeMap;

/// Columns between those of the matrix.
const GAP: usize = 1;
/// A narrower page has a paragraph for each provider in place of the matrix.
const NARROWEST: usize = 80;

pub(super) fn draw(report: &Report, style: &Style) -> String {
    // Where nothing at all is known of them, a page of question marks tells nothing more.
    if all(&report.providers).all(|(_, r)| r.facts == Met::Unknown) {
        return String::new();
    }
    let words = labels(style.lang);
    let drawn = if style.columns() < NARROWEST { paragraphs(report, style) } else { matrix(report, style) };
    let mut out = format!("\n{}\n{drawn}", paint(words.providers, Tint::Bold));
    out.push_str(&lines(words.not_met, &missing(&report.providers, style.lang), style));
    out.push_str(&lines(words.look_for, &open(&report.providers, style.lang), style));
    out
}

/// A row for each thing that is demanded, a column for each provider.
fn matrix(report: &Report, style: &Style) -> String {
    let (words, providers) = (labels(style.lang), &report.providers);
    let rows = kinds(providers);
    let titles = rows.iter().map(|(_, title)| columns(title.text(style.lang)));
    let head = titles.chain([columns(words.ready_for)]).max().unwrap_or(0);
    let names: Vec<&str> = providers.iter().map(|p| p.name.text(style.lang)).collect();
    let line = |title: &str, cells: Vec<(String, Tint)>| {
        let mut drawn = format!("{title}{}", " ".repeat(head.saturating_sub(columns(title))));
        for (name, (cell, tint)) in names.iter().zip(cells) {
            drawn.push_str(&" ".repeat(GAP));
            drawn.push_str(&paint(&cell, tint));
            drawn.push_str(&" ".repeat(columns(name).saturating_sub(columns(&cell))));
        }
        format!("{}\n", drawn.trim_end())
    };
    let width = head + names.iter().map(|n| GAP + columns(n)).sum::<usize>();
    let mut out = line("", names.iter().map(|n| ((*n).to_owned(), Tint::Bold)).collect());
    out.push_str(&line(words.ready_for, providers.iter().map(|p| verdict(p.verdict, words)).collect()));
    out.push_str(&format!("{}\n", "─".repeat(width)));
    for (id, title) in rows {
        let cell = |p: &ProviderReport| p.requirements.iter().find(|r| r.id == id).map_or(("·".into(), Tint::Faint), |r| mark(r, words));
        out.push_str(&line(title.text(style.lang), providers.iter().map(cell).collect()));
    }
    format!("{out}{}\n", hang("", words.legend, style.columns()).join("\n"))
}

/// What is demanded by any of them, in the order of its places.
fn kinds(providers: &[ProviderReport]) -> Vec<(&'static str, Phrase)> {
    let rows: BTreeMap<usize, (&'static str, Phrase)> =
        all(providers).map(|(_, requirement)| (requirement.row, (requirement.id, requirement.title))).collect();
    rows.into_values().collect()
}

fn verdict(verdict: ProviderVerdict, words: &Labels) -> (String, Tint) {
    match verdict {
        ProviderVerdict::Ready => (words.yes.into(), Tint::Green),
        ProviderVerdict::NotReady => (words.no.into(), Tint::Red),
        ProviderVerdict::Undetermined => ("?".into(), Tint::Yellow),
    }
}

fn mark(requirement: &RequirementReport, words: &Labels) -> (String, Tint) {
    match (requirement.status, requirement.facts) {
        (Met::Met, _) => (words.yes.into(), Tint::Green),
        (Met::Unmet, _) => (words.no.into(), Tint::Red),
        (Met::Unknown, Met::Unmet) => (words.perhaps_no.into(), Tint::Yellow),
        (Met::Unknown, _) => ("?".into(), Tint::Yellow),
    }
}

/// The same as words.
fn paragraphs(report: &Report, style: &Style) -> String {
    let words = labels(style.lang);
    let mut out = String::new();
    for provider in &report.providers {
        let (word, tint) = verdict(provider.verdict, words);
        let of = |met: Met| -> Vec<&str> {
            provider.requirements.iter().filter(|r| r.status == met).map(|r| r.title.text(style.lang)).collect()
        };
        let told: Vec<String> = [(words.met, Met::Met), (words.not_met, Met::Unmet), (words.not_known, Met::Unknown)]
            .into_iter()
            .filter(|(_, met)| !of(*met).is_empty())
            .map(|(word, met)| format!("{}: {}", word.to_lowercase(), of(met).join(", ")))
            .collect();
        out.push_str(&format!("{}: {}\n", provider.name.text(style.lang), paint(&word, tint)));
        out.push_str(&format!("{}\n", hang("  ", &told.join("; "), style.columns()).join("\n")));
    }
    out
}

/// What is not met: one line for each check that tells, with the providers that demand it.
fn missing(providers: &[ProviderReport], lang: Lang) -> Vec<String> {
    let words = labels(lang);
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for (provider, requirement) in all(providers).filter(|(_, r)| r.status == Met::Unmet) {
        let since = requirement.since.map(|since| format!("{} {since}", words.since));
        let replies = (!requirement.replies.is_empty()).then(|| requirement.replies.join(", "));
        let details: Vec<String> = since.into_iter().chain(replies).collect();
        let name = provider.name.text(lang);
        let whom = if details.is_empty() { name.to_owned() } else { format!("{name} ({})", details.join("; ")) };
        add(&mut told, format!("{}, {}", requirement.title.text(lang), requirement.code), whom);
    }
    told.into_iter().map(|(what, whom)| format!("{what}: {}", whom.join(", "))).collect()
}

/// What is not known, with the place to look: what the audit lacks is the same for all providers, what
/// each of them counts is not.
fn open(providers: &[ProviderReport], lang: Lang) -> Vec<String> {
    let (mut lacking, mut counted) = (Vec::new(), Vec::new());
    for (provider, requirement) in all(providers).filter(|(_, r)| r.status == Met::Unknown) {
        let (Some(look), title) = (requirement.look, requirement.title.text(lang).to_owned()) else { continue };
        if requirement.is_providers {
            add(&mut counted, title, format!("{}: {}", provider.name.text(lang), look.text(lang)));
        } else {
            add(&mut lacking, look.text(lang).to_owned(), title);
        }
    }
    let lacking = lacking.into_iter().map(|(look, titles)| format!("{} → {look}", titles.join(", ")));
    lacking.chain(counted.into_iter().map(|(title, places)| format!("{title} → {}", places.join("; ")))).collect()
}

fn all(providers: &[ProviderReport]) -> impl Iterator<Item = (&ProviderReport, &RequirementReport)> {
    providers.iter().flat_map(|p| p.requirements.iter().map(move |r| (p, r)))
}

fn add(told: &mut Vec<(String, Vec<String>)>, key: String, value: String) {
    match told.iter_mut().find(|(k, _)| *k == key) {
        Some((_, values)) if values.contains(&value) => {}
        Some((_, values)) => values.push(value),
        None => told.push((key, vec![value])),
    }
}

fn lines(heading: &str, told: &[String], style: &Style) -> String {
    if told.is_empty() {
        return String::new();
    }
    let drawn: Vec<String> = told.iter().flat_map(|line| hang("• ", line, style.columns())).collect();
    format!("{heading}:\n{}\n", drawn.join("\n"))
}
