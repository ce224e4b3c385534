//! Sentences with holes, in two languages.

use crate::evidence::Evidence;

/// A language of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Lang {
    /// The one of the two that is in this language.
    #[must_use]
    pub fn pick<T>(self, en: T, ru: T) -> T {
        match self {
            Lang::En => en,
            Lang::Ru => ru,
        }
    }
}

/// The words of a check in one language. Holes are written `{name}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// What is checked: a short noun phrase without holes (`SPF look-up limit`).
    pub title: &'static str,
    /// What was found: one sentence. For a check that is only ever unknown, what is not known.
    pub says: &'static str,
    /// What a receiver does about it.
    pub why: &'static str,
    /// What to do today.
    pub fix: &'static str,
}

/// The names of the holes of `text`, in order.
#[must_use]
pub fn holes(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        found.push(&rest[open + 1..open + close]);
        rest = &rest[open + close + 1..];
    }
    found
}

/// `text` with its holes filled from the evidence; a hole without a value stays visible.
#[must_use]
pub fn fill(text: &str, evidence: &Evidence, lang: Lang) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        out.push_str(&rest[..open]);
        match evidence.get(&rest[open + 1..open + close]) {
            Some(value) => out.push_str(&value.to_text(lang)),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}
