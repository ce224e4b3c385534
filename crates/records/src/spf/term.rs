//! One term: its kind, or the fault with its place in the term and the nearest right spelling.

use super::domain_spec::{DomainSpec, Place, parse as parse_macros};
use super::spelling;
use super::{DualCidr, IssueKind, Mechanism, Qualifier, TermKind};
use std::net::{Ipv4Addr, Ipv6Addr};

/// A fault, placed within the term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub kind: IssueKind,
    pub start: usize,
    pub end: usize,
    pub instead: Option<String>,
}

impl Fault {
    pub fn new(kind: IssueKind, start: usize, end: usize) -> Self {
        Self { kind, start, end, instead: None }
    }

    fn moved(mut self, by: usize) -> Self {
        self.start += by;
        self.end += by;
        self
    }
}

/// Reads one term; the fault beside a kind is a remark that breaks nothing.
pub(super) fn parse(word: &[u8]) -> Result<(TermKind, Option<Fault>), Fault> {
    match read(word) {
        Err(mut fault) => {
            fault.instead = fault.instead.or_else(|| spelling::of_term(word));
            Err(fault)
        }
        Ok((kind, Some(mut remark))) => {
            remark.instead = remark.instead.or_else(|| spelling::of_term(word));
            Ok((kind, Some(remark)))
        }
        fine => fine,
    }
}

/// As [`parse`], without hints.
pub(super) fn read(word: &[u8]) -> Result<(TermKind, Option<Fault>), Fault> {
    printable(word)?;
    let stop = word.iter().position(|b| matches!(b, b'=' | b':' | b'/'));
    match stop {
        Some(at) if word[at] == b'=' => modifier(word, at),
        _ => directive(word, stop.unwrap_or(word.len())).map(|kind| (kind, None)),
    }
}

fn printable(word: &[u8]) -> Result<(), Fault> {
    let Some(at) = word.iter().position(|b| !(0x21..0x7f).contains(b)) else { return Ok(()) };
    let kind = if word[at] >= 0x80 { IssueKind::NotAscii } else { IssueKind::ControlCharacter };
    let run = word[at..].iter().take_while(|b| !(0x21..0x7f).contains(*b)).count();
    Err(Fault::new(kind, at, at + run))
}

fn modifier(word: &[u8], equals: usize) -> Result<(TermKind, Option<Fault>), Fault> {
    let (name, value) = (&word[..equals], &word[equals + 1..]);
    let legal = name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if !legal {
        return Err(Fault::new(IssueKind::ModifierName, 0, equals.max(1)));
    }
    let name = String::from_utf8_lossy(name).into_owned();
    let lower = name.to_ascii_lowercase();
    let domain = || {
        if value.is_empty() {
            return Err(Fault::new(IssueKind::MissingValue, 0, word.len()));
        }
        DomainSpec::parse(value).map_err(|f| f.moved(equals + 1))
    };
    match lower.as_str() {
        "redirect" => Ok((TermKind::Redirect(domain()?), None)),
        "exp" => Ok((TermKind::Exp(domain()?), None)),
        _ => {
            parse_macros(value, Place::Term).map_err(|f| f.moved(equals + 1))?;
            let remark = if lower == "v" && value.eq_ignore_ascii_case(b"spf1") {
                Some(Fault::new(IssueKind::VersionAgain, 0, word.len()))
            } else if spelling::is_meant_as_mechanism(&lower) || spelling::is_meant_as_redirect(&lower) {
                Some(Fault::new(IssueKind::MechanismAsModifier, 0, equals + 1))
            } else {
                None
            };
            Ok((TermKind::Unknown { name }, remark))
        }
    }
}

fn directive(word: &[u8], name_end: usize) -> Result<TermKind, Fault> {
    let (qualifier, begin) = match word.first() {
        Some(b'+') => (Qualifier::Pass, 1),
        Some(b'-') => (Qualifier::Fail, 1),
        Some(b'~') => (Qualifier::Softfail, 1),
        Some(b'?') => (Qualifier::Neutral, 1),
        _ => (Qualifier::Pass, 0),
    };
    let name_end = name_end.max(begin);
    let name = word[begin..name_end].to_ascii_lowercase();
    let rest = &word[name_end..];
    let mechanism = match name.as_slice() {
        b"all" if rest.is_empty() => Mechanism::All,
        b"all" => return Err(Fault::new(IssueKind::UnexpectedValue, name_end, word.len())),
        b"include" => Mechanism::Include(needed(word, name_end)?),
        b"exists" => Mechanism::Exists(needed(word, name_end)?),
        b"ptr" => Mechanism::Ptr(optional(word, name_end)?),
        b"a" => {
            let (domain, cidr) = host(word, name_end)?;
            Mechanism::A { domain, cidr }
        }
        b"mx" => {
            let (domain, cidr) = host(word, name_end)?;
            Mechanism::Mx { domain, cidr }
        }
        b"ip4" => ip4(word, name_end)?,
        b"ip6" => ip6(word, name_end)?,
        _ => return Err(Fault::new(IssueKind::UnknownMechanism, begin.min(word.len().saturating_sub(1)), name_end)),
    };
    Ok(TermKind::Directive(qualifier, mechanism))
}

