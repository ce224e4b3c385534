//! A message file made a target.

use crate::failure::Failure;
use facts::MessageTarget;
use facts::answer::Der;
use std::io::Read as _;
use std::path::Path;

/// No large provider takes more (MSG031 warns far below).
const LARGEST: u64 = 64 << 20;

/// Reads a message; `-` is stdin.
pub fn read(path: &Path) -> Result<MessageTarget, Failure> {
    let mut raw = Vec::new();
    let most = LARGEST + 1;
    let read = if path == Path::new("-") {
        std::io::stdin().take(most).read_to_end(&mut raw)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut raw))
    };
    let size = read.map_err(|source| Failure::Read { path: path.into(), source })?;
    if size as u64 > LARGEST {
        return Err(Failure::Usage(format!("{}: larger than {} MB, no receiver takes such a message", path.display(), LARGEST >> 20)));
    }
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::Usage(format!("{}: an empty file, no message", path.display())));
    }
    let digest = ring::digest::digest(&ring::digest::SHA256, &raw);
    Ok(MessageTarget { digest: digest.as_ref().iter().map(|b| format!("{b:02x}")).collect(), raw: Der(raw) })
}
