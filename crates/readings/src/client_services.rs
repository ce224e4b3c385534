//! The servers that mail programs are sent to by SRV records or a settings file, or that the owner of an account named: whether
//! each answers on its port, and what its TLS shows. Nobody logs in.

use crate::client_settings::{self, Service, client_hosts};
use crate::policy::addresses;
use crate::room::Room;
use crate::sessions::{HostSessions, Session};
use crate::{known_hosts, mail, settings_file};
use facts::{AccountTarget, Endpoint, Gap, Inquiry, Name, Protocol, Question, Reason, Script, Security, Target, is_public};
use records::client_config::{Kind, Socket};
use std::net::IpAddr;

/// At most so many services are looked at.
const MOST_SERVICES: usize = 8;
/// Addresses of each that are talked to.
const MOST_ADDRESSES: usize = 4;

/// A service that programs are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientService {
    /// What it is for.
    pub kind: Kind,
    /// Who names it.
    pub source: Source,
    /// How TLS begins there by what names it; none where that is left to the port.
    pub stated: Option<Socket>,
    /// The host, its port, and what it said there.
    pub host: HostSessions,
}

/// Who names a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An SRV record at this name.
    Srv(Name),
    /// The settings file at this URL.
    File(String),
    /// The owner of the account.
    Given,
    /// The custom of the provider that the mail is at.
    Provider,
}

/// A service before anybody connected.
struct Place {
    kind: Kind,
    source: Source,
    stated: Option<Socket>,
    name: Name,
    port: u16,
}

/// Reads the services of the target; none for a single port.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<ClientService> {
    if target.port.is_some() {
        return Vec::new();
    }
    if let Some(account) = &target.account {
        return of_account(target, account, inquiry);
    }
    let (mut services, mut room) = (Vec::<ClientService>::new(), Room::new(target));
    for place in published(target, inquiry) {
        let known = services.iter().any(|s| s.host.name == place.name && s.host.port == place.port);
        if !known && services.len() < MOST_SERVICES {
            services.push(place.look(target, inquiry, &mut room));
        }
    }
    services
}

/// One service of each kind: the one that was named, else the first that is found. Where there is IMAP, POP3 is looked at
/// only if it was named.
fn of_account(target: &Target, account: &AccountTarget, inquiry: &Inquiry<'_>) -> Vec<ClientService> {
    let (mut services, mut room) = (Vec::<ClientService>::new(), Room::new(target));
    for (kind, given) in [(Kind::Imap, &account.imap), (Kind::Pop3, &account.pop3), (Kind::Smtp, &account.smtp)] {
        match given {
            Some(endpoint) => services.push(named(kind, endpoint, target, inquiry, &mut room)),
            None if kind == Kind::Pop3 && services.iter().any(|s| s.kind == Kind::Imap) => {}
            None => services.extend(found(kind, target, inquiry).map(|place| place.look(target, inquiry, &mut room))),
        }
    }
    services
}

/// A server that was named; without a port the usual ones are tried, the one with TLS from the first byte first (RFC 8314 3).
fn named(kind: Kind, endpoint: &Endpoint, target: &Target, inquiry: &Inquiry<'_>, room: &mut Room<'_>) -> ClientService {
    let stated = endpoint.security.map(|s| if s == Security::Implicit { Socket::Tls } else { Socket::Starttls });
    let mut look = |port| Place { kind, source: Source::Given, stated, name: endpoint.host.clone(), port }.look(target, inquiry, room);
    if let Some(port) = endpoint.port {
        return look(port);
    }
    let [implicit, starttls] = usual_ports(kind);
    if stated == Some(Socket::Starttls) {
        return look(starttls);
    }
    let first = look(implicit);
    let open = |service: &ClientService| service.host.sessions.iter().any(|s| s.connected() == Some(true));
    if stated.is_some() || open(&first) || first.host.sessions.is_empty() {
        return first;
    }
    Some(look(starttls)).filter(open).unwrap_or(first)
}

fn usual_ports(kind: Kind) -> [u16; 2] {
    match kind {
        Kind::Imap => [993, 143],
        Kind::Pop3 => [995, 110],
        Kind::Smtp => [465, 587],
    }
}

/// What a program without the user's help would take.
fn found(kind: Kind, target: &Target, inquiry: &Inquiry<'_>) -> Option<Place> {
    let first = published(target, inquiry).into_iter().find(|place| place.kind == kind);
    first.or_else(|| {
        let mail = mail::read(target, inquiry);
        let hosts = client_hosts(&mail);
        let custom = known_hosts::of_domain(kind, target.domain.as_str()).or(match kind {
            Kind::Imap => hosts.map(|h| h.imap),
            Kind::Smtp => hosts.map(|h| h.submission),
            Kind::Pop3 => None,
        });
        let name = Name::parse(custom?).ok()?;
        Some(Place { kind, source: Source::Provider, stated: None, name, port: usual_ports(kind)[0] })
    })
}

