//! Passwords out of files, and who else could read them. Never printed, nor kept.

use crate::failure::Failure;
use findings::Lang;
use std::io::Read as _;
use std::path::Path;

/// A longer first line is no password.
const LONGEST_PASSWORD: u64 = 4096;

/// Says where others of this machine can read a file with a secret, or change whom messages go to.
pub fn warn_of_others(path: &Path, danger: Danger, lang: Lang) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let Ok(mode) = std::fs::metadata(path).map(|m| m.permissions().mode()) else { return };
        let (mask, words) = match danger {
            Danger::Read => (0o077, lang.pick("others can read this password", "этот пароль могут прочесть другие")),
            Danger::Write => (0o022, lang.pick("others can change where messages go", "другие могут изменить, куда идут письма")),
        };
        let order = if danger == Danger::Read { "600" } else { "go-w" };
        if mode & mask != 0 {
            let path = path.display().to_string();
            anstream::eprintln!("mailaudit: {}: {words}; chmod {order} {}", report::clean(&path), report::clean(&path));
        }
    }
    #[cfg(not(unix))]
    let _ = (path, danger, lang);
}

/// What others of this machine could do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// Read it.
    Read,
    /// Write it.
    Write,
}

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
