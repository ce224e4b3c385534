//! The dialogues with a domain's mail hosts on port 25, one per host and address; or, where the
//! target is one port of one host, the dialogues with that.
//!
//! They hold nothing of the audited domain, so that two domains on one host share them.

use crate::control::{self, Control, State};
use crate::mail::{self, Mail, MailHost, Route};
use crate::room::Room;
use facts::answer::{Data, Phase, StepEnd, Try};
use facts::{Gap, Inquiry, Name, Protocol, Question, Reason, RecordType, Script, Security, SmtpAnswer, Target};
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

/// At most so many host and address pairs are talked to.
pub const MOST_SESSIONS: usize = 40;

/// Ports on which TLS begins with the first byte: HTTPS, SMTP, LDAP, IMAP, POP3, XMPP and their kin.
const IMPLICIT_TLS: &[u16] = &[443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 5223, 8443];
/// Ports whose protocol begins in the clear and is not SMTP: no dialogue of ours fits them.
const OTHER_PROTOCOLS: &[u16] = &[21, 80, 389, 4190, 5222];

/// All dialogues of a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sessions {
    /// The hosts, by preference.
    pub hosts: Vec<HostSessions>,
    /// Why further hosts are not known: the domain's MX, or exchanges beyond the limit.
    pub gap: Option<Gap>,
    /// What the control probe showed; empty for a single port, and where nothing was to be compared with it.
    pub control: Control,
}

/// The dialogues with one host, one per address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostSessions {
    /// The host.
    pub name: Name,
    /// TCP port.
    pub port: u16,
    /// How TLS begins there.
    pub security: Security,
    /// Whether it belongs to a known provider.
    pub hosted: bool,
    /// Address look-ups that brought no answer.
    pub gaps: Vec<Gap>,
    /// By address.
    pub sessions: Vec<Session>,
}

/// One dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The address talked to.
    pub address: IpAddr,
    /// What was asked.
    pub question: Question,
    /// What was said, or why nothing was.
    pub talk: Result<SmtpAnswer, Gap>,
}

/// Holds a dialogue with every public address of every mail host, the first address of each host
/// before the second of any; with a port in the target, with every address of that host.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Sessions {
    let (mut hosts, gap) = match target.port {
        Some(port) => (vec![one_host(target, port, inquiry)], None),
        None if target.account.is_some() => (Vec::new(), None),
        None => {
            let mail = mail::read(target, inquiry);
            (mail.hosts.iter().map(|h| exchange(target, h)).collect(), gap(&mail, target))
        }
    };
    let (mut left, mut room) = (MOST_SESSIONS, Room::new(target));
    let deepest = hosts.iter().map(|h| h.sessions.len()).max().unwrap_or_default();
    for index in 0..deepest {
        for session in hosts.iter_mut().filter_map(|h| h.sessions.get_mut(index)) {
            hold(session, target, inquiry, &mut left, &mut room);
        }
    }
    // A closed port 25 of one host says as little by itself as that of a domain's.
    let delivers = target.is_domain() || target.port == Some(25) && target.wants("smtp");
    let control = if delivers && !target.no_smtp { compared(target, inquiry, &mut hosts) } else { Control::default() };
    Sessions { hosts, gap, control }
}

/// Asks the control hosts, and takes back what their failure makes void.
fn compared(target: &Target, inquiry: &Inquiry<'_>, hosts: &mut [HostSessions]) -> Control {
    let any = |v4: bool| hosts.iter().flat_map(|h| &h.sessions).any(|s| s.address.is_ipv4() == v4);
    let control = control::read(target, inquiry, any(true), any(false));
    let altered = control.altered().is_some();
    // Who answers shows by itself that the way is open.
    let open = |v4: bool| hosts.iter().flat_map(|h| &h.sessions).any(|s| s.address.is_ipv4() == v4 && s.connected() == Some(true));
    let open = [open(false), open(true)];
    for session in hosts.iter_mut().flat_map(|h| &mut h.sessions) {
        let v4 = session.address.is_ipv4();
        let closed = session.connected() == Some(false) || session.talk.as_ref().is_err_and(|g| g.reason == Reason::LocalFailure);
        let fails = matches!(control.of(session.address), Some(State::Fails(_)));
        if altered && session.talk.is_ok() {
            session.talk = Err(session.gap(Reason::InterceptedHere));
        } else if closed && fails && !open[usize::from(v4)] {
            session.talk = Err(session.gap(if v4 { Reason::PortBlockedHere } else { Reason::NoIpv6Here }));
        }
    }
    control
}

