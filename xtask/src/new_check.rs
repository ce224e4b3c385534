//! Writes the skeleton of a check: it compiles at once, and the catalogue's test fails until its
//! words and examples are written.

use crate::codegen;
use crate::workspace::{AUDIT_CRATES, Workspace, is_code, read, write_file};

/// Where codes of checks that are gone stand, so that none is used again.
const RETIRED: &str = "docs/retired-codes.md";
const CATALOGUE: &str = "docs/checks.md";

/// Writes `crates/CRATE/src/checks/CODE_fault.rs` and lists it.
pub fn run(workspace: &Workspace, code: &str, name: &str, crate_name: &str) -> Result<(), String> {
    if !is_code(code) {
        return Err(format!("'{code}' is no code: capital letters, then three digits"));
    }
    if !is_check_name(name) {
        return Err(format!("'{name}' is no name of a check: lower-case words joined by '-'"));
    }
    if !AUDIT_CRATES.contains(&crate_name) {
        return Err(format!("'{crate_name}' is no audit crate; they are: {}", AUDIT_CRATES.join(", ")));
    }
    free(workspace, code)?;
    let path = workspace.crate_dir(crate_name).join("src/checks").join(format!("{}.rs", stem(code, name)));
    write_file(&path, &skeleton(code, name))?;
    println!("wrote {}; next: words, judge and examples, then 'cargo test -p mailaudit-{crate_name}'", workspace.shown(&path));
    codegen::write(workspace)
}

fn is_check_name(name: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.split('-').all(word)
}

/// `SPF004` and `spf-lookup-limit` give `spf004_lookup_limit`.
fn stem(code: &str, name: &str) -> String {
    let lower = code.to_ascii_lowercase();
    let area = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    let fault = name.strip_prefix(area).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name);
    format!("{lower}_{}", fault.replace('-', "_"))
}

fn free(workspace: &Workspace, code: &str) -> Result<(), String> {
    for crate_name in AUDIT_CRATES {
        if let Some(used) = workspace.check_files(crate_name)?.into_iter().find(|f| f.code == code) {
            return Err(format!("{code} is taken by {}", workspace.shown(&used.path)));
        }
    }
    for document in [CATALOGUE, RETIRED] {
        let path = workspace.root.join(document);
        if path.exists() && read(&path)?.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == code) {
            return Err(format!("{code} stands in {document}: a code is never used for something else"));
        }
    }
    Ok(())
}

fn skeleton(code: &str, name: &str) -> String {
    format!(
        r#"//! {code}: what is wrong when it fails, in one line.

use crate::view::View;
use findings::{{Check, Example, Severity, Status, Subject, Verdict, Words}};

pub const CHECK: Check<View> = Check {{
    code: "{code}",
    name: "{name}",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass],
    cites: &[],
    follows: &[],
    en: Words {{ title: "", says: "", why: "", fix: "" }},
    ru: Words {{ title: "", says: "", why: "", fix: "" }},
    judge,
    examples: &[Example::fail(&[]), Example::unknown(&[]), Example::pass(&[])],
}};

fn judge(_view: &View) -> Vec<(Subject, Verdict)> {{
    Vec::new()
}}
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_not_said_twice_in_a_file_name() {
        assert_eq!(stem("SPF004", "spf-lookup-limit"), "spf004_lookup_limit");
        assert_eq!(stem("DNS001", "domain-not-found"), "dns001_domain_not_found");
        assert_eq!(stem("MX001", "mxx-odd"), "mx001_mxx_odd");
    }

    #[test]
    fn names_are_lower_case_words() {
        assert!(is_check_name("spf-lookup-limit") && is_check_name("x"));
        assert!(!is_check_name("") && !is_check_name("a--b") && !is_check_name("A-b") && !is_check_name("a_b"));
    }
}
