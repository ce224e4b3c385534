//! `--check`: the audit that replies call for, aimed at the address and the domain that they name; is it still so?

use crate::args::{Common, ExplainArgs};
use crate::commands::check;
use crate::failure::Failure;
use crate::run::{self, Shown};
use crate::setup::Setup;
use blocklist::Standing as Listed;
use facts::{Name, Profile, Recorded, Target};
use findings::{Finding, Status};
use report::{Explained, Now, NowAudit, Standing, Told, Untold};
use smtp_replies::{Kind, Persistence, Side};
use std::net::IpAddr;
use std::path::Path;

/// Targets that are audited for one call.
const MOST_TARGETS: usize = 5;

/// What one reply calls for.
struct Call {
    kind: Kind,
    domain: Name,
    ip: Option<IpAddr>,
    list: Option<String>,
    checks: Vec<&'static str>,
}

/// Asks, or judges a recording.
pub fn ask(common: &Common, args: &ExplainArgs, replies: &[Explained]) -> Result<Now, Failure> {
    let mut untold = None;
    let mut calls: Vec<Call> = Vec::new();
    for reply in replies {
        match call(args, reply) {
            Ok(call) => calls.push(call),
            Err(why) => untold = untold.or(Some(why)),
        }
    }
    let setup = Setup::new(common)?;
    let mut targets: Vec<Target> = Vec::new();
    for call in &calls {
        join(&mut targets, &setup.template, args, call);
    }
    if targets.len() > MOST_TARGETS {
        let told = format!("{} addresses and domains are named; the first {MOST_TARGETS} are asked about", targets.len());
        anstream::eprintln!("mailaudit: {told}");
        targets.truncate(MOST_TARGETS);
    }
    let recorded = match &args.replay {
        Some(path) => replayed(path, targets)?,
        None => network(common, args, &setup, targets)?,
    };
    let audits: Vec<NowAudit> = recorded.into_iter().filter_map(|r| audit(r, &calls, &mut untold)).collect();
    if audits.iter().any(|a| a.standing != Standing::Unknown) && untold != Some(Untold::NoSubject) {
        // What was told of one reply is not taken back by another that nobody can confirm.
        untold = None;
    }
    Ok(Now { audits, untold })
}

fn network(common: &Common, args: &ExplainArgs, setup: &Setup, targets: Vec<Target>) -> Result<Vec<Recorded>, Failure> {
    args.record.as_deref().map_or(Ok(()), check::writable)?;
    let mut kept = Vec::new();
    if !targets.is_empty() {
        let shown = Shown { quiet: common.quiet, verbose: common.verbose };
        run::block_on(run::ask(&setup.options, targets, mailaudit::planners(), shown, |recorded| {
            kept.push(recorded);
            Ok(())
        }))?;
    }
    args.record.as_deref().map_or(Ok(()), |path| check::record(path, &kept))?;
    Ok(kept)
}

/// The audits of a recording, in place of those that would be made.
fn replayed(path: &Path, targets: Vec<Target>) -> Result<Vec<Recorded>, Failure> {
    let recording = check::recorded(path)?;
    let audits: Vec<Recorded> = recording.into_pairs().into_iter().map(|(audit, _)| audit).collect();
    let of = |target: Target| {
        let same = |a: &&Recorded| a.target.domain == target.domain && target.ips.iter().all(|ip| a.target.ips.contains(ip));
        let found = audits.iter().find(same);
        found.map_or_else(
            || Err(Failure::Usage(format!("{} holds no audit of {}", path.display(), target.title()))),
            |audit| Ok(Recorded { target: Target { only: target.only.clone(), ..audit.target.clone() }, facts: audit.facts.clone() }),
        )
    };
    targets.into_iter().map(of).collect()
}

/// What a reply calls for, or why nothing can be asked.
fn call(args: &ExplainArgs, reply: &Explained) -> Result<Call, Untold> {
    let (kind, persistence, list) = match &reply.told {
        Told::Reply(e) => (e.kind, e.persistence, e.named.blocklist.clone()),
        Told::Result(r) => (r.kind(), r.persistence(), None),
    };
    if persistence == Persistence::Success {
        return Err(Untold::Accepted);
    }
    let mut checks = reply.checks.clone();
    let ip = args.ip.or(reply.subject.ip).filter(|_| of_sender(kind));
    if ip.is_some() && checks.iter().any(|c| c.starts_with("SPF")) {
        // With an address the policy is evaluated for it.
        checks.extend(["SPF024", "SPF025"].into_iter().filter(|code| !reply.checks.contains(code)));
    }
    if checks.is_empty() {
        return Err(Untold::NoCheck);
    }
    let named = reply.subject.domain.as_deref().and_then(|d| Name::from_person(d).ok());
    let mut domain = args.domain.clone().or(named).unwrap_or_else(Name::root);
    let of_address = |code: &&'static str| code.starts_with("BL00") && **code != *"BL004" || code.starts_with("PTR");
    if ip.is_some() && args.domain.is_none() && checks.iter().all(of_address) {
        // The address alone is blamed: what else the domain has is another matter.
        domain = Name::root();
    }
    if domain.is_root() {
        if ip.is_none() {
            return Err(Untold::NoSubject);
        }
        checks.retain(of_address);
        if checks.is_empty() {
            return Err(Untold::NoSubject);
        }
    }
    Ok(Call { kind, domain, ip, list, checks })
}

