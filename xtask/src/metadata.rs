//! What cargo says about the workspace: its packages and their dependencies within it (`cargo
//! metadata`), and all that one of them draws in (`cargo tree`). Asks no network.

use crate::cargo::cargo;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A package of the workspace.
pub struct Member {
    /// Its short name: without `mailaudit-`.
    pub name: String,
    /// Its dependencies within the workspace.
    pub uses: Vec<Use>,
    /// Roots of its library and programs.
    pub roots: Vec<PathBuf>,
    package: String,
}

/// A dependency within the workspace, by its short name.
pub struct Use {
    pub name: String,
    /// Whether only its tests and benches have it.
    pub only_in_tests: bool,
}

/// The packages of the workspace.
pub fn members(root: &Path) -> Result<Vec<Member>, String> {
    let said = ask(root, &["metadata", "--offline", "--no-deps", "--format-version", "1"])?;
    let value: Value = serde_json::from_str(&said).map_err(|e| format!("failed to read 'cargo metadata': {e}"))?;
    Ok(read(&value))
}

/// Names of all packages that `member` draws in on this platform, itself included and
/// dev-dependencies left out. (`cargo metadata` would want the packages of all platforms fetched.)
pub fn tree(root: &Path, member: &Member) -> Result<BTreeSet<String>, String> {
    let args = ["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--package", &member.package];
    Ok(names(&ask(root, &args)?))
}

/// What `cargo ARGS` prints; its complaints where it fails.
pub fn ask(root: &Path, args: &[&str]) -> Result<String, String> {
    let said = cargo(root).args(args).output();
    let said = said.map_err(|e| format!("failed to run 'cargo {}': {e}", args[0]))?;
    if !said.status.success() {
        return Err(format!("'cargo {}' failed: {}", args[0], String::from_utf8_lossy(&said.stderr)));
    }
    Ok(String::from_utf8_lossy(&said.stdout).into_owned())
}

/// Where what is built lies.
pub fn target(root: &Path) -> Result<PathBuf, String> {
    let said = ask(root, &["metadata", "--offline", "--no-deps", "--format-version", "1"])?;
    let value: Value = serde_json::from_str(&said).map_err(|e| format!("failed to read 'cargo metadata': {e}"))?;
    Ok(PathBuf::from(text(&value["target_directory"])))
}

/// The members in the answer of `cargo metadata`.
pub fn read(value: &Value) -> Vec<Member> {
    items(&value["packages"]).map(member).collect()
}

fn member(package: &Value) -> Member {
    let in_workspace = |d: &&Value| !d["path"].is_null();
    let uses = items(&package["dependencies"]).filter(in_workspace);
    let uses = uses.map(|d| Use { name: short(text(&d["name"])), only_in_tests: text(&d["kind"]) == "dev" }).collect();
    let is_root = |t: &&Value| items(&t["kind"]).any(|k| matches!(text(k), "lib" | "bin"));
    let roots = items(&package["targets"]).filter(is_root).map(|t| PathBuf::from(text(&t["src_path"]))).collect();
    let package = text(&package["name"]).to_owned();
    Member { name: short(&package), uses, roots, package }
}

/// The package names in the lines of `cargo tree` (`serde v1.0.0 (*)`).
fn names(tree: &str) -> BTreeSet<String> {
    tree.lines().filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
}

fn short(name: &str) -> String {
    name.strip_prefix("mailaudit-").unwrap_or(name).to_owned()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_read_with_what_only_tests_use() {
        let dependencies = json!([{"name": "mailaudit-b", "path": "b", "kind": "dev"}, {"name": "serde", "path": null, "kind": null}]);
        let targets = json!([{"kind": ["lib"], "src_path": "a/src/lib.rs"}, {"kind": ["test"], "src_path": "a/tests/t.rs"}]);
        let members = read(&json!({"packages": [{"name": "mailaudit-a", "dependencies": dependencies, "targets": targets}]}));
        assert_eq!((members[0].name.as_str(), members[0].uses.len()), ("a", 1));
        assert!(members[0].uses[0].only_in_tests && members[0].uses[0].name == "b");
        assert_eq!(members[0].roots, [PathBuf::from("a/src/lib.rs")]);
    }

    #[test]
    fn names_are_the_first_words_of_a_tree() {
        let tree = "mailaudit-a v0.1.0 (crates/a)\nserde v1.0.0\nserde v1.0.0 (*)\n\nquote v1.0.0 (proc-macro)\n";
        assert_eq!(names(tree), ["mailaudit-a", "quote", "serde"].map(str::to_owned).into());
    }
}
