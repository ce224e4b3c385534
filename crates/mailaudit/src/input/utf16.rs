//! UTF-16 with a byte order mark, handed on as UTF-8.

use std::io::{self, Read};

/// Units that are turned at once.
const UNITS: usize = 4096;

pub(super) struct Utf16<R> {
    source: R,
    is_big: bool,
    /// UTF-8 that was not handed on yet.
    ready: Vec<u8>,
    handed: usize,
    /// Octets that make no whole character yet.
    rest: Vec<u8>,
    begun: bool,
}

impl<R: Read> Utf16<R> {
    pub(super) fn little(source: R) -> Self {
        Self { source, is_big: false, ready: Vec::new(), handed: 0, rest: Vec::new(), begun: false }
    }

    pub(super) fn big(source: R) -> Self {
        Self { is_big: true, ..Self::little(source) }
    }

    fn more(&mut self) -> io::Result<bool> {
        let mut octets = std::mem::take(&mut self.rest);
        let before = octets.len();
        let read = self.source.by_ref().take(2 * UNITS as u64).read_to_end(&mut octets)?;
        let ended = read == 0;
        if ended && before == 0 {
            return Ok(false);
        }
        let of = |pair: &[u8]| if self.is_big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) };
        let mut units: Vec<u16> = octets.chunks_exact(2).map(of).collect();
        let mut used = 2 * units.len();
        // The first half of a pair waits for the second.
        if !ended && units.last().is_some_and(|u| (0xd800..0xdc00).contains(u)) {
            units.pop();
            used -= 2;
        }
        self.rest = if ended { Vec::new() } else { octets[used..].to_vec() };
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        let text = if self.begun { text.as_str() } else { text.strip_prefix('\u{feff}').unwrap_or(&text) };
        self.begun = true;
        self.ready = text.as_bytes().to_vec();
        self.handed = 0;
        Ok(true)
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.handed == self.ready.len() {
            if !self.more()? {
                return Ok(0);
            }
        }
        let ready = &self.ready[self.handed..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.handed += count;
        Ok(count)
    }
}
