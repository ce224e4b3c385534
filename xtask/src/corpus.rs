//! Judges every recording of `tests/recordings` again and shows which verdicts a change moves.

use crate::docs::{ask_program, built};
use crate::workspace::Workspace;
use serde_json::{Deserializer, Value};
use std::collections::BTreeSet;
use std::fs;

const RECORDINGS: &str = "tests/recordings";
const VERDICTS: &str = "tests/recordings/verdicts.tsv";
const HEAD: &str = "recording\tdomain\tcode\tsubject\tstatus\tseverity\n";

/// Fails, and shows the difference, when a verdict is not the one that was accepted.
pub fn check(workspace: &Workspace) -> Result<(), String> {
    let wanted = fs::read_to_string(workspace.root.join(VERDICTS)).unwrap_or_default();
    let found = judge_all(workspace)?;
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) = (wanted.lines().collect(), found.lines().collect());
    before.difference(&after).for_each(|line| println!("- {line}"));
    after.difference(&before).for_each(|line| println!("+ {line}"));
    println!("{} verdicts, {} gone, {} new", after.len() - 1, before.difference(&after).count(), after.difference(&before).count());
    if before == after { Ok(()) } else { Err("verdicts moved; 'cargo xtask corpus --accept' once each is meant".into()) }
}

/// Makes today's verdicts the accepted ones.
pub fn accept(workspace: &Workspace) -> Result<(), String> {
    let path = workspace.root.join(VERDICTS);
    fs::write(&path, judge_all(workspace)?).map_err(|e| format!("failed to write {}: {e}", path.display()))
}

fn judge_all(workspace: &Workspace) -> Result<String, String> {
    let folder = workspace.root.join(RECORDINGS);
    let entries = fs::read_dir(&folder).map_err(|e| format!("failed to read {}: {e}", folder.display()))?;
    let mut files: Vec<String> = entries.filter_map(|e| e.ok()?.file_name().into_string().ok()).filter(|f| f.ends_with(".json")).collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("no recordings in {RECORDINGS}"));
    }
    let (mut table, program) = (HEAD.to_owned(), built(workspace)?);
    for file in files {
        let path = format!("{RECORDINGS}/{file}");
        let json = ask_program(workspace, &program, &["check", "--replay", &path, "--format", "json", "--all", "--fail-on", "never"])?;
        for report in Deserializer::from_str(&json).into_iter::<Value>() {
            let report = report.map_err(|e| format!("{path}: no report: {e}"))?;
            table.push_str(&rows(&file, &report));
        }
    }
    Ok(table)
}

fn rows(file: &str, report: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let domain = text(&report["target"]["domain"]);
    let mut rows = format!("{file}\t{domain}\t\t{}\t{}\t\n", text(&report["score"]), text(&report["verdict"]));
    for finding in report["findings"].as_array().into_iter().flatten() {
        let [code, subject, status, severity] = ["code", "subject", "status", "severity"].map(|field| text(&finding[field]));
        rows.push_str(&format!("{file}\t{domain}\t{code}\t{subject}\t{status}\t{severity}\n"));
    }
    rows
}
