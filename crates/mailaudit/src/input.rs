//! Files and streams of any size, read in blocks of whole lines: plain, gzipped, or in UTF-16 as Windows writes it.

use crate::failure::Failure;
use flate2::read::MultiGzDecoder;
use memchr::{memchr, memrchr};
use smtp_replies::Day;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

mod utf16;

use utf16::Utf16;

/// Octets of a block. A longer line comes in parts.
const BLOCK: usize = 1 << 20;
/// What a judgment of the kind needs.
const HEAD: usize = 64 * 1024;

/// An open file, or what stands for one.
pub struct Input {
    source: Box<dyn Read>,
    path: PathBuf,
    newest: Option<Day>,
    buffer: Vec<u8>,
    /// The block that was handed out lies before it.
    start: usize,
    filled: usize,
    ended: bool,
}

impl Input {
    /// Opens a file; `-` is stdin.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let fault = |source| Failure::Read { path: path.into(), source };
        if path == Path::new("-") {
            return Self::of(Box::new(io::stdin()), path, day_of(probe::now()));
        }
        let file = std::fs::File::open(path).map_err(fault)?;
        let written = file.metadata().and_then(|m| m.modified()).ok();
        let newest = written.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let newest = newest.and_then(|d| i64::try_from(d.as_secs()).ok()).map(facts::Moment::from_unix).and_then(day_of);
        Self::of(Box::new(file), path, newest)
    }

    /// Words of the command line.
    pub fn of_text(text: &str) -> Result<Self, Failure> {
        Self::of(Box::new(io::Cursor::new(text.as_bytes().to_vec())), Path::new("-"), None)
    }

    fn of(mut source: Box<dyn Read>, path: &Path, newest: Option<Day>) -> Result<Self, Failure> {
        let mut first = Vec::new();
        source.by_ref().take(6).read_to_end(&mut first).map_err(|source| Failure::Read { path: path.into(), source })?;
        let packed =
            |name: &str| Failure::Usage(format!("{} is packed by {name}; unpack it first, for example with {name} -dc", path.display()));
        let again = io::Cursor::new(first.clone()).chain(source);
        let source: Box<dyn Read> = match &first[..] {
            [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(again)),
            [b'B', b'Z', b'h', ..] => return Err(packed("bzip2")),
            [0xfd, b'7', b'z', b'X', b'Z', 0] => return Err(packed("xz")),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => return Err(packed("zstd")),
            [0xff, 0xfe, ..] => Box::new(Utf16::little(again)),
            [0xfe, 0xff, ..] => Box::new(Utf16::big(again)),
            _ => Box::new(again),
        };
        Ok(Self { source, path: path.into(), newest, buffer: vec![0; HEAD], start: 0, filled: 0, ended: false })
    }

    /// Its name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The day on which it was written last; for a stream, today.
    pub fn newest(&self) -> Option<Day> {
        self.newest
    }

    /// The beginning, which the next block brings again.
    pub fn head(&mut self) -> Result<&[u8], Failure> {
        while self.filled < HEAD && !self.ended {
            self.fill()?;
        }
        Ok(&self.buffer[..self.filled.min(HEAD)])
    }

    /// The next whole lines; `None` at the end.
    pub fn block(&mut self) -> Result<Option<&[u8]>, Failure> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        if self.buffer.len() < BLOCK {
            self.buffer.resize(BLOCK, 0);
        }
        while !self.ended && self.filled < self.buffer.len() {
            self.fill()?;
        }
        let whole = if self.ended { None } else { memrchr(b'\n', &self.buffer[..self.filled]) };
        self.start = whole.map_or(self.filled, |at| at + 1);
        Ok(Some(&self.buffer[..self.start]).filter(|block| !block.is_empty()))
    }

    /// Hands on every line with its end.
    pub fn lines(&mut self, mut take: impl FnMut(&[u8])) -> Result<(), Failure> {
        while let Some(block) = self.block()? {
            let mut rest = block;
            while !rest.is_empty() {
                let (line, after) = rest.split_at(memchr(b'\n', rest).map_or(rest.len(), |at| at + 1));
                take(line);
                rest = after;
            }
        }
        Ok(())
    }

    fn fill(&mut self) -> Result<(), Failure> {
        match self.source.read(&mut self.buffer[self.filled..]) {
            Ok(0) => self.ended = true,
            Ok(read) => self.filled += read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(source) => return Err(Failure::Read { path: self.path.clone(), source }),
        }
        Ok(())
    }
}

