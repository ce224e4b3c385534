//! Responses of an IMAP server with their literals (RFC 9051 4.3), in bounded time and memory. Opens no mailbox.

use crate::inbox::{Inbox, More, garbage};
use facts::answer::StepEnd;
use facts::delivery::MOST_LETTER;
use std::collections::BTreeSet;
use tokio::io::AsyncRead;
use tokio::time::Instant;

/// Octets of one literal that are read; more than was asked for is never needed.
const LONGEST_LITERAL: usize = 2 * MOST_LETTER;
/// Octets of all responses to one command.
const MOST_OCTETS: usize = 2 * 1024 * 1024;
/// Responses to one command.
const MOST_RESPONSES: usize = 5_000;
/// Tokens of one response.
const MOST_TOKENS: usize = 20_000;
/// Numbers that are kept of what a search found, the highest.
const MOST_NUMBERS: usize = 1_000;

/// A piece of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    /// A number, a name, a flag: without quotes.
    Atom(Vec<u8>),
    /// A quoted string or a literal.
    Text(Vec<u8>),
}

impl Token {
    pub(super) fn is(&self, atom: &str) -> bool {
        matches!(self, Token::Atom(bytes) if bytes.eq_ignore_ascii_case(atom.as_bytes()))
    }

    /// The octets of an atom or a string.
    pub(super) fn octets(&self) -> Option<&[u8]> {
        match self {
            Token::Atom(bytes) | Token::Text(bytes) => Some(bytes),
            Token::Open | Token::Close => None,
        }
    }

    pub(super) fn number(&self) -> Option<u32> {
        self.octets().and_then(number)
    }

    /// The N of `[UIDNEXT N]`, which is one atom.
    pub(super) fn next_number(&self) -> Option<u32> {
        let Token::Atom(bytes) = self else { return None };
        let text = bytes.strip_prefix(b"[")?.strip_suffix(b"]")?;
        let (word, rest) = text.split_at_checked("UIDNEXT".len())?;
        if word.eq_ignore_ascii_case(b"UIDNEXT") { number(rest.trim_ascii()) } else { None }
    }
}

fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// What came to one command: untagged responses, and whether it was granted.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) granted: bool,
    /// The tagged line without its tag.
    pub(super) last: Vec<u8>,
    pub(super) untagged: Vec<Vec<Token>>,
}

impl Heard {
    /// The numbers that a search found, in order, each once: of SEARCH, and of ESEARCH (RFC 9051 7.3.4) with its ranges.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut found = BTreeSet::new();
        for tokens in &self.untagged {
            match tokens.split_first() {
                Some((first, rest)) if first.is("SEARCH") => found.extend(rest.iter().filter_map(Token::number)),
                Some((first, rest)) if first.is("ESEARCH") => {
                    let set = rest.iter().position(|t| t.is("ALL")).and_then(|at| rest.get(at + 1)?.octets());
                    set.into_iter().flat_map(|set| set.split(|b| *b == b',')).for_each(|part| found.extend(range(part)));
                }
                _ => {}
            }
            // The newest have the highest numbers.
            while found.len() > MOST_NUMBERS {
                found.pop_first();
            }
        }
        found.into_iter().collect()
    }
}

/// `7` or `4:7`, either way round; of a long one its end.
fn range(part: &[u8]) -> impl Iterator<Item = u32> {
    let mut ends = part.splitn(2, |b| *b == b':').map(number);
    let first = ends.next().flatten();
    let last = ends.next().unwrap_or(first);
    let ends = first.zip(last).map(|(a, b)| (a.min(b), a.max(b)));
    ends.into_iter().flat_map(|(first, last)| first.max(last.saturating_sub(MOST_NUMBERS as u32 - 1))..=last)
}

/// Reads up to the response that bears `tag` (with its space).
///
/// # Errors
/// How the dialogue ended instead.
pub(super) async fn heard<S: AsyncRead + Unpin>(inbox: &mut Inbox, stream: &mut S, tag: &str, deadline: Instant) -> Result<Heard, StepEnd> {
    let (mut heard, mut left) = (Heard::default(), MOST_OCTETS);
    loop {
        let line = line(inbox, stream, deadline, &mut left).await?;
        if let Some(rest) = line.strip_prefix(tag.as_bytes()) {
            let word = rest.split(|b| *b == b' ').next().unwrap_or_default();
            heard.granted = word.eq_ignore_ascii_case(b"OK");
            heard.last = rest[..rest.len().min(crate::inbox::LONGEST_LINE)].to_vec();
            return Ok(heard);
        }
        // Nothing of ours waits for a '+'.
        let Some(rest) = line.strip_prefix(b"* ") else { return Err(garbage(&line)) };
        if heard.untagged.len() == MOST_RESPONSES {
            return Err(StepEnd::Endless);
        }
        let tokens = tokens(rest, inbox, stream, deadline, &mut left).await?;
        heard.untagged.push(tokens);
    }
}

