//! All that must hold before a change lands, as one local command: every step runs, each with its
//! headline and time, and the summary at the end names what failed, with the last lines that it said.

use crate::cargo::{cargo, command};
use crate::workspace::Workspace;
use crate::{codegen, corpus, docs, tidy};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How much of a failed step is told once more at the end, where a log that was cut short still has it.
const LAST_LINES: usize = 40;

struct Step {
    name: &'static str,
    work: Work,
}

enum Work {
    Cargo(&'static [&'static str]),
    Own(fn(&Workspace) -> Result<(), String>),
    Script(&'static str),
}

/// Of the whole workspace, as `cargo test` builds it: a package alone has other features, and would be compiled again.
const SUITES: &[&str] =
    &["test", "--quiet", "--workspace", "--test", "spf_suite", "--test", "bounce_suite", "--test", "signature_suites", "--", "--nocapture"];

const STEPS: &[Step] = &[
    Step { name: "format", work: Work::Cargo(&["fmt", "--all", "--check"]) },
    Step { name: "clippy", work: Work::Cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]) },
    Step { name: "codegen is fresh", work: Work::Own(codegen::check) },
    Step { name: "tidy", work: Work::Own(tidy::run) },
    Step { name: "docs and schema are fresh", work: Work::Own(docs::check) },
    Step { name: "no verdict moved", work: Work::Own(corpus::check) },
    Step { name: "rustdoc", work: Work::Cargo(&["doc", "--quiet", "--workspace", "--no-deps"]) },
    Step { name: "suites of others: SPF, bounces, DKIM and ARC", work: Work::Cargo(SUITES) },
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
        println!("{}: {} ({})", step.name, word(&outcome), seconds(took));
        rows.push((step.name, outcome, took));
    }
    println!("\n── summary ──");
    for (name, outcome, took) in &rows {
        println!("{:6} {:>8}  {name}", word(outcome), seconds(*took));
    }
    for (name, outcome, _) in &rows {
        if let Err(message) = outcome {
            println!("\n── {name} failed ──\n{message}");
        }
    }
    let failed: Vec<&str> = rows.iter().filter(|(_, outcome, _)| outcome.is_err()).map(|(name, ..)| *name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

fn perform(work: &Work, workspace: &Workspace) -> Result<(), String> {
    match work {
        Work::Own(task) => task(workspace),
        Work::Cargo(args) => finish(cargo(&workspace.root).args(*args).env("RUSTDOCFLAGS", "-D warnings")),
        Work::Script(path) => finish(command("bash", &workspace.root).arg(path)),
    }
}

/// Shows what the command says as it says it; a failure ends with its last lines.
fn finish(command: &mut Command) -> Result<(), String> {
    let started = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.map_err(|e| format!("failed to start {command:?}: {e}"))?;
    let last = Mutex::new(VecDeque::new());
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(|| output.map(|stream| pass_on(stream, &last)));
        scope.spawn(|| errors.map(|stream| pass_on(stream, &last)));
    });
    let status = child.wait().map_err(|e| format!("failed to wait for {command:?}: {e}"))?;
    if status.success() {
        return Ok(());
    }
    let mut lines: Vec<String> = last.into_inner().map_err(|e| e.to_string())?.into();
    lines.push(format!("ended with {status}"));
    Err(lines.join("\n"))
}

fn pass_on(stream: impl Read, last: &Mutex<VecDeque<String>>) {
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        println!("{line}");
        let Ok(mut last) = last.lock() else { return };
        if last.len() == LAST_LINES {
            last.pop_front();
        }
        last.push_back(line);
    }
}

/// cargo-deny needs an advisory database from the network, so only those who installed it run it.
fn deny(workspace: &Workspace) -> Result<(), String> {
    let installed = Command::new("cargo-deny").arg("--version").output().is_ok_and(|o| o.status.success());
    if !installed {
        println!("skipped: cargo-deny is not installed");
        return Ok(());
    }
    finish(command("cargo-deny", &workspace.root).args(["check", "--hide-inclusion-graph"]))
}

fn word(outcome: &Result<(), String>) -> &'static str {
    if outcome.is_ok() { "ok" } else { "FAILED" }
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}
