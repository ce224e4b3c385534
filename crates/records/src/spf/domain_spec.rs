//! Domain-specs and macro-strings (RFC 7208 7.1): parsed once, expanded by `macros`.

use super::IssueKind;
use super::term::Fault;

/// A parsed macro-string: the value of a modifier, or the text of an explanation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MacroText {
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

/// A domain-spec: a macro-string that ends in a macro or in a top label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainSpec {
    /// As written.
    pub text: String,
    /// Its pieces.
    pub macros: MacroText,
}

/// A piece of a macro-string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that stands for itself; `%%`, `%_` and `%-` as what they mean.
    Literal(String),
    /// `%{…}`
    Macro {
        /// The letter in lower case.
        letter: char,
        /// Whether the letter was in upper case: the value is URL-escaped.
        escaped: bool,
        /// How many parts from the right are kept; `None` for all.
        keep: Option<usize>,
        /// Whether the parts are turned round.
        reversed: bool,
        /// What parts the value; empty for the dot.
        delimiters: String,
    },
}

/// Where a macro-string stands: `c`, `r` and `t` belong to explanations alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Term,
    Explanation,
}

impl MacroText {
    /// The text of an explanation record (RFC 7208 6.2): spaces are allowed, and `c`, `r`, `t`.
    /// `None` for one that breaks the grammar, which receivers pass over.
    #[must_use]
    pub fn explanation(octets: &[u8]) -> Option<Self> {
        parse(octets, Place::Explanation).ok()
    }

    /// The macro letters in it.
    pub fn letters(&self) -> impl Iterator<Item = char> {
        self.pieces.iter().filter_map(|p| match p {
            Piece::Macro { letter, .. } => Some(*letter),
            Piece::Literal(_) => None,
        })
    }
}

impl DomainSpec {
    pub(super) fn parse(octets: &[u8]) -> Result<Self, Fault> {
        let macros = parse(octets, Place::Term)?;
        // A text that parsed is ASCII throughout.
        let text: String = octets.iter().map(|&b| char::from(b)).collect();
        let ends_in_macro = matches!(macros.pieces.last(), Some(Piece::Macro { .. }));
        if !ends_in_macro && !ends_well(octets) {
            return Err(Fault::new(IssueKind::BadDomain, 0, octets.len()));
        }
        Ok(Self { text, macros })
    }

    /// The name, where no macro stands in it; without its final dot.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self.macros.pieces.as_slice() {
            [Piece::Literal(text)] => Some(text.strip_suffix('.').unwrap_or(text)),
            _ => None,
        }
    }

    /// Whether its value hangs on who sends: any macro but `d`.
    #[must_use]
    pub fn depends_on_sender(&self) -> bool {
        self.macros.letters().any(|l| l != 'd')
    }
}

pub(super) fn parse(octets: &[u8], place: Place) -> Result<MacroText, Fault> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut at = 0;
    while let Some(&byte) = octets.get(at) {
        let mut flush = |pieces: &mut Vec<Piece>| {
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
        };
        match (byte, octets.get(at + 1)) {
            (b'%', Some(b'{')) => {
                flush(&mut pieces);
                let end = octets[at..].iter().position(|&b| b == b'}').map(|n| at + n);
                let end = end.ok_or_else(|| Fault::new(IssueKind::BadMacro, at, octets.len()))?;
                pieces.push(expand(&octets[at + 2..end], place).map_err(|kind| Fault::new(kind, at, end + 1))?);
                at = end + 1;
                continue;
            }
            (b'%', Some(b'%')) => literal.push('%'),
            (b'%', Some(b'_')) => literal.push(' '),
            (b'%', Some(b'-')) => literal.push_str("%20"),
            (b'%', _) => return Err(Fault::new(IssueKind::BadMacro, at, (at + 2).min(octets.len()))),
            (0x21..=0x7e, _) => {
                literal.push(char::from(byte));
                at += 1;
                continue;
            }
            (b' ', _) if place == Place::Explanation => {
                literal.push(' ');
                at += 1;
                continue;
            }
            (0x80.., _) => return Err(Fault::new(IssueKind::NotAscii, at, at + 1)),
            _ => return Err(Fault::new(IssueKind::ControlCharacter, at, at + 1)),
        }
        at += 2;
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(MacroText { pieces })
}

/// What stands between `%{` and `}`: a letter, digits, `r`, delimiters.
fn expand(inner: &[u8], place: Place) -> Result<Piece, IssueKind> {
    let (&first, rest) = inner.split_first().ok_or(IssueKind::BadMacro)?;
    let letter = char::from(first.to_ascii_lowercase());
    match letter {
        's' | 'l' | 'o' | 'd' | 'i' | 'p' | 'v' | 'h' => {}
        'c' | 'r' | 't' if place == Place::Explanation => {}
        'c' | 'r' | 't' => return Err(IssueKind::ExplanationMacro),
        _ => return Err(IssueKind::BadMacro),
    }
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (count, rest) = rest.split_at(digits);
    let keep = match std::str::from_utf8(count).unwrap_or_default() {
        "" => None,
        text => Some(text.parse::<usize>().unwrap_or(usize::MAX)),
    };
    // RFC 7208 7.3: the number of parts must not be zero.
    if keep == Some(0) {
        return Err(IssueKind::BadMacro);
    }
    let reversed = rest.first().is_some_and(|b| b.eq_ignore_ascii_case(&b'r'));
    let delimiters = &rest[usize::from(reversed)..];
    if !delimiters.iter().all(|b| b".-+,/_=".contains(b)) {
        return Err(IssueKind::BadMacro);
    }
    let delimiters = delimiters.iter().map(|&b| char::from(b)).collect();
    Ok(Piece::Macro { letter, escaped: first.is_ascii_uppercase(), keep, reversed, delimiters })
}

/// RFC 7208 7.1: `domain-end = ( "." toplabel [ "." ] ) / macro-expand`; `%{…}` was seen to before.
fn ends_well(octets: &[u8]) -> bool {
    if ends_in_sign(octets) {
        return true;
    }
    let body = octets.strip_suffix(b".").unwrap_or(octets);
    let Some(dot) = body.iter().rposition(|&b| b == b'.') else { return false };
    is_top_label(&body[dot + 1..])
}

/// Whether it ends in `%%`, `%_` or `%-`; in `%%_` the sign is `%%` and `_` is text.
fn ends_in_sign(octets: &[u8]) -> bool {
    let mut at = 0;
    while at < octets.len() {
        if octets[at] == b'%' {
            at += 2;
            if at == octets.len() {
                return true;
            }
        } else {
            at += 1;
        }
    }
    false
}

fn is_top_label(label: &[u8]) -> bool {
    let edges = label.first().is_some_and(u8::is_ascii_alphanumeric) && label.last().is_some_and(u8::is_ascii_alphanumeric);
    let inside = label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    edges && inside && label.iter().any(|b| b.is_ascii_alphabetic() || *b == b'-')
}
