//! The servers that mail programs are sent to by SRV records, each on its port: whether it answers, and what its TLS shows.
//! Nobody logs in.

use crate::client_settings::{self, Service, ServiceRecords};
use crate::policy::addresses;
use crate::sessions::{HostSessions, Session};
use facts::{Gap, Inquiry, Name, Protocol, Question, Reason, Script, Security, Target, is_public};
use std::net::IpAddr;

/// At most so many services are looked at.
const MOST_SERVICES: usize = 8;
/// Addresses of each that are talked to.
const MOST_ADDRESSES: usize = 4;

/// A service that programs are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientService {
    /// Which one.
    pub service: Service,
    /// Where its SRV record stands.
    pub at: Name,
    /// The host, its port, and what it said there.
    pub host: HostSessions,
}

/// Reads the services of the target; none for a single port.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<ClientService> {
    if target.port.is_some() {
        return Vec::new();
    }
    let mut services: Vec<ClientService> = Vec::new();
    for records in client_settings::read(target, inquiry).services.iter().filter(|r| r.service != Service::Autodiscover) {
        for (name, port) in places(records) {
            let known = services.iter().any(|s| s.host.name == name && s.host.port == port);
            if !known && services.len() < MOST_SERVICES {
                let host = host(target, inquiry, records.service, name, port);
                services.push(ClientService { service: records.service, at: records.at.clone(), host });
            }
        }
    }
    services
}

fn places(records: &ServiceRecords) -> impl Iterator<Item = (Name, u16)> {
    let offered = records.found.iter().flatten().filter(|srv| !srv.target.is_root() && srv.port != 0);
    offered.map(|srv| (srv.target.clone(), srv.port))
}

fn host(target: &Target, inquiry: &Inquiry<'_>, service: Service, name: Name, port: u16) -> HostSessions {
    let (found, gap) = addresses(&name, inquiry);
    let security = match service {
        Service::Submissions | Service::Imaps | Service::Pop3s => Security::Implicit,
        Service::Submission | Service::Imap | Service::Pop3 | Service::Autodiscover => Security::Starttls,
    };
    let public = found.into_iter().filter(|address| is_public(*address)).take(MOST_ADDRESSES);
    let sessions = public.map(|address| hold(target, inquiry, question(target, service, security, &name, port, address), address));
    HostSessions { sessions: sessions.collect(), name, port, security, hosted: false, gaps: gap.into_iter().collect() }
}

fn question(target: &Target, service: Service, security: Security, name: &Name, port: u16, addr: IpAddr) -> Question {
    let sni = Some(name.clone());
    let mailbox = match service {
        Service::Imap => Some(Protocol::Imap),
        Service::Pop3 => Some(Protocol::Pop3),
        _ => None,
    };
    if let Some(protocol) = mailbox {
        return Question::Mailbox { addr, port, protocol, security, sni, login: None };
    }
    let script = if security == Security::Implicit { Script::Handshake } else { Script::Session };
    Question::Smtp { addr, port, security, sni, helo: target.probe_name.clone(), script }
}

fn hold(target: &Target, inquiry: &Inquiry<'_>, question: Question, address: IpAddr) -> Session {
    let talk = if target.no_smtp { Err(Gap::new(&question, Reason::SwitchedOff)) } else { inquiry.smtp(&question).cloned() };
    Session { address, question, talk }
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
