//! A DNS name in one spelling: lower case, no final dot, odd bytes as `\DDD`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::net::IpAddr;

/// A domain name, lower-case A-labels without the final dot; the root is the empty text.
///
/// Bytes outside printable ASCII stand as `\DDD`, a dot or backslash inside a label as `\.` and
/// `\\` (RFC 1035 5.1), so that a name from the wire can always be kept and never forges another.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Box<str>);

/// Why a text is no name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Two dots in a row, or a leading one.
    #[error("'{0}' has an empty label")]
    EmptyLabel(String),
    /// RFC 1035 2.3.4: a label holds at most 63 octets.
    #[error("'{0}' has a label of more than 63 octets")]
    LongLabel(String),
    /// RFC 1035 2.3.4: a name holds at most 255 octets on the wire.
    #[error("'{0}' is longer than 255 octets")]
    LongName(String),
    /// IDNA 2008 / UTS 46 refused the text.
    #[error("'{0}' is no internationalised domain name")]
    Idna(String),
    /// Spaces, slashes, an at sign or nothing at all, where a person was to give a domain.
    #[error("'{0}' is no domain name")]
    NotADomain(String),
}

impl Name {
    /// The root.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads presentation form, with or without the final dot; upper case is folded.
    ///
    /// # Errors
    /// An empty label, a label over 63 octets, a name over 255 octets.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let trimmed = if text.ends_with('.') && !text.ends_with("\\.") { &text[..text.len() - 1] } else { text };
        if trimmed.is_empty() {
            return Ok(Self::root());
        }
        if let Some(plain) = plain(trimmed) {
            return Ok(plain);
        }
        let labels = unescape(trimmed);
        Self::from_labels(labels.iter().map(Vec::as_slice)).map_err(|e| match e {
            NameError::EmptyLabel(_) => NameError::EmptyLabel(text.into()),
            NameError::LongLabel(_) => NameError::LongLabel(text.into()),
            NameError::LongName(_) => NameError::LongName(text.into()),
            other => other,
        })
    }

    /// From wire labels.
    ///
    /// # Errors
    /// As [`Name::parse`].
    pub fn from_labels<'a>(labels: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, NameError> {
        let mut text = String::new();
        let mut wire = 1;
        for label in labels {
            if label.is_empty() {
                return Err(NameError::EmptyLabel(text));
            }
            if label.len() > 63 {
                return Err(NameError::LongLabel(text));
            }
            wire += label.len() + 1;
            if wire > 255 {
                return Err(NameError::LongName(text));
            }
            if !text.is_empty() {
                text.push('.');
            }
            for &byte in label {
                escape(byte, &mut text);
            }
        }
        Ok(Self(text.into()))
    }

    /// What a person typed as a domain: IDNA applied, spaces around it dropped, a final dot too.
    ///
    /// # Errors
    /// A text with an at sign, slash or space in it, an address, or one that IDNA refuses.
    pub fn from_person(text: &str) -> Result<Self, NameError> {
        let trimmed = text.trim().trim_end_matches('.');
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | '/' | ':' | '\\' | '"' | '<' | '>');
        if trimmed.is_empty() || trimmed.contains(odd) || trimmed.parse::<IpAddr>().is_ok() {
            return Err(NameError::NotADomain(text.into()));
        }
        let ascii = idna::domain_to_ascii(trimmed).map_err(|_| NameError::Idna(text.into()))?;
        Self::parse(&ascii)
    }

    /// The text: lower case, no final dot.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The labels as text, leftmost first; none for the root.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &str> {
        Labels(Some(&*self.0).filter(|text| !text.is_empty()))
    }

    /// The labels as wire bytes, leftmost first.
    #[must_use]
    pub fn wire_labels(&self) -> Vec<Vec<u8>> {
        if self.is_root() { Vec::new() } else { unescape(&self.0) }
    }

    /// How many labels; 0 for the root.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.labels().count()
    }

    /// One label shorter; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Name> {
        if self.is_root() {
            return None;
        }
        Some(first_dot(&self.0).map_or_else(Self::root, |dot| Self(self.0[dot + 1..].into())))
    }

    /// `labels` put in front (`_dmarc`, `s1._domainkey`).
    ///
    /// # Errors
    /// As [`Name::parse`].
    pub fn below(&self, labels: &str) -> Result<Name, NameError> {
        if self.is_root() { Self::parse(labels) } else { Self::parse(&format!("{labels}.{}", self.0)) }
    }

    /// Whether this is `other` or lies below it, on a label boundary.
    #[must_use]
    pub fn is_within(&self, other: &Name) -> bool {
        other.is_root()
            || self.0 == other.0
            || self.0.strip_suffix(&*other.0).and_then(|head| head.strip_suffix('.')).is_some_and(|label| !ends_in_escape(label))
    }
}

