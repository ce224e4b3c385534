//! Field lists as MTA-STS and TLS-RPT write them: a version, then `;name=value` (RFC 8461 3.1, RFC 8460 3).
//!
//! Stricter than the tag lists of DKIM: no blank around the equals sign, nothing between two
//! semicolons. What a field means is not known here.

use crate::spf::Span;
use crate::tags::shown;

/// At most so many fields are kept of one list; what lies behind them is left out.
pub const MOST_FIELDS: usize = 200;

/// The fields behind the version, in the order of the text; duplicates kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldList {
    /// The whole record as [`shown`], so that a column is a column.
    pub text: String,
    /// The fields that have a name of the grammar; values as written.
    pub fields: Vec<Field>,
    /// What breaks the grammar whatever the fields mean, in order of place.
    pub faults: Vec<Fault>,
}

/// One `name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name as written: names are case-sensitive.
    pub name: String,
    /// The value, as [`shown`].
    pub value: String,
    /// The whole field.
    pub span: Span,
    /// The value.
    pub value_span: Span,
}

/// A broken rule of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub kind: FaultKind,
    /// The field or character at fault, as [`FieldList::text`] shows it.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A field without an equals sign.
    NoEquals,
    /// A name that is not 1 to 32 letters, digits, dots, hyphens and underscores, the first a letter or digit.
    BadName,
    /// Nothing behind the equals sign.
    NoValue,
    /// A character that the value must not hold; a blank or an equals sign, say.
    BadCharacter,
    /// Nothing between two semicolons.
    Empty,
    /// A blank at the end of the record, without a semicolon before it.
    TrailingBlank,
}

impl FieldList {
    /// Reads the fields of a record that begins with a version; anything is read somehow.
    #[must_use]
    pub fn parse(record: &[u8]) -> Self {
        let mut list = FieldList { text: shown(record), ..Self::default() };
        let items: Vec<&[u8]> = record.split(|b| *b == b';').take(MOST_FIELDS + 2).collect();
        let mut start = items.first().map_or(0, |version| version.len() + 1);
        for (index, item) in items.iter().enumerate().skip(1).take(MOST_FIELDS) {
            let last = index + 1 == items.len();
            list.item(record, Span { start, end: start + item.len() }, last);
            start += item.len() + 1;
        }
        list.faults.sort_by_key(|f| f.span.start);
        list
    }

    /// The fields of that name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |f| f.name == name)
    }

    fn item(&mut self, record: &[u8], whole: Span, last: bool) {
        let span = trim(record, whole);
        if span.start == span.end {
            // A semicolon may end the record.
            if !last {
                self.fault(FaultKind::Empty, record, Span { start: whole.end, end: whole.end + 1 });
            }
            return;
        }
        if last && span.end < whole.end {
            self.fault(FaultKind::TrailingBlank, record, Span { start: span.end, end: whole.end });
        }
        let Some(equals) = record[span.start..span.end].iter().position(|b| *b == b'=') else {
            return self.fault(FaultKind::NoEquals, record, span);
        };
        let name = &record[span.start..span.start + equals];
        if !is_name(name) {
            return self.fault(FaultKind::BadName, record, span);
        }
        let value_span = Span { start: span.start + equals + 1, end: span.end };
        let value = shown(&record[value_span.start..value_span.end]);
        self.fields.push(Field { name: shown(name), value, span, value_span });
    }

    fn fault(&mut self, kind: FaultKind, record: &[u8], span: Span) {
        let text = record.get(span.start..span.end).map(shown).unwrap_or_default();
        self.faults.push(Fault { kind, text, span });
    }
}

/// What is wrong with a field as an extension, which every reader has to pass over: its value is
/// one or more printable characters, none of them a blank, an equals sign or a semicolon.
#[must_use]
pub fn extension_fault(field: &Field) -> Option<Fault> {
    if field.value.is_empty() {
        return Some(Fault { kind: FaultKind::NoValue, text: format!("{}=", field.name), span: field.span });
    }
    let odd = |c: char| !c.is_ascii_graphic() || c == '=';
    let (offset, character) = field.value.chars().enumerate().find(|(_, c)| odd(*c))?;
    let at = field.value_span.start + offset;
    Some(Fault { kind: FaultKind::BadCharacter, text: character.to_string(), span: Span { start: at, end: at + 1 } })
}

