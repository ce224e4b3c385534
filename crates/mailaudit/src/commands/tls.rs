//! `tls`: the chain that a host serves, or one in a file before it is installed.

use crate::args::{Common, Format, TlsArgs};
use crate::failure::Failure;
use crate::output::{Output, lang, print, style};
use crate::run::{self, Shown};
use crate::setup::{Setup, certificates};
use facts::answer::Der;
use facts::{Facts, Moment, Name, Recorded, Target};
use findings::{Assembly, Report, Severity, Status};
use serde::Serialize;
use std::path::Path;

/// Runs the command. Gives the exit code: 1 when an error is found, or the chain is not valid.
pub fn tls(common: &Common, args: &TlsArgs) -> Result<u8, Failure> {
    match (&args.file, &args.name, &args.target) {
        (Some(file), Some(name), _) => judge_file(common, file, name, args.at),
        (_, _, Some(target)) => ask(common, target),
        _ => Err(Failure::Usage("name a HOST, or --file with --name".into())),
    }
}

fn ask(common: &Common, text: &str) -> Result<u8, Failure> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok().filter(|p| *p != 0).ok_or_else(|| Failure::Usage(format!("'{port}' is no port")))?),
        None => (text, 25),
    };
    let setup = Setup::new(common)?;
    let domain = Name::from_person(host).map_err(|e| Failure::Usage(e.to_string()))?;
    let target = Target { domain, port: Some(port), only: vec!["tls".into()], ..setup.template.clone() };
    let mut output = Output::new(common, false, 1);
    let (mut found, mut blind) = (false, false);
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    run::block_on(run::ask(&setup.options, vec![target], tls_audit::AUDIT.planners.to_vec(), shown, |recorded| {
        let report = mailaudit::report(recorded);
        found = report.worst() >= Some(Severity::Error);
        blind = report.score.total.is_none();
        output.report(&report)
    }))?;
    Ok(if found { 1 } else { u8::from(blind) * 3 })
}

/// What `--format json` prints of a file.
#[derive(Serialize)]
struct Judgment<'a> {
    schema: &'static str,
    host: &'a Name,
    at: Moment,
    valid: bool,
    faults: Vec<&'static str>,
    findings: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    code: &'static str,
    severity: &'static str,
    status: &'static str,
    says: String,
    fix: String,
}

fn judge_file(common: &Common, file: &Path, host: &Name, at: Option<Moment>) -> Result<u8, Failure> {
    let chain: Vec<Der> = certificates(file)?.into_iter().map(Der).collect();
    let mut roots = Vec::new();
    for path in &common.ca_file {
        roots.extend(certificates(path)?.into_iter().map(Der));
    }
    let at = at.unwrap_or_else(probe::now);
    let judged = tls_audit::chain_report(&chain, host, &roots, at);
    let valid = tls_audit::chain_is_valid(&chain, host, &roots, at);
    let target = Target { only: vec!["tls".into()], ..Target::new(host.clone()) };
    let report = Report::assemble(Assembly { recorded: Recorded { target, facts: Facts::new(at) }, judged, parked: false });
    match common.format {
        Format::Json => print(&serde_json::to_string_pretty(&judgment(&report, host, at, valid, common))?)?,
        Format::Table => print(&report::report_table(&report, &style(common), report::Passes::Hidden))?,
    }
    Ok(u8::from(!valid))
}

fn judgment<'a>(report: &Report, host: &'a Name, at: Moment, valid: bool, common: &Common) -> Judgment<'a> {
    let lang = lang(common);
    let told = report.findings.iter().filter(|f| f.status != Status::Pass);
    let line = |f: &findings::Finding| Line {
        code: f.about.code,
        severity: f.severity.as_str(),
        status: f.status.as_str(),
        says: f.says(lang),
        fix: f.fix(lang),
    };
    let faults: std::collections::BTreeSet<&str> = report.fails().map(|f| f.about.code).collect();
    Judgment { schema: "mailaudit.chain/1", host, at, valid, faults: faults.into_iter().collect(), findings: told.map(line).collect() }
}
