//! Transfer encodings undone line by line: what a part holds as octets, in bounded memory.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);
/// A decoded line longer than this is handed on in parts.
const LINE_LIMIT: usize = 8192;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    #[default]
    Plain,
    Base64,
    QuotedPrintable,
}

/// The decoder of one part.
#[derive(Debug, Default)]
pub(super) struct Transfer {
    carry: String,
    open: Vec<u8>,
}

impl Transfer {
    /// The lines that this line completes.
    pub(super) fn lines(&mut self, line: &[u8], encoding: Encoding) -> Vec<Vec<u8>> {
        match encoding {
            Encoding::Plain => vec![line.to_vec()],
            Encoding::QuotedPrintable => self.quoted(line),
            Encoding::Base64 => self.base64(line),
        }
    }

    /// What is left at the end of the part.
    pub(super) fn rest(&mut self) -> Option<Vec<u8>> {
        let tail = std::mem::take(&mut self.carry);
        self.open.extend(LENIENT.decode(tail).unwrap_or_default());
        let open = std::mem::take(&mut self.open);
        (!open.is_empty()).then_some(open)
    }

    fn quoted(&mut self, line: &[u8]) -> Vec<Vec<u8>> {
        let text = String::from_utf8_lossy(line);
        let trimmed = text.trim_end();
        let soft = trimmed.ends_with('=');
        self.open.extend(quoted_printable(trimmed.strip_suffix('=').unwrap_or(trimmed)));
        if soft && self.open.len() < LINE_LIMIT { Vec::new() } else { vec![std::mem::take(&mut self.open)] }
    }

    fn base64(&mut self, line: &[u8]) -> Vec<Vec<u8>> {
        self.carry.extend(line.iter().map(|b| char::from(*b)).filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')));
        let whole = self.carry.len() / 4 * 4;
        let rest = self.carry.split_off(whole);
        let full = std::mem::replace(&mut self.carry, rest);
        self.open.extend(LENIENT.decode(full).unwrap_or_default());
        let mut lines = Vec::new();
        while let Some(end) = self.open.iter().position(|b| *b == b'\n') {
            let mut line: Vec<u8> = self.open.drain(..=end).collect();
            line.pop();
            lines.push(line);
        }
        if self.open.len() > LINE_LIMIT {
            lines.push(std::mem::take(&mut self.open));
        }
        lines
    }
}

/// The octets of a quoted-printable text (RFC 2045 6.7); what is no code stays as it is.
pub(crate) fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (first, hex) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or(&[]);
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str], encoding: Encoding) -> Vec<String> {
        let mut transfer = Transfer::default();
        let mut out: Vec<Vec<u8>> = lines.iter().flat_map(|l| transfer.lines(l.as_bytes(), encoding)).collect();
        out.extend(transfer.rest());
        out.into_iter().map(|l| String::from_utf8_lossy(&l).into_owned()).collect()
    }

    #[test]
    fn encodings_are_undone_across_lines() {
        assert_eq!(read(&["YWJjCmRl", "Zg=="], Encoding::Base64), ["abc", "def"]);
        assert_eq!(read(&["YW", "JjC", "mRlZ", "g"], Encoding::Base64), ["abc", "def"]);
        assert_eq!(read(&["a=3Db =", "c", "=D1"], Encoding::QuotedPrintable), ["a=b c", "\u{fffd}"]);
        assert_eq!(read(&["=", "=="], Encoding::QuotedPrintable), ["="]);
    }
}
