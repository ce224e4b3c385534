//! The plan as a table for the forms of DNS providers: name, type, value, seconds to live.

use super::{codes, outcome, scores, title, words};
use crate::clean::clean;
use crate::paint::{self, Tint, paint};
use crate::style::Style;
use crate::table::grid::{Grid, Rows};
use crate::wrap::{cut, hang, wrap};
use remedies::{Change, Fate, Plan};

/// Widths of the columns before the value.
const ACTION: usize = 9;
const NAME: usize = 22;
const WIDE_NAME: usize = 44;
const TYPE: usize = 5;
const TTL: usize = 6;

/// The page.
#[must_use]
pub fn fix_table(plan: &Plan, style: &Style) -> String {
    let lang = style.lang;
    let mut page = String::new();
    let domain = clean(&plan.before.target.title()).into_owned();
    push(&mut page, style, &paint(&format!("{domain}: {}", lang.pick("what to publish", "что опубликовать")), Tint::Bold));
    push(&mut page, style, &scores(plan, lang));
    let (cleared, left) = outcome(plan);
    for (word, set) in [(lang.pick("Cleared", "Устраняется"), cleared), (lang.pick("Stays", "Остаётся"), left)] {
        if !set.is_empty() {
            push(&mut page, style, &format!("{word}: {}", codes(&set)));
        }
    }
    if !plan.changes.is_empty() {
        page.push_str(&format!("\n{}", records(&plan.changes, style)));
    }
    for change in &plan.changes {
        let in_forms = format!(
            "{}: {}",
            lang.pick("name in forms that add the zone", "имя для форм, которые сами добавляют зону"),
            clean(&plan.relative(&change.name))
        );
        section(&mut page, style, &title(change), std::iter::once(in_forms).chain(change.notes.iter().map(|n| words(n, lang))));
    }
    for later in &plan.later {
        let head = format!("{}: {}", lang.pick("Later", "Позже"), title(&later.change));
        section(&mut page, style, &head, std::iter::once(words(&later.when, lang)));
        page.push_str(&records(std::slice::from_ref(&later.change), style));
    }
    for change in &plan.elsewhere {
        let head = format!("{}: {}", lang.pick("Not your zone, ask its owner", "Не ваша зона, попросите её владельца"), title(change));
        section(&mut page, style, &head, std::iter::empty());
        page.push_str(&records(std::slice::from_ref(change), style));
    }
    for held in &plan.withheld {
        let head =
            format!("{}: {} {} ({})", lang.pick("Held back", "Не предлагается"), clean(held.name.as_str()), held.rtype, codes(&held.codes));
        section(&mut page, style, &head, std::iter::once(words(&held.why, lang)));
    }
    for file in &plan.files {
        let head = format!("{} {}", lang.pick("File to serve at", "Файл по адресу"), clean(&file.url));
        section(&mut page, style, &head, std::iter::empty());
        file.text.lines().for_each(|line| page.push_str(&format!("    {}\n", clean(line))));
    }
    if !plan.advice.is_empty() {
        section(&mut page, style, lang.pick("Also", "Кроме того"), plan.advice.iter().map(|a| words(&a.text, lang)));
    }
    paint::finish(&page, style.colour)
}

fn push(page: &mut String, style: &Style, text: &str) {
    wrap(text, style.columns()).iter().for_each(|line| page.push_str(&format!("{line}\n")));
}

fn section(page: &mut String, style: &Style, head: &str, notes: impl Iterator<Item = String>) {
    page.push('\n');
    wrap(head, style.columns()).iter().for_each(|line| page.push_str(&format!("{}\n", paint(line, Tint::Bold))));
    for note in notes {
        hang("- ", &note, style.columns()).iter().for_each(|line| page.push_str(&format!("{line}\n")));
    }
}

fn records(changes: &[Change], style: &Style) -> String {
    let lang = style.lang;
    let name_width = if style.is_wide() { WIDE_NAME } else { NAME };
    let mut grid = Grid::new(&[ACTION, name_width, TYPE, 0, TTL], Rows::Ruled, style);
    let value_width = grid.width(3);
    grid.header(&["", lang.pick("Name", "Имя"), lang.pick("Type", "Тип"), lang.pick("Value", "Значение"), "TTL"]);
    grid.align_right(4);
    for change in changes {
        for line in &change.lines {
            let action = match line.fate {
                Fate::Add => paint(lang.pick("add", "добавить"), Tint::Green),
                Fate::Remove => paint(lang.pick("delete", "удалить"), Tint::Red),
                Fate::Keep => lang.pick("stays", "остаётся").to_owned(),
            };
            grid.row(&[
                vec![action],
                cut(&clean(change.name.as_str()), name_width),
                vec![change.rtype.to_string()],
                wrap(&clean(&line.value), value_width),
                vec![change.ttl.to_string()],
            ]);
        }
    }
    grid.draw()
}
