//! What a mail log tells, in few numbers: outcomes, causes with what to do first, and recipient domains.

use crate::clean::clean;
use crate::paint::{self, Tint, paint};
use crate::reply::{actor, words};
use crate::style::Style;
use crate::wrap::hang;
use findings::Lang;
use serde::Serialize;
use smtp_replies::Summary;

/// The version of the form of [`summary_json`].
pub const SUMMARY_SCHEMA: &str = "mailaudit.deliveries/1";
/// Causes and domains that a page tells.
const SHOWN: usize = 10;

/// The page of a summary.
#[must_use]
pub fn summary_page(summary: &Summary, style: &Style) -> String {
    let lang = style.lang;
    let mut page = String::new();
    for (name, count) in [
        (lang.pick("Delivered", "Доставлено"), summary.sent),
        (lang.pick("Tries put off", "Попыток отложено"), summary.deferred),
        (lang.pick("Returned", "Возвращено"), summary.bounced),
        (lang.pick("Refused by this server", "Отклонено этим сервером"), summary.rejected),
    ] {
        page.push_str(&format!("{name}: {count}\n"));
    }
    let causes = summary.causes();
    if !causes.is_empty() {
        page.push_str(&format!(
            "\n{}\n",
            paint(lang.pick("Causes, the most frequent first", "Причины, начиная с самой частой"), Tint::Bold)
        ));
    }
    for (kind, cause) in causes.iter().take(SHOWN) {
        let told = kind.words();
        let head = format!("{} × {} ({})", cause.count, told.title.get(words(lang)), actor(told.actor, lang));
        page.push_str(&format!("{}\n", hang("", &head, style.columns()).join("\n")));
        let first = told.remedies.first().map(|remedy| remedy.get(words(lang))).unwrap_or_default();
        page.push_str(&format!("{}\n", hang("  → ", first, style.columns()).join("\n")));
        page.push_str(&format!("{}\n", hang("    ", &clean(&cause.example), style.columns()).join("\n")));
    }
    let domains = summary.domains();
    if !domains.is_empty() {
        page.push_str(&format!(
            "\n{}\n",
            paint(lang.pick("Recipient domains that refuse or put off", "Домены получателей с отказами"), Tint::Bold)
        ));
        let rows: Vec<String> = domains.iter().take(SHOWN).map(|(domain, count)| format!("{}: {count}", clean(domain))).collect();
        page.push_str(&format!("{}\n", hang("", &rows.join(", "), style.columns()).join("\n")));
    }
    paint::finish(&page, style.colour)
}

#[derive(Serialize)]
struct Deliveries<'a> {
    schema: &'static str,
    sent: u64,
    deferred: u64,
    bounced: u64,
    rejected: u64,
    causes: Vec<Cause<'a>>,
    domains: Vec<Domain<'a>>,
    other_domains: u64,
}

#[derive(Serialize)]
struct Cause<'a> {
    kind: &'static str,
    title: &'static str,
    actor: &'static str,
    count: u64,
    permanent: u64,
    example: &'a str,
    remedies: Vec<&'static str>,
}

#[derive(Serialize)]
struct Domain<'a> {
    domain: &'a str,
    count: u64,
}

/// The summary as JSON, with all causes and domains.
///
/// # Errors
/// None is known: everything in it can be written.
pub fn summary_json(summary: &Summary, lang: Lang) -> Result<String, serde_json::Error> {
    let causes = summary.causes().into_iter().map(|(kind, cause)| Cause {
        kind: kind.name(),
        title: kind.words().title.get(words(lang)),
        actor: kind.words().actor.name(),
        count: cause.count,
        permanent: cause.permanent,
        example: &cause.example,
        remedies: kind.words().remedies.iter().map(|remedy| remedy.get(words(lang))).collect(),
    });
    serde_json::to_string_pretty(&Deliveries {
        schema: SUMMARY_SCHEMA,
        sent: summary.sent,
        deferred: summary.deferred,
        bounced: summary.bounced,
        rejected: summary.rejected,
        causes: causes.collect(),
        domains: summary.domains().into_iter().map(|(domain, count)| Domain { domain, count }).collect(),
        other_domains: summary.other_domains(),
    })
}
