//! Word patterns of all rules in one automaton: a text is read once, whatever the number of rules.
//!
//! A pattern holds alternatives parted by ` || `; an alternative is words in order, parted by `~N~` (at most N bytes
//! between them); `a|b` at one place means either; a backtick marks the edge of a word. All in lower case.

use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// A text longer than this is judged by its beginning.
pub(crate) const TEXT_LIMIT: usize = 8192;

pub(crate) struct Matcher {
    automaton: Option<AhoCorasick>,
    literals: Vec<Literal>,
    places: usize,
    sequences: Vec<Sequence>,
}

#[derive(Default)]
struct Literal {
    uses: Vec<Use>,
}

#[derive(Clone, Copy)]
struct Use {
    sequence: usize,
    place: usize,
    edge_before: bool,
    edge_after: bool,
}

struct Sequence {
    rule: usize,
    first_place: usize,
    gaps: Vec<usize>,
}

impl Matcher {
    pub(crate) fn new<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut order: Vec<String> = Vec::new();
        let mut matcher = Self { automaton: None, literals: Vec::new(), places: 0, sequences: Vec::new() };
        for (rule, pattern) in patterns.enumerate() {
            for alternative in pattern.split(" || ").filter(|a| !a.trim().is_empty()) {
                let sequence = matcher.sequences.len();
                let first_place = matcher.places;
                let mut gaps = vec![0];
                for (place, token) in tokens(alternative).into_iter().enumerate() {
                    if place > 0 {
                        gaps.push(token.gap);
                    }
                    for word in token.words.split('|') {
                        let bare = word.trim_matches('`');
                        let id = *names.entry(bare.to_owned()).or_insert_with(|| {
                            order.push(bare.to_owned());
                            matcher.literals.push(Literal::default());
                            order.len() - 1
                        });
                        let edges = (word.starts_with('`'), word.len() > 1 && word.ends_with('`'));
                        if let Some(literal) = matcher.literals.get_mut(id) {
                            literal.uses.push(Use { sequence, place, edge_before: edges.0, edge_after: edges.1 });
                        }
                    }
                }
                matcher.places += gaps.len();
                matcher.sequences.push(Sequence { rule, first_place, gaps });
            }
        }
        matcher.automaton = AhoCorasick::new(&order).ok();
        matcher
    }

    /// The rules whose words stand in `text` (lower case, single blanks), in no order, each once or more.
    pub(crate) fn matches(&self, text: &str) -> Vec<usize> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut reached: Vec<u32> = vec![0; self.places];
        let mut found = Vec::new();
        for hit in automaton.find_overlapping_iter(text) {
            let Some(literal) = self.literals.get(hit.pattern().as_usize()) else { continue };
            for used in &literal.uses {
                if (used.edge_before && !edge(text.as_bytes(), hit.start(), true))
                    || (used.edge_after && !edge(text.as_bytes(), hit.end(), false))
                {
                    continue;
                }
                let Some(sequence) = self.sequences.get(used.sequence) else { continue };
                if sequence.advance(*used, hit.start(), hit.end(), &mut reached) {
                    found.push(sequence.rule);
                }
            }
        }
        found
    }
}

impl Sequence {
    fn advance(&self, used: Use, start: usize, end: usize, reached: &mut [u32]) -> bool {
        if let Some(before) = used.place.checked_sub(1) {
            let last = reached.get(self.first_place + before).copied().unwrap_or(0) as usize;
            let gap = self.gaps.get(used.place).copied().unwrap_or(0);
            if last == 0 || start < last || start - last > gap {
                return false;
            }
        }
        if let Some(slot) = reached.get_mut(self.first_place + used.place) {
            *slot = u32::try_from(end).unwrap_or(u32::MAX);
        }
        used.place + 1 == self.gaps.len()
    }
}

struct Token<'a> {
    gap: usize,
    words: &'a str,
}

fn tokens(alternative: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut gap = 0;
    for (i, part) in alternative.split('~').enumerate() {
        if i % 2 == 1 {
            gap = part.parse().unwrap_or(0);
        } else {
            tokens.push(Token { gap, words: part });
        }
    }
    tokens
}

fn edge(text: &[u8], at: usize, before: bool) -> bool {
    let neighbour = if before { at.checked_sub(1).and_then(|i| text.get(i)) } else { text.get(at) };
    neighbour.is_none_or(|b| !b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(patterns: &[&str], text: &str) -> Vec<usize> {
        Matcher::new(patterns.iter().copied()).matches(text)
    }

    #[test]
    fn words_stand_in_order_within_their_gap() {
        assert_eq!(hits(&["mailbox|user~5~full|big"], "the mailbox is full"), [0]);
        assert!(hits(&["mailbox~3~full"], "mailbox is full").is_empty());
        assert_eq!(hits(&["mailbox~4~full"], "mailbox is full"), [0]);
        assert!(hits(&["mailbox~50~full"], "full mailbox").is_empty());
    }

    #[test]
    fn alternatives_and_edges() {
        assert_eq!(hits(&["nothing || `rbl`"], "in an rbl list"), [0]);
        assert!(hits(&["`rbl`"], "marble dnsrbl rbls").is_empty());
        assert!(hits(&[""], "anything").is_empty());
    }
}
