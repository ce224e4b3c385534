//! What never stands in a file: marks of unfinished work, paths of one machine, silenced lints;
//! what always does: a ban on unsafe code, and a check's code in its own file.

use crate::metadata::Member;
use crate::workspace::{AUDIT_CRATES, CheckFile, Workspace, entries, read};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Larger files are data, not prose or code.
const LARGEST: u64 = 400_000;
const TEXTS: &[&str] = &["json", "md", "py", "rs", "sh", "toml", "txt", "yml", "yaml", "zone"];
const SKIPPED: &[&str] = &["target", ".git"];

/// Every fault, one line each.
pub fn faults(workspace: &Workspace, members: &[Member]) -> Result<Vec<String>, String> {
    let mut faults = Vec::new();
    for root in members.iter().flat_map(|m| &m.roots) {
        if !read(root)?.lines().any(|l| l.trim() == "#![forbid(unsafe_code)]") {
            faults.push(format!("{}: lacks '#![forbid(unsafe_code)]'", workspace.shown(root)));
        }
    }
    faults.extend(check_faults(workspace)?);
    let mut files = Vec::new();
    texts_below(&workspace.root, &mut files)?;
    for path in files {
        let name = workspace.shown(&path);
        let is_rust = path.extension().is_some_and(|e| e == "rs");
        faults.extend(line_faults(&read(&path)?, is_rust).into_iter().map(|(line, what)| format!("{name}:{line}: {what}")));
    }
    Ok(faults)
}

fn check_faults(workspace: &Workspace) -> Result<Vec<String>, String> {
    let mut faults = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for crate_name in AUDIT_CRATES {
        for CheckFile { code, path, .. } in workspace.check_files(crate_name)? {
            let (text, shown) = (read(&path)?, workspace.shown(&path));
            if field(&text, "code") != Some(&code) {
                faults.push(format!("{shown}: holds no 'code: \"{code}\"', as its file name says"));
            }
            if let Some(first) = codes.insert(code.clone(), shown.clone()) {
                faults.push(format!("{shown}: {code} stands in {first} too"));
            }
            match field(&text, "name") {
                None => faults.push(format!("{shown}: has no name")),
                Some(name) => {
                    if let Some(first) = names.insert(name.to_owned(), shown.clone()) {
                        faults.push(format!("{shown}: '{name}' stands in {first} too"));
                    }
                }
            }
        }
    }
    Ok(faults)
}

/// The value of a line `field: "value",`.
fn field<'t>(text: &'t str, field: &str) -> Option<&'t str> {
    text.lines().find_map(|l| l.trim().strip_prefix(field)?.strip_prefix(": \"")?.strip_suffix("\","))
}

fn texts_below(dir: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    for path in entries(dir)? {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if path.is_symlink() || SKIPPED.contains(&name) {
            continue;
        }
        if path.is_dir() {
            texts_below(&path, found)?;
            continue;
        }
        let is_text = path.extension().and_then(|e| e.to_str()).is_some_and(|e| TEXTS.contains(&e)) || path.ends_with(".ci/run");
        if is_text && path.metadata().is_ok_and(|m| m.len() <= LARGEST) {
            found.push(path);
        }
    }
    Ok(())
}

/// Line numbers, from 1, with what is wrong there.
fn line_faults(text: &str, is_rust: bool) -> Vec<(usize, String)> {
    // Put together here, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
    let paths = [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];
    let silencers = [concat!("#[al", "low("), concat!("#![al", "low(")];
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut say = |what: String| faults.push((index + 1, what));
        if let Some(mark) = marks.iter().find(|m| line.contains(**m)) {
            say(format!("unfinished: '{mark}'"));
        }
        if let Some(path) = paths.iter().find(|p| line.contains(**p)) {
            say(format!("a path of one machine: '{path}'"));
        }
        if is_rust && silencers.iter().any(|s| line.trim_start().starts_with(s)) {
            say("a lint is silenced for good: use '#[expect(…, reason = \"…\")]'".into());
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_found_on_its_line() {
        let text =
            format!("fine\n// {}: later\n\"{}/x\"\n  {}dead_code)]\n", concat!("TO", "DO"), concat!("/ho", "me"), concat!("#[al", "low("));
        let lines: Vec<usize> = line_faults(&text, true).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [2, 3, 4]);
        assert_eq!(line_faults(&text, false).len(), 2);
    }

    #[test]
    fn the_code_is_read_from_its_field() {
        let text = "pub const CHECK: Check<View> = Check {\n    code: \"SPF004\",\n    name: \"spf-lookup-limit\",\n";
        assert_eq!(field(text, "code"), Some("SPF004"));
        assert_eq!(field(text, "name"), Some("spf-lookup-limit"));
        assert_eq!(field(text, "severity"), None);
    }
}
