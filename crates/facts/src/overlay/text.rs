//! Zone-file text read into record sets (RFC 1035 5, RFC 2308 4 for `$TTL`). Follows no `$INCLUDE`.

use super::data;
use super::sets::{Kind, Sets};
use super::token::{Entry, Place, Tokens, Word};
use super::{MOST_OCTETS, MOST_RECORDS, ZoneError};
use crate::answer::{Data, Record};
use crate::{Name, RecordType};

/// Where neither `$TTL`, nor a record before, nor a SOA gives one.
const DEFAULT_TTL: u32 = 3600;

/// Reads `text`; relative names are below `origin` until `$ORIGIN` names another.
pub(super) fn read(text: &[u8], origin: &Name) -> Result<Sets, ZoneError> {
    if text.len() > MOST_OCTETS {
        let what = format!("more than {} MiB of text", MOST_OCTETS >> 20);
        return Err(ZoneError::at(Place { line: 1, column: 1 }, what, "leave out what does not concern the audited domains"));
    }
    let mut reader =
        Reader { origin: origin.clone(), owner: None, ttl: None, last_ttl: None, minimum: None, records: 0, sets: Sets::default() };
    let mut tokens = Tokens::new(text);
    while let Some(entry) = tokens.entry()? {
        reader.entry(&entry)?;
    }
    Ok(reader.sets)
}

struct Reader {
    origin: Name,
    owner: Option<Name>,
    ttl: Option<u32>,
    last_ttl: Option<u32>,
    /// The minimum of the last SOA.
    minimum: Option<u32>,
    records: usize,
    sets: Sets,
}

impl Reader {
    fn entry(&mut self, entry: &Entry<'_>) -> Result<(), ZoneError> {
        let Some(first) = entry.words.first() else { return Ok(()) };
        if first.raw.starts_with(b"$") && !first.quoted {
            return self.directive(first, &entry.words[1..]);
        }
        let (owner, rest) = match (&self.owner, entry.indented) {
            (Some(owner), true) => (owner.clone(), &entry.words[..]),
            (None, true) => {
                return Err(ZoneError::at(
                    first.at,
                    "a record without an owner, and none before it",
                    "begin the line with a name, or with '@'",
                ));
            }
            (_, false) => (name(first, &self.origin)?, &entry.words[1..]),
        };
        self.owner = Some(owner.clone());
        self.record(owner, first.at, rest)
    }

    fn directive(&mut self, word: &Word<'_>, rest: &[Word<'_>]) -> Result<(), ZoneError> {
        let only = |instead: &str| match rest {
            [value] => Ok(value),
            _ => Err(ZoneError::at(word.at, format!("{} takes one value", word.text()), instead)),
        };
        if word.is("$ORIGIN") {
            self.origin = name(only("write '$ORIGIN example.com.'")?, &self.origin)?;
        } else if word.is("$TTL") {
            let value = only("write '$TTL 3600'")?;
            self.ttl = Some(seconds(value).ok_or_else(|| no_ttl(value))?);
        } else if word.is("$INCLUDE") {
            return Err(ZoneError::at(
                word.at,
                "$INCLUDE is not followed",
                "put the records of that file here, or name it as a file of its own",
            ));
        } else if word.is("$GENERATE") {
            return Err(ZoneError::at(word.at, "$GENERATE is not carried out", "write out the records that concern the audited domains"));
        } else {
            return Err(ZoneError::at(word.at, format!("{} is no directive", shown(word)), "$ORIGIN and $TTL are known"));
        }
        Ok(())
    }

    fn record(&mut self, owner: Name, at: Place, words: &[Word<'_>]) -> Result<(), ZoneError> {
        let (mut rest, mut ttl, mut class) = (words, None, false);
        while let [word, behind @ ..] = rest {
            if ttl.is_none() && !word.quoted && word.raw.first().is_some_and(u8::is_ascii_digit) {
                ttl = Some(seconds(word).ok_or_else(|| no_ttl(word))?);
            } else if !class && is_class(word)? {
                class = true;
            } else {
                break;
            }
            rest = behind;
        }
        let Some((kind, data)) = rest.split_first() else {
            return Err(ZoneError::at(at, "no record type behind the name", "write NAME [TTL] [IN] TYPE DATA"));
        };
        let rtype = data::kind(kind)?;
        self.last_ttl = ttl.or(self.last_ttl);
        if let [only] = data
            && only.is("-")
        {
            return self.sets.delete(owner, rtype, at).map_err(|what| ZoneError::at(only.at, what, "keep either the records or the '-'"));
        }
        self.records += 1;
        if self.records > MOST_RECORDS {
            let what = format!("more than {MOST_RECORDS} records");
            return Err(ZoneError::at(at, what, "leave out what does not concern the audited domains"));
        }
        let ttl = ttl.or(self.ttl).or(self.last_ttl).or(self.minimum).unwrap_or(DEFAULT_TTL);
        match rtype {
            Kind::Known(rtype) => self.known(owner, rtype, ttl, kind, data),
            Kind::Other(number) if data.is_empty() => Err(ZoneError::at(
                kind.at,
                format!("no data behind {}", shown(kind)),
                format!("give the data of the record (type {number})"),
            )),
            other @ Kind::Other(_) => {
                self.sets.note(owner, other, kind.at).map_err(|what| ZoneError::at(kind.at, what, "keep either the records or the '-'"))
            }
        }
    }

    fn known(&mut self, owner: Name, rtype: RecordType, ttl: u32, kind: &Word<'_>, words: &[Word<'_>]) -> Result<(), ZoneError> {
        let data = data::read(rtype, kind, words, &self.origin)?;
        if let Data::Soa { minimum, .. } = data {
            self.minimum = Some(minimum);
        }
        self.sets.add(owner, Record { ttl, data }, kind.at).map_err(|what| ZoneError::at(kind.at, what, "keep one of them"))
    }
}

