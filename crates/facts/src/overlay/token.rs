//! Words of a zone file (RFC 1035 5.1): comments dropped, parentheses and quotes resolved, escapes
//! left as they stand. Never reads what a word means.

use super::ZoneError;

/// Words of one entry; a key set with its signatures needs far fewer.
const MOST_WORDS: usize = 4_096;

/// Where something stands, both counted from 1; columns are characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub line: usize,
    pub column: usize,
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// As it stands, without its quotes.
    pub raw: &'t [u8],
    pub quoted: bool,
    pub at: Place,
    /// Whether a comment begins at its very end, as in `v=DMARC1; p=none` without quotes.
    pub runs_into_comment: bool,
}

/// The words of one entry, over as many lines as its parentheses span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry<'t> {
    /// Whether it begins with white space, so that the owner is that of the entry before.
    pub indented: bool,
    pub words: Vec<Word<'t>>,
}

/// Reads entries, one after the other.
pub(super) struct Tokens<'t> {
    text: &'t [u8],
    next: usize,
    at: Place,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        Self { text, next: 0, at: Place { line: 1, column: 1 } }
    }

    /// The next entry that has words; none at the end.
    pub(super) fn entry(&mut self) -> Result<Option<Entry<'t>>, ZoneError> {
        while self.next < self.text.len() {
            let entry = self.one()?;
            if !entry.words.is_empty() {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    fn one(&mut self) -> Result<Entry<'t>, ZoneError> {
        let mut entry = Entry { indented: matches!(self.peek(), Some(b' ' | b'\t')), ..Entry::default() };
        let mut open: Option<Place> = None;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => {
                    self.step();
                    if open.is_none() {
                        return Ok(entry);
                    }
                }
                b' ' | b'\t' | b'\r' => self.step(),
                b';' => self.comment(),
                b'(' if open.is_some() => {
                    return Err(ZoneError::at(self.at, "a parenthesis within parentheses", "close the first one before"));
                }
                b'(' => {
                    open = Some(self.at);
                    self.step();
                }
                b')' if open.is_none() => return Err(ZoneError::at(self.at, "a closing parenthesis that none opened", "take it away")),
                b')' => {
                    open = None;
                    self.step();
                }
                b'"' => entry.words.push(self.quoted()?),
                _ => entry.words.push(self.plain()?),
            }
            if entry.words.len() > MOST_WORDS {
                return Err(ZoneError::at(self.at, "more words than a record can hold", "close the parenthesis or end the line"));
            }
        }
        match open {
            Some(place) => Err(ZoneError::at(place, "a parenthesis that is never closed", "close it behind the last field of the record")),
            None => Ok(entry),
        }
    }

    fn quoted(&mut self) -> Result<Word<'t>, ZoneError> {
        let at = self.at;
        self.step();
        let start = self.next;
        loop {
            match self.peek() {
                None | Some(b'\n') => {
                    return Err(ZoneError::at(
                        at,
                        "a quote that is not closed on its line",
                        "end the string with a quote on the same line",
                    ));
                }
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(byte) if is_control(byte) => return Err(self.control(byte)),
                Some(_) => self.step(),
            }
        }
        let raw = &self.text[start..self.next];
        self.step();
        Ok(Word { raw, quoted: true, at, runs_into_comment: false })
    }

    fn plain(&mut self) -> Result<Word<'t>, ZoneError> {
        let (at, start) = (self.at, self.next);
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'(' | b')' | b'"' => break,
                b'\\' => self.escape()?,
                _ if is_control(byte) => return Err(self.control(byte)),
                _ => self.step(),
            }
        }
        Ok(Word { raw: &self.text[start..self.next], quoted: false, at, runs_into_comment: self.peek() == Some(b';') })
    }

    /// A backslash with what it stands before; three digits where the first is one (RFC 1035 5.1).
    fn escape(&mut self) -> Result<(), ZoneError> {
        let at = self.at;
        self.step();
        let digits = self.text.get(self.next..self.next + 3);
        match self.peek() {
            None | Some(b'\n' | b'\r') => {
                Err(ZoneError::at(at, "a backslash at the end of a line", "write '\\\\' for the character itself"))
            }
            Some(byte) if byte.is_ascii_digit() => {
                let value = digits.filter(|d| d.iter().all(u8::is_ascii_digit)).and_then(decimal);
                if value.is_none() {
                    return Err(ZoneError::at(at, "a backslash and digits that are no octet", "write three digits from \\000 to \\255"));
                }
                (0..3).for_each(|_| self.step());
                Ok(())
            }
            Some(byte) if is_control(byte) => Err(self.control(byte)),
            Some(_) => {
                self.step();
                Ok(())
            }
        }
    }

    fn comment(&mut self) {
        while self.peek().is_some_and(|byte| byte != b'\n') {
            self.step();
        }
    }

    fn control(&self, byte: u8) -> ZoneError {
        let what = format!("a control character (octet {byte})");
        let instead = if self.text.contains(&0) { "name a zone file: this is no text" } else { "write it as \\DDD, its decimal number" };
        ZoneError::at(self.at, what, instead)
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.next).copied()
    }

    fn step(&mut self) {
        match self.peek() {
            Some(b'\n') => self.at = Place { line: self.at.line + 1, column: 1 },
            // Octets that continue a UTF-8 character are no column of their own.
            Some(byte) if byte & 0xc0 != 0x80 => self.at.column += 1,
            _ => {}
        }
        self.next += 1;
    }
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 || byte == 0x7f
}

fn decimal(digits: &[u8]) -> Option<u8> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

impl Word<'_> {
    /// The octets that the word stands for.
    pub(super) fn octets(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let [byte, behind @ ..] = rest {
            if *byte != b'\\' {
                out.push(*byte);
                rest = behind;
                continue;
            }
            let (octet, behind) = unescape(behind);
            out.extend(octet);
            rest = behind;
        }
        out
    }

    /// The labels that the word stands for, and whether it ends in a dot; an escaped dot divides nothing.
    pub(super) fn labels(&self) -> (Vec<Vec<u8>>, bool) {
        let (mut labels, mut current, mut rest) = (Vec::new(), Vec::new(), self.raw);
        let mut ended = false;
        while let [byte, behind @ ..] = rest {
            (ended, rest) = (false, behind);
            match byte {
                b'.' => {
                    labels.push(std::mem::take(&mut current));
                    ended = true;
                }
                b'\\' => {
                    let (octet, behind) = unescape(behind);
                    current.extend(octet);
                    rest = behind;
                }
                _ => current.push(*byte),
            }
        }
        if !ended {
            labels.push(current);
        }
        (labels, ended)
    }

    /// As text for people and for numbers; what is no UTF-8 is replaced.
    pub(super) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.raw)
    }

    /// Whether it is this unquoted text, whatever its case.
    pub(super) fn is(&self, text: &str) -> bool {
        !self.quoted && self.raw.eq_ignore_ascii_case(text.as_bytes())
    }
}

fn unescape(behind: &[u8]) -> (Option<u8>, &[u8]) {
    if let Some(value) = behind.get(..3).filter(|d| d.iter().all(u8::is_ascii_digit)).and_then(decimal) {
        return (Some(value), &behind[3..]);
    }
    (behind.first().copied(), behind.get(1..).unwrap_or_default())
}