/// The services of SRV records, then those of settings files.
fn published(target: &Target, inquiry: &Inquiry<'_>) -> Vec<Place> {
    let settings = client_settings::read(target, inquiry);
    let mut places = Vec::new();
    for records in &settings.services {
        let Some(kind) = kind_of(records.service) else { continue };
        for srv in records.found.iter().flatten().filter(|srv| !srv.target.is_root() && srv.port != 0) {
            let stated = if implicit(records.service) { Socket::Tls } else { Socket::Starttls };
            let source = Source::Srv(records.at.clone());
            places.push(Place { kind, source, stated: Some(stated), name: srv.target.clone(), port: srv.port });
        }
    }
    for (url, server) in settings_file::read(target, inquiry).servers {
        if let Some(name) = settings_file::host(&server, &target.domain) {
            places.push(Place { kind: server.kind, source: Source::File(url), stated: Some(server.socket), name, port: server.port });
        }
    }
    places
}

fn kind_of(service: Service) -> Option<Kind> {
    match service {
        Service::Submissions | Service::Submission => Some(Kind::Smtp),
        Service::Imaps | Service::Imap => Some(Kind::Imap),
        Service::Pop3s | Service::Pop3 => Some(Kind::Pop3),
        Service::Autodiscover => None,
    }
}

fn implicit(service: Service) -> bool {
    matches!(service, Service::Submissions | Service::Imaps | Service::Pop3s)
}

/// How TLS begins on a well-known port of mail programs.
#[must_use]
pub fn security_of_port(port: u16) -> Option<Security> {
    match port {
        465 | 993 | 995 => Some(Security::Implicit),
        587 | 143 | 110 | 25 | 2525 => Some(Security::Starttls),
        _ => None,
    }
}

impl Place {
    /// On a well-known port TLS begins as everybody expects there, whatever is stated; elsewhere as stated.
    fn look(self, target: &Target, inquiry: &Inquiry<'_>, room: &mut Room<'_>) -> ClientService {
        let by_statement = if self.stated == Some(Socket::Tls) { Security::Implicit } else { Security::Starttls };
        let security = match self.source {
            Source::Srv(_) => by_statement,
            _ => security_of_port(self.port).unwrap_or(by_statement),
        };
        let (sessions, gaps) = self.sessions(security, target, inquiry, room);
        let host = HostSessions { sessions, name: self.name, port: self.port, security, hosted: false, gaps };
        ClientService { kind: self.kind, source: self.source, stated: self.stated, host }
    }

    fn sessions(&self, security: Security, target: &Target, inquiry: &Inquiry<'_>, room: &mut Room<'_>) -> (Vec<Session>, Vec<Gap>) {
        let (found, gap) = addresses(&self.name, inquiry);
        let public = found.into_iter().filter(|address| is_public(*address)).take(MOST_ADDRESSES);
        let sessions = public.map(|address| {
            let question = question(target, self.kind, security, &self.name, self.port, address);
            let talk = if target.no_smtp { Err(Gap::new(&question, Reason::SwitchedOff)) } else { room.hold(&question, inquiry) };
            Session { address, question, talk }
        });
        (sessions.collect(), gap.into_iter().collect())
    }
}

fn question(target: &Target, kind: Kind, security: Security, name: &Name, port: u16, addr: IpAddr) -> Question {
    let sni = Some(name.clone());
    let mailbox = match kind {
        Kind::Imap => Some(Protocol::Imap),
        Kind::Pop3 => Some(Protocol::Pop3),
        Kind::Smtp => None,
    };
    if let Some(protocol) = mailbox.filter(|_| security == Security::Starttls) {
        return Question::Mailbox { addr, port, protocol, security, sni, login: None };
    }
    let script = if security == Security::Implicit { Script::Handshake } else { Script::Session };
    Question::Smtp { addr, port, security, sni, helo: target.probe_name.clone(), script }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn services(text: &str) -> Vec<ClientService> {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "services", serves: &["cfg"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    #[test]
    fn each_service_is_talked_to_in_its_way() {
        let all = services(
            "_submissions._tcp.example.com SRV 0 1 465 mail.example.com\n_imap._tcp.example.com SRV 0 1 143 mail.example.com\n\
             _imaps._tcp.example.com SRV 0 1 993 gone.example.com\n_pop3s._tcp.example.com SRV 0 0 0 .\nmail.example.com A 44.128.1.1\n\
             smtp 44.128.1.1:465 mail.example.com good\nimap 44.128.1.1:143 mail.example.com good",
        );
        let told: Vec<_> = all.iter().map(|s| (s.host.name.as_str(), s.host.port, s.host.sessions.len())).collect();
        assert_eq!(told, [("mail.example.com", 465, 1), ("gone.example.com", 993, 0), ("mail.example.com", 143, 1)]);
        assert!(all.iter().flat_map(|s| &s.host.sessions).all(|s| s.tries().iter().any(|t| t.tls.is_some())));
        assert!(services("target mail.example.com port=465\n_imaps._tcp.mail.example.com SRV 0 1 993 a.example.com").is_empty());
    }
}
