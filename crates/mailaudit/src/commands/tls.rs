//! `tls`: the chain that a host serves, or one in a file before it is installed.

use crate::args::{self, Common, TlsArgs};
use crate::failure::Failure;
use crate::output::{Output, lang, print, style};
use crate::run::{self, Shown};
use crate::setup::{Setup, certificates, revocation_lists};
use facts::answer::Der;
use facts::{Facts, Inquiry, Moment, Name, Recorded, Target};
use findings::{Assembly, Lang, Report, Severity, Status};
use readings::sessions;
use serde::Serialize;
use std::path::Path;

/// Runs the command. Gives the exit code: 1 when an error is found, or the chain of a file is not valid.
pub fn tls(common: &Common, args: &TlsArgs) -> Result<u8, Failure> {
    match (&args.file, &args.name, &args.target) {
        (Some(file), Some(name), _) => judge_file(common, file, name, args),
        (_, _, Some(target)) => ask(common, target),
        _ => Err(Failure::Usage("name a HOST, or --file with --name".into())),
    }
}

fn ask(common: &Common, text: &str) -> Result<u8, Failure> {
    let (host, port) = host_and_port(text);
    let domain = args::host(host).map_err(Failure::Usage)?;
    let port = match port {
        Some(digits) => digits.parse().ok().filter(|p| *p != 0).ok_or_else(|| Failure::Usage(format!("'{digits}' is no port")))?,
        None => 25,
    };
    if sessions::security_of(port).is_none() {
        return Err(Failure::Usage(format!(
            "TLS on port {port} begins within a protocol that is not SMTP; name the port where it begins at once"
        )));
    }
    let setup = Setup::new(common)?;
    let target = Target { domain, port: Some(port), only: vec!["tls".into()], ..setup.template.clone() };
    let mut output = Output::new(common, false, 1);
    let (mut found, mut blind) = (false, false);
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    run::block_on(run::ask(&setup.options, vec![target], tls_audit::AUDIT.planners.to_vec(), shown, |recorded| {
        if has_no_address(&recorded) {
            anstream::eprintln!("mailaudit: {}", no_address(&recorded.target.domain, lang(common)));
        }
        let report = mailaudit::report(recorded);
        found = report.worst() >= Some(Severity::Error);
        blind = report.score.total.is_none();
        output.report(&report)
    }))?;
    Ok(if found { 1 } else { u8::from(blind) * 3 })
}

/// Whether the DNS says that there is nobody to connect to, so that nothing can be judged.
pub(super) fn has_no_address(recorded: &Recorded) -> bool {
    let read = sessions::read(&recorded.target, &Inquiry::new(&recorded.facts));
    read.hosts.iter().all(|h| h.sessions.is_empty() && h.gaps.is_empty())
}

pub(super) fn no_address(host: &Name, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{host} has no address in the DNS, so there is no server to ask"),
        Lang::Ru => format!("у {host} нет адреса в DNS, спрашивать некого"),
    }
}

/// `mx.example.com:465`, `[2001:db8::1]:465`, or either without a port; more than one colon outside
/// brackets is an address alone.
pub(super) fn host_and_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if host.ends_with(']') || !host.contains(':') => (host, Some(port)),
        _ => (text, None),
    }
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

fn judge_file(common: &Common, file: &Path, host: &Name, args: &TlsArgs) -> Result<u8, Failure> {
    let chain: Vec<Der> = certificates(file)?.into_iter().map(Der).collect();
    let mut roots = Vec::new();
    for path in &common.ca_file {
        roots.extend(certificates(path)?.into_iter().map(Der));
    }
    let mut crls = Vec::new();
    for path in &common.crl {
        crls.extend(revocation_lists(path)?.into_iter().map(Der));
    }
    let at = args.at.unwrap_or_else(probe::now);
    let roots = tls_audit::Roots::with(&roots).at_most(args.max_depth);
    let judged = tls_audit::chain_report(&chain, host, &roots, &crls, at);
    let revoked = judged.iter().any(|j| j.about.code == "TLS021" && j.verdict.status() == Status::Fail);
    let valid = tls_audit::chain_is_valid(&chain, host, &roots, at) && !revoked;
    let target = Target { only: vec!["tls".into()], ..Target::new(host.clone()) };
    let report = Report::assemble(Assembly { recorded: Recorded { target, facts: Facts::new(at) }, judged, parked: false });
    match common.is_json() {
        true => print(&serde_json::to_string_pretty(&judgment(&report, host, at, valid, common))?)?,
        false => print(&report::report_table(&report, &style(common), report::Passes::Hidden))?,
    }
    Ok(u8::from(!valid || report.worst() >= Some(Severity::Error)))
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

#[cfg(test)]
mod tests {
    use super::host_and_port;

    #[test]
    fn a_port_stands_behind_a_name_or_brackets_alone() {
        for (text, parts) in [
            ("mx.example.com", ("mx.example.com", None)),
            ("mx.example.com:465", ("mx.example.com", Some("465"))),
            ("192.0.2.1:25", ("192.0.2.1", Some("25"))),
            ("2001:db8::1", ("2001:db8::1", None)),
            ("[2001:db8::1]", ("[2001:db8::1]", None)),
            ("[2001:db8::1]:993", ("[2001:db8::1]", Some("993"))),
            ("mx.example.com:", ("mx.example.com", Some(""))),
        ] {
            assert_eq!(host_and_port(text), parts, "{text}");
        }
    }
}