/// Whether the word is a class; the Internet's alone is read.
fn is_class(word: &Word<'_>) -> Result<bool, ZoneError> {
    if word.is("IN") || word.is("CLASS1") {
        return Ok(true);
    }
    if ["CH", "HS", "CS", "CLASS3", "CLASS4"].iter().any(|c| word.is(c)) {
        return Err(ZoneError::at(word.at, format!("the class {}", shown(word)), "mail needs records of class IN"));
    }
    Ok(false)
}

/// A name, relative to `origin` unless it ends in a dot.
pub(super) fn name(word: &Word<'_>, origin: &Name) -> Result<Name, ZoneError> {
    let fault = |what: String, instead: &str| Err(ZoneError::at(word.at, what, instead));
    if word.quoted {
        return fault(format!("a name in quotes: {}", shown(word)), "take the quotes away");
    }
    match word.raw {
        b"@" => return Ok(origin.clone()),
        b"." => return Ok(Name::root()),
        _ => {}
    }
    if !word.raw.is_ascii() {
        let ascii = Name::from_person(&word.text()).map(|n| format!("write it as {}", n.as_str()));
        return fault(format!("{} is not ASCII", shown(word)), ascii.as_deref().unwrap_or("write its A-label (xn--…)"));
    }
    let (mut labels, absolute) = word.labels();
    if !absolute {
        labels.extend(origin.wire_labels());
    }
    Name::from_labels(labels.iter().map(Vec::as_slice)).or_else(|_| {
        fault(
            format!("{} is no name", shown(word)),
            "labels are 1 to 63 octets between single dots, a name has at most 255, the origin included",
        )
    })
}

/// Seconds, also as `1h30m` or `2d`; none beyond 2^31-1 (RFC 2181 8).
pub(super) fn seconds(word: &Word<'_>) -> Option<u32> {
    let (mut total, mut number): (u64, Option<u64>) = (0, None);
    for &byte in word.raw.iter().take(64) {
        if byte.is_ascii_digit() {
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(byte - b'0')));
            continue;
        }
        let unit = match byte.to_ascii_lowercase() {
            b's' => 1,
            b'm' => 60,
            b'h' => 3_600,
            b'd' => 86_400,
            b'w' => 604_800,
            _ => return None,
        };
        total = total.saturating_add(number.take()?.saturating_mul(unit));
    }
    let total = total.saturating_add(number.unwrap_or(0));
    u32::try_from(total).ok().filter(|t| *t <= 0x7fff_ffff && word.raw.len() <= 64 && !word.quoted)
}

fn no_ttl(word: &Word<'_>) -> ZoneError {
    ZoneError::at(word.at, format!("{} is no time to live", shown(word)), "write seconds (3600) or a time such as 1h30m")
}

/// A word as an error quotes it.
pub(super) fn shown(word: &Word<'_>) -> String {
    let text = word.text();
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("'{short}'")
}
