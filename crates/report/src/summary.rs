//! What a mail log or a mailbox of bounces tells, in few numbers: what became of the messages, the causes with what to do
//! first, and by whom, whereto and when.

use crate::clean::clean;
use crate::paint::{self, Tint, paint};
use crate::reply::{actor, headline, words};
use crate::style::Style;
use crate::table::grid::{Grid, Rows};
use crate::wrap::{columns, hang, wrap};
use findings::Lang;
use smtp_replies::{DAY_LIMIT, DOMAIN_LIMIT, Summary, Tally};

/// Causes, providers and domains that a page tells.
const SHOWN: usize = 10;
/// Days that a page tells: the last ones.
const DAYS_SHOWN: usize = 31;
/// A wider table would only be emptier.
const WIDEST: usize = 120;

/// The page of a summary.
#[must_use]
pub fn summary_page(summary: &Summary, style: &Style) -> String {
    let lang = style.lang;
    let mut page = totals(summary, style);
    page.push_str(&causes(summary, style));
    let tables: [(&str, Vec<(String, Tally)>); 2] = [
        (
            lang.pick("By whose words", "Чьи слова"),
            summary.providers().into_iter().take(SHOWN).map(|(name, tally)| (name.to_owned(), tally)).collect(),
        ),
        (
            lang.pick("By recipient domain", "По доменам получателей"),
            summary.domains().into_iter().take(SHOWN).map(|(name, tally)| (clean(name).into_owned(), tally)).collect(),
        ),
    ];
    for (title, rows) in tables {
        page.push_str(&table(title, &rows, style));
    }
    let days = summary.days();
    let last = days.iter().skip(days.len().saturating_sub(DAYS_SHOWN)).map(|(day, tally)| (day.to_string(), *tally)).collect::<Vec<_>>();
    page.push_str(&table(lang.pick("By day", "По дням"), &last, style));
    page.push_str(&bounds(summary, days.len(), style));
    paint::finish(&page, style.colour)
}

fn totals(summary: &Summary, style: &Style) -> String {
    let (lang, total) = (style.lang, summary.total());
    let mut page = String::new();
    for (name, count) in [
        (lang.pick("Delivered at once", "Доставлено сразу"), total.delivered),
        (lang.pick("Delivered late", "Доставлено с задержкой"), total.late),
        (lang.pick("Still waiting", "Ещё ждут"), total.waiting),
        (lang.pick("Returned", "Возвращено"), total.returned),
        (lang.pick("Refused by this server", "Отклонено этим сервером"), total.rejected),
        (lang.pick("Complaints and automatic answers", "Жалобы и автоответы"), total.answers),
        (lang.pick("Tries put off", "Попыток отложено"), summary.put_off()),
        (lang.pick("Temporary", "Временных"), total.temporary),
        (lang.pick("Permanent", "Окончательных"), total.permanent),
    ] {
        if count > 0 {
            page.push_str(&format!("{name}: {count}\n"));
        }
    }
    page
}

fn causes(summary: &Summary, style: &Style) -> String {
    let (lang, classes) = (style.lang, summary.classes());
    if classes.is_empty() {
        return String::new();
    }
    let title = lang
        .pick("Causes, the most frequent first, and what to do first", "Причины, начиная с самой частой, и что делать в первую очередь");
    let mut page = format!("\n{}\n", hang("", &paint(title, Tint::Bold), style.columns()).join("\n"));
    for (kind, tally) in classes.iter().take(SHOWN) {
        let told = kind.words();
        let head = format!("{} × {} ({})", tally.troubled(), told.title.get(words(lang)), actor(told.actor, lang));
        page.push_str(&format!("{}\n", hang("", &headline(&head), style.columns()).join("\n")));
        let first = told.remedies.first().map(|remedy| remedy.get(words(lang))).unwrap_or_default();
        page.push_str(&format!("{}\n", hang("  → ", first, style.columns()).join("\n")));
        if let Some(example) = summary.example(*kind) {
            let said: String = crate::reply_json::whole(&example.explanation).chars().take(400).collect();
            page.push_str(&format!("{}\n", hang("    ", &clean(&said), style.columns()).join("\n")));
        }
    }
    page
}

/// One row for each name: what became of its messages.
fn table(title: &str, rows: &[(String, Tally)], style: &Style) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let heads = heads(style.lang);
    let numbers = |t: &Tally| [t.delivered, t.late, t.waiting, t.returned, t.rejected].map(|n| n.to_string());
    let mut widths = vec![0];
    for (at, head) in heads.iter().enumerate() {
        let widest = rows.iter().map(|(_, t)| numbers(t).get(at).map_or(0, |n| columns(n))).max().unwrap_or(0);
        widths.push(widest.max(columns(head)));
    }
    let mut grid = Grid::new(&widths, Rows::Dense, &style.at_most(WIDEST));
    let mut header = vec![""];
    header.extend(heads);
    grid.header(&header);
    for column in 1..=heads.len() {
        grid.align_right(column);
    }
    let room = grid.width(0);
    for (name, tally) in rows {
        let mut cells = vec![wrap(name, room)];
        cells.extend(numbers(tally).map(|n| vec![n]));
        grid.row(&cells);
    }
    format!("\n{}\n{}", paint(title, Tint::Bold), grid.draw())
}

const fn heads(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::En => ["at once", "late", "waiting", "returned", "refused"],
        Lang::Ru => ["сразу", "позже", "ждут", "возврат", "отказ"],
    }
}

/// What the page or the memory does not hold.
fn bounds(summary: &Summary, days: usize, style: &Style) -> String {
    let lang = style.lang;
    let mut notes = Vec::new();
    let more = summary.domains().len().saturating_sub(SHOWN);
    if more > 0 {
        notes.push(format!("{}: {more}", lang.pick("Further domains (all in JSON and CSV)", "Ещё доменов (все — в JSON и CSV)")));
    }
    if days > DAYS_SHOWN {
        notes.push(format!(
            "{}: {}",
            lang.pick("Earlier days (all in JSON and CSV)", "Более ранних дней (все — в JSON и CSV)"),
            days - DAYS_SHOWN
        ));
    }
    let other = summary.other_domains();
    if other != Tally::default() {
        let told = lang.pick("domains are counted by name; messages to others", "доменов учтены по имени; писем в остальные");
        notes.push(format!("{DOMAIN_LIMIT} {told}: {}", other.delivered + other.troubled()));
    }
    let other = summary.other_days();
    if other != Tally::default() {
        let told = lang.pick("days are counted one by one; messages of others", "дней учтены отдельно; писем в остальные дни");
        notes.push(format!("{DAY_LIMIT} {told}: {}", other.delivered + other.troubled()));
    }
    if summary.forgotten() > 0 {
        let told = lang.pick(
            "Too many messages waited at once to follow all; counted as waiting, whatever came later",
            "Одновременно ждало слишком много писем; считаются ждущими, чем бы ни кончилось",
        );
        notes.push(format!("{told}: {}", summary.forgotten()));
    }
    if notes.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = notes.iter().flat_map(|note| hang("", note, style.columns())).collect();
    format!("\n{}\n", lines.join("\n"))
}
