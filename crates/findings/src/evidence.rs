//! What was seen: named, typed values that fill the holes of the words.

use crate::words::{Lang, fill};
use std::collections::BTreeMap;

/// Named values, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence(BTreeMap<&'static str, Value>);

/// One value of the evidence. Text from outside is kept as it came; who prints it cleans it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Number(i64),
    /// Text, as seen.
    Text(String),
    /// What a server replied, word for word. Who renders a report explains what it means.
    Reply(String),
    /// Several texts; printed with commas.
    List(Vec<String>),
    /// Words of ours, in both languages.
    Phrase(Phrase),
    /// Words of ours with holes of their own, and what fills them.
    Sentence(Phrase, Evidence),
    /// Several of these; printed with semicolons.
    Each(Vec<Value>),
}

/// A few words of ours that fill a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// English.
    pub en: &'static str,
    /// Russian.
    pub ru: &'static str,
}

impl Phrase {
    /// The words in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.en, self.ru)
    }
}

/// A record to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishRecord {
    /// Owner name, absolute, with the final dot.
    pub name: String,
    /// Record type.
    pub rtype: &'static str,
    /// Data in zone-file form; TXT without its quotes.
    pub value: String,
}

impl Evidence {
    /// Nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(name, value.into());
        self
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Value {
    /// As text in `lang`.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        match self {
            Value::Number(n) => n.to_string(),
            Value::Text(t) | Value::Reply(t) => t.clone(),
            Value::List(items) => items.join(", "),
            Value::Phrase(p) => lang.pick(p.en, p.ru).to_owned(),
            Value::Sentence(p, holes) => fill(lang.pick(p.en, p.ru), holes, lang),
            Value::Each(values) => values.iter().map(|v| v.to_text(lang)).collect::<Vec<_>>().join("; "),
        }
    }
}

impl PublishRecord {
    /// A TXT record at `name` (without its final dot).
    #[must_use]
    pub fn txt(name: &str, value: impl Into<String>) -> Self {
        Self { name: format!("{name}."), rtype: "TXT", value: value.into() }
    }

    /// The record as a line of a zone file.
    #[must_use]
    pub fn zone_line(&self) -> String {
        let data = Self::data(matches!(self.rtype, "TXT" | "SPF"), &self.value);
        format!("{} {} {data}", self.name, self.rtype)
    }

    /// Data as a zone file has it: text in quotes, in strings of at most 255 octets (RFC 1035 3.3.14).
    #[must_use]
    pub fn data(is_text: bool, value: &str) -> String {
        let octet = |byte: u8| match byte {
            b'"' | b'\\' => format!("\\{}", char::from(byte)),
            0x20..=0x7e => char::from(byte).to_string(),
            _ => format!("\\{byte:03}"),
        };
        let string = |part: &[u8]| format!("\"{}\"", part.iter().copied().map(octet).collect::<String>());
        match (is_text, value) {
            (true, "") => "\"\"".to_owned(),
            (true, _) => value.as_bytes().chunks(255).map(string).collect::<Vec<_>>().join(" "),
            (false, _) => value.to_owned(),
        }
    }
}

macro_rules! numbers {
    ($($t:ty),*) => { $(impl From<$t> for Value {
        fn from(n: $t) -> Self {
            Value::Number(i64::try_from(n).unwrap_or(i64::MAX))
        }
    })* };
}
numbers!(u8, u16, u32, u64, usize, i32, i64);

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}
impl From<Vec<String>> for Value {
    fn from(items: Vec<String>) -> Self {
        Value::List(items)
    }
}
impl From<Phrase> for Value {
    fn from(phrase: Phrase) -> Self {
        Value::Phrase(phrase)
    }
}
impl From<std::net::IpAddr> for Value {
    fn from(address: std::net::IpAddr) -> Self {
        Value::Text(address.to_string())
    }
}
impl From<&facts::Name> for Value {
    fn from(name: &facts::Name) -> Self {
        Value::Text(name.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::answer::{Data, Text};
    use facts::{Name, Overlay};

    #[test]
    fn a_record_to_publish_is_read_back_from_its_line() {
        let read = |record: &PublishRecord| {
            let zone = Overlay::parse(record.zone_line().as_bytes(), &Name::root()).unwrap_or_else(|e| panic!("{e}"));
            zone.sets().map(|(owner, _, records)| (owner.to_string(), records[0].data.clone())).next()
        };
        for value in ["v=DMARC1; p=none", "", "a\\b \"c\"", "почта", &"x".repeat(255), &"x".repeat(256)] {
            let Some((owner, Data::Txt(parts))) = read(&PublishRecord::txt("a.example", value)) else { panic!("{value}") };
            assert_eq!((owner.as_str(), Text::join(&parts)), ("a.example", value.as_bytes().to_vec()));
        }
        let mx = PublishRecord { name: "example.".into(), rtype: "MX", value: "10 mx.example.".into() };
        assert!(matches!(read(&mx), Some((_, Data::Mx { preference: 10, .. }))));
    }
}
