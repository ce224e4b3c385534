//! A reply as a server gave it, or as another wrapped it: basic code, enhanced code, text. Never fails, reads a bounded part.

use crate::charset::unlabelled;
use std::fmt;

const READ_LIMIT: usize = 16 * 1024;
const LINE_LIMIT: usize = 128;

/// An enhanced status code (RFC 3463): class 2, 4 or 5, subject and detail from 0 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Enhanced {
    /// 2 success, 4 temporary, 5 permanent.
    pub class: u8,
    /// Addressing, mailbox, system, network, protocol, content, security.
    pub subject: u16,
    /// The finer grade; `None` where only two numbers were given (`5.7`).
    pub detail: Option<u16>,
}

impl fmt::Display for Enhanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.class, self.subject)?;
        self.detail.map_or(Ok(()), |detail| write!(f, ".{detail}"))
    }
}

/// A reply taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The three digits (RFC 5321 4.2), 200 to 599.
    pub code: Option<u16>,
    /// The enhanced status code.
    pub enhanced: Option<Enhanced>,
    /// The text without repeated codes, one element a line, at most 128.
    pub lines: Vec<String>,
}

impl Reply {
    /// Takes a reply apart; bytes beyond 16 KiB are not read.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let text = unlabelled(bytes.get(..READ_LIMIT).unwrap_or(bytes));
        let lines: Vec<String> = text.lines().take(LINE_LIMIT).map(clean).filter(|l| !l.is_empty()).collect();
        let joined = lines.join(" ");
        let (code, after) = match basic(&joined) {
            Some((code, after)) => (Some(code), after),
            None => (None, 0),
        };
        let rest = joined.get(after..).unwrap_or("");
        let enhanced = leading_enhanced(rest).or_else(|| first_enhanced(&joined));
        let enhanced = quoted_enhanced(&joined).filter(|_| enhanced.is_some_and(|e| e.detail == Some(0))).or(enhanced);
        let lines = match wrapped(&joined) {
            Some(inner) => vec![strip_repeat(inner, code)],
            None => lines.iter().map(|l| strip_repeat(l, code)).collect(),
        };
        Self { code, enhanced, lines }
    }

    /// The text in one line.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.join(" ")
    }
}

fn clean(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        let c = if c.is_control() || c == '\u{a0}' { ' ' } else { c };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// A continuation repeats `550-5.1.1 ` before its text: only the first is kept out of matching's way.
fn strip_repeat(line: &str, code: Option<u16>) -> String {
    let Some(code) = code else { return line.to_owned() };
    let digits = code.to_string();
    let mut parts = line.split(&digits);
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let continues = part.starts_with('-') || (part.starts_with(' ') && (out.is_empty() || out.ends_with(' ')));
        if continues {
            let rest = part.trim_start_matches(['-', ' ', '#']);
            let skip = enhanced_at(rest).map_or(0, |(_, len)| len);
            out.push_str(rest.get(skip..).unwrap_or("").trim_start());
        } else {
            out.push_str(&digits);
            out.push_str(part);
        }
    }
    out.trim().to_owned()
}

/// The basic code and where it ends. What stands at the beginning, behind `said:` or `smtp;`, or before an enhanced code
/// counts before a number in running text.
fn basic(text: &str) -> Option<(u16, usize)> {
    let bytes = text.as_bytes();
    let mut best: Option<(u8, u16, usize)> = None;
    for at in 0..bytes.len().saturating_sub(2) {
        let Some([a, b, c]) = bytes.get(at..at + 3) else { break };
        if !(b'2'..=b'5').contains(a) || !b.is_ascii_digit() || !c.is_ascii_digit() {
            continue;
        }
        let before = at.checked_sub(1).and_then(|i| bytes.get(i)).copied();
        let after = bytes.get(at + 3).copied();
        let opens = before.is_none_or(|p| matches!(p, b' ' | b':' | b';' | b'"' | b'\'' | b'(' | b'<' | b'>' | b'[' | b'=' | b'#'));
        let closes = after.is_none_or(|n| matches!(n, b' ' | b'-' | b'_' | b'"' | b'\'' | b')' | b']' | b'>' | b',' | b';' | b':' | b'#'));
        let dot_ends = after == Some(b'.') && bytes.get(at + 4).is_none_or(|n| *n == b' ');
        if !opens || !(closes || dot_ends) {
            continue;
        }
        let code = u16::from(*a - b'0') * 100 + u16::from(*b - b'0') * 10 + u16::from(*c - b'0');
        let rest = text.get(at + 3..).unwrap_or("");
        let lead = text.get(..at).unwrap_or("").trim_end();
        let rank = rank(lead, rest, *b, before);
        if rank > 0 && best.is_none_or(|(r, _, _)| rank > r) {
            best = Some((rank, code, at + 3));
        }
    }
    best.map(|(_, code, end)| (code, end))
}

