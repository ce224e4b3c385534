//! What cargo says about the workspace (`cargo metadata`), cut down to crates and their dependencies.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Packages of the workspace and what they draw in.
pub struct Metadata {
    pub members: Vec<Member>,
    /// Package id to name.
    names: BTreeMap<String, String>,
    /// Package id to the ids that it needs to build or run.
    needs: BTreeMap<String, Vec<String>>,
}

/// A package of the workspace.
pub struct Member {
    /// Its short name: without `mailaudit-`.
    pub name: String,
    id: String,
    /// Short names of the workspace's packages that it depends on.
    pub uses: Vec<Use>,
    /// Roots of its library and programs.
    pub roots: Vec<PathBuf>,
}

/// A dependency within the workspace.
pub struct Use {
    pub name: String,
    /// Whether only its tests and benches have it.
    pub only_in_tests: bool,
}

impl Metadata {
    /// Asks cargo, without the network; only what this platform needs, since only that is fetched.
    pub fn of(root: &Path) -> Result<Self, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let platform = host(root)?;
        let args = ["metadata", "--offline", "--format-version", "1", "--filter-platform", &platform];
        let output = Command::new(cargo).args(args).current_dir(root).output();
        let output = output.map_err(|e| format!("failed to run 'cargo metadata': {e}"))?;
        if !output.status.success() {
            return Err(format!("'cargo metadata' failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let value = serde_json::from_slice(&output.stdout).map_err(|e| format!("failed to read 'cargo metadata': {e}"))?;
        Ok(Self::read(&value))
    }

    /// From its JSON.
    pub fn read(value: &Value) -> Self {
        let workspace: BTreeSet<&str> = texts(&value["workspace_members"]).collect();
        let packages = || items(&value["packages"]);
        let names = packages().map(|p| (text(&p["id"]).to_owned(), text(&p["name"]).to_owned())).collect();
        let members = packages().filter(|p| workspace.contains(text(&p["id"]))).map(member).collect();
        let needs = items(&value["resolve"]["nodes"]).map(|n| (text(&n["id"]).to_owned(), needed(n))).collect();
        Self { members, names, needs }
    }

    /// Names of all packages that `member` draws in, itself included; dev-dependencies left out.
    pub fn tree(&self, member: &Member) -> BTreeSet<&str> {
        let mut seen = BTreeSet::from([member.id.as_str()]);
        let mut due = vec![member.id.as_str()];
        while let Some(id) = due.pop() {
            for next in self.needs.get(id).into_iter().flatten() {
                if seen.insert(next) {
                    due.push(next);
                }
            }
        }
        seen.into_iter().filter_map(|id| self.names.get(id).map(String::as_str)).collect()
    }
}

fn host(root: &Path) -> Result<String, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").current_dir(root).output().map_err(|e| format!("failed to run 'rustc -vV': {e}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    said.lines().find_map(|l| l.strip_prefix("host: ")).map(str::to_owned).ok_or_else(|| "'rustc -vV' names no host".into())
}

fn member(package: &Value) -> Member {
    let in_workspace = |d: &&Value| !d["path"].is_null();
    let uses = items(&package["dependencies"]).filter(in_workspace);
    let uses = uses.map(|d| Use { name: short(text(&d["name"])), only_in_tests: text(&d["kind"]) == "dev" }).collect();
    let is_root = |t: &&Value| texts(&t["kind"]).any(|k| matches!(k, "lib" | "bin"));
    let roots = items(&package["targets"]).filter(is_root).map(|t| PathBuf::from(text(&t["src_path"]))).collect();
    Member { name: short(text(&package["name"])), id: text(&package["id"]).to_owned(), uses, roots }
}

fn needed(node: &Value) -> Vec<String> {
    let runs = |d: &&Value| items(&d["dep_kinds"]).any(|k| text(&k["kind"]) != "dev");
    items(&node["deps"]).filter(runs).map(|d| text(&d["pkg"]).to_owned()).collect()
}

fn short(name: &str) -> String {
    name.strip_prefix("mailaudit-").unwrap_or(name).to_owned()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    items(value).map(text)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_tree_follows_what_runs_and_not_what_only_tests_use() {
        let dep = |pkg: &str, kind: Value| json!({"pkg": pkg, "dep_kinds": [{"kind": kind}]});
        let value = json!({
            "workspace_members": ["a"],
            "packages": [
                {"id": "a", "name": "mailaudit-a", "dependencies": [{"name": "mailaudit-b", "path": "b", "kind": "dev"}], "targets": []},
                {"id": "x", "name": "x"}, {"id": "y", "name": "y"}, {"id": "z", "name": "z"},
            ],
            "resolve": {"nodes": [
                {"id": "a", "deps": [dep("x", Value::Null), dep("z", json!("dev"))]},
                {"id": "x", "deps": [dep("y", json!("build")), dep("a", Value::Null)]},
            ]},
        });
        let metadata = Metadata::read(&value);
        let member = &metadata.members[0];
        assert_eq!(metadata.tree(member), BTreeSet::from(["mailaudit-a", "x", "y"]));
        assert!(member.uses[0].only_in_tests && member.uses[0].name == "b");
    }
}
