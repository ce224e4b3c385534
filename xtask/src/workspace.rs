//! Where things lie in the workspace, and its files read as text. Never writes.

use std::fs;
use std::path::{Path, PathBuf};

/// The crates whose checks `codegen` lists.
pub const AUDIT_CRATES: [&str; 6] = ["blocklist", "delivery-audit", "dns-audit", "message-audit", "smtp-audit", "tls-audit"];

/// The crates that know neither sockets nor clocks nor files.
pub const PURE_CRATES: [&str; 13] = [
    "blocklist",
    "delivery-audit",
    "dns-audit",
    "facts",
    "findings",
    "message-audit",
    "readings",
    "records",
    "remedies",
    "requirements",
    "smtp-audit",
    "smtp-replies",
    "tls-audit",
];

/// A workspace by its root directory.
pub struct Workspace {
    pub root: PathBuf,
}

/// One file of `checks/`.
#[derive(Debug, PartialEq)]
pub struct CheckFile {
    /// `spf004_lookup_limit`.
    pub stem: String,
    /// `SPF004`, read from the file's name.
    pub code: String,
    pub path: PathBuf,
}

impl Workspace {
    /// The workspace whose xtask cargo runs.
    pub fn here() -> Self {
        let own = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()));
        Self { root: own.parent().unwrap_or(&own).to_owned() }
    }

    /// A path as messages name it: from the root on.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    pub fn crate_dir(&self, name: &str) -> PathBuf {
        self.root.join("crates").join(name)
    }

    /// The check files of a crate, by name; none where it has no such directory.
    pub fn check_files(&self, crate_name: &str) -> Result<Vec<CheckFile>, String> {
        let dir = self.crate_dir(crate_name).join("src/checks");
        if !dir.is_dir() {
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for path in entries(&dir)? {
            if path.extension().is_some_and(|e| e == "rs") {
                files.push(check_file(path)?);
            }
        }
        Ok(files)
    }
}

fn check_file(path: PathBuf) -> Result<CheckFile, String> {
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
    match code_of(&stem) {
        Some(code) => Ok(CheckFile { stem, code, path }),
        None => Err(format!("{} is not named after a check, like 'spf004_lookup_limit.rs'", path.display())),
    }
}

/// `spf004_lookup_limit` belongs to `SPF004`.
pub fn code_of(stem: &str) -> Option<String> {
    let (head, fault) = stem.split_once('_')?;
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let well_named = !fault.is_empty() && fault.chars().all(legal);
    (well_named && is_code(&head.to_ascii_uppercase()) && head == head.to_ascii_lowercase()).then(|| head.to_ascii_uppercase())
}

/// Capital letters, then three digits.
pub fn is_code(text: &str) -> bool {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    !letters.is_empty() && letters.chars().all(|c| c.is_ascii_uppercase()) && text.len() - letters.len() == 3
}

/// The entries of a directory, by name.
pub fn entries(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let fault = |e: std::io::Error| format!("failed to list {}: {e}", dir.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(dir).map_err(fault)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    Ok(paths)
}

pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("failed to read {}: {e}", path.display()))
}

/// Writes a file, and the directories that it needs.
pub fn write_file(path: &Path, text: &str) -> Result<(), String> {
    let fault = |e: std::io::Error| format!("failed to write {}: {e}", path.display());
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).map_err(fault)?;
    }
    fs::write(path, text).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_letters_and_three_digits() {
        assert!(is_code("SPF004") && is_code("BL010") && is_code("DMARC021"));
        assert!(!is_code("SPF04") && !is_code("SPF0004") && !is_code("004") && !is_code("spf004") && !is_code("S4F004"));
    }

    #[test]
    fn the_code_stands_in_the_file_name() {
        assert_eq!(code_of("spf004_lookup_limit").as_deref(), Some("SPF004"));
        for wrong in ["spf004", "spf004_", "SPF004_lookup", "spf4_lookup", "spf004_Lookup", "mod", "spf004_look-up"] {
            assert_eq!(code_of(wrong), None, "{wrong}");
        }
    }
}