fn trim(record: &[u8], span: Span) -> Span {
    let inner = &record[span.start..span.end];
    let head = inner.iter().take_while(|b| is_blank(**b)).count();
    let tail = inner[head..].iter().rev().take_while(|b| is_blank(**b)).count();
    Span { start: span.start + head, end: span.end - tail }
}

/// WSP of RFC 5234 B.1.
pub(crate) fn is_blank(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t')
}

fn is_name(name: &[u8]) -> bool {
    let inner = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    (1..=32).contains(&name.len()) && name[0].is_ascii_alphanumeric() && name.iter().all(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        FieldList::parse(text.as_bytes()).fields.into_iter().map(|f| (f.name, f.value)).collect()
    }

    fn faults(text: &[u8]) -> Vec<(FaultKind, usize)> {
        FieldList::parse(text).faults.into_iter().map(|f| (f.kind, f.span.column())).collect()
    }

    #[test]
    fn blanks_stand_around_semicolons_alone() {
        for text in ["v=X1;a=1;b.c-d_=2", "v=X1 ;\ta=1 ; b.c-d_=2;", "v=X1; a=1;b.c-d_=2 ; "] {
            assert_eq!(pairs(text), [("a".into(), "1".into()), ("b.c-d_".into(), "2".into())], "{text}");
            assert!(faults(text.as_bytes()).is_empty(), "{text}");
        }
        assert!(pairs("v=X1").is_empty() && faults(b"v=X1; ").is_empty() && faults(b"").is_empty());
    }

    #[test]
    fn faults_stand_where_they_are() {
        assert_eq!(faults(b"v=X1; junk; b=2"), [(FaultKind::NoEquals, 7)]);
        assert_eq!(faults(b"v=X1; _a=2; =3; a =4"), [(FaultKind::BadName, 7), (FaultKind::BadName, 13), (FaultKind::BadName, 17)]);
        assert_eq!(faults(b"v=X1;; a=1;"), [(FaultKind::Empty, 6)]);
        assert_eq!(faults(b"v=X1; a=1; ;"), [(FaultKind::Empty, 12)]);
        assert_eq!(faults(b"v=X1; a=1 "), [(FaultKind::TrailingBlank, 10)]);
        assert_eq!(faults(b"v=X1; junk "), [(FaultKind::NoEquals, 7), (FaultKind::TrailingBlank, 11)]);
    }

    #[test]
    fn names_have_up_to_32_characters() {
        let record = |length: usize| format!("v=X1; {}=1", "n".repeat(length));
        assert!(faults(record(32).as_bytes()).is_empty());
        assert_eq!(faults(record(33).as_bytes()), [(FaultKind::BadName, 7)]);
    }

    #[test]
    fn values_of_extensions() {
        let fault = |text: &str| {
            let list = FieldList::parse(text.as_bytes());
            extension_fault(&list.fields[0]).map(|f| (f.kind, f.span.column()))
        };
        assert_eq!(fault("v=X1; a=!:<>~"), None);
        assert_eq!(fault("v=X1; a="), Some((FaultKind::NoValue, 7)));
        assert_eq!(fault("v=X1; a=b c"), Some((FaultKind::BadCharacter, 10)));
        assert_eq!(fault("v=X1; a=b=c"), Some((FaultKind::BadCharacter, 10)));
        assert_eq!(fault("v=X1; a= b"), Some((FaultKind::BadCharacter, 9)));
        assert_eq!(fault("v=X1; a=é"), Some((FaultKind::BadCharacter, 9)));
    }

    #[test]
    fn a_list_without_end_is_cut() {
        let long = format!("v=X1;{}", "a=1;".repeat(20_000));
        assert_eq!(FieldList::parse(long.as_bytes()).fields.len(), MOST_FIELDS);
        assert_eq!(FieldList::parse(&[b';'; 5000]).faults.len(), MOST_FIELDS);
    }
}
