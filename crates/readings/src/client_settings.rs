//! How a mail program learns the settings of a mailbox, as far as the DNS shows it: SRV records (RFC 6186,
//! RFC 8314 5.1) and the names at which it looks for a file with settings.
//!
//! Nothing is connected to, and no file fetched.

use crate::mail::Mail;
use facts::answer::Data;
use facts::{Gap, Inquiry, Name, RecordType, Target};

/// Services that programs look up, with their labels; the two that RFC 8314 asks for first.
const SERVICES: [(Service, &str); 7] = [
    (Service::Submissions, "_submissions._tcp"),
    (Service::Imaps, "_imaps._tcp"),
    (Service::Submission, "_submission._tcp"),
    (Service::Imap, "_imap._tcp"),
    (Service::Pop3s, "_pop3s._tcp"),
    (Service::Pop3, "_pop3._tcp"),
    (Service::Autodiscover, "_autodiscover._tcp"),
];

/// Hosts that serve a file with settings, by label under the domain.
const SETTINGS_HOSTS: [&str; 2] = ["autoconfig", "autodiscover"];

/// What the domain tells mail programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientSettings {
    /// The services, in a fixed order.
    pub services: Vec<ServiceRecords>,
    /// The hosts with a file of settings.
    pub hosts: Vec<SettingsHost>,
}

/// A service of mail programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Submission with TLS from the start (465).
    Submissions,
    /// IMAP with TLS from the start (993).
    Imaps,
    /// Submission with STARTTLS (587).
    Submission,
    /// IMAP with STARTTLS (143).
    Imap,
    /// POP3 with TLS from the start (995).
    Pop3s,
    /// POP3 with STARTTLS (110).
    Pop3,
    /// Microsoft's way to a file with settings.
    Autodiscover,
}

/// The SRV records of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRecords {
    /// Which service.
    pub service: Service,
    /// Where they stand.
    pub at: Name,
    /// What stands there; none where the DNS says that there is none.
    pub found: Result<Vec<Srv>, Gap>,
}

/// One SRV record (RFC 2782).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Srv {
    /// Lower is tried first.
    pub priority: u16,
    /// Share among those of the same priority.
    pub weight: u16,
    /// Port.
    pub port: u16,
    /// Host; the root says that the service is not offered.
    pub target: Name,
}

/// A host at which programs look for a file with settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsHost {
    /// The host.
    pub name: Name,
    /// Whether it has an address.
    pub exists: Result<bool, Gap>,
}

/// The hosts that a provider's customers enter by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientHosts {
    /// IMAP with TLS from the start, port 993.
    pub imap: &'static str,
    /// Submission with TLS from the start, port 465.
    pub submission: &'static str,
}

/// Providers with the same hosts for every customer, by their name in the table of providers
/// (hosts as in Thunderbird's database of settings, and the providers' own help pages).
const CLIENT_HOSTS: [(&str, ClientHosts); 5] = [
    ("Google Workspace", ClientHosts { imap: "imap.gmail.com", submission: "smtp.gmail.com" }),
    ("Yandex 360", ClientHosts { imap: "imap.yandex.ru", submission: "smtp.yandex.ru" }),
    ("VK WorkSpace (Mail.ru)", ClientHosts { imap: "imap.mail.ru", submission: "smtp.mail.ru" }),
    ("Rambler", ClientHosts { imap: "imap.rambler.ru", submission: "smtp.rambler.ru" }),
    ("Beget", ClientHosts { imap: "imap.beget.com", submission: "smtp.beget.com" }),
];

/// Reads what the target tells mail programs.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> ClientSettings {
    let domain = &target.domain;
    let services = SERVICES.iter().filter_map(|(service, labels)| {
        let at = domain.below(labels).ok()?;
        Some(ServiceRecords { service: *service, found: srv(&at, inquiry), at })
    });
    let services = services.collect();
    let hosts = SETTINGS_HOSTS.iter().filter_map(|label| domain.below(label).ok());
    ClientSettings { services, hosts: hosts.map(|name| SettingsHost { exists: has_address(&name, inquiry), name }).collect() }
}

/// The hosts that users of the domain enter by hand, where the provider of its mail has the same for all.
#[must_use]
pub fn client_hosts(mail: &Mail) -> Option<ClientHosts> {
    let provider = mail.hosts.first()?.provider?;
    CLIENT_HOSTS.iter().find(|(name, _)| *name == provider.name).map(|(_, hosts)| *hosts)
}

