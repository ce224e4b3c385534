//! Causes and remedies of every kind, in English and Russian; both are compulsory by type.

use crate::kind::{Actor, Kind};

mod message;
mod recipient;
pub(crate) mod removal;
mod reputation;
mod transport;
pub(crate) mod usual;

/// A language of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Russian.
    pub ru: &'static str,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ru => self.ru,
        }
    }
}

/// What is said about a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Who must act first.
    pub actor: Actor,
    /// Codes of the catalogue's checks that can confirm it.
    pub checks: &'static [&'static str],
    /// A noun phrase.
    pub title: Text,
    /// Why it happens.
    pub cause: Text,
    /// What to do, the first first; at least one.
    pub remedies: &'static [Text],
}

pub(crate) const fn t(en: &'static str, ru: &'static str) -> Text {
    Text { en, ru }
}

const NONE: Words = Words { actor: Actor::RecipientAdmin, checks: &[], title: t("", ""), cause: t("", ""), remedies: &[] };

impl Kind {
    /// Its words.
    #[must_use]
    pub const fn words(self) -> Words {
        if let Some(words) = recipient::words(self) {
            words
        } else if let Some(words) = reputation::words(self) {
            words
        } else if let Some(words) = message::words(self) {
            words
        } else if let Some(words) = transport::words(self) {
            words
        } else {
            NONE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_in_the_documentation() {
        let page = include_str!("../../../docs/bounces.md");
        for kind in Kind::ALL {
            assert!(page.contains(&format!("| `{}` |", kind.name())), "{kind:?}");
        }
    }

    #[test]
    fn every_kind_has_all_words_in_both_languages() {
        for kind in Kind::ALL {
            let words = kind.words();
            assert!(!words.remedies.is_empty(), "{kind:?}");
            for text in [words.title, words.cause].iter().chain(words.remedies) {
                assert!(text.en.len() > 3 && text.ru.chars().any(|c| ('а'..='я').contains(&c)), "{kind:?} {text:?}");
                assert!(!text.en.chars().any(|c| ('а'..='я').contains(&c)), "{kind:?}");
            }
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
        }
    }
}
