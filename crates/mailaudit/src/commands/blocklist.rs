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
    match address(text) {
        Some(address) if !facts::is_public(address) => {
            return Err(Failure::Usage(format!("{address} is no public address: lists hold only addresses that the Internet can reach")));
        }
        Some(address) => target.ips = vec![address],
        None => target.domain = args::domain(text).map_err(|e| Failure::Usage(format!("{e}, and no address either")))?,
    }
    Ok(target)
}

/// An address, also as mail writes it (`[192.0.2.1]`, `[IPv6:2001:db8::1]`, RFC 5321 4.1.3).
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let literal = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    let tag = literal.get(..5).filter(|head| head.eq_ignore_ascii_case("ipv6:"));
    literal[tag.map_or(0, str::len)..].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Name;

    #[test]
    fn addresses_are_read_as_people_copy_them() {
        for text in ["44.128.8.2", " [44.128.8.2] "] {
            assert_eq!(address(text), Some(IpAddr::from([44, 128, 8, 2])), "{text}");
        }
        assert_eq!(address("[IPv6:2a00:1450::5]"), "2a00:1450::5".parse().ok());
        for text in ["example.com", "[44.128.8.2", "44.128.8.0/24", "яндекс.рф", ""] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn no_list_is_asked_about_an_address_that_none_can_hold() {
        let template = Target::new(Name::root());
        assert!(target(&template, "10.0.0.1").is_err() && target(&template, "::1").is_err());
        assert!(target(&template, "44.128.8.2").is_ok_and(|t| t.title() == "44.128.8.2"));
    }
}