fn rank(lead: &str, rest: &str, second: u8, before: Option<u8>) -> u8 {
    let tail: String = lead.chars().rev().take(16).collect();
    let lower: String = tail.chars().rev().collect::<String>().to_ascii_lowercase();
    let introduced = [
        "said:",
        "smtp;",
        "smtp:",
        "<<<",
        "reply:",
        "response:",
        "me:",
        "error:",
        "error was:",
        "x-unix;",
        "reason:",
        "error code",
        "reply code",
    ];
    let ends = |w: &&str| lower.ends_with(*w);
    let lawful = second <= b'5';
    if lower.ends_with("...") || (lower.ends_with('<') && before == Some(b'<') && leading_enhanced(rest).is_some()) {
        // Sendmail's verdict and a queue's last word quote the reply that they report.
        6
    } else if lead.is_empty() {
        5
    } else if leading_enhanced(rest).is_some() {
        4
    } else if introduced.iter().any(ends) {
        if lawful { 4 } else { 3 }
    } else if lawful && (lead.ends_with([':', ';', '"', '(', '\'', '[']) || rest.starts_with('-')) {
        2
    } else if lawful && rest.starts_with(' ') && before == Some(b' ') && !lower.ends_with("line") && !lower.ends_with("port") {
        1
    } else {
        0
    }
}

fn leading_enhanced(rest: &str) -> Option<Enhanced> {
    let trimmed = rest.trim_start_matches(['-', ' ', '#', '(', '[', ':', '_']);
    enhanced_at(trimmed).map(|(enhanced, _)| enhanced)
}

/// AsyncOS and others put the other server's words in quotes behind a vague code of their own:
/// `5.1.0 - Unknown address error 550-'5.7.1 … Access denied'`.
fn quoted_enhanced(text: &str) -> Option<Enhanced> {
    text.split('\'').skip(1).step_by(2).find_map(|quoted| enhanced_at(quoted).map(|(enhanced, _)| enhanced))
}

/// AsyncOS: `5.1.0 - Unknown address error 550-'the other server's words' (delivery attempts: 0)`; its own words are
/// only the name of a class.
fn wrapped(text: &str) -> Option<&str> {
    let (before, rest) = text.split_once(" (delivery attempts:").map(|(told, _)| told)?.split_once('\'')?;
    let inner = rest.strip_suffix('\'').unwrap_or(rest);
    (before.contains(" - ") && before.len() < 80 && !inner.trim().is_empty()).then_some(inner)
}

fn first_enhanced(text: &str) -> Option<Enhanced> {
    let bytes = text.as_bytes();
    let mut short = None;
    for (at, byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        if !matches!(byte, b'2' | b'4' | b'5') || before.is_some_and(|p| p.is_ascii_alphanumeric() || matches!(p, b'.' | b'/')) {
            continue;
        }
        match text.get(at..).and_then(enhanced_at) {
            Some((found, _)) if found.detail.is_some() => return Some(found),
            Some((found, len)) if at == 0 && len == bytes.len() => short = Some(found),
            _ => {}
        }
    }
    short
}

/// An enhanced code at the start of `text` and its length.
fn enhanced_at(text: &str) -> Option<(Enhanced, usize)> {
    let bytes = text.as_bytes();
    let class = match bytes.first()? {
        b'2' => 2,
        b'4' => 4,
        b'5' => 5,
        _ => return None,
    };
    let (subject, end) = number(bytes, 1)?;
    let (detail, end) = match number(bytes, end) {
        Some((detail, end)) => (Some(detail), end),
        None => (None, end),
    };
    let next = bytes.get(end);
    let dotted_on = next == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    if dotted_on || next.is_some_and(u8::is_ascii_alphanumeric) || (detail.is_none() && next.is_some()) {
        return None;
    }
    Some((Enhanced { class, subject, detail }, end))
}

fn number(bytes: &[u8], at: usize) -> Option<(u16, usize)> {
    if bytes.get(at) != Some(&b'.') {
        return None;
    }
    let digits = bytes.get(at + 1..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let value = bytes.get(at + 1..at + 1 + digits)?.iter().fold(0, |n, b| n * 10 + u16::from(b - b'0'));
    Some((value, at + 1 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<u16>, String) {
        let reply = Reply::parse(text.as_bytes());
        (reply.code, reply.enhanced.map(|e| e.to_string()).unwrap_or_default())
    }

    #[test]
    fn codes_are_found_bare_and_wrapped() {
        let cases = [
            ("571", Some(571), ""),
            ("4.7.1", None, "4.7.1"),
            ("5.7", None, "5.7"),
            ("550 5.1.1 User unknown", Some(550), "5.1.1"),
            ("host mx.example.com[192.0.2.1] said: 550-5.1.1 No such user (in reply to RCPT TO command)", Some(550), "5.1.1"),
            ("#5.1.1 smtp;550 5.7.1 refused", Some(550), "5.7.1"),
            ("SMTP; 452 4.2.2 full", Some(452), "4.2.2"),
            ("<a@example.com>: 550 User unknown", Some(550), ""),
            ("5.1.0 - Unknown address error 550-'5.7.1 <a@b>... Access denied' (delivery attempts: 0)", Some(550), "5.7.1"),
            ("554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>", Some(421), "4.4.2"),
            ("554 <a@example.org>... 550 Host unknown", Some(550), ""),
            ("Сбой сервера: '550 relay not permitted'", Some(550), ""),
            ("connect to 192.0.2.250[192.0.2.250]:25: Connection timed out", None, ""),
        ];
        for (text, code, enhanced) in cases {
            assert_eq!(parts(text), (code, enhanced.to_owned()), "{text}");
        }
    }

    #[test]
    fn repeated_codes_leave_the_text() {
        let reply = Reply::parse(b"550-5.7.26 This mail is unauthenticated,\r\n550-5.7.26 which poses\r\n550 5.7.26 a risk. gsmtp");
        assert_eq!(reply.text(), "This mail is unauthenticated, which poses a risk. gsmtp");
    }
}
