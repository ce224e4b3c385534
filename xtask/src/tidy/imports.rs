//! The import table of ARCHITECTURE.md, held against what cargo says.

use crate::metadata::{self, Member};
use crate::workspace::{AUDIT_CRATES, PURE_CRATES};
use std::collections::BTreeSet;
use std::path::Path;

const OF_AUDITS: &[&str] = &["facts", "findings", "readings", "records"];

/// Who may use whom, by short name; `mailaudit` may use all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("blocklist", OF_AUDITS),
    ("delivery-audit", &["facts", "findings", "readings", "records", "smtp-replies"]),
    ("dns-audit", OF_AUDITS),
    ("facts", &[]),
    ("findings", &["facts"]),
    ("lab", &["facts"]),
    ("message-audit", OF_AUDITS),
    ("probe", &["facts"]),
    ("readings", &["facts", "records"]),
    ("records", &[]),
    ("remedies", OF_AUDITS),
    ("report", &["facts", "findings", "remedies", "requirements", "smtp-replies"]),
    ("requirements", &["facts", "findings"]),
    ("signatures", &["facts", "records"]),
    ("smtp-audit", &["facts", "findings", "readings", "records", "smtp-replies"]),
    ("smtp-replies", &["records"]),
    ("tls-audit", OF_AUDITS),
    ("xtask", &[]),
];
const MAY_USE_ALL: [&str; 1] = ["mailaudit"];

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
pub fn faults(root: &Path, members: &[Member]) -> Result<Vec<String>, String> {
    let mut faults: Vec<String> = members.iter().flat_map(forbidden_uses).collect();
    for member in members.iter().filter(|m| PURE_CRATES.contains(&m.name.as_str())) {
        faults.extend(impurities(&member.name, &metadata::tree(root, member)?));
    }
    Ok(faults)
}

fn impurities(name: &str, drawn_in: &BTreeSet<String>) -> Vec<String> {
    let impure = drawn_in.iter().filter(|other| is_impure(other));
    impure.map(|other| format!("{name} only computes, yet draws in '{other}'")).collect()
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
    use serde_json::{Value, json};

    fn told(name: &str, uses: &str, kind: Value) -> Vec<String> {
        let package = json!({"name": name, "dependencies": [{"name": uses, "path": "x", "kind": kind}], "targets": []});
        metadata::read(&json!({"packages": [package]})).iter().flat_map(forbidden_uses).collect()
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
        for impure in ["tokio", "tokio-rustls", "hickory-proto", "mio", "socket2", "reqwest", "hyper-util"] {
            assert_eq!(impurities("records", &["serde", impure].map(str::to_owned).into()).len(), 1, "{impure}");
        }
        assert!(impurities("records", &["miow", "serde", "rustls-webpki"].map(str::to_owned).into()).is_empty());
    }
}