/// `":" domain-spec`
fn needed(word: &[u8], at: usize) -> Result<DomainSpec, Fault> {
    match word.get(at) {
        Some(b':') if at + 1 < word.len() => {
            let value = &word[at + 1..];
            DomainSpec::parse(value).map_err(|f| f.moved(at + 1))
        }
        Some(b'/') => Err(Fault::new(IssueKind::UnexpectedValue, at, word.len())),
        _ => Err(Fault::new(IssueKind::MissingValue, 0, word.len())),
    }
}

/// `[ ":" domain-spec ]`
fn optional(word: &[u8], at: usize) -> Result<Option<DomainSpec>, Fault> {
    if at == word.len() { Ok(None) } else { needed(word, at).map(Some) }
}

/// `[ ":" domain-spec ] [ dual-cidr-length ]`
fn host(word: &[u8], at: usize) -> Result<(Option<DomainSpec>, DualCidr), Fault> {
    let (body, cidr) = split_cidr(word, at)?;
    let domain = optional(body, at)?;
    Ok((domain, cidr))
}

/// Takes the prefix lengths off the end. A domain may hold slashes itself, so only digits behind
/// the last ones count (RFC 7208 5.3 and 7.1).
fn split_cidr(word: &[u8], at: usize) -> Result<(&[u8], DualCidr), Fault> {
    let mut cidr = DualCidr::default();
    let Some((slash, digits)) = last_number(word, at) else { return Ok((word, cidr)) };
    let bad = |from: usize, to: usize| Fault::new(IssueKind::BadPrefix, from, to);
    if slash > at && word[slash - 1] == b'/' {
        cidr.v6 = prefix(digits, 128).ok_or_else(|| bad(slash + 1, word.len()))?;
        let body = &word[..slash - 1];
        let Some((first, digits)) = last_number(body, at) else { return Ok((body, cidr)) };
        cidr.v4 = prefix(digits, 32).ok_or_else(|| bad(first + 1, body.len()))?;
        return Ok((&word[..first], cidr));
    }
    cidr.v4 = prefix(digits, 32).ok_or_else(|| bad(slash + 1, word.len()))?;
    Ok((&word[..slash], cidr))
}

fn last_number(word: &[u8], at: usize) -> Option<(usize, &[u8])> {
    let slash = at + word[at..].iter().rposition(|&b| b == b'/')?;
    let digits = &word[slash + 1..];
    (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some((slash, digits))
}

/// A prefix length without a leading zero, as RFC 7208 5.6 demands of addresses.
fn prefix(digits: &[u8], most: u8) -> Option<u8> {
    if digits.len() > 1 && digits[0] == b'0' {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|&n| n <= most)
}

/// The address text, its place, and the prefix length behind it.
fn address(word: &[u8], at: usize, most: u8) -> Result<(&str, usize, u8), Fault> {
    if word.get(at) != Some(&b':') || at + 1 == word.len() {
        return Err(Fault::new(IssueKind::MissingValue, 0, word.len()));
    }
    let value = &word[at + 1..];
    let slash = value.iter().position(|&b| b == b'/');
    let length = match slash {
        None => most,
        Some(s) => {
            let digits = &value[s + 1..];
            let number = digits.iter().all(u8::is_ascii_digit).then(|| prefix(digits, most)).flatten();
            number.ok_or_else(|| Fault::new(IssueKind::AddressPrefix, at + 1 + s, word.len()))?
        }
    };
    let text = std::str::from_utf8(&value[..slash.unwrap_or(value.len())]).unwrap_or_default();
    Ok((text, at + 1, length))
}

fn ip4(word: &[u8], at: usize) -> Result<Mechanism, Fault> {
    // The address is looked at first: behind one of the wrong family every prefix length is wrong too.
    let value = String::from_utf8_lossy(word.get(at + 1..).unwrap_or_default()).into_owned();
    let bare = value.split('/').next().unwrap_or_default();
    if bare.parse::<Ipv6Addr>().is_ok() {
        return Err(Fault::new(IssueKind::WrongFamily, at + 1, at + 1 + bare.len()));
    }
    let (text, from, prefix) = address(word, at, 32)?;
    match text.parse() {
        Ok(network) => Ok(Mechanism::Ip4 { network, prefix }),
        Err(_) => {
            let parts: Vec<&str> = text.split('.').collect();
            let zero = |p: &&str| p.len() > 1 && p.starts_with('0') && p.bytes().all(|b| b.is_ascii_digit());
            let kind = if parts.len() == 4 && parts.iter().any(zero) { IssueKind::LeadingZero } else { IssueKind::BadAddress };
            Err(Fault::new(kind, from, from + text.len()))
        }
    }
}

fn ip6(word: &[u8], at: usize) -> Result<Mechanism, Fault> {
    let value = String::from_utf8_lossy(word.get(at + 1..).unwrap_or_default()).into_owned();
    let bare = value.split('/').next().unwrap_or_default();
    if bare.parse::<Ipv4Addr>().is_ok() {
        return Err(Fault::new(IssueKind::WrongFamily, at + 1, at + 1 + bare.len()));
    }
    let (text, from, prefix) = address(word, at, 128)?;
    match text.parse() {
        Ok(network) => Ok(Mechanism::Ip6 { network, prefix }),
        Err(_) => Err(Fault::new(IssueKind::BadAddress, from, from + text.len())),
    }
}
