//! The text forms of trust anchors taken apart into owner, type and fields. Judges no field.

use crate::Error;

/// A record's first line and its fields: owner, `DS` or `DNSKEY`, data.
type Entry = (usize, Vec<String>);

/// The records of a zone file, or of BIND's configuration.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Error> {
    // In a zone file braces only stand in comments.
    let braces = text.lines().any(|line| line.split(';').next().is_some_and(|code| code.contains('{')));
    if braces { bind(text) } else { zone_file(text) }
}

fn fault<T>(line: usize, what: impl Into<String>) -> Result<T, Error> {
    Err(Error::Anchor { line, what: what.into() })
}

fn zone_file(text: &str) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    let mut owner: Option<String> = None;
    let (mut fields, mut from, mut open, mut blank): (Vec<String>, _, _, _) = (Vec::new(), 1, false, false);
    for (n, line) in text.lines().enumerate() {
        let code = line.split(';').next().unwrap_or_default();
        if fields.is_empty() {
            (from, blank) = (n + 1, code.starts_with([' ', '\t']));
        }
        for word in code.replace('(', " ( ").replace(')', " ) ").split_whitespace() {
            match word {
                "(" if open => return fault(n + 1, "a second parenthesis opens before the first closes"),
                "(" => open = true,
                ")" if !open => return fault(n + 1, "a parenthesis closes that never opened"),
                ")" => open = false,
                _ => fields.push(word.into()),
            }
        }
        if open || fields.is_empty() {
            continue;
        }
        let mut whole = std::mem::take(&mut fields);
        if whole[0].starts_with('$') {
            match whole[0].to_ascii_uppercase().as_str() {
                "$TTL" => continue,
                "$ORIGIN" if whole.get(1).is_some_and(|origin| origin == ".") => continue,
                other => return fault(from, format!("'{other}' is not followed here: write the owners out in full")),
            }
        }
        if blank {
            let Some(owner) = &owner else { return fault(from, "the first record has no owner") };
            whole.insert(0, owner.clone());
        }
        owner = Some(whole[0].clone());
        if is_trusted(line) {
            entries.push((from, record(whole, from)?));
        }
    }
    if open { fault(from, "a parenthesis is not closed") } else { Ok(entries) }
}

/// unbound keeps keys that it does not trust yet, or no longer, in the same file (RFC 5011 4).
fn is_trusted(line: &str) -> bool {
    let state = line.split(";;state=").nth(1).and_then(|s| s.chars().next());
    !matches!(state, Some('0' | '1' | '4' | '5'))
}

/// Without TTL and class.
fn record(mut fields: Vec<String>, line: usize) -> Result<Vec<String>, Error> {
    while fields.get(1).is_some_and(|f| f.eq_ignore_ascii_case("IN") || f.starts_with(|c: char| c.is_ascii_digit())) {
        fields.remove(1);
    }
    match fields.get(1) {
        Some(kind) if kind.eq_ignore_ascii_case("DS") || kind.eq_ignore_ascii_case("DNSKEY") => Ok(fields),
        Some(other) => fault(line, format!("expected DS or DNSKEY, found '{other}'")),
        None => fault(line, format!("'{}' stands alone: expected OWNER DS … or OWNER DNSKEY …", fields.concat())),
    }
}

/// `trust-anchors`, `managed-keys` and `trusted-keys`; other statements are passed over.
fn bind(text: &str) -> Result<Vec<Entry>, Error> {
    let mut words = words(text)?.into_iter();
    let mut entries = Vec::new();
    while let Some((line, word)) = words.next() {
        let plain = match word.as_str() {
            "trust-anchors" | "managed-keys" => false,
            "trusted-keys" => true,
            _ => {
                pass_over(&mut words, line)?;
                continue;
            }
        };
        if words.next().is_none_or(|(_, w)| w != "{") {
            return fault(line, format!("'{{' is missing behind '{word}'"));
        }
        while let Some((line, owner)) = words.next().filter(|(_, w)| w != "}") {
            let mut fields: Vec<String> = words.by_ref().take_while(|(_, w)| w != ";").map(|(_, w)| w).collect();
            if plain {
                fields.insert(0, "DNSKEY".into());
            } else {
                match fields.first().map(String::as_str) {
                    Some("initial-ds" | "static-ds") => fields[0] = "DS".into(),
                    Some("initial-key" | "static-key") => fields[0] = "DNSKEY".into(),
                    _ => return fault(line, "expected initial-ds, initial-key, static-ds or static-key behind the name"),
                }
            }
            fields.insert(0, owner);
            entries.push((line, fields));
        }
    }
    Ok(entries)
}

fn pass_over(words: &mut impl Iterator<Item = (usize, String)>, line: usize) -> Result<(), Error> {
    let mut depth = 0_usize;
    for (line, word) in words {
        match word.as_str() {
            "{" => depth += 1,
            "}" if depth == 0 => return fault(line, "a brace closes that never opened"),
            "}" => depth -= 1,
            ";" if depth == 0 => return Ok(()),
            _ => {}
        }
    }
    if depth == 0 { Ok(()) } else { fault(line, "a brace is not closed") }
}

/// The words of BIND's configuration with their lines; comments of its three kinds left out, white
/// space inside quotes too.
fn words(text: &str) -> Result<Vec<(usize, String)>, Error> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let (mut word, mut line, mut quoted) = (String::new(), 1, None);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let ends = quoted.is_none() && (c.is_whitespace() || matches!(c, '{' | '}' | ';' | '#' | '"'));
        let comment = quoted.is_none() && c == '/' && matches!(rest.peek(), Some('/' | '*'));
        if (ends || comment) && !word.is_empty() {
            words.push((line, std::mem::take(&mut word)));
        }
        match c {
            '"' if quoted.take().is_some() => words.push((line, std::mem::take(&mut word))),
            '"' => quoted = Some(line),
            '\n' => line += 1,
            _ if quoted.is_some() && c.is_whitespace() => {}
            '#' if ends => while rest.next_if(|c| *c != '\n').is_some() {},
            '/' if comment && rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            '/' if comment => {
                let from = line;
                // The star that opens the comment does not close it.
                let (_, mut last) = (rest.next(), ' ');
                loop {
                    let Some(next) = rest.next() else { return fault(from, "a comment is not closed") };
                    line += usize::from(next == '\n');
                    if (last, next) == ('*', '/') {
                        break;
                    }
                    last = next;
                }
            }
            '{' | '}' | ';' if ends => words.push((line, c.into())),
            _ if ends => {}
            _ => word.push(c),
        }
    }
    if let Some(from) = quoted {
        return fault(from, "a quotation mark is not closed");
    }
    if !word.is_empty() {
        words.push((line, word));
    }
    Ok(words)
}
