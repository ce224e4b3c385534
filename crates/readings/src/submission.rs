//! Whether the hosts that mail programs are sent to take mail for sending, on 465 or 587; and, where port 25 is closed from
//! here, which of the ports for submission answer instead. Nobody logs in.

use crate::client_services::{self, ClientService};
use crate::client_settings::{self, Service};
use crate::policy::addresses;
use crate::sessions;
use facts::answer::{Phase, StepEnd};
use facts::{Gap, Inquiry, Name, Question, Reason, Script, Security, SmtpAnswer, Target, is_public};
use records::client_config::Kind;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

/// Ports for submission: TLS at once, and STARTTLS (RFC 8314 3.3, RFC 6409 3.1).
const PORTS: [u16; 2] = [465, 587];
/// Ports that take the place of 25 where a network closes it; the last one is a custom of hosters.
const ALTERNATIVES: [u16; 3] = [465, 587, 2525];
/// At most so many hosts are looked at.
const MOST_HOSTS: usize = 4;

/// A host that mail programs are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionHost {
    /// The host.
    pub name: Name,
    /// Whether it accepts connections on either port.
    pub accepts: Result<bool, Gap>,
}

/// A mail host whose port 25 cannot be reached from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The host.
    pub name: Name,
    /// The address that was tried.
    pub address: IpAddr,
    /// The ports that answered.
    pub open: Vec<u16>,
}

/// Reads the hosts named for sending; those named for mailboxes where no record names any for sending.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<SubmissionHost> {
    if target.account.is_some() {
        return Vec::new();
    }
    let services = client_services::read(target, inquiry);
    let sends = |service: Service| matches!(service, Service::Submissions | Service::Submission);
    let refused = client_settings::read(target, inquiry).services.iter().any(|s| sends(s.service) && s.is_refused());
    let any = services.iter().any(|s| s.kind == Kind::Smtp);
    let mut named: Vec<(Name, u16)> = Vec::new();
    for service in services.iter().filter(|s| s.kind == Kind::Smtp || !any && !refused) {
        if named.len() < MOST_HOSTS && !named.iter().any(|(name, _)| *name == service.host.name) {
            named.push((service.host.name.clone(), service.host.port));
        }
    }
    let mut ports = Ports::new(target, inquiry, &services);
    named.into_iter().map(|(name, port)| SubmissionHost { accepts: ports.accept(&name, port), name }).collect()
}

/// Reads what answers in place of a port 25 that this network closes.
#[must_use]
pub fn alternatives(target: &Target, inquiry: &Inquiry<'_>) -> Vec<Alternative> {
    let read = sessions::read(target, inquiry);
    let mut found = Vec::new();
    let mut ports = Ports::new(target, inquiry, &client_services::read(target, inquiry));
    for host in read.hosts.iter().filter(|h| h.port == 25).take(MOST_HOSTS) {
        let blocked = |s: &&sessions::Session| s.talk.as_ref().is_err_and(|gap| gap.reason == Reason::PortBlockedHere);
        if let Some(session) = host.sessions.iter().find(blocked) {
            let address = session.address;
            let answers = |port: &u16| ports.connects(&host.name, *port, address) == Ok(true);
            found.push(Alternative { name: host.name.clone(), address, open: ALTERNATIVES.into_iter().filter(answers).collect() });
        }
    }
    found
}

/// Which ports answer. That does not hang on the name: each is tried once, by whichever comes first.
struct Ports<'a, 'f> {
    target: &'a Target,
    inquiry: &'a Inquiry<'f>,
    known: BTreeMap<SocketAddr, Result<bool, Gap>>,
}

impl<'a, 'f> Ports<'a, 'f> {
    /// What the sessions of `services` show is known already.
    fn new(target: &'a Target, inquiry: &'a Inquiry<'f>, services: &[ClientService]) -> Self {
        let mut known = BTreeMap::new();
        for session in services.iter().flat_map(|service| &service.host.sessions) {
            let talk = session.talk.as_ref().map_err(Clone::clone);
            known.entry(session.place()).or_insert_with(|| connected(&session.question, talk));
        }
        Self { target, inquiry, known }
    }

