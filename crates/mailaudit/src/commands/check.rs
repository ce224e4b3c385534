//! `check` and `dns`: audits over the network or of a recording, printed as they come.

use crate::args::{CheckArgs, Common, FailOn};
use crate::failure::Failure;
use crate::output::Output;
use crate::run::{self, Shown};
use crate::setup::Setup;
use facts::{Recorded, Recording};
use findings::{Report, Severity};
use std::path::Path;

/// Runs the command; `areas` narrows it where `--only` does not. Gives the exit code.
pub fn check(common: &Common, args: &CheckArgs, areas: &[&str]) -> Result<u8, Failure> {
    let mut tally = Tally::new(args);
    match &args.replay {
        Some(path) => replay(path, common, args, &mut tally)?,
        None => ask(common, args, areas, &mut tally)?,
    }
    Ok(tally.exit_code())
}

fn ask(common: &Common, args: &CheckArgs, areas: &[&str], tally: &mut Tally) -> Result<(), Failure> {
    let setup = Setup::new(common)?;
    args.record.as_deref().map_or(Ok(()), writable)?;
    let targets: Vec<_> = args.domains.iter().map(|d| setup.target(d, args, areas)).collect();
    let mut output = Output::new(common, args.all, targets.len());
    let mut kept: Vec<Recorded> = Vec::new();
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    run::block_on(run::ask(&setup.options, targets, mailaudit::planners(), shown, |recorded| {
        if args.record.is_some() {
            kept.push(recorded.clone());
        }
        let report = mailaudit::report(recorded);
        tally.count(&report);
        output.report(&report)
    }))?;
    match &args.record {
        Some(path) => record(path, &kept),
        None => Ok(()),
    }
}

/// Whether `path` can be written: better told before the audit than after it. What stands there stays.
pub fn writable(path: &Path) -> Result<(), Failure> {
    let opened = std::fs::File::options().append(true).create(true).open(path);
    opened.map(drop).map_err(|source| Failure::Write { path: path.into(), source })
}

/// Writes a recording.
pub fn record(path: &Path, audits: &[Recorded]) -> Result<(), Failure> {
    let text = Recording::new(concat!("mailaudit ", env!("CARGO_PKG_VERSION")), audits).to_json()?;
    std::fs::write(path, text).map_err(|source| Failure::Write { path: path.into(), source })
}

fn replay(path: &Path, common: &Common, args: &CheckArgs, tally: &mut Tally) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|source| Failure::Read { path: path.into(), source })?;
    let recording = Recording::from_json(&text).map_err(|source| Failure::Recording { path: path.into(), source })?;
    let audits = recording.into_audits();
    if let Some(missing) = args.domains.iter().find(|d| audits.iter().all(|a| a.target.domain != **d)) {
        return Err(Failure::Usage(format!("{} holds no audit of {missing}", path.display())));
    }
    let wanted: Vec<Recorded> = audits.into_iter().filter(|a| args.domains.is_empty() || args.domains.contains(&a.target.domain)).collect();
    let mut output = Output::new(common, args.all, wanted.len());
    for mut recorded in wanted {
        if !args.only.is_empty() {
            recorded.target.only = args.only.clone();
        }
        let report = mailaudit::report(recorded);
        tally.count(&report);
        output.report(&report)?;
    }
    Ok(())
}

/// What decides the exit code.
struct Tally {
    fail_on: Option<Severity>,
    min_score: Option<u32>,
    found: bool,
    blind: bool,
}

impl Tally {
    fn new(args: &CheckArgs) -> Self {
        let fail_on = match args.fail_on {
            FailOn::Notice => Some(Severity::Notice),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Error => Some(Severity::Error),
            FailOn::Critical => Some(Severity::Critical),
            FailOn::Never => None,
        };
        Self { fail_on, min_score: args.min_score, found: false, blind: false }
    }

    fn count(&mut self, report: &Report) {
        let finding = self.fail_on.is_some_and(|limit| report.worst() >= Some(limit));
        let low = self.min_score.is_some_and(|least| report.score.total.is_some_and(|total| total < least));
        self.found |= finding || low;
        self.blind |= report.score.total.is_none();
    }

    /// 1 for findings, 3 where nothing could be judged, else 0.
    fn exit_code(&self) -> u8 {
        match (self.found, self.blind) {
            (true, _) => 1,
            (false, true) => 3,
            (false, false) => 0,
        }
    }
}