/// Whether an address in the text is the sender's.
fn of_sender(kind: Kind) -> bool {
    kind.side() == Side::Sender || matches!(kind, Kind::Ipv6 | Kind::Policy | Kind::Greylist | Kind::Rate | Kind::Connections)
}

fn join(targets: &mut Vec<Target>, template: &Target, args: &ExplainArgs, call: &Call) {
    let areas = call.checks.iter().map(|code| code.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase());
    let same = |t: &&mut Target| t.domain == call.domain && t.ips == call.ip.into_iter().collect::<Vec<_>>();
    let only: Vec<String> = areas.collect();
    match targets.iter_mut().find(same) {
        Some(target) => target.only.extend(only),
        None => targets.push(Target {
            domain: call.domain.clone(),
            profile: if of_sender(call.kind) { Profile::Send } else { Profile::Full },
            ips: call.ip.into_iter().collect(),
            selectors: args.selector.clone(),
            only,
            ..template.clone()
        }),
    }
    for target in targets {
        target.only.sort();
        target.only.dedup();
    }
}

/// What an audit says to the replies that called for it.
fn audit(recorded: Recorded, calls: &[Call], untold: &mut Option<Untold>) -> Option<NowAudit> {
    let ips = recorded.target.ips.clone();
    let own: Vec<&Call> = calls.iter().filter(|c| c.domain == recorded.target.domain && c.ip.is_none_or(|ip| ips.contains(&ip))).collect();
    let listed = |call: &Call| call.list.as_deref().zip(call.ip).map(|(list, ip)| word_of(&recorded, list, ip));
    let words: Vec<Option<Listing>> = own.iter().map(|c| listed(c)).collect();
    let report = mailaudit::report(recorded);
    let mut checks: Vec<&'static str> = own.iter().flat_map(|c| c.checks.iter().copied()).collect();
    checks.sort_unstable();
    checks.dedup();
    let findings: Vec<Finding> = report.findings.into_iter().filter(|f| checks.contains(&f.about.code)).collect();
    let standings: Vec<Standing> = own.iter().zip(words).map(|(call, word)| standing(call, word, &findings, untold)).collect();
    if own.is_empty() {
        return None;
    }
    Some(NowAudit { target: report.target, checks, standing: Standing::of(standings), findings, observed_at: report.observed_at })
}

/// What the list that a reply names says of an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listing {
    Listed,
    Clear,
    Silent,
    /// It is none of those that are asked.
    NotAsked,
}

fn word_of(recorded: &Recorded, list: &str, ip: IpAddr) -> Listing {
    let view = blocklist::view::View::new(&recorded.target, &recorded.facts);
    let words = view.addresses.iter().filter(|a| a.address == ip).flat_map(|a| &a.words);
    let of_list: Vec<&blocklist::Word> = words.filter(|w| is_same_operator(w.list.zone, list)).collect();
    if of_list.is_empty() {
        Listing::NotAsked
    } else if of_list.iter().any(|w| matches!(&w.standing, Listed::Listed(..))) {
        Listing::Listed
    } else if of_list.iter().any(|w| matches!(w.standing, Listed::Void(_))) {
        Listing::Silent
    } else {
        Listing::Clear
    }
}

/// `zen.spamhaus.org` and `sbl.spamhaus.org` are of one house, and so is its page.
fn is_same_operator(zone: &str, named: &str) -> bool {
    let house = |name: &str| name.rsplit('.').take(2).map(str::to_ascii_lowercase).collect::<Vec<_>>();
    let (zone, named) = (house(zone), house(named));
    zone == named || zone.get(1) == named.get(1) && zone.get(1).is_some_and(|n| n.len() > 4)
}

fn standing(call: &Call, word: Option<Listing>, findings: &[Finding], untold: &mut Option<Untold>) -> Standing {
    match word {
        Some(Listing::Listed) => return Standing::Still,
        Some(Listing::Clear) => return Standing::NoLonger,
        Some(Listing::Silent) => return Standing::Unknown,
        Some(Listing::NotAsked) => {
            *untold = untold.or(Some(Untold::OtherList));
            return Standing::Unknown;
        }
        None => {}
    }
    let address = call.ip.map(|ip| ip.to_string());
    let about = |f: &&Finding| {
        let own = call.checks.contains(&f.about.code);
        // Of an address only what is said of it counts.
        let by_address = f.about.code.starts_with("BL") || f.about.code.starts_with("PTR");
        own && (!by_address || address.as_deref().is_none_or(|a| f.subject.as_str() == a))
    };
    let all: Vec<&Finding> = findings.iter().filter(about).collect();
    if all.iter().any(|f| f.status == Status::Fail) {
        return Standing::Still;
    }
    if all.is_empty() || all.iter().any(|f| f.status == Status::Unknown) {
        return Standing::Unknown;
    }
    let evaluated = all.iter().any(|f| f.about.code == "SPF024" && f.status == Status::Pass);
    if is_seen_from_outside(call.kind) || call.kind == Kind::Spf && evaluated {
        return Standing::NoLonger;
    }
    *untold = untold.or(Some(Untold::OwnJudgment));
    Standing::Unknown
}

/// Kinds that the checks decide: where they find nothing, it is so no longer. What else a receiver weighs shows nowhere.
fn is_seen_from_outside(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::DnsblIp
            | Kind::DnsblDomain
            | Kind::Ptr
            | Kind::SenderDomain
            | Kind::Dns
            | Kind::NullMx
            | Kind::Network
            | Kind::TlsRequired
            | Kind::TlsCert
            | Kind::MtaSts
            | Kind::Dane
    )
}
