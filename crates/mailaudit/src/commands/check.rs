//! `check` and `dns`: audits over the network or of a recording, printed as they come.

use super::what_if::{self, WhatIf};
use crate::args::{CheckArgs, Common, OutcomeArgs};
use crate::failure::Failure;
use crate::output::{Output, lang};
use crate::run::{self, Landed, Shown};
use crate::setup::Setup;
use crate::{message_file, signed};
use facts::{Answer, MessageTarget, Name, Question, Recorded, Recording, Target, WhyNot};
use findings::{Report, Severity, Status};
use message_audit::Letter;
use probe::Network;
use std::path::Path;
use std::sync::Arc;

/// What a recording says it was written by.
pub const PROGRAM: &str = concat!("mailaudit ", env!("CARGO_PKG_VERSION"));

/// The same in these areas for a message alone.
pub fn of_message(common: &Common, args: &CheckArgs, areas: &[&str], message: MessageTarget) -> Result<u8, Failure> {
    let mut tally = Tally::new(&args.outcome);
    ask(common, args, areas, Some(message), &mut tally)?;
    Ok(tally.exit_code())
}

/// Runs the command; `areas` narrows it where `--only` does not. Gives the exit code.
pub fn check(common: &Common, args: &CheckArgs, areas: &[&str]) -> Result<u8, Failure> {
    let mut tally = Tally::new(&args.outcome);
    match &args.replay {
        Some(path) => replay(path, common, args, &mut tally)?,
        None => {
            let message = args.message.as_deref().map(message_file::read).transpose()?;
            if let Some(message) = message.as_ref().filter(|_| !common.quiet) {
                tell_stranger(message, args, common);
            }
            ask(common, args, areas, message, &mut tally)?;
        }
    }
    Ok(tally.exit_code())
}

fn ask(common: &Common, args: &CheckArgs, areas: &[&str], message: Option<MessageTarget>, tally: &mut Tally) -> Result<(), Failure> {
    let setup = Setup::new(common)?;
    args.record.as_deref().map_or(Ok(()), writable)?;
    let what_if = WhatIf::read(args)?;
    let only = if args.only.is_empty() { areas.iter().map(|a| (*a).to_owned()).collect() } else { args.only.clone() };
    let target = |domain| Target {
        message: message.clone(),
        mail_from: args.mail_from.clone(),
        volume: args.volume.or(setup.template.volume),
        ..setup.target(domain, &args.sender, &only)
    };
    let jobs = args.domains.iter().map(|d| what_if.job(target(d), common)).collect::<Result<Vec<_>, _>>()?;
    let overlays: Vec<_> = jobs.iter().map(|job| job.overlay.clone()).collect();
    let mut output = Output::new(common, args.outcome.all, jobs.len());
    let mut kept: Vec<Landed> = Vec::new();
    let mut told = overlays.into_iter();
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    run::block_on(async {
        let network = if what_if.is_alone(common) { None } else { Some(Arc::new(Network::new(&setup.options)?)) };
        run::make(network, setup.options.limits, jobs, mailaudit::planners(), shown, |landed| {
            if let (Some(overlay), Some(under), false) = (told.next().flatten(), &landed.under, common.quiet) {
                what_if::tell_unused(&overlay, under, common);
            }
            if args.record.is_some() {
                kept.push(landed.clone());
            }
            tell(landed, tally, &mut output)
        })
        .await
    })?;
    match &args.record {
        Some(path) => what_if.record(path, &kept),
        None => Ok(()),
    }
}

/// Tells on stderr that the message is of another domain than those that are audited: its area then speaks of that one.
fn tell_stranger(message: &MessageTarget, args: &CheckArgs, common: &Common) {
    let letter = Letter::of(message);
    let from = letter.from_domains();
    let is_own = |from: &&&Name| args.domains.iter().any(|d| from.is_within(d) || d.is_within(from));
    if let Some(stranger) = from.iter().find(|f| !is_own(f)) {
        let what = lang(common).pick(
            "in From is none of the audited domains; the area MSG judges the message as mail of",
            "в From не относится к проверяемым доменам; область MSG оценивает письмо как письмо домена",
        );
        anstream::eprintln!("mailaudit: {}", report::clean(&format!("{stranger} {what} {stranger}")));
    }
}