/// Whether the character that follows is escaped: a backslash that is itself escaped escapes nothing.
fn ends_in_escape(text: &str) -> bool {
    text.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// The labels of an address's reverse name: octets (IPv4) or nibbles (IPv6), without the zone.
#[must_use]
pub fn reverse_labels(address: IpAddr) -> String {
    match address {
        IpAddr::V4(a) => {
            let [a, b, c, d] = a.octets();
            format!("{d}.{c}.{b}.{a}")
        }
        IpAddr::V6(a) => {
            let mut text = String::with_capacity(63);
            for nibble in a.octets().into_iter().rev().flat_map(|o| [o & 15, o >> 4]) {
                if !text.is_empty() {
                    text.push('.');
                }
                text.extend(char::from_digit(nibble.into(), 16));
            }
            text
        }
    }
}

fn escape(byte: u8, out: &mut String) {
    match byte {
        b'.' | b'\\' => {
            out.push('\\');
            out.push(char::from(byte));
        }
        0x21..=0x7e => out.push(char::from(byte.to_ascii_lowercase())),
        _ => out.push_str(&format!("\\{byte:03}")),
    }
}

/// A name without anything to escape, which nearly all are; `None` leaves the rest, and all errors, to others.
fn plain(text: &str) -> Option<Name> {
    let simple = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let legal = text.len() <= 253 && text.bytes().all(simple) && text.split('.').all(|label| (1..=63).contains(&label.len()));
    legal.then(|| Name(text.to_ascii_lowercase().into()))
}

/// Labels from either end of a text that is not empty; `None` when all are taken.
struct Labels<'n>(Option<&'n str>);

impl<'n> Iterator for Labels<'n> {
    type Item = &'n str;

    fn next(&mut self) -> Option<&'n str> {
        let text = self.0.take()?;
        let Some(dot) = first_dot(text) else { return Some(text) };
        self.0 = Some(&text[dot + 1..]);
        Some(&text[..dot])
    }
}

impl<'n> DoubleEndedIterator for Labels<'n> {
    fn next_back(&mut self) -> Option<&'n str> {
        let text = self.0.take()?;
        let Some((dot, _)) = text.rmatch_indices('.').find(|(at, _)| !ends_in_escape(&text[..*at])) else { return Some(text) };
        self.0 = Some(&text[..dot]);
        Some(&text[dot + 1..])
    }
}

/// The first dot between labels.
fn first_dot(text: &str) -> Option<usize> {
    text.match_indices('.').map(|(at, _)| at).find(|at| !ends_in_escape(&text[..*at]))
}

fn unescape(text: &str) -> Vec<Vec<u8>> {
    Labels(Some(text).filter(|t| !t.is_empty()))
        .map(|label| {
            let bytes = label.as_bytes();
            let (mut out, mut i) = (Vec::with_capacity(bytes.len()), 0);
            while i < bytes.len() {
                if bytes[i] == b'\\' {
                    let digits = bytes.get(i + 1..i + 4).and_then(|d| std::str::from_utf8(d).ok());
                    if let Some(value) = digits.and_then(|d| d.parse::<u8>().ok()) {
                        out.push(value);
                        i += 4;
                        continue;
                    }
                    i += 1;
                }
                if let Some(&byte) = bytes.get(i) {
                    out.push(byte);
                }
                i += 1;
            }
            out
        })
        .collect()
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_root() { "." } else { &self.0 })
    }
}

