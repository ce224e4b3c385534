//! The reviewed rules of `data/replies.tsv`: which words mean what. Provider and software first, generic last.

use crate::kind::Kind;
use crate::pattern::{Matcher, TEXT_LIMIT};
use std::sync::LazyLock;

const DATA: &str = include_str!("../data/replies.tsv");

/// How well a rule is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Read in the source that the rule names.
    Sourced,
    /// Parts of it are from memory.
    PartMemory,
    /// From memory, not verified.
    Memory,
}

/// One rule of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// 0 provider, 1 software, 2 generic, 3 vague: an enhanced code that says more wins.
    pub tier: u8,
    /// What the words mean.
    pub kind: Kind,
    /// Whose words they are.
    pub provider: Option<&'static str>,
    /// The persistence where the reply has no digits: temporary, permanent, or not known.
    pub temporary: Option<bool>,
    /// The words.
    pub pattern: &'static str,
    /// A text that it must match.
    pub example: &'static str,
    /// Where it was read.
    pub source: &'static str,
    /// How sure it is.
    pub evidence: Evidence,
}

struct Compiled {
    rules: Vec<Rule>,
    matcher: Matcher,
}

static COMPILED: LazyLock<Compiled> = LazyLock::new(|| {
    let mut rules: Vec<Rule> = DATA.lines().filter_map(row).collect();
    rules.sort_by_key(|rule| rule.tier);
    let matcher = Matcher::new(rules.iter().map(|rule| rule.pattern));
    Compiled { rules, matcher }
});

/// All rules, in the order in which they win.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &COMPILED.rules
}

/// The rules whose words stand in the text, the winner first.
pub(crate) fn matching(text: &str) -> Vec<&'static Rule> {
    let folded = fold(text);
    let mut found = COMPILED.matcher.matches(&folded);
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|at| COMPILED.rules.get(at)).collect()
}

/// Lower case, single blanks, bounded, typographic quotes made plain.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(TEXT_LIMIT));
    for c in text.chars() {
        if out.len() >= TEXT_LIMIT {
            break;
        }
        match c {
            '\u{2018}' | '\u{2019}' | '`' => out.push('\''),
            _ if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn row(line: &'static str) -> Option<Rule> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    Some(Rule {
        tier: next()?.parse().ok()?,
        kind: Kind::from_name(next()?)?,
        provider: next().filter(|p| *p != "-"),
        temporary: match next()? {
            "t" => Some(true),
            "p" => Some(false),
            _ => None,
        },
        pattern: next()?,
        example: next()?,
        source: next()?,
        evidence: match next()? {
            "sourced" => Evidence::Sourced,
            "part-memory" => Evidence::PartMemory,
            _ => Evidence::Memory,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_its_example_matches_its_own_rule() {
        assert_eq!(rules().len(), DATA.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count());
        let mut faults = Vec::new();
        for rule in rules() {
            if !matching(rule.example).contains(&rule) {
                faults.push(format!("{} / {}", rule.pattern, rule.example));
            }
            assert!(!rule.source.is_empty(), "{}", rule.pattern);
        }
        assert!(faults.is_empty(), "{faults:#?}");
    }

    /// Rules whose words a rule before them explains as well, or whose code in the example says more.
    #[test]
    fn every_example_is_explained_as_its_own_rule_says() {
        let mut faults = Vec::new();
        for rule in rules() {
            let told = crate::explain(rule.example.as_bytes());
            if told.kind != rule.kind {
                faults.push(format!(
                    "{} but {} by {:?}: {}",
                    rule.kind.name(),
                    told.kind.name(),
                    told.rule.map(|r| r.pattern),
                    rule.example
                ));
            }
        }
        assert!(faults.is_empty(), "{} of {}: {faults:#?}", faults.len(), rules().len());
    }

    #[test]
    fn ordinary_sentences_match_nothing() {
        for text in ["hello", "OK", "queued as 12345", "Здравствуйте", ""] {
            assert!(matching(text).is_empty(), "{text}");
        }
    }
}
