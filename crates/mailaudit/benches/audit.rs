//! What one audit costs: `cargo bench -p mailaudit --bench audit`.
//!
//! For each domain of the demo: CPU time and allocations of judging its recording (no network),
//! as a ratio to reading the same recording as plain JSON values, the stated baseline. For the
//! program: start-up beside `/bin/true`, and peak memory of a replay.
#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a benchmark prints, and its figures are small")]

use facts::{Recorded, Recording};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const BINARY: &str = env!("CARGO_BIN_EXE_mailaudit");
const ROUNDS: i64 = 200;

fn main() {
    let path = std::env::temp_dir().join(format!("mailaudit-bench-{}.json", std::process::id()));
    let file = path.to_string_lossy().into_owned();
    let demo = Command::new(BINARY).args(["demo", "--quiet", "--record", &file]).stdout(Stdio::null()).status();
    assert!(demo.is_ok_and(|s| s.success()), "the demo records its audits");
    let text = std::fs::read_to_string(&path).expect("the demo wrote it");
    println!("{:<24} {:>10} {:>10} {:>13} {:>24}", "domain", "questions", "CPU ms", "allocations", "ratio to plain JSON");
    for audit in Recording::from_json(&text).expect("a recording").into_audits() {
        measure(&audit);
    }
    program(&file);
    let _ = std::fs::remove_file(path);
}

fn measure(audit: &Recorded) {
    let text = Recording::new("bench", std::slice::from_ref(audit)).to_json().expect("a recording is JSON");
    let judge = || {
        let again = Recording::from_json(&text).expect("it was just written").into_audits();
        again.into_iter().map(mailaudit::report).collect::<Vec<_>>()
    };
    black_box(judge());
    let region = Region::new(ALLOCATOR);
    black_box(judge());
    let allocations = region.change().allocations;
    let cost = cpu_micros(|| drop(black_box(judge())));
    let baseline = cpu_micros(|| drop(black_box(serde_json::from_str::<serde_json::Value>(&text))));
    println!(
        "{:<24} {:>10} {:>10.2} {:>13} {:>24.1}",
        audit.target.domain.to_string(),
        audit.facts.asked(),
        cost / 1000.0,
        allocations,
        cost / baseline.max(1.0)
    );
}

/// CPU time of one round, in microseconds.
fn cpu_micros(mut work: impl FnMut()) -> f64 {
    let used = || {
        let usage = getrusage(UsageWho::RUSAGE_SELF).expect("Linux tells its resource usage");
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds()
    };
    let before = used();
    for _ in 0..ROUNDS {
        work();
    }
    (used() - before) as f64 / ROUNDS as f64
}

fn program(file: &str) {
    let (start, bare) = (wall_ms(BINARY, &["--version"]), wall_ms("/bin/true", &[]));
    println!("\nstart-up, wall ms: {start:.1}; /bin/true: {bare:.1}; ratio {:.1}", start / bare.max(0.01));
    println!("replay of all three, wall ms: {:.1}", wall_ms(BINARY, &["check", "--replay", file, "--format", "json"]));
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).expect("Linux tells its resource usage").max_rss();
    println!("peak memory of demo and replay, MB: {:.1}", peak as f64 / 1024.0);
}

/// The median wall time of 15 runs.
fn wall_ms(program: &str, args: &[&str]) -> f64 {
    let mut times: Vec<f64> = (0..15)
        .map(|_| {
            let begun = Instant::now();
            let ran = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
            assert!(ran.is_ok(), "{program} does not run");
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
