//! All that must hold before a change lands, as one local command: every step runs, each with its
//! headline and time, and the summary at the end names what failed.

use crate::workspace::Workspace;
use crate::{codegen, corpus, docs, tidy};
use std::process::Command;
use std::time::{Duration, Instant};

struct Step {
    name: &'static str,
    work: Work,
}

enum Work {
    Cargo(&'static [&'static str]),
    Own(fn(&Workspace) -> Result<(), String>),
    Script(&'static str),
}

const STEPS: &[Step] = &[
    Step { name: "format", work: Work::Cargo(&["fmt", "--all", "--check"]) },
    Step { name: "clippy", work: Work::Cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]) },
    Step { name: "codegen is fresh", work: Work::Own(codegen::check) },
    Step { name: "tidy", work: Work::Own(tidy::run) },
    Step { name: "docs and schema are fresh", work: Work::Own(docs::check) },
    Step { name: "no verdict moved", work: Work::Own(corpus::check) },
    Step { name: "rustdoc", work: Work::Cargo(&["doc", "--quiet", "--workspace", "--no-deps"]) },
    Step {
        name: "SPF suite",
        work: Work::Cargo(&["test", "--quiet", "--package", "mailaudit", "--test", "spf_suite", "--", "--nocapture"]),
    },
    Step {
        name: "bounce suites",
        work: Work::Cargo(&["test", "--quiet", "--package", "mailaudit-smtp-replies", "--test", "bounce_suite", "--", "--nocapture"]),
    },
    Step {
        name: "DKIM and ARC suites",
        work: Work::Cargo(&["test", "--quiet", "--package", "mailaudit-message-audit", "--test", "signature_suites", "--", "--nocapture"]),
    },
    Step { name: "licences and advisories", work: Work::Own(deny) },
    Step { name: "fuzz", work: Work::Script("tests/fuzz-smoke.sh") },
    Step { name: "second stage: real servers", work: Work::Script("tests/second-stage.sh") },
];

/// Runs all steps.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let mut rows = Vec::new();
    for step in STEPS {
        println!("\n── {} ──", step.name);
        let begun = Instant::now();
        let outcome = perform(&step.work, workspace);
        let took = begun.elapsed();
        if let Err(message) = &outcome {
            println!("{message}");
        }
        println!("{}: {} ({})", step.name, word(&outcome), seconds(took));
        rows.push((step.name, outcome, took));
    }
    println!("\n── summary ──");
    for (name, outcome, took) in &rows {
        println!("{:6} {:>8}  {name}", word(outcome), seconds(*took));
    }
    let failed: Vec<&str> = rows.iter().filter(|(_, outcome, _)| outcome.is_err()).map(|(name, ..)| *name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

fn perform(work: &Work, workspace: &Workspace) -> Result<(), String> {
    match work {
        Work::Own(task) => task(workspace),
        Work::Cargo(args) => {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            finish(Command::new(cargo).args(*args).env("RUSTDOCFLAGS", "-D warnings"), workspace)
        }
        Work::Script(path) => finish(Command::new("bash").arg(path), workspace),
    }
}

fn finish(command: &mut Command, workspace: &Workspace) -> Result<(), String> {
    let status = command.current_dir(&workspace.root).status().map_err(|e| format!("failed to start {command:?}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("ended with {status}")) }
}

/// cargo-deny needs an advisory database from the network, so only those who installed it run it.
fn deny(workspace: &Workspace) -> Result<(), String> {
    let installed = Command::new("cargo-deny").arg("--version").output().is_ok_and(|o| o.status.success());
    if !installed {
        println!("skipped: cargo-deny is not installed");
        return Ok(());
    }
    finish(Command::new("cargo-deny").args(["check", "--hide-inclusion-graph"]), workspace)
}

fn word(outcome: &Result<(), String>) -> &'static str {
    if outcome.is_ok() { "ok" } else { "FAILED" }
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}