impl HostSessions {
    /// Whether people's mail programs connect here, which verify certificates; servers that deliver on
    /// port 25 mostly do not.
    #[must_use]
    pub fn client_facing(&self) -> bool {
        self.port != 25
    }
}

impl Session {
    /// The tries of the dialogue, none where it was not held.
    #[must_use]
    pub fn tries(&self) -> &[Try] {
        self.talk.as_ref().map_or(&[], |t| &t.tries)
    }

    /// Whether a connection came about; `None` where that was not tried, or is void.
    #[must_use]
    pub fn connected(&self) -> Option<bool> {
        let ends: Vec<&StepEnd> = self.tries().iter().filter_map(|t| t.end_of(Phase::Connect)).collect();
        if ends.is_empty() { None } else { Some(ends.contains(&&StepEnd::Done)) }
    }

    /// Where it was held.
    #[must_use]
    pub fn place(&self) -> SocketAddr {
        let port = match &self.question {
            Question::Smtp { port, .. } | Question::Hello { port, .. } | Question::Mailbox { port, .. } => *port,
            Question::Folders { port, .. } => *port,
            Question::Submission(asked) => asked.port,
            Question::Search(asked) => asked.port,
            Question::Https { url, .. } => authority(url).1,
            Question::Dns { .. } | Question::DnsAt { .. } => 53,
            Question::Signatures { .. } => 0,
        };
        SocketAddr::new(self.address, port)
    }

    /// The name that was asked for in the handshake.
    #[must_use]
    pub fn sni(&self) -> Option<Name> {
        match &self.question {
            Question::Smtp { sni, .. } | Question::Hello { sni, .. } | Question::Mailbox { sni, .. } => sni.clone(),
            Question::Folders { sni, .. } => sni.clone(),
            Question::Submission(asked) => asked.sni.clone(),
            Question::Search(asked) => asked.sni.clone(),
            Question::Https { url, .. } => Name::parse(authority(url).0).ok(),
            Question::Dns { .. } | Question::DnsAt { .. } | Question::Signatures { .. } => None,
        }
    }

    /// The gap that this dialogue leaves for `reason`.
    #[must_use]
    pub fn gap(&self, reason: Reason) -> Gap {
        Gap::new(&self.question, reason)
    }
}

/// Host and port of a URL over HTTPS.
pub(crate) fn authority(url: &str) -> (&str, u16) {
    let authority = url.strip_prefix("https://").unwrap_or(url).split(['/', '?', '#']).next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().unwrap_or(443)),
        None => (authority, 443),
    }
}

/// The capability lines of a complete EHLO reply in the clear; `None` when there was none.
#[must_use]
pub fn capabilities(attempt: &Try) -> Option<Vec<String>> {
    let reply = attempt.reply(Phase::Ehlo).filter(|r| r.code == 250)?;
    Some(reply.lines.iter().skip(1).map(|l| String::from_utf8_lossy(&l.0).trim().to_owned()).collect())
}

/// How TLS begins on `port`; `None` where no dialogue of ours fits.
#[must_use]
pub fn security_of(port: u16) -> Option<Security> {
    match port {
        p if IMPLICIT_TLS.contains(&p) => Some(Security::Implicit),
        p if OTHER_PROTOCOLS.contains(&p) => None,
        _ => Some(Security::Starttls),
    }
}

fn gap(mail: &Mail, target: &Target) -> Option<Gap> {
    match &mail.route {
        Route::Unknown(gap) => Some(gap.clone()),
        _ => mail::left_out_gap(mail, &target.domain),
    }
}

fn exchange(target: &Target, host: &MailHost) -> HostSessions {
    let hosted = host.provider.is_some();
    let sessions = host.public().map(|a| session(target, &host.name, 25, a)).collect();
    HostSessions { name: host.name.clone(), port: 25, security: Security::Starttls, hosted, gaps: host.gaps.clone(), sessions }
}

fn one_host(target: &Target, port: u16, inquiry: &Inquiry<'_>) -> HostSessions {
    let name = target.domain.clone();
    let mut addresses = BTreeSet::new();
    let mut gaps = Vec::new();
    if let Ok(address) = name.as_str().parse::<IpAddr>() {
        addresses.insert(address);
    } else {
        for rtype in [RecordType::A, RecordType::Aaaa] {
            let seen = inquiry.dns(&name, rtype);
            gaps.extend(seen.gap().cloned());
            addresses.extend(seen.records().iter().filter_map(|r| match r.data {
                Data::A(a) => Some(IpAddr::V4(a)),
                Data::Aaaa(a) => Some(IpAddr::V6(a)),
                _ => None,
            }));
        }
    }
    let sessions = addresses.into_iter().map(|a| session(target, &name, port, a)).collect();
    HostSessions { name, port, security: security_of(port).unwrap_or(Security::Starttls), hosted: false, gaps, sessions }
}