/// Judges and prints: one report, or what an overlay changes and the report under it.
fn tell(landed: Landed, tally: &mut Tally, output: &mut Output) -> Result<(), Failure> {
    let report = mailaudit::report(landed.recorded);
    let Some(under) = landed.under else {
        tally.count(&report);
        return output.report(&report);
    };
    let after = mailaudit::report(under);
    tally.count(&after);
    output.compared(&report, &after)
}

/// Whether `path` can be written: better told before the audit than after it. What stands there stays.
pub fn writable(path: &Path) -> Result<(), Failure> {
    let opened = std::fs::File::options().append(true).create(true).open(path);
    opened.map(drop).map_err(|source| Failure::Write { path: path.into(), source })
}

/// Writes a recording.
pub fn record(path: &Path, audits: &[Recorded]) -> Result<(), Failure> {
    write(path, &Recording::new(PROGRAM, audits))
}

/// Writes a recording that was put together already.
pub fn write(path: &Path, recording: &Recording) -> Result<(), Failure> {
    std::fs::write(path, recording.to_json()?).map_err(|source| Failure::Write { path: path.into(), source })
}

/// Reads a recording.
pub fn recorded(path: &Path) -> Result<Recording, Failure> {
    let text = std::fs::read_to_string(path).map_err(|source| Failure::Read { path: path.into(), source })?;
    Recording::from_json(&text).map_err(|source| Failure::Recording { path: path.into(), source })
}

fn replay(path: &Path, common: &Common, args: &CheckArgs, tally: &mut Tally) -> Result<(), Failure> {
    let recording = recorded(path)?;
    let what_if = WhatIf::read(args)?;
    let audits = recording.into_pairs();
    if let Some(missing) = args.domains.iter().find(|d| audits.iter().all(|(a, _)| a.target.domain != **d)) {
        return Err(Failure::Usage(format!("{} holds no audit of {missing}", path.display())));
    }
    let wanted = |recorded: &Recorded| args.domains.is_empty() || args.domains.contains(&recorded.target.domain);
    let wanted: Vec<_> = audits.into_iter().filter(|(a, _)| wanted(a)).collect();
    let mut output = Output::new(common, args.outcome.all, wanted.len());
    for (mut recorded, mut under) in wanted {
        for target in [Some(&mut recorded), under.as_mut()].into_iter().flatten().map(|r| &mut r.target) {
            if !args.only.is_empty() {
                target.only = args.only.clone();
            }
        }
        if let Some(overlay) = what_if.overlay(&recorded.target)? {
            let over = overlay.over(&recorded, &mailaudit::planners(), |question| match question {
                Question::Signatures { .. } => signed::over_recording(&recorded, &overlay),
                _ => Answer::NotAsked(WhyNot::NotRecorded),
            });
            if !common.quiet {
                what_if::tell_unused(&overlay, &over, common);
            }
            under = Some(over);
        }
        tell(Landed { recorded, under }, tally, &mut output)?;
    }
    Ok(())
}

/// What decides the exit code.
pub(super) struct Tally {
    fail_on: Option<Severity>,
    min_score: Option<u32>,
    found: bool,
    blind: bool,
}

impl Tally {
    pub(super) fn new(outcome: &OutcomeArgs) -> Self {
        Self { fail_on: outcome.fail_on.severity(), min_score: outcome.min_score, found: false, blind: false }
    }

    pub(super) fn count(&mut self, report: &Report) {
        let finding = self.fail_on.is_some_and(|limit| report.worst() >= Some(limit));
        let low = self.min_score.is_some_and(|least| report.score.total.is_some_and(|total| total < least));
        self.found |= finding || low;
        // What only tells, and is told, has no score and was judged all the same.
        let has = |status| report.findings.iter().any(|f| f.status == status);
        self.blind |= report.score.total.is_none() && (has(Status::Unknown) || !has(Status::Info));
    }

    /// 1 for findings, 3 where nothing could be judged, else 0.
    pub(super) fn exit_code(&self) -> u8 {
        match (self.found, self.blind) {
            (true, _) => 1,
            (false, true) => 3,
            (false, false) => 0,
        }
    }
}
