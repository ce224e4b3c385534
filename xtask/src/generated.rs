//! Files that are derived from others: written where stale, or proved fresh.

use crate::workspace::{Workspace, write_file};
use std::fs;
use std::path::PathBuf;

/// Where a file lies and what it must hold.
pub type Generated = (PathBuf, String);

/// Writes the files that are missing or stale.
pub fn write(workspace: &Workspace, wanted: Vec<Generated>) -> Result<(), String> {
    for (path, text) in wanted.into_iter().filter(is_stale) {
        write_file(&path, &text)?;
        println!("wrote {}", workspace.shown(&path));
    }
    Ok(())
}

/// Fails when a file is missing or stale, and names the command that writes it.
pub fn check(workspace: &Workspace, wanted: &[Generated], command: &str) -> Result<(), String> {
    let stale: Vec<String> = wanted.iter().filter(|g| is_stale(g)).map(|(path, _)| workspace.shown(path)).collect();
    if stale.is_empty() { Ok(()) } else { Err(format!("stale, run 'cargo xtask {command}': {}", stale.join(", "))) }
}

fn is_stale((path, text): &Generated) -> bool {
    fs::read_to_string(path).ok().as_ref() != Some(text)
}