fn session(target: &Target, host: &Name, port: u16, address: IpAddr) -> Session {
    let security = security_of(port).unwrap_or(Security::Starttls);
    // RFC 6066 3: an address is never sent as the server's name.
    let sni = host.as_str().parse::<IpAddr>().is_err().then(|| host.clone());
    let question = match port {
        143 => Question::Mailbox { addr: address, port, protocol: Protocol::Imap, security, sni, login: None },
        110 => Question::Mailbox { addr: address, port, protocol: Protocol::Pop3, security, sni, login: None },
        _ => {
            let script = if security == Security::Implicit { Script::Handshake } else { Script::Session };
            Question::Smtp { addr: address, port, security, sni, helo: target.probe_name.clone(), script }
        }
    };
    let talk = Err(Gap::new(&question, Reason::NotAsked));
    Session { address, question, talk }
}

fn hold(session: &mut Session, target: &Target, inquiry: &Inquiry<'_>, left: &mut usize, room: &mut Room<'_>) {
    session.talk = if target.no_smtp {
        Err(session.gap(Reason::SwitchedOff))
    } else if target.port.is_some_and(|p| security_of(p).is_none()) {
        Err(session.gap(Reason::NotAsked))
    } else if *left == 0 {
        Err(session.gap(Reason::BudgetSpent))
    } else {
        *left -= 1;
        room.hold(&session.question, inquiry)
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    const PLANNER: Planner = Planner { name: "sessions", serves: &["smtp"], plan: |t, i| drop(read(t, i)) };

    fn sessions(text: &str) -> Sessions {
        let world = World::parse(text).expect("scenario");
        let recorded = world.gather(&world.target(), &[PLANNER], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    #[test]
    fn the_first_address_of_each_host_comes_before_the_second_of_any() {
        let mut text = String::from("example.com MX 10 a.example.com\nexample.com MX 20 b.example.com\nb.example.com A 44.2.0.1\n");
        for last in 1..=(MOST_SESSIONS + 1) {
            text.push_str(&format!("a.example.com A 44.1.0.{last}\n"));
        }
        let read = sessions(&text);
        assert!(read.hosts[1].sessions[0].talk.is_ok());
        let spent = read.hosts[0].sessions.iter().filter(|s| s.talk.as_ref().is_err_and(|g| g.reason == Reason::BudgetSpent));
        assert_eq!(spent.count(), 2);
    }

    #[test]
    fn private_addresses_of_exchanges_are_not_talked_to_and_an_unknown_mx_leaves_a_gap() {
        assert!(sessions("example.com MX 1 a.example.com\na.example.com A 10.0.0.1").hosts[0].sessions.is_empty());
        assert_eq!(sessions("example.com * TIMEOUT").gap.map(|g| g.reason), Some(Reason::Timeout));
        assert!(sessions("example.com MX 0 .").gap.is_none());
    }

    #[test]
    fn one_port_of_one_host() {
        let read = sessions("target a.example.com port=465\na.example.com A 44.1.0.1\nsmtp 44.1.0.1:465 a.example.com good");
        assert!(read.hosts[0].client_facing());
        assert!(matches!(read.hosts[0].sessions[0].question, Question::Smtp { script: Script::Handshake, .. }));
        assert!(read.hosts[0].sessions[0].tries()[0].tls.is_some());
        let imap = sessions("target a.example.com port=143\na.example.com A 44.1.0.1\nimap 44.1.0.1:143 a.example.com good");
        assert!(imap.hosts[0].sessions[0].tries()[0].tls.is_some());
        let ldap = sessions("target a.example.com port=389\na.example.com A 44.1.0.1\nsmtp 44.1.0.1:389 a.example.com good");
        assert!(ldap.hosts[0].sessions[0].talk.is_err());
        let plain = sessions("target a.example.com port=25 no_smtp=yes\na.example.com A 44.1.0.1");
        assert!(!plain.hosts[0].client_facing());
        assert!(plain.hosts[0].sessions[0].talk.as_ref().is_err_and(|g| g.reason == Reason::SwitchedOff));
    }
}