fn day_of(moment: facts::Moment) -> Option<Day> {
    Day::parse(moment.to_string().as_bytes())
}

/// Names of a directory that are held at once.
const NAMES: usize = 10_000;

/// Hands on the files of a directory: of a maildir those in `new` and `cur`, else its own. Hidden ones and directories are left
/// out. They come in the order of their names, as far as memory allows.
pub fn each_file(directory: &Path, mut take: impl FnMut(&Path) -> Result<(), Failure>) -> Result<(), Failure> {
    let parts: Vec<PathBuf> = ["new", "cur"].iter().map(|part| directory.join(part)).filter(|part| part.is_dir()).collect();
    for place in if parts.is_empty() { vec![directory.to_owned()] } else { parts } {
        let fault = |source| Failure::Read { path: place.clone(), source };
        let mut entries = std::fs::read_dir(&place).map_err(fault)?;
        loop {
            let mut batch = Vec::new();
            for entry in entries.by_ref().take(NAMES) {
                let entry = entry.map_err(fault)?;
                let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
                batch.push((hidden, entry.path()));
            }
            if batch.is_empty() {
                break;
            }
            batch.sort();
            for (_, path) in batch.iter().filter(|(hidden, path)| !hidden && path.is_file()) {
                take(path)?;
            }
        }
    }
    Ok(())
}

/// Logs in the order in which they were written: rotated ones are named the other way round.
pub fn by_age(paths: &mut [PathBuf]) {
    paths.sort_by_key(|path| std::fs::metadata(path).and_then(|m| m.modified()).ok());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn lines_of(bytes: &[u8]) -> Vec<String> {
        let mut input = Input::of(Box::new(io::Cursor::new(bytes.to_vec())), Path::new("-"), None).unwrap_or_else(|e| panic!("{e}"));
        let head = input.head().unwrap_or_else(|e| panic!("{e}")).len();
        let mut all = Vec::new();
        input.lines(|line| all.push(String::from_utf8_lossy(line).into_owned())).unwrap_or_else(|e| panic!("{e}"));
        assert!(head <= HEAD);
        all
    }

    #[test]
    fn lines_come_whole_whatever_the_size() {
        assert!(lines_of(b"").is_empty());
        assert_eq!(lines_of(b"a\nb"), ["a\n", "b"]);
        let text: String = (0..200_000).map(|n| format!("line {n}\n")).collect();
        let lines = lines_of(text.as_bytes());
        assert_eq!((lines.len(), lines.concat() == text), (200_000, true));
        // A line without end comes in parts.
        assert_eq!(lines_of(&vec![b'x'; 3 * BLOCK + 5]).len(), 4);
    }

    #[test]
    fn packed_and_wide_texts_are_read() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(b"550 no\n").unwrap_or_else(|e| panic!("{e}"));
        let packed = packed.finish().unwrap_or_else(|e| panic!("{e}"));
        // Rotated logs may be several packed ones in a row.
        assert_eq!(lines_of(&[packed.clone(), packed].concat()), ["550 no\n", "550 no\n"]);
        let wide: Vec<u8> = "\u{feff}550 нет\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(lines_of(&wide), ["550 нет\n"]);
        let wide: Vec<u8> = "\u{feff}550 \u{1f600}\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(lines_of(&wide), ["550 \u{1f600}\n"]);
        assert!(Input::of(Box::new(io::Cursor::new(b"BZh91AY".to_vec())), Path::new("x.bz2"), None).is_err());
    }
}
