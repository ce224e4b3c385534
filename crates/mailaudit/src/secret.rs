//! Passwords out of files. Never printed, nor kept.

use crate::failure::Failure;
use std::io::Read as _;
use std::path::Path;

/// A longer first line is no password.
const LONGEST_PASSWORD: u64 = 4096;

/// The first line of a file, '-' for stdin.
///
/// # Errors
/// A file that cannot be read, is no UTF-8 text, or begins with an empty line.
pub fn first_line(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().take(LONGEST_PASSWORD).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LONGEST_PASSWORD).read_to_end(&mut bytes))
    };
    read.map_err(|source| Failure::Read { path: path.into(), source })?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::Usage(format!("{}: the password is no UTF-8 text", path.display())))?;
    let line = text.lines().next().unwrap_or_default().to_owned();
    if line.is_empty() {
        Err(Failure::Usage(format!("{}: the first line, which is the password, is empty", path.display())))
    } else {
        Ok(line)
    }
}
