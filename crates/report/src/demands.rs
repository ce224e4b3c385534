//! The catalogue of providers' requirements: as a table for people, as JSON for programs and documents.

use crate::json::{self, Layout};
use crate::labels::{Labels, labels};
use crate::paint::{self, Tint, paint};
use crate::style::Style;
use crate::table::grid::{Grid, Rows};
use crate::wrap::{columns, hang, wrap};
use findings::{Applies, Lang, SourceStanding};
use requirements::{Provider, Requirement};
use serde::Serialize;

/// The requirements of each provider, one a row.
#[must_use]
pub fn requirements_table(providers: &[&'static Provider], style: &Style) -> String {
    let words = labels(style.lang);
    let title = requirements::KINDS.iter().map(|k| columns(k.title.text(style.lang))).max().unwrap_or(0);
    let mut page = String::new();
    for provider in providers {
        let place = hang("", &format!("{}: {}", words.ask_there, provider.place.text(style.lang)), style.columns());
        page.push_str(&format!("{}\n{}\n", paint(provider.name.text(style.lang), Tint::Bold), place.join("\n")));
        let mut grid = Grid::new(&[title, 0], Rows::Ruled, style);
        for requirement in provider.requirements {
            let room = grid.width(1);
            let mut text = wrap(requirement.demands.text(style.lang), room);
            text.extend(wrap(&details(requirement, words, style.lang), room).iter().map(|l| paint(l, Tint::Faint)));
            grid.row(&[vec![requirement.kind.title.text(style.lang).into()], text]);
        }
        page.push_str(&format!("{}\n", grid.draw()));
    }
    paint::finish(&page, style.colour)
}

/// Of whom, since when, with which reply, proved by what, and where it is written.
fn details(requirement: &Requirement, words: &Labels, lang: Lang) -> String {
    let codes = requirement.proof.codes();
    let told = [
        Some(applies(requirement.applies, lang)),
        requirement.since.map(|since| format!("{} {since}", words.since)),
        (!requirement.replies.is_empty()).then(|| format!("{} {}", words.refused_with, requirement.replies.join(", "))),
        Some(if codes.is_empty() { words.proved_by_none.into() } else { format!("{} {}", words.proved_by, codes.join(" ")) }),
        Some(format!("{} ({})", requirement.source.page, standing(requirement.source.standing, lang))),
    ];
    told.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn applies(applies: Applies, lang: Lang) -> String {
    let (en, ru) = match applies {
        Applies::All => ("of every sender", "от всех отправителей"),
        Applies::Bulk(_) => ("of bulk senders", "от массовых отправителей"),
        Applies::Promotional(_) => ("of promotional and subscribed mail", "от рекламных писем и рассылок"),
    };
    match applies.threshold() {
        Some(from) => {
            format!("{} ({} {from} {})", lang.pick(en, ru), lang.pick("from", "от"), lang.pick("messages a day", "писем в сутки"))
        }
        None => lang.pick(en, ru).to_owned(),
    }
}

fn standing(standing: SourceStanding, lang: Lang) -> &'static str {
    match standing {
        SourceStanding::Provider => lang.pick("the provider's page, read", "страница службы, прочитана"),
        SourceStanding::Secondary => lang.pick("as others tell of it", "по пересказам"),
        SourceStanding::Unverified => lang.pick("confirmed by no source", "источником не подтверждено"),
    }
}

/// The same as a JSON list, its words in `lang`.
#[must_use]
pub fn requirements_json(providers: &[&'static Provider], lang: Lang) -> String {
    let entries: Vec<Entry> = providers.iter().map(|p| Entry::new(p, lang)).collect();
    json::print(&entries, Layout::Pretty)
}

#[derive(Serialize)]
struct Entry {
    provider: &'static str,
    name: &'static str,
    place: &'static str,
    requirements: Vec<Demand>,
}

#[derive(Serialize)]
struct Demand {
    id: &'static str,
    title: &'static str,
    demands: &'static str,
    applies: &'static str,
    from_volume: Option<u64>,
    /// The two above in words.
    whom: String,
    since: Option<&'static str>,
    replies: &'static [&'static str],
    checks: Vec<&'static str>,
    source: &'static str,
    source_standing: &'static str,
    /// The same in words.
    source_known: &'static str,
}

impl Entry {
    fn new(provider: &'static Provider, lang: Lang) -> Self {
        let demand = |r: &'static Requirement| Demand {
            id: r.kind.id,
            title: r.kind.title.text(lang),
            demands: r.demands.text(lang),
            applies: r.applies.as_str(),
            from_volume: r.applies.threshold(),
            whom: applies(r.applies, lang),
            since: r.since,
            replies: r.replies,
            checks: r.proof.codes(),
            source: r.source.page,
            source_standing: r.source.standing.as_str(),
            source_known: standing(r.source.standing, lang),
        };
        Self {
            provider: provider.id,
            name: provider.name.text(lang),
            place: provider.place.text(lang),
            requirements: provider.requirements.iter().map(demand).collect(),
        }
    }
}
