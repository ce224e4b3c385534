//! `smtp`: what the mail hosts of a domain say in an SMTP dialogue, or one host on one port.

use super::check::Tally;
use super::tls::{has_no_address, host_and_port, no_address};
use crate::args::{self, Common, SmtpArgs};
use crate::failure::Failure;
use crate::output::{Output, lang};
use crate::run::{self, Job, Shown};
use crate::setup::Setup;
use facts::{Inquiry, Name, Planner, Recorded, Target};
use findings::Lang;
use probe::Network;
use readings::mail::{self, Route};
use std::net::IpAddr;
use std::sync::Arc;

/// The port of mail hosts.
const DELIVERY: u16 = 25;
/// Ports with other protocols, or where TLS comes before SMTP: `tls` looks at them.
const NOT_IN_CLEAR: [u16; 6] = [110, 143, 443, 465, 993, 995];
/// What tells a domain from a host.
const MX: Planner = Planner { name: "mx", serves: &["smtp"], plan: |t, i| drop(mail::read(t, i)) };

/// Runs the command. Gives the exit code: 1 when an error is found, 3 where nothing could be judged.
pub fn smtp(common: &Common, args: &SmtpArgs) -> Result<u8, Failure> {
    let setup = Setup::new(common)?;
    let targets = args.targets.iter().map(|text| target(&setup.template, text)).collect::<Result<Vec<_>, _>>()?;
    let mut output = Output::new(common, args.outcome.all, targets.len());
    let mut tally = Tally::new(&args.outcome);
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    run::block_on(async {
        let network = Arc::new(Network::new(&setup.options)?);
        let mut jobs = Vec::new();
        run::make(Some(network.clone()), setup.options.limits, jobs_of(targets), vec![MX], shown, |landed| {
            jobs.push(Job::from(aimed(landed.recorded, common)));
            Ok(())
        })
        .await?;
        run::make(Some(network), setup.options.limits, jobs, mailaudit::planners(), shown, |landed| {
            let recorded = landed.recorded;
            if recorded.target.port.is_some() && has_no_address(&recorded) {
                anstream::eprintln!("mailaudit: {}", no_address(&recorded.target.domain, lang(common)));
            }
            let report = mailaudit::report(recorded);
            tally.count(&report);
            output.report(&report)
        })
        .await
    })?;
    Ok(tally.exit_code())
}

fn jobs_of(targets: Vec<Target>) -> Vec<Job> {
    targets.into_iter().map(Job::from).collect()
}

/// A domain without a port; a host with one.
fn target(template: &Target, text: &str) -> Result<Target, Failure> {
    let (host, port) = host_and_port(text);
    let domain = args::host(host).map_err(Failure::Usage)?;
    let is_address = domain.as_str().parse::<IpAddr>().is_ok();
    let port = match port {
        Some(digits) => Some(digits.parse().ok().filter(|p| *p != 0).ok_or_else(|| Failure::Usage(format!("'{digits}' is no port")))?),
        None => is_address.then_some(DELIVERY),
    };
    if let Some(port) = port.filter(|port| NOT_IN_CLEAR.contains(port)) {
        return Err(Failure::Usage(format!("on port {port} no SMTP is spoken before TLS: 'mailaudit tls {host}:{port}' looks at it")));
    }
    Ok(Target { domain, port, only: vec!["smtp".into()], ..template.clone() })
}

/// A name to which no MX belongs is a host, and talked to as such.
fn aimed(recorded: Recorded, common: &Common) -> Target {
    let Recorded { target, facts } = recorded;
    if target.port.is_some() {
        return target;
    }
    let route = mail::read(&target, &Inquiry::new(&facts)).route;
    if !matches!(route, Route::Implicit | Route::None | Route::NoSuchDomain) {
        return target;
    }
    if route == Route::Implicit && !common.quiet {
        anstream::eprintln!("mailaudit: {}", is_a_host(&target.domain, lang(common)));
    }
    Target { port: Some(DELIVERY), ..target }
}

fn is_a_host(name: &Name, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{name} has no MX record: looked at as a host on port 25; 'check' audits it as a domain"),
        Lang::Ru => format!("у {name} нет записи MX: проверяется как хост на порту 25; как домен его проверит «check»"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_no_port_and_an_address_always_one() {
        let template = Target::new(Name::root());
        let read = |text: &str| target(&template, text).ok().map(|t| (t.domain.to_string(), t.port));
        assert_eq!(read("example.com"), Some(("example.com".into(), None)));
        assert_eq!(read("mx.example.com:2525"), Some(("mx.example.com".into(), Some(2525))));
        assert_eq!(read("192.0.2.1"), Some(("192.0.2.1".into(), Some(25))));
        assert_eq!(read("[2001:db8::1]:587").map(|(_, port)| port), Some(Some(587)));
        for wrong in ["mx.example.com:0", "mx.example.com:99999", "mx.example.com:465", "mx.example.com:143", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