async fn line<S: AsyncRead + Unpin>(inbox: &mut Inbox, stream: &mut S, deadline: Instant, left: &mut usize) -> Result<Vec<u8>, StepEnd> {
    loop {
        if let Some(line) = inbox.line() {
            *left = left.checked_sub(line.len()).ok_or(StepEnd::Endless)?;
            return Ok(line);
        }
        if inbox.bytes.len() > *left {
            return Err(StepEnd::Endless);
        }
        more(inbox, stream, deadline).await?;
    }
}

async fn literal<S: AsyncRead + Unpin>(
    inbox: &mut Inbox,
    stream: &mut S,
    deadline: Instant,
    size: usize,
    left: &mut usize,
) -> Result<Vec<u8>, StepEnd> {
    if size > LONGEST_LITERAL {
        return Err(StepEnd::Endless);
    }
    *left = left.checked_sub(size).ok_or(StepEnd::Endless)?;
    while inbox.bytes.len() < size {
        more(inbox, stream, deadline).await?;
    }
    Ok(inbox.bytes.drain(..size).collect())
}

async fn more<S: AsyncRead + Unpin>(inbox: &mut Inbox, stream: &mut S, deadline: Instant) -> Result<(), StepEnd> {
    match inbox.more(stream, deadline).await {
        More::Some => Ok(()),
        More::End => Err(StepEnd::Closed),
        More::Late => Err(StepEnd::Timeout),
        More::Broken(end) => Err(end),
    }
}

/// The tokens of a response that begins with `first`; its literals are read as they are announced.
async fn tokens<S: AsyncRead + Unpin>(
    first: &[u8],
    inbox: &mut Inbox,
    stream: &mut S,
    deadline: Instant,
    left: &mut usize,
) -> Result<Vec<Token>, StepEnd> {
    let (mut out, mut rest) = (Vec::new(), first.to_vec());
    loop {
        let announced = split(&rest, &mut out);
        if out.len() > MOST_TOKENS {
            return Err(StepEnd::Endless);
        }
        let Some(size) = announced else { return Ok(out) };
        out.push(Token::Text(literal(inbox, stream, deadline, size, left).await?));
        rest = line(inbox, stream, deadline, left).await?;
    }
}

/// Adds the tokens of a line; the size of the literal that it announces at its end.
fn split(line: &[u8], out: &mut Vec<Token>) -> Option<usize> {
    let mut at = 0;
    while at < line.len() && out.len() <= MOST_TOKENS {
        match line[at] {
            b' ' => at += 1,
            b'(' => {
                out.push(Token::Open);
                at += 1;
            }
            b')' => {
                out.push(Token::Close);
                at += 1;
            }
            b'"' => {
                let (text, end) = quoted(line, at + 1);
                out.push(Token::Text(text));
                at = end;
            }
            b'{' => match announced(&line[at..]) {
                Some(size) => return Some(size),
                None => at = atom(line, at, out),
            },
            _ => at = atom(line, at, out),
        }
    }
    None
}

/// `BODY[HEADER]<0>` is one atom, whatever stands between its brackets.
fn atom(line: &[u8], begin: usize, out: &mut Vec<Token>) -> usize {
    let (mut end, mut inside) = (begin, false);
    while end < line.len() && (inside || !matches!(line[end], b' ' | b'(' | b')' | b'"')) {
        inside = (inside || line[end] == b'[') && line[end] != b']';
        end += 1;
    }
    out.push(Token::Atom(line[begin..end].to_vec()));
    end
}

fn quoted(line: &[u8], begin: usize) -> (Vec<u8>, usize) {
    let (mut text, mut at) = (Vec::new(), begin);
    while at < line.len() && line[at] != b'"' {
        at += usize::from(line[at] == b'\\' && at + 1 < line.len());
        text.push(line[at]);
        at += 1;
    }
    (text, (at + 1).min(line.len()))
}

