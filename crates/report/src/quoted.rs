//! What servers said, explained as `explain` explains it: every finding that quotes a refusal has its class, who must act, the
//! cause and the remedies in order.

use crate::clean::clean;
use crate::labels::labels;
use crate::paint::{Tint, paint};
use crate::reply::{actor, basis, headline, persistence, words};
use crate::reply_json;
use crate::style::{Passes, Style};
use crate::wrap::{hang, shorten};
use findings::{Finding, Lang, Report, Value};
use schemars::JsonSchema;
use serde::Serialize;
use smtp_replies::{Actor, Basis, Explanation, Kind, Persistence};
use std::collections::BTreeSet;

/// Replies that a page explains where not everything is asked for.
const MOST: usize = 3;
/// Replies that a page explains at all; the JSON has all.
const MOST_OF_ALL: usize = 20;
/// Characters of a reply that stand on a page.
const LONGEST: usize = 300;

/// What a quoted reply means.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Quoted {
    /// The reply, as it stands in the evidence.
    text: String,
    /// The three digits (RFC 5321 4.2).
    #[schemars(range(min = 200, max = 599))]
    code: Option<u16>,
    /// The enhanced status code (RFC 3463).
    enhanced: Option<String>,
    /// What it is about.
    #[schemars(extend("enum" = Kind::ALL.map(Kind::name).to_vec()))]
    class: &'static str,
    /// The class in words.
    title: &'static str,
    /// Whether a later try can succeed.
    #[schemars(extend("enum" = reply_json::PERSISTENCE))]
    persistence: &'static str,
    /// Whose words they are, where that shows.
    provider: Option<&'static str>,
    /// Who must act first. The sender is who wrote to the server: here the audit, or the account.
    #[schemars(extend("enum" = reply_json::ACTORS.map(Actor::name)))]
    actor: &'static str,
    /// Why it happens.
    cause: &'static str,
    /// What to do, the first first.
    remedy: Vec<&'static str>,
    /// What decided.
    #[schemars(extend("enum" = reply_json::BASIS))]
    basis: &'static str,
    /// Whether the wording that decided was read in a source; `true` where the digits decided.
    verified: bool,
}

/// The replies that a finding quotes, for programs.
pub(crate) fn told(finding: &Finding, lang: Lang) -> Vec<Quoted> {
    let told = |(text, e): (&str, Explanation)| Quoted {
        text: text.to_owned(),
        code: e.reply.code,
        enhanced: e.reply.enhanced.map(|code| code.to_string()),
        class: e.kind.name(),
        title: e.words().title.get(words(lang)),
        persistence: reply_json::persistence(e.persistence),
        provider: e.provider,
        actor: e.actor().name(),
        cause: e.cause(words(lang)),
        remedy: e.remedies(words(lang)),
        basis: reply_json::basis(e.basis),
        verified: e.is_verified(),
    };
    refusals(finding).map(told).collect()
}

/// The refusals among what a finding quotes; a greeting, or a reply that takes something, needs no explanation.
fn refusals(finding: &Finding) -> impl Iterator<Item = (&str, Explanation)> {
    let quoted = finding.evidence.iter().filter_map(|(_, value)| match value {
        Value::Reply(text) => Some(text.as_str()),
        _ => None,
    });
    quoted.map(|text| (text, smtp_replies::explain(text.as_bytes()))).filter(|(_, e)| is_refusal(e))
}

fn is_refusal(explanation: &Explanation) -> bool {
    explanation.persistence != Persistence::Success && explanation.basis != Basis::Nothing
}

/// The section of a page about the replies that its findings quote, each once.
pub(crate) fn draw(report: &Report, passes: Passes, style: &Style) -> String {
    let mut seen = BTreeSet::new();
    let all = report.findings.iter().flat_map(|finding| refusals(finding).map(move |(text, e)| (finding, text, e)));
    let distinct: Vec<_> = all.filter(|(_, text, e)| seen.insert((e.kind.name(), *text))).collect();
    if distinct.is_empty() {
        return String::new();
    }
    let most = if passes == Passes::Shown { MOST_OF_ALL } else { MOST };
    let mut out = format!("\n{}\n", paint(labels(style.lang).replies, Tint::Bold));
    for (finding, text, explanation) in distinct.iter().take(most) {
        let quoted = format!("{}: {}", finding.about.code, clean(&shorten(text, LONGEST)));
        push(&mut out, &hang("", &quoted, style.columns()));
        page(&mut out, explanation, style);
    }
    if distinct.len() > most {
        let rest = format!("… {}: {} (--all)", labels(style.lang).more, distinct.len() - most);
        push(&mut out, &hang("", &rest, style.columns()));
    }
    out
}

fn page(out: &mut String, explanation: &Explanation, style: &Style) {
    let lang = words(style.lang);
    let (columns, pick) = (style.columns(), |en, ru| style.lang.pick(en, ru));
    let title = headline(explanation.words().title.get(lang));
    push(out, &hang("  ", &format!("{}. {}", paint(&title, Tint::Bold), explanation.cause(lang)), columns));
    let who = format!("{}: {}", pick("Who must act", "Кто должен действовать"), actor(explanation.actor(), style.lang));
    let how_long = format!("{}: {}", pick("For how long", "Надолго ли"), persistence(explanation.persistence, style.lang));
    push(out, &hang("  ", &format!("{who}. {how_long}."), columns));
    for (number, remedy) in explanation.remedies(lang).iter().enumerate() {
        push(out, &hang(&format!("  {}. ", number + 1), remedy, columns));
    }
    push(out, &hang("  ", &format!("{}: {}.", pick("Told by", "Основание"), basis(explanation, style.lang)), columns));
}

fn push(out: &mut String, lines: &[String]) {
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
}
