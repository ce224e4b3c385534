//! `blocklist`: lists alone, for a domain or an address.

use crate::args::{self, BlocklistArgs, Common};
use crate::failure::Failure;
use crate::output::Output;
use crate::run::{self, Shown};
use crate::setup::Setup;
use facts::Target;
use std::net::IpAddr;

/// Runs the command. Gives the exit code: 1 when something is listed as an error.
pub fn blocklist(common: &Common, args: &BlocklistArgs) -> Result<u8, Failure> {
    let setup = Setup::new(common)?;
    let targets: Vec<Target> = args.targets.iter().map(|t| target(&setup.template, t)).collect::<Result<_, _>>()?;
    let mut output = Output::new(common, args.all, targets.len());
    let (mut listed, mut blind) = (false, false);
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    run::block_on(run::ask(&setup.options, targets, mailaudit::planners(), shown, |recorded| {
        let report = mailaudit::report(recorded);
        listed |= report.worst() >= Some(findings::Severity::Error);
        blind |= report.score.total.is_none();
        output.report(&report)
    }))?;
    Ok(if listed { 1 } else { u8::from(blind) * 3 })
}

fn target(template: &Target, text: &str) -> Result<Target, Failure> {
    let mut target = Target { only: vec!["bl".into()], ..template.clone() };
    match text.trim().parse::<IpAddr>() {
        Ok(address) => target.ips = vec![address],
        Err(_) => target.domain = args::domain(text).map_err(|e| Failure::Usage(format!("{e}, and no address either")))?,
    }
    Ok(target)
}
