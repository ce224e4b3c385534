//! Writes what is derived from the list of files: each audit crate's `checks.rs`, and the
//! `clippy.toml` that all pure crates share. Never reads the crates' code.

use crate::generated::{self, Generated};
use crate::workspace::{AUDIT_CRATES, CheckFile, PURE_CRATES, Workspace};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The widest line that rustfmt leaves alone here (`rustfmt.toml`).
const WIDTH: usize = 140;

/// Writes the generated files that are missing or stale.
pub fn write(workspace: &Workspace) -> Result<(), String> {
    generated::write(workspace, wanted(workspace)?)
}

/// Fails when a generated file is missing or stale.
pub fn check(workspace: &Workspace) -> Result<(), String> {
    generated::check(workspace, &wanted(workspace)?, "codegen")
}

fn wanted(workspace: &Workspace) -> Result<Vec<Generated>, String> {
    let mut files = Vec::new();
    let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
    for name in AUDIT_CRATES {
        let checks = workspace.check_files(name)?;
        for check in &checks {
            if let Some(first) = seen.insert(check.code.clone(), check.path.clone()) {
                return Err(format!(
                    "{} stands in two files: {} and {}",
                    check.code,
                    workspace.shown(&first),
                    workspace.shown(&check.path)
                ));
            }
        }
        files.push((workspace.crate_dir(name).join("src/checks.rs"), checks_module(&checks)));
    }
    for name in PURE_CRATES {
        files.push((workspace.crate_dir(name).join("clippy.toml"), include_str!("pure-clippy.toml").to_owned()));
    }
    Ok(files)
}

/// The text of `checks.rs`, laid out as rustfmt lays it out.
fn checks_module(checks: &[CheckFile]) -> String {
    let mut out = String::from(
        "//! The checks of this crate, one file each. Generated from the files of `checks/` by\n//! `cargo xtask codegen`: change those, not this.\n\n",
    );
    for check in checks {
        out.push_str(&format!("mod {};\n", check.stem));
    }
    if !checks.is_empty() {
        out.push('\n');
    }
    out.push_str("use crate::view::View;\nuse findings::Check;\n\n/// All of them, in the order of their codes.\n");
    let items: Vec<String> = checks.iter().map(|c| format!("&{}::CHECK", c.stem)).collect();
    let head = "pub const CHECKS: &[&Check<View>] =";
    let list = format!("&[{}];", items.join(", "));
    // rustfmt takes one line, else the list on a line of its own, else an item a line.
    if head.len() + 1 + list.len() <= WIDTH {
        out.push_str(&format!("{head} {list}\n"));
    } else if 4 + list.len() <= WIDTH {
        out.push_str(&format!("{head}\n    {list}\n"));
    } else {
        out.push_str(&format!("{head} &[\n    {},\n];\n", items.join(",\n    ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    fn files(stems: &[&str]) -> Vec<CheckFile> {
        let file = |s: &&str| CheckFile { stem: (*s).into(), code: String::new(), path: PathBuf::new() };
        stems.iter().map(file).collect()
    }

    #[test]
    fn no_check_one_check_many() {
        assert!(checks_module(&[]).ends_with(
            "use findings::Check;\n\n/// All of them, in the order of their codes.\npub const CHECKS: &[&Check<View>] = &[];\n"
        ));
        assert!(checks_module(&files(&["ptr001_x"])).contains("mod ptr001_x;\n\nuse"));
        let many = checks_module(&files(&["spf001_aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; 4]));
        assert!(many.ends_with("a::CHECK,\n];\n"), "{many}");
    }

    #[test]
    fn each_layout_is_that_of_rustfmt() {
        // Both borders lie within: one line up to 67, two up to 99 or so.
        for length in (64..71).chain(95..104) {
            let text = checks_module(&files(&[&format!("spf001_{}", "a".repeat(length)), "spf002_b"]));
            let mut rustfmt = Command::new("rustfmt");
            rustfmt.args(["--edition", "2024", "--emit", "stdout", "--config-path"]).arg(Workspace::here().root);
            let mut child = rustfmt.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("rustfmt runs");
            child.stdin.take().expect("a pipe").write_all(text.replace("mod ", "use a::").as_bytes()).expect("rustfmt reads");
            let formatted = String::from_utf8(child.wait_with_output().expect("rustfmt ends").stdout).expect("UTF-8");
            let list = |t: &str| t[t.find("pub const").expect("a list")..].to_owned();
            assert_eq!(list(&formatted), list(&text));
        }
    }
}
