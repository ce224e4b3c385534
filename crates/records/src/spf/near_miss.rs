//! TXT records that were meant as SPF and are none (RFC 7208 4.5).

use super::spelling::distance;
use super::{SpfRecord, TermKind};

/// How a record misses the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NearMiss {
    /// A space, tab or other blank in front.
    LeadingSpace,
    /// A quotation mark in front: quotes of a zone file typed into a form.
    LeadingQuote,
    /// Octets in front that no one sees, such as a byte order mark.
    LeadingBytes,
    /// Something other than a space behind `v=spf1`.
    NoSpaceBehind,
    /// Another version number, as `v=spf2` or `v=spf10`.
    OtherVersion,
    /// `v=spf1` misspelt.
    Misspelt,
}

/// How the joined octets of a TXT record miss being SPF; `None` for a record that is SPF, and for
/// one that was never meant to be.
#[must_use]
pub fn near_miss(octets: &[u8]) -> Option<NearMiss> {
    if super::is_spf(octets) || octets.is_empty() {
        return None;
    }
    let head: Vec<u8> = octets.iter().take(400).map(u8::to_ascii_lowercase).collect();
    let skipped = head.iter().take_while(|b| !(0x21..0x7f).contains(*b) || matches!(b, b'"' | b'\'' | b'`' | b'(')).count();
    let (front, body) = head.split_at(skipped);
    if let Some(behind) = body.strip_prefix(b"v=spf1") {
        return match behind.first() {
            None | Some(b' ' | b'"' | b'\'') if !front.is_empty() => Some(in_front(front)),
            Some(b) if b.is_ascii_digit() => Some(NearMiss::OtherVersion),
            _ => Some(NearMiss::NoSpaceBehind),
        };
    }
    // Sender ID (RFC 4406) is another protocol, and names itself so.
    if body.starts_with(b"spf2.0") {
        return None;
    }
    let text: String = body.iter().map(|&b| if b.is_ascii() { char::from(b) } else { '?' }).collect();
    misspelt(&text)
}

fn in_front(front: &[u8]) -> NearMiss {
    if front.iter().any(|b| matches!(b, b'"' | b'\'' | b'`' | b'(')) {
        NearMiss::LeadingQuote
    } else if front.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
        NearMiss::LeadingSpace
    } else {
        NearMiss::LeadingBytes
    }
}

fn misspelt(text: &str) -> Option<NearMiss> {
    let squeezed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).take(9).collect();
    if squeezed.starts_with("v=spf1") || squeezed.starts_with("v:spf1") || squeezed.starts_with("spf=v1") {
        return Some(NearMiss::Misspelt);
    }
    let speaks = speaks_of_senders(text);
    let version = text.strip_prefix("v=spf").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == ' '));
    if version && speaks {
        return Some(NearMiss::OtherVersion);
    }
    // A whole zone line typed into a form: 'TXT v=spf1 …', 'example.com. IN TXT "v=spf1 …'.
    let pasted = text.find("v=spf1 ").is_some_and(|at| text[..at].split_whitespace().any(|word| word == "txt"));
    if pasted && speaks {
        return Some(NearMiss::Misspelt);
    }
    let first = text.split([' ', ';', ',', '\t', ':']).next().unwrap_or_default();
    let slip = distance(first, "v=spf1") <= 2 || matches!(first, "spf1" | "spf" | "v=spf");
    (slip && speaks).then_some(NearMiss::Misspelt)
}

/// Whether terms of SPF stand in it; without them a likeness of the first word proves nothing.
fn speaks_of_senders(text: &str) -> bool {
    text.split([' ', ';', ',', '\t']).skip(1).any(|word| {
        let word = word.trim_start_matches(['+', '-', '~', '?']);
        matches!(word, "all" | "mx" | "a")
            || ["ip4:", "ip6:", "include:", "a:", "mx:", "redirect=", "exists:"].iter().any(|m| word.starts_with(m))
    })
}

/// What a near miss was meant to be: everything from the first word on that is a term, behind a right version;
/// `v=spf1 ~all` where no word is one.
#[must_use]
pub fn mended(record: &str) -> String {
    let plain = record.replace(['"', '\'', ';', ','], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let first = words.iter().position(|w| is_term(w)).unwrap_or(words.len());
    let glued = words.first().and_then(|w| w.get(..6).filter(|v| v.eq_ignore_ascii_case("v=spf1")).map(|_| &w[6..]));
    let terms: Vec<&str> = glued.filter(|rest| is_term(rest)).into_iter().chain(words[first..].iter().copied()).collect();
    if terms.is_empty() { "v=spf1 ~all".into() } else { format!("v=spf1 {}", terms.join(" ")) }
}

fn is_term(word: &str) -> bool {
    let terms = SpfRecord::parse(format!("v=spf1 {word}").as_bytes()).terms;
    matches!(terms.first().map(|t| &t.kind), Some(TermKind::Directive(..) | TermKind::Redirect(_)))
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn what_was_meant_is_kept() {
        let table = [
            (" v=spf1 mx -all", "v=spf1 mx -all"),
            ("v=spf 1 redirect=_spf.x.example", "v=spf1 redirect=_spf.x.example"),
            ("spf1 include:_spf.x.example ~all", "v=spf1 include:_spf.x.example ~all"),
            ("v=spf1-all", "v=spf1 -all"),
            ("\"V=SPF1;mx;-all\"", "v=spf1 mx -all"),
            ("v=spf1;", "v=spf1 ~all"),
        ];
        for (record, right) in table {
            assert_eq!(mended(record), right, "{record}");
        }
    }
}
