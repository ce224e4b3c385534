//! Holds the workspace against its invariants: who may use whom, what pure crates never draw in,
//! and what never stands in a file. Collects every fault before it fails.

mod imports;
mod sources;

use crate::metadata;
use crate::workspace::Workspace;

/// Fails with all faults, one a line.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let members = metadata::members(&workspace.root)?;
    let mut faults = imports::faults(&workspace.root, &members)?;
    faults.extend(sources::faults(workspace, &members)?);
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!("{} untidy places:\n  {}", faults.len(), faults.join("\n  ")))
}