    /// The port that a record named is tried first, and the other one only where it is needed.
    fn accept(&mut self, name: &Name, first: u16) -> Result<bool, Gap> {
        let (found, mut gap) = addresses(name, self.inquiry);
        let ports = PORTS.into_iter().filter(|port| *port == first).chain(PORTS.into_iter().filter(|port| *port != first));
        for port in ports {
            for address in found.iter().filter(|address| is_public(**address)).take(MOST_HOSTS) {
                match self.connects(name, port, *address) {
                    Ok(true) => return Ok(true),
                    Ok(false) => {}
                    Err(unknown) => gap = gap.or(Some(unknown)),
                }
            }
        }
        gap.map_or(Ok(false), Err)
    }

    fn connects(&mut self, name: &Name, port: u16, addr: IpAddr) -> Result<bool, Gap> {
        let (target, inquiry) = (self.target, self.inquiry);
        let (security, script) = if port == 465 { (Security::Implicit, Script::Handshake) } else { (Security::Starttls, Script::Session) };
        let question = Question::Smtp { addr, port, security, sni: Some(name.clone()), helo: target.probe_name.clone(), script };
        if target.no_smtp {
            return Err(Gap::new(&question, Reason::SwitchedOff));
        }
        let tried = || connected(&question, inquiry.smtp(&question));
        self.known.entry(SocketAddr::new(addr, port)).or_insert_with(tried).clone()
    }
}

fn connected(question: &Question, talk: Result<&SmtpAnswer, Gap>) -> Result<bool, Gap> {
    match talk?.tries.iter().find_map(|t| t.end_of(Phase::Connect)) {
        Some(StepEnd::Done) => Ok(true),
        Some(StepEnd::ConnectRefused) => Ok(false),
        _ => Err(Gap::new(question, Reason::Timeout)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn gathered<A>(text: &str, read: fn(&Target, &Inquiry<'_>) -> Vec<A>, plan: fn(&Target, &Inquiry<'_>)) -> Vec<A> {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let recorded = world.gather(&world.target(), &[Planner { name: "submission", serves: &["cfg"], plan }], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    fn hosts(text: &str) -> Vec<(String, Option<bool>)> {
        let all = gathered(&format!("mail.example.com A 44.128.1.1\n{text}"), read, |t, i| drop(read(t, i)));
        all.into_iter().map(|h| (h.name.to_string(), h.accepts.ok())).collect()
    }

    #[test]
    fn one_of_the_two_ports_is_enough() {
        let mail = |accepts| vec![("mail.example.com".to_owned(), accepts)];
        let named = "_submission._tcp.example.com SRV 0 1 587 mail.example.com\n";
        assert_eq!(hosts(&format!("{named}smtp 44.128.1.1:465 mail.example.com good")), mail(Some(true)));
        assert_eq!(hosts(&format!("{named}smtp 44.128.1.1:587 mail.example.com good")), mail(Some(true)));
        assert_eq!(hosts(named), mail(Some(false)));
        assert_eq!(hosts(&format!("{named}smtp 44.128.1.1:587 mail.example.com good\nDROP")), mail(None));
        assert_eq!(hosts("_imaps._tcp.example.com SRV 0 1 993 mail.example.com"), mail(Some(false)));
        let refused = "_imaps._tcp.example.com SRV 0 1 993 mail.example.com\n_submission._tcp.example.com SRV 0 0 0 .";
        assert_eq!(hosts(refused), vec![]);
    }

    #[test]
    fn a_closed_port_here_leads_to_the_others() {
        let text = "target example.com control=44.207.7.7\nexample.com MX 1 mx.example.com\nmx.example.com A 44.128.1.1\n\
                    smtp 44.128.1.1:25 mx.example.com good\nDROP\nsmtp 44.207.7.7:25 control.example good\nDROP\n";
        let open = |lines: &str| {
            let all = gathered(&format!("{text}{lines}"), alternatives, |t, i| drop(alternatives(t, i)));
            all.into_iter().map(|a| a.open).collect::<Vec<_>>()
        };
        assert_eq!(open("smtp 44.128.1.1:587 mx.example.com good"), [[587]]);
        assert_eq!(open(""), [[0; 0]]);
        assert!(open("smtp 44.207.7.7:25 control.example good").is_empty());
    }
}
