//! The files with settings that mail programs fetch over HTTPS: Mozilla's autoconfig from its two places, and Microsoft's
//! Autodiscover where that shows itself to a plain GET. Nothing of a mailbox's user is sent but, for an account, its address.

use crate::client_settings;
use crate::web::{self, Got};
use facts::{Gap, Inquiry, Name, Reason, Target};
use records::client_config::{self, ConfigServer};

/// What the files say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsFiles {
    /// Servers, each with the URL of the file that names it.
    pub servers: Vec<(String, ConfigServer)>,
    /// What is not known of them.
    pub gaps: Vec<Gap>,
}

/// Reads the files of the target: of a domain the one at its autoconfig host, where that exists.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> SettingsFiles {
    let mut files = SettingsFiles::default();
    for (host, path) in places(target, inquiry) {
        let url = format!("https://{host}{path}");
        if target.no_smtp {
            files.gaps.push(Gap { reason: Reason::SwitchedOff, asked: url });
            continue;
        }
        match web::get(inquiry, &url) {
            Got::Response { response, .. } if response.status == 200 && !response.truncated => {
                let servers = client_config::parse(&response.body.0).unwrap_or_default();
                files.servers.extend(servers.into_iter().map(|server| (url.clone(), server)));
            }
            Got::Unknown(gap) => files.gaps.push(gap),
            Got::Response { .. } | Got::Failed(_) => {}
        }
        if !files.servers.is_empty() {
            break;
        }
    }
    files
}

/// Where the files are looked for, in the order in which programs do. A domain's own web site is asked for an account only.
fn places(target: &Target, inquiry: &Inquiry<'_>) -> Vec<(Name, String)> {
    let domain = &target.domain;
    let hosts = client_settings::read(target, inquiry).hosts;
    let there = |label: &str| hosts.iter().find(|h| h.exists == Ok(true) && h.name.labels().next() == Some(label)).map(|h| h.name.clone());
    let user = target.account.as_ref().map(|account| format!("?emailaddress={}", encoded(&account.address))).unwrap_or_default();
    let mut places = Vec::new();
    places.extend(there("autoconfig").map(|host| (host, format!("/mail/config-v1.1.xml{user}"))));
    if target.account.is_some() {
        places.push((domain.clone(), format!("/.well-known/autoconfig/mail/config-v1.1.xml{user}")));
    }
    places.extend(there("autodiscover").map(|host| (host, "/autodiscover/autodiscover.xml".to_owned())));
    places
}

/// Percent-encoded for a query (RFC 3986 2.1).
fn encoded(text: &str) -> String {
    let octet = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(b).to_string(),
        _ => format!("%{b:02X}"),
    };
    text.bytes().map(octet).collect()
}

/// The host of `server` for addresses of `domain`; `None` for a text that is no host name.
#[must_use]
pub fn host(server: &ConfigServer, domain: &Name) -> Option<Name> {
    let text = server.host.replace("%EMAILDOMAIN%", domain.as_str());
    Name::from_person(&text).ok().filter(|name| !name.is_root() && text.parse::<std::net::IpAddr>().is_err())
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    const FILE: &str = "autoconfig.example.com A 44.128.1.9\nhttps 44.128.1.9:443 autoconfig.example.com good\n\
        GET /mail/config-v1.1.xml 200 text/xml\n| <clientConfig><emailProvider><incomingServer type=\"imap\"><hostname>imap.%EMAILDOMAIN%</hostname>\n\
        | <port>993</port><socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>\n";

    fn files(text: &str) -> SettingsFiles {
        let world = World::parse(&format!("example.com A 44.128.1.8\n{text}")).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "files", serves: &["cfg"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    fn told(text: &str) -> Vec<(String, String)> {
        let domain = Name::parse("example.com").unwrap_or_default();
        let all = files(text).servers;
        all.iter().map(|(url, server)| (url.clone(), host(server, &domain).unwrap_or_default().to_string())).collect()
    }

    #[test]
    fn a_file_names_servers() {
        let url = "https://autoconfig.example.com/mail/config-v1.1.xml".to_owned();
        assert_eq!(told(FILE), [(url.clone(), "imap.example.com".to_owned())]);
        let with_address = format!("{FILE}target example.com account=anna+x@example.com");
        assert_eq!(told(&with_address), [(format!("{url}?emailaddress=anna%2Bx%40example.com"), "imap.example.com".to_owned())]);
        assert!(told("").is_empty());
        let autodiscover = "autodiscover.example.com A 44.128.1.9\nhttps 44.128.1.9:443 autodiscover.example.com good\n\
            GET /autodiscover/autodiscover.xml 200 text/xml\n| <Autodiscover><Protocol><Type>IMAP</Type><Server>m.example.com</Server><Port>993</Port></Protocol></Autodiscover>";
        assert_eq!(told(autodiscover).len(), 1);
    }

    #[test]
    fn silence_is_a_gap_and_a_refusal_none() {
        assert_eq!(files(&format!("{FILE}DROP")).gaps.len(), 1);
        assert_eq!(files(&format!("{FILE}REFUSE")), SettingsFiles::default());
        assert_eq!(files(&format!("{FILE}target example.com no_smtp=yes")).gaps.len(), 1);
    }
}
