//! The files with settings that mail programs fetch over HTTPS: Mozilla's autoconfig from its two places, and for an account
//! Microsoft's Autodiscover (MS-OXDSCLI). Nothing of a mailbox's user is sent but, for an account, its address.

use crate::client_settings::{self, Service};
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
    for (url, post) in places(target, inquiry) {
        if target.no_smtp {
            files.gaps.push(Gap { reason: Reason::SwitchedOff, asked: url });
            continue;
        }
        let got = match &post {
            Some(document) => web::post(inquiry, &url, document),
            None => web::get(inquiry, &url),
        };
        match got {
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

/// The settings file at the autoconfig host of a domain, where that exists, and the host.
pub(crate) fn autoconfig(target: &Target, inquiry: &Inquiry<'_>) -> Option<(String, Name)> {
    let host = target.domain.below("autoconfig").ok()?;
    let (url, _) =
        places(target, inquiry).into_iter().find(|(url, post)| post.is_none() && url.starts_with(&format!("https://{host}/")))?;
    Some((url, host))
}

/// Where the files are looked for, in the order in which programs do, and what is handed in there. A domain's own web site, and
/// Autodiscover, are asked for an account only.
fn places(target: &Target, inquiry: &Inquiry<'_>) -> Vec<(String, Option<String>)> {
    let domain = &target.domain;
    let settings = client_settings::read(target, inquiry);
    let there = |label: &str| {
        let wanted = domain.below(label).ok();
        settings.hosts.iter().find(|h| h.exists == Ok(true) && Some(&h.name) == wanted.as_ref()).map(|h| h.name.clone())
    };
    let user = target.account.as_ref().map(|account| format!("?emailaddress={}", encoded(&account.address))).unwrap_or_default();
    let mut places = Vec::new();
    places.extend(there("autoconfig").map(|host| (format!("https://{host}/mail/config-v1.1.xml{user}"), None)));
    let Some(account) = &target.account else { return places };
    places.push((format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml{user}"), None));
    let service = settings.services.iter().find(|s| s.service == Service::Autodiscover);
    let srv = service.and_then(|s| s.found.as_ref().ok()?.iter().find(|srv| !srv.target.is_root() && srv.port != 0));
    let hosts = there("autodiscover").map(|host| (host, 443)).or_else(|| srv.map(|srv| (srv.target.clone(), srv.port)));
    let document = Some(request(&account.address));
    places.extend(hosts.map(|(host, port)| match port {
        443 => (format!("https://{host}/autodiscover/autodiscover.xml"), document),
        port => (format!("https://{host}:{port}/autodiscover/autodiscover.xml"), document),
    }));
    places
}

/// What Autodiscover is asked with (MS-OXDSCLI 2.2.3).
fn request(address: &str) -> String {
    let address = address.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let schema = "http://schemas.microsoft.com/exchange/autodiscover/outlook";
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"{schema}/requestschema/2006\"><Request>\
         <EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>{schema}/responseschema/2006a</AcceptableResponseSchema>\
         </Request></Autodiscover>"
    )
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
        let account = format!("{autodiscover}\ntarget example.com account=a&b@example.com");
        assert_eq!((told(autodiscover).len(), told(&account).len()), (0, 1));
        let by_srv = account.replace("autodiscover.example.com A", "web.example.com A")
            + "\n_autodiscover._tcp.example.com SRV 0 0 443 web.example.com";
        assert_eq!(told(&by_srv).len(), 1);
        assert!(request("a&b@example.com").contains("<EMailAddress>a&amp;b@example.com<"));
    }

    #[test]
    fn silence_is_a_gap_and_a_refusal_none() {
        assert_eq!(files(&format!("{FILE}DROP")).gaps.len(), 1);
        assert_eq!(files(&format!("{FILE}REFUSE")), SettingsFiles::default());
        assert_eq!(files(&format!("{FILE}target example.com no_smtp=yes")).gaps.len(), 1);
    }
}