/// `{123}` or `{123+}` at the end of a line.
fn announced(text: &[u8]) -> Option<usize> {
    let digits = text.strip_prefix(b"{")?.strip_suffix(b"}")?;
    let digits = digits.strip_suffix(b"+").unwrap_or(digits);
    let fits = !digits.is_empty() && digits.len() <= 18 && digits.iter().all(u8::is_ascii_digit);
    fits.then(|| std::str::from_utf8(digits).ok()?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    async fn read(bytes: &[u8]) -> Result<Heard, StepEnd> {
        let mut stream = bytes;
        heard(&mut Inbox::default(), &mut stream, "a1 ", Instant::now() + Duration::from_secs(5)).await
    }

    fn text(text: &str) -> Token {
        Token::Text(text.as_bytes().to_vec())
    }

    #[tokio::test]
    async fn names_come_as_atoms_strings_and_literals() {
        let lines =
            b"* LIST (\\HasNoChildren \\Junk) \"/\" \"A \\\"b\\\\\"\r\n* LIST () \".\" {6}\r\nab\r\n\"c\r\n* 2 EXISTS\r\na1 OK done\r\n";
        let heard = read(lines).await.unwrap_or_else(|e| panic!("{e:?}"));
        assert!(heard.granted);
        assert_eq!(heard.untagged[0].last(), Some(&text("A \"b\\")));
        assert_eq!(heard.untagged[1].last(), Some(&text("ab\r\n\"c")));
        assert_eq!(heard.untagged[2][0].number(), Some(2));
    }

    #[tokio::test]
    async fn a_message_stands_behind_its_section() {
        let heard = read(b"* 5 FETCH (UID 7 BODY[HEADER.FIELDS (A B)]<0> {4}\r\na1 O FLAGS (\\Seen))\r\na1 NO no\r\n").await;
        let heard = heard.unwrap_or_else(|e| panic!("{e:?}"));
        assert!(!heard.granted);
        let at = heard.untagged[0].iter().position(|t| t.is("BODY[HEADER.FIELDS (A B)]<0>"));
        assert_eq!(at.map(|at| &heard.untagged[0][at + 1]), Some(&text("a1 O")));
    }

    #[tokio::test]
    async fn numbers_of_both_kinds_of_search() {
        let of = |lines: &'static str| async move { read(lines.as_bytes()).await.unwrap_or_else(|e| panic!("{e:?}")).numbers() };
        assert_eq!(of("* SEARCH 7 3 7\r\n* 4 EXISTS\r\na1 OK\r\n").await, [3, 7]);
        assert_eq!(of("* SEARCH\r\na1 OK\r\n").await, [0; 0]);
        assert_eq!(of("* ESEARCH (TAG \"a1\") UID ALL 9,4:6,2:1\r\na1 OK\r\n").await, [1, 2, 4, 5, 6, 9]);
        assert_eq!(of("* ESEARCH (TAG \"a1\") UID\r\n* ESEARCH ALL x:3,:,5:\r\na1 OK\r\n").await, [0; 0]);
        let all = of("* ESEARCH UID ALL 1:4294967295\r\na1 OK\r\n").await;
        assert_eq!((all.len(), all.last()), (MOST_NUMBERS, Some(&u32::MAX)));
        let heard = read(b"* OK [UIDNEXT 12] next\r\n* OK [uidnext x]\r\na1 OK [UIDNEXT 13]\r\n").await.unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(heard.untagged.iter().flatten().filter_map(Token::next_number).collect::<Vec<_>>(), [12]);
    }

    #[tokio::test]
    async fn what_has_no_end_is_cut() {
        let size = |n: usize| format!("* 1 FETCH (BODY[] {{{n}}}\r\n").into_bytes();
        assert_eq!(read(&size(LONGEST_LITERAL + 1)).await.err(), Some(StepEnd::Endless));
        assert_eq!(read(&size(99_999_999_999_999_999)).await.err(), Some(StepEnd::Endless));
        assert_eq!(read(&size(10)).await.err(), Some(StepEnd::Closed));
        let within = [size(LONGEST_LITERAL), vec![b'x'; LONGEST_LITERAL], b")\r\na1 OK\r\n".to_vec()].concat();
        assert!(read(&within).await.is_ok());
        assert_eq!(read(&b"* OK more\r\n".repeat(MOST_RESPONSES + 1)).await.err(), Some(StepEnd::Endless));
        assert_eq!(read(&[b"* SEARCH".to_vec(), b" 1".repeat(MOST_OCTETS)].concat()).await.err(), Some(StepEnd::Endless));
        assert_eq!(read(&[b"* SEARCH".to_vec(), b" 1".repeat(30_000), b"\r\n".to_vec()].concat()).await.err(), Some(StepEnd::Endless));
        assert!(matches!(read(b"HTTP/1.1 400\r\n").await, Err(StepEnd::Garbage(_))));
        assert!(matches!(read(b"+ go on\r\n").await, Err(StepEnd::Garbage(_))));
    }
}