impl ClientSettings {
    /// The names that tell a program something: services that are offered, and hosts with settings.
    pub fn told(&self) -> impl Iterator<Item = &Name> {
        let services = self.services.iter().filter(|s| s.is_offered()).map(|s| &s.at);
        services.chain(self.hosts.iter().filter(|h| h.exists == Ok(true)).map(|h| &h.name))
    }

    /// Whether the domain says that it offers neither submission nor IMAP (RFC 6186 3.4).
    #[must_use]
    pub fn offers_none(&self) -> bool {
        let refused = |wanted: Service| self.services.iter().any(|s| s.service == wanted && s.is_refused());
        refused(Service::Submissions) && refused(Service::Imaps)
    }

    /// What could not be looked up.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let services = self.services.iter().filter_map(|s| s.found.as_ref().err());
        services.chain(self.hosts.iter().filter_map(|h| h.exists.as_ref().err())).cloned().collect()
    }
}

impl ServiceRecords {
    /// Whether a host offers the service.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        self.found.as_ref().is_ok_and(|found| found.iter().any(|srv| !srv.target.is_root()))
    }

    /// Whether the domain says that nobody offers it.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.found.as_ref().is_ok_and(|found| !found.is_empty() && found.iter().all(|srv| srv.target.is_root()))
    }
}

fn srv(at: &Name, inquiry: &Inquiry<'_>) -> Result<Vec<Srv>, Gap> {
    let seen = inquiry.dns(at, RecordType::Srv);
    if let Some(gap) = seen.gap() {
        return Err(gap.clone());
    }
    let record = |data: &Data| match data {
        Data::Srv { priority, weight, port, target } => {
            Some(Srv { priority: *priority, weight: *weight, port: *port, target: target.clone() })
        }
        _ => None,
    };
    let mut found: Vec<Srv> = seen.records().iter().filter_map(|r| record(&r.data)).collect();
    found.sort();
    Ok(found)
}

fn has_address(name: &Name, inquiry: &Inquiry<'_>) -> Result<bool, Gap> {
    let seen = [RecordType::A, RecordType::Aaaa].map(|rtype| inquiry.dns(name, rtype));
    if seen.iter().any(|s| !s.records().is_empty()) {
        return Ok(true);
    }
    seen.iter().find_map(|s| s.gap().cloned()).map_or(Ok(false), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn settings(text: &str) -> ClientSettings {
        let world = World::layers(&["example.com A 44.128.1.1", text]).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "client-settings", serves: &["cfg"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    fn told(text: &str) -> Vec<String> {
        settings(text).told().map(Name::to_string).collect()
    }

    #[test]
    fn everything_is_asked_at_once() {
        let world = World::default();
        let planner = Planner { name: "client-settings", serves: &["cfg"], plan: |t, i| drop(read(t, i)) };
        let open = planner.open(&world.target(), &facts::Facts::new(facts::Moment::default()));
        assert_eq!(open.len(), SERVICES.len() + 2 * SETTINGS_HOSTS.len());
    }

    #[test]
    fn services_and_hosts() {
        assert_eq!(told("_imaps._tcp.example.com SRV 0 1 993 mail.example.com"), ["_imaps._tcp.example.com"]);
        assert_eq!(told("autoconfig.example.com CNAME host.example.net\nhost.example.net AAAA 2d00:44::1"), ["autoconfig.example.com"]);
        assert_eq!(told("autodiscover.example.com A 44.128.1.1"), ["autodiscover.example.com"]);
        assert!(told("autoconfig.example.com CNAME gone.example.net").is_empty());
        assert!(told("").is_empty() && settings("").gaps().is_empty());
    }

    #[test]
    fn a_dot_says_no() {
        let both = settings("_submissions._tcp.example.com SRV 0 0 0 .\n_imaps._tcp.example.com SRV 0 0 0 .");
        assert!(both.offers_none() && both.told().next().is_none());
        let one = settings("_submissions._tcp.example.com SRV 0 0 0 .\n_imaps._tcp.example.com SRV 0 0 993 mail.example.com");
        assert!(!one.offers_none() && one.told().count() == 1);
    }

    #[test]
    fn silence_is_a_gap() {
        assert_eq!(settings("_imaps._tcp.example.com SRV TIMEOUT\nautoconfig.example.com A SERVFAIL").gaps().len(), 2);
        // An address of the other family is proof enough.
        assert!(settings("autoconfig.example.com A SERVFAIL\nautoconfig.example.com AAAA 2d00:44::1").gaps().is_empty());
    }

    #[test]
    fn client_hosts_name_providers_of_the_table() {
        for (name, _) in CLIENT_HOSTS {
            assert!(crate::providers::all().iter().any(|p| p.name == name), "{name}");
        }
    }
}
