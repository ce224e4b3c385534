//! Macro expansion (RFC 7208 7): pure text, from values that were found elsewhere.

use super::domain_spec::{DomainSpec, MacroText, Piece};
use std::net::IpAddr;

/// The longest name that a domain-spec expands to, in octets (RFC 7208 7.3).
const LONGEST_NAME: usize = 253;
/// An explanation is cut behind so many octets: macros make it as long as a stranger likes.
const LONGEST_EXPLANATION: usize = 4_096;

/// What the macros stand for.
#[derive(Clone, Copy, Debug)]
pub struct MacroValues<'a> {
    /// The local part of the sender, `postmaster` where there was none (`l`).
    pub local: &'a str,
    /// The domain of the sender (`o`).
    pub sender_domain: &'a str,
    /// The domain whose record it is (`d`).
    pub domain: &'a str,
    /// The client (`i`, `v`, `c`).
    pub ip: IpAddr,
    /// The validated name of the client (`p`), `unknown` where there is none.
    pub validated: &'a str,
    /// The HELO name (`h`).
    pub helo: &'a str,
    /// Who receives (`r`).
    pub receiver: &'a str,
    /// Seconds since 1970 (`t`).
    pub time: i64,
}

impl DomainSpec {
    /// The name for a query: without a final dot, and cut from the left, whole labels at a time,
    /// to 253 octets.
    #[must_use]
    pub fn expand(&self, values: &MacroValues<'_>) -> String {
        let mut name = String::new();
        for piece in &self.macros.pieces {
            push(piece, values, &mut name);
            // Only the right end is kept in any case.
            if name.len() > 64 * LONGEST_NAME {
                name = trimmed(&name, 32 * LONGEST_NAME).to_owned();
            }
        }
        let name = name.strip_suffix('.').unwrap_or(&name);
        trimmed(name, LONGEST_NAME).to_owned()
    }
}

impl MacroText {
    /// The text of an explanation; cut behind 4,096 octets.
    #[must_use]
    pub fn expand(&self, values: &MacroValues<'_>) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            push(piece, values, &mut text);
            if text.len() > LONGEST_EXPLANATION {
                let end = (0..=LONGEST_EXPLANATION).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
                text.truncate(end);
                break;
            }
        }
        text
    }
}

fn trimmed(name: &str, longest: usize) -> &str {
    let mut rest = name;
    while rest.len() > longest {
        match rest.split_once('.') {
            Some((_, behind)) => rest = behind,
            None => break,
        }
    }
    rest
}

fn push(piece: &Piece, values: &MacroValues<'_>, out: &mut String) {
    match piece {
        Piece::Literal(text) => out.push_str(text),
        Piece::Macro { letter, escaped, keep, reversed, delimiters } => {
            let value = transform(&value(*letter, values), *keep, *reversed, delimiters);
            if *escaped { escape(&value, out) } else { out.push_str(&value) }
        }
    }
}

fn value(letter: char, values: &MacroValues<'_>) -> String {
    match letter {
        's' => format!("{}@{}", values.local, values.sender_domain),
        'l' => values.local.to_owned(),
        'o' => values.sender_domain.to_owned(),
        'd' => values.domain.to_owned(),
        'i' => dotted(values.ip),
        'p' => values.validated.to_owned(),
        'v' => if values.ip.is_ipv4() { "in-addr" } else { "ip6" }.to_owned(),
        'h' => values.helo.to_owned(),
        'c' => values.ip.to_string(),
        'r' => values.receiver.to_owned(),
        't' => values.time.to_string(),
        _ => String::new(),
    }
}

/// Dotted quad, or nibbles with a dot between (RFC 7208 7.3), upper case as the public suite has them.
fn dotted(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(a) => a.to_string(),
        IpAddr::V6(a) => {
            let nibbles = a.octets().into_iter().flat_map(|o| [o >> 4, o & 15]);
            nibbles.map(|n| format!("{n:X}")).collect::<Vec<_>>().join(".")
        }
    }
}

fn transform(value: &str, keep: Option<usize>, reversed: bool, delimiters: &str) -> String {
    if keep.is_none() && !reversed && delimiters.is_empty() {
        return value.to_owned();
    }
    let delimiters = if delimiters.is_empty() { "." } else { delimiters };
    let mut parts: Vec<&str> = value.split(|c| delimiters.contains(c)).collect();
    if reversed {
        parts.reverse();
    }
    let first = parts.len().saturating_sub(keep.unwrap_or(usize::MAX));
    parts[first..].join(".")
}

/// All octets but the unreserved ones of RFC 3986 2.3.
fn escape(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}
