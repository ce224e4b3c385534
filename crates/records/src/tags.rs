//! Tag lists as DKIM and DMARC write them: `name=value; name=value` (RFC 6376 3.2).
//!
//! Bytes in, tags and faults with their places out. What a tag means is not known here.

use crate::spf::Span;
use std::collections::BTreeSet;

/// At most so many tags are kept of one list; what lies behind them is left out.
pub const MOST_TAGS: usize = 200;

/// A tag list, in the order of the text; duplicates kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList {
    /// The list as [`shown`], so that a column is a column.
    pub text: String,
    /// The tags that have a name and an equals sign.
    pub tags: Vec<Tag>,
    /// What breaks the grammar, in order of place; at most one for each item of the list.
    pub faults: Vec<Fault>,
}

/// One `name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The name as written: names are case-sensitive (RFC 6376 3.2).
    pub name: String,
    /// The value without the white space around it.
    pub value: String,
    /// The whole item.
    pub span: Span,
    /// The value.
    pub value_span: Span,
}

/// A broken rule of RFC 6376 3.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub kind: FaultKind,
    /// The item or character at fault, as [`TagList::text`] shows it.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// An item without an equals sign.
    NoEquals,
    /// A name that is no letter followed by letters, digits and underscores.
    BadName,
    /// An octet in a value that is neither printable ASCII nor white space.
    BadCharacter,
    /// A name that stands earlier in the list: a list with such a pair is invalid.
    Duplicate,
}

impl TagList {
    /// Reads a tag list; anything is read somehow.
    #[must_use]
    pub fn parse(record: &[u8]) -> Self {
        let mut list = TagList { text: shown(record), ..Self::default() };
        let mut names = BTreeSet::new();
        let mut start = 0;
        for item in record.split(|&b| b == b';').take(MOST_TAGS) {
            let span = trim(record, Span { start, end: start + item.len() });
            start += item.len() + 1;
            // A semicolon may end the list; two in a row hold nothing, and receivers skip it.
            if span.start < span.end {
                list.item(record, span, &mut names);
            }
        }
        list
    }

    /// The first tag of that name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|t| t.name == name)
    }

    fn item(&mut self, record: &[u8], span: Span, names: &mut BTreeSet<String>) {
        let Some(equals) = record[span.start..span.end].iter().position(|&b| b == b'=') else {
            return self.fault(FaultKind::NoEquals, record, span);
        };
        let name_span = trim(record, Span { start: span.start, end: span.start + equals });
        let value_span = trim(record, Span { start: span.start + equals + 1, end: span.end });
        let name = shown(&record[name_span.start..name_span.end]);
        if !is_name(&name) {
            self.fault(FaultKind::BadName, record, span);
        } else if let Some(at) = (value_span.start..value_span.end).find(|&at| !is_value_octet(record[at])) {
            self.fault(FaultKind::BadCharacter, record, Span { start: at, end: at + 1 });
        } else if names.contains(&name) {
            self.fault(FaultKind::Duplicate, record, span);
        }
        names.insert(name.clone());
        self.tags.push(Tag { name, value: shown(&record[value_span.start..value_span.end]), span, value_span });
    }

    fn fault(&mut self, kind: FaultKind, record: &[u8], span: Span) {
        self.faults.push(Fault { kind, text: shown(&record[span.start..span.end]), span });
    }
}

/// Text with one character for each octet: white space as a space, all else that is not printable
/// ASCII as U+FFFD.
#[must_use]
pub fn shown(octets: &[u8]) -> String {
    let one = |b: u8| match b {
        b if is_space(b) => ' ',
        0x21..=0x7e => char::from(b),
        _ => char::REPLACEMENT_CHARACTER,
    };
    octets.iter().copied().map(one).collect()
}

fn trim(record: &[u8], span: Span) -> Span {
    let inner = &record[span.start..span.end];
    let head = inner.iter().take_while(|b| is_space(**b)).count();
    let tail = inner[head..].iter().rev().take_while(|b| is_space(**b)).count();
    Span { start: span.start + head, end: span.end - tail }
}

/// FWS of RFC 6376 2.8, CR and LF taken alone too: they cannot stand in a value either way.
fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_value_octet(octet: u8) -> bool {
    is_space(octet) || matches!(octet, 0x21..=0x7e)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        TagList::parse(text.as_bytes()).tags.into_iter().map(|t| (t.name, t.value)).collect()
    }

    fn faults(text: &[u8]) -> Vec<(FaultKind, usize)> {
        TagList::parse(text).faults.into_iter().map(|f| (f.kind, f.span.column())).collect()
    }

    #[test]
    fn white_space_and_final_semicolons_do_not_matter() {
        for text in ["a=1;b_2=x y", " a = 1 ;\tb_2\t=\tx y ; ", "a=1;;b_2=x y;"] {
            assert_eq!(pairs(text), [("a".into(), "1".into()), ("b_2".into(), "x y".into())], "{text}");
            assert!(faults(text.as_bytes()).is_empty(), "{text}");
        }
        assert_eq!(pairs("p="), [("p".into(), String::new())]);
        assert_eq!(pairs("p=a=b=="), [("p".into(), "a=b==".into())]);
        assert!(pairs("").is_empty() && faults(b" ; ;").is_empty());
    }

    #[test]
    fn faults_stand_where_they_are() {
        assert_eq!(faults(b"a=1; junk; b=2"), [(FaultKind::NoEquals, 6)]);
        assert_eq!(faults(b"a=1; 1b=2; =3; c-d=4"), [(FaultKind::BadName, 6), (FaultKind::BadName, 12), (FaultKind::BadName, 16)]);
        assert_eq!(faults(b"a=1; b=x\xc3y"), [(FaultKind::BadCharacter, 9)]);
        assert_eq!(faults(b"a=1; b=2; a=1; A=1"), [(FaultKind::Duplicate, 11)]);
    }

    #[test]
    fn spans_are_octets_and_columns_stay_columns() {
        let list = TagList::parse(b"x=\xff\xfe; p = none ");
        assert_eq!(list.text.chars().count(), 15);
        let p = list.first("p").expect("a tag");
        assert_eq!((p.span, p.value_span), (Span { start: 6, end: 14 }, Span { start: 10, end: 14 }));
    }

    #[test]
    fn a_list_without_end_is_cut() {
        let long = "a=1;".repeat(20_000);
        assert_eq!(TagList::parse(long.as_bytes()).tags.len(), MOST_TAGS);
    }
}