impl std::str::FromStr for Name {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::parse(text)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn one_spelling_for_a_name() {
        assert_eq!(name("MX.Example.COM.").as_str(), "mx.example.com");
        assert_eq!(name(".").as_str(), "");
        assert_eq!(name("a\\.b.c").wire_labels(), vec![b"a.b".to_vec(), b"c".to_vec()]);
        assert_eq!(name("a\\.b.c").parent(), Some(name("c")));
        assert_eq!(name("\\255x.c").wire_labels()[0], vec![255, b'x']);
        assert_eq!(name(name("\\255x.c").as_str()), name("\\255x.c"));
    }

    #[test]
    fn labels_come_from_either_end() {
        for (text, labels) in
            [("", vec![]), ("a", vec!["a"]), ("a.b.c", vec!["a", "b", "c"]), ("a\\.b.c\\\\.d", vec!["a\\.b", "c\\\\", "d"])]
        {
            let name = name(text);
            assert_eq!(name.labels().collect::<Vec<_>>(), labels);
            assert_eq!(name.labels().rev().collect::<Vec<_>>(), labels.iter().rev().copied().collect::<Vec<_>>());
            assert_eq!(name.depth(), labels.len());
            let above: Vec<String> = std::iter::successors(Some(name), Name::parent).skip(1).map(|n| n.as_str().to_owned()).collect();
            assert_eq!(above, (1..=labels.len()).map(|n| labels[n..].join(".")).collect::<Vec<_>>());
        }
        let mut both = Labels(Some("a.b"));
        assert_eq!((both.next(), both.next_back(), both.next(), both.next_back()), (Some("a"), Some("b"), None, None));
    }

    #[test]
    fn limits_of_rfc_1035() {
        // 253 octets of text are 255 on the wire.
        let long = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(61));
        assert!(Name::parse(&long).is_ok() && matches!(Name::parse(&format!("{long}b")), Err(NameError::LongName(_))));
        assert!(Name::parse(&"a".repeat(63)).is_ok());
        assert!(matches!(Name::parse(&"a".repeat(64)), Err(NameError::LongLabel(_))));
        assert!(matches!(Name::parse("a..b"), Err(NameError::EmptyLabel(_))));
        let label = "a".repeat(49);
        assert!(Name::parse(&format!("{label}.{label}.{label}.{label}.{label}")).is_ok());
        assert!(matches!(Name::parse(&format!("{label}.{label}.{label}.{label}.{label}.{label}")), Err(NameError::LongName(_))));
    }

    #[test]
    fn a_suffix_counts_only_on_a_label_boundary() {
        assert!(name("mx.example.com").is_within(&name("example.com")));
        assert!(!name("badexample.com").is_within(&name("example.com")));
        assert!(name("example.com").is_within(&Name::root()));
        assert!(!name("a\\.b.c").is_within(&name("b.c")), "an escaped dot is no boundary");
        assert!(name("a\\\\.b.c").is_within(&name("b.c")), "an escaped backslash escapes no dot");
    }

    #[test]
    fn what_a_person_types() {
        assert_eq!(Name::from_person(" Почта.рф ").map(|n| n.as_str().to_owned()), Ok("xn--80a1acny.xn--p1ai".into()));
        for wrong in ["", "a@b.com", "http://x.com/", "192.0.2.1", "a b.com"] {
            assert!(Name::from_person(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reverse_names() {
        assert_eq!(reverse_labels("192.0.2.1".parse().expect("address")), "1.2.0.192");
        assert!(reverse_labels("2001:db8::1".parse().expect("address")).starts_with("1.0.0.0."));
        assert!(reverse_labels("2001:db8::1".parse().expect("address")).ends_with("8.b.d.0.1.0.0.2"));
    }
}
