//! The import table of ARCHITECTURE.md, held against what cargo says.

use crate::metadata::{Member, Metadata};
use crate::workspace::{AUDIT_CRATES, PURE_CRATES};

const OF_AUDITS: &[&str] = &["facts", "findings", "readings", "records"];

/// Who may use whom, by short name; `mailaudit` and the tests may use all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("blocklist", OF_AUDITS),
    ("dns-audit", OF_AUDITS),
    ("facts", &[]),
    ("findings", &["facts"]),
    ("lab", &["facts"]),
    ("probe", &["facts"]),
    ("readings", &["facts", "records"]),
    ("records", &[]),
    ("report", &["facts", "findings"]),
    ("smtp-audit", OF_AUDITS),
    ("tls-audit", OF_AUDITS),
    ("xtask", &[]),
];
const MAY_USE_ALL: [&str; 2] = ["mailaudit", "tests"];

/// Runtimes, resolvers and sockets; a final `*` stands for any ending.
const IMPURE: &[&str] = &[
    "async-*",
    "curl*",
    "futures-executor",
    "h2",
    "hickory-*",
    "hyper*",
    "mio",
    "polling",
    "quinn*",
    "reqwest",
    "smol",
    "socket2",
    "tokio*",
    "trust-dns-*",
    "ureq",
];

/// Every broken rule, one line each.
pub fn faults(metadata: &Metadata) -> Vec<String> {
    let mut faults = Vec::new();
    for member in &metadata.members {
        faults.extend(forbidden_uses(member));
        if PURE_CRATES.contains(&member.name.as_str()) {
            let drawn_in = metadata.tree(member);
            let impure = drawn_in.iter().filter(|name| is_impure(name));
            faults.extend(impure.map(|name| format!("{} only computes, yet draws in '{name}'", member.name)));
        }
    }
    faults
}

fn forbidden_uses(member: &Member) -> Vec<String> {
    let own = member.name.as_str();
    if MAY_USE_ALL.contains(&own) {
        return Vec::new();
    }
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == own) else {
        return vec![format!("{own} has no row in the import table (xtask/src/tidy/imports.rs, ARCHITECTURE.md)")];
    };
    let is_audit = |name: &str| AUDIT_CRATES.contains(&name);
    let forbidden = |other: &str, only_in_tests: bool| {
        if only_in_tests { own == "xtask" || (is_audit(own) && is_audit(other)) } else { !allowed.contains(&other) }
    };
    let broken = member.uses.iter().filter(|u| forbidden(&u.name, u.only_in_tests));
    broken.map(|u| format!("{own} may not use {}{}", u.name, if u.only_in_tests { ", not even in tests" } else { "" })).collect()
}

fn is_impure(name: &str) -> bool {
    IMPURE.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *pattern,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Metadata;
    use serde_json::{Value, json};

    fn told(name: &str, uses: &str, kind: Value) -> Vec<String> {
        let package = json!({"id": "p", "name": name, "dependencies": [{"name": uses, "path": "x", "kind": kind}], "targets": []});
        faults(&Metadata::read(&json!({"workspace_members": ["p"], "packages": [package], "resolve": {"nodes": []}})))
    }

    #[test]
    fn no_audit_crate_uses_another_not_even_in_tests() {
        assert_eq!(told("mailaudit-dns-audit", "mailaudit-tls-audit", Value::Null).len(), 1);
        assert_eq!(told("mailaudit-dns-audit", "mailaudit-tls-audit", json!("dev")).len(), 1);
        assert!(told("mailaudit-dns-audit", "mailaudit-readings", Value::Null).is_empty());
        assert!(told("mailaudit-dns-audit", "mailaudit-lab", json!("dev")).is_empty());
        assert_eq!(told("mailaudit-dns-audit", "mailaudit-lab", Value::Null).len(), 1);
    }

    #[test]
    fn findings_may_use_facts_and_facts_nothing() {
        assert!(told("mailaudit-findings", "mailaudit-facts", Value::Null).is_empty());
        assert_eq!(told("mailaudit-facts", "mailaudit-findings", Value::Null).len(), 1);
        assert_eq!(told("xtask", "mailaudit-facts", json!("dev")).len(), 1);
        assert_eq!(told("mailaudit-new", "mailaudit-facts", Value::Null).len(), 1);
        assert!(told("mailaudit", "mailaudit-probe", Value::Null).is_empty());
    }

    #[test]
    fn a_pure_crate_that_draws_in_a_runtime_is_found() {
        let node = |id: &str, dep: &str| json!({"id": id, "deps": [{"pkg": dep, "dep_kinds": [{"kind": null}]}]});
        let of = |deep: &str| {
            let packages = json!([
                {"id": "r", "name": "mailaudit-records", "dependencies": [], "targets": []},
                {"id": "m", "name": "between"}, {"id": "d", "name": deep},
            ]);
            let nodes = json!([node("r", "m"), node("m", "d")]);
            faults(&Metadata::read(&json!({"workspace_members": ["r"], "packages": packages, "resolve": {"nodes": nodes}})))
        };
        for impure in ["tokio", "tokio-rustls", "hickory-proto", "mio", "socket2"] {
            assert_eq!(of(impure).len(), 1, "{impure}");
        }
        assert!(of("miow").is_empty() && of("serde").is_empty());
    }
}
