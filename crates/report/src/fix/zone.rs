//! Lines for a zone file and for nsupdate: whatever is no record is a comment, so that both can be used as they come.

use super::{codes, outcome, scores, title, words};
use crate::clean::clean;
use crate::style::Style;
use crate::wrap::wrap;
use findings::Lang;
use remedies::{Change, Fate, Plan, owner};

/// The sets as lines of a zone file. Each set is whole: it stands in place of what is published at its name and type.
#[must_use]
pub fn fix_zone(plan: &Plan, style: &Style) -> String {
    let mut page = Page::new(style, "");
    page.head(plan);
    for change in &plan.changes {
        page.set(change, &|change, page| {
            for line in &change.lines {
                let record = format!("{} {} IN {} {}", owner(&change.name), change.ttl, change.rtype, line.rdata);
                match line.fate {
                    Fate::Add => page.line(&record),
                    Fate::Keep => page.line(&format!("{record} ; {}", page.lang.pick("stays", "остаётся"))),
                    Fate::Remove => page.line(&format!("; {}: {record}", page.lang.pick("delete", "удалить"))),
                }
            }
            if change.published().next().is_none() {
                page.comment("", page.lang.pick("nothing is left of this set", "от этого набора ничего не остаётся"));
            }
        });
    }
    page.rest(plan);
    page.text
}

/// The sets as a script for nsupdate (RFC 2136): only records that come or go.
#[must_use]
pub fn fix_nsupdate(plan: &Plan, style: &Style) -> String {
    // An empty line would send what stands above it: the update is to be one.
    let mut page = Page::new(style, ";");
    page.head(plan);
    if let Some(zone) = plan.zone.as_ref().filter(|_| !plan.changes.is_empty()) {
        page.gap();
        page.line(&format!("zone {}", owner(zone)));
    }
    for change in &plan.changes {
        page.set(change, &|change, page| {
            for line in change.lines.iter().filter(|l| l.fate == Fate::Remove) {
                page.line(&format!("update delete {} {} {}", owner(&change.name), change.rtype, line.rdata));
            }
            for line in change.lines.iter().filter(|l| l.fate == Fate::Add) {
                page.line(&format!("update add {} {} IN {} {}", owner(&change.name), change.ttl, change.rtype, line.rdata));
            }
        });
    }
    if !plan.changes.is_empty() {
        page.gap();
        page.line("send");
    }
    page.rest(plan);
    page.text
}

struct Page {
    text: String,
    lang: Lang,
    width: usize,
    gap: &'static str,
}

impl Page {
    fn new(style: &Style, gap: &'static str) -> Self {
        Self { text: String::new(), lang: style.lang, width: style.columns(), gap }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn gap(&mut self) {
        self.line(self.gap);
    }

    /// A comment, its further lines set in by as much as `mark` takes.
    fn comment(&mut self, mark: &str, text: &str) {
        let indent = " ".repeat(mark.chars().count());
        for (index, line) in wrap(text, self.width.saturating_sub(2 + indent.len()).max(20)).iter().enumerate() {
            self.line(format!("; {}{line}", if index == 0 { mark } else { &indent }).trim_end());
        }
    }

    fn head(&mut self, plan: &Plan) {
        let lang = self.lang;
        let domain = clean(&plan.before.target.title()).into_owned();
        self.comment("", &format!("{domain}: {}, {}", lang.pick("what to publish", "что опубликовать"), plan.before.observed_at));
        self.comment("", &scores(plan, lang));
        let (cleared, left) = outcome(plan);
        if !cleared.is_empty() {
            self.comment("", &format!("{}: {}", lang.pick("cleared", "устраняется"), codes(&cleared)));
        }
        if !left.is_empty() {
            self.comment("", &format!("{}: {}", lang.pick("stays", "остаётся"), codes(&left)));
        }
    }

    fn set(&mut self, change: &Change, lines: &dyn Fn(&Change, &mut Self)) {
        self.gap();
        self.comment("", &title(change));
        for note in &change.notes {
            let text = words(note, self.lang);
            self.comment("- ", &text);
        }
        lines(change, self);
    }

    /// What is no record to publish now, as comments.
    fn rest(&mut self, plan: &Plan) {
        let lang = self.lang;
        for later in &plan.later {
            self.gap();
            let when = format!("{}: {}", lang.pick("LATER", "ПОЗЖЕ"), words(&later.when, lang));
            self.comment("", &when);
            self.commented(&later.change);
        }
        for change in &plan.elsewhere {
            self.gap();
            let whose = lang.pick("NOT YOUR ZONE, ask its owner", "НЕ ВАША ЗОНА, попросите её владельца");
            self.comment("", &format!("{whose}: {}", title(change)));
            self.commented(change);
        }
        for withheld in &plan.withheld {
            self.gap();
            let of = if withheld.codes.is_empty() { String::new() } else { format!(" ({})", codes(&withheld.codes)) };
            let name = clean(withheld.name.as_str()).into_owned();
            self.comment("", &format!("{}: {name} {}{of}", lang.pick("HELD BACK", "НЕ ПРЕДЛАГАЕТСЯ"), withheld.rtype));
            let why = words(&withheld.why, lang);
            self.comment("- ", &why);
        }
        for file in &plan.files {
            self.gap();
            self.comment("", &format!("{} {}", lang.pick("FILE to serve at", "ФАЙЛ по адресу"), clean(&file.url)));
            for line in file.text.lines() {
                self.line(&format!(";   {}", clean(line)));
            }
        }
        if !plan.advice.is_empty() {
            self.gap();
            self.comment("", lang.pick("ALSO", "КРОМЕ ТОГО"));
        }
        for advice in &plan.advice {
            let text = words(&advice.text, lang);
            self.comment("- ", &text);
        }
    }

    fn commented(&mut self, change: &Change) {
        for line in change.lines.iter().filter(|l| l.fate == Fate::Add) {
            self.line(&format!(";   {} {} IN {} {}", owner(&change.name), change.ttl, change.rtype, line.rdata));
        }
    }
}
