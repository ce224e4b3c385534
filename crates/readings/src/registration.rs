//! What the registry says of the domain, over RDAP (RFC 9083), where the user asked for it. Only the registrable domain is
//! asked about, at the server that the bootstrap file names for it (RFC 9224).

use crate::web::{self, Got};
use facts::{Gap, Inquiry, Reason, Target};
use records::domain::organisational;
use records::rdap::Registration;

/// Servers of some registries, by the ending of the name. Evidence: memory of IANA's file
/// <https://data.iana.org/rdap/dns.json>, which `--rdap-bootstrap` takes in place of this.
const BUILT_IN: &[(&str, &str)] = &[
    ("app", "https://pubapi.registry.google/rdap/"),
    ("br", "https://rdap.registro.br/"),
    ("com", "https://rdap.verisign.com/com/v1/"),
    ("cz", "https://rdap.nic.cz/"),
    ("dev", "https://pubapi.registry.google/rdap/"),
    ("fr", "https://rdap.nic.fr/"),
    ("info", "https://rdap.identitydigital.services/rdap/"),
    ("net", "https://rdap.verisign.com/net/v1/"),
    ("nl", "https://rdap.sidn.nl/"),
    ("no", "https://rdap.norid.no/"),
    ("org", "https://rdap.publicinterestregistry.org/rdap/"),
    ("pl", "https://rdap.dns.pl/"),
    ("uk", "https://rdap.nominet.uk/uk/"),
];

/// What is known of the registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// The user did not ask for it.
    NotAsked,
    /// It is not known.
    Unknown(Gap),
    /// The registry's answer.
    Known(Registration),
}

/// Reads the registration of the target's registrable domain.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Registered {
    let Some(rdap) = &target.rdap else { return Registered::NotAsked };
    let name = organisational(target.domain.as_str()).unwrap_or(target.domain.as_str()).to_owned();
    let gap = |reason| Registered::Unknown(Gap { reason, asked: format!("RDAP {name}") });
    let Some(base) = server(&rdap.servers, &name) else { return gap(Reason::NotAsked) };
    match web::get(inquiry, &format!("{}/domain/{name}", base.trim_end_matches('/'))) {
        Got::Unknown(gap) => Registered::Unknown(gap),
        Got::Failed(_) => gap(Reason::Ambiguous),
        Got::Response { response, .. } => match response.status {
            200 if !response.truncated => {
                let about = |r: &Registration| r.name.is_empty() || r.name == name;
                let read = Registration::parse(&response.body.0).filter(about);
                read.map_or_else(|| gap(Reason::Ambiguous), Registered::Known)
            }
            429 => gap(Reason::TemporaryRefusal),
            500..=599 => gap(Reason::ServerFailure),
            _ => gap(Reason::Refused),
        },
    }
}

/// The server for `name`: of the user's file where there is one, by the longest ending that fits.
fn server<'s>(given: &'s [String], name: &str) -> Option<&'s str> {
    let fits = |ending: &str| name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let own = given.iter().filter_map(|line| line.split_once(' '));
    let built_in = BUILT_IN.iter().copied().filter(|_| given.is_empty());
    own.chain(built_in).filter(|(ending, _)| fits(ending)).max_by_key(|(ending, _)| ending.len()).map(|(_, base)| base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    const SITE: &str = "target mail.example.com rdap=com|https://rdap.example.net/v1/\nrdap.example.net A 44.128.1.9\n\
                        https 44.128.1.9:443 rdap.example.net good\n";
    const OBJECT: &str = "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"]}\n";

    fn registered(text: &str) -> Registered {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "registration", serves: &["dns"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    fn reason(text: &str) -> Option<Reason> {
        match registered(&format!("{SITE}{text}")) {
            Registered::Unknown(gap) => Some(gap.reason),
            _ => None,
        }
    }

    #[test]
    fn the_registrable_domain_is_asked_about_at_its_registry() {
        let direct = registered(&format!("{SITE}GET /v1/domain/example.com 200 application/rdap+json\n{OBJECT}"));
        assert!(matches!(direct, Registered::Known(r) if r.states == ["active"]));
        let moved = "GET /v1/domain/example.com 302 -\nLOCATION https://rdap.example.net/there\nGET /there 200 -\n";
        assert!(matches!(registered(&format!("{SITE}{moved}{OBJECT}")), Registered::Known(_)));
        assert_eq!(registered("target example.com"), Registered::NotAsked);
    }

    #[test]
    fn what_is_no_answer_is_not_known() {
        assert_eq!(reason(""), Some(Reason::Refused));
        assert_eq!(reason("GET /v1/domain/example.com 429 -"), Some(Reason::TemporaryRefusal));
        assert_eq!(reason("GET /v1/domain/example.com 503 -"), Some(Reason::ServerFailure));
        assert_eq!(reason("GET /v1/domain/example.com 200 -\n| no json"), Some(Reason::Ambiguous));
        assert_eq!(reason("GET /v1/domain/example.com 302 -\nLOCATION http://rdap.example.net/there"), Some(Reason::Refused));
        assert_eq!(
            reason("GET /v1/domain/example.com 302 -\nLOCATION https://rdap.example.net/v1/domain/example.com"),
            Some(Reason::Ambiguous)
        );
        assert_eq!(reason("DROP"), Some(Reason::Timeout));
        assert_eq!(reason("rdap.example.net A TIMEOUT"), Some(Reason::Timeout));
        let other = OBJECT.replace("example.com", "example.org");
        assert_eq!(reason(&format!("GET /v1/domain/example.com 200 -\n{other}")), Some(Reason::Ambiguous));
    }

    #[test]
    fn the_longest_ending_names_the_server() {
        let given = ["uk https://a/".to_owned(), "co.uk https://b/".to_owned()];
        assert_eq!(server(&given, "example.co.uk"), Some("https://b/"));
        assert_eq!(server(&given, "example.uk"), Some("https://a/"));
        assert_eq!(server(&given, "example.com"), None);
        assert_eq!(server(&[], "example.com"), Some("https://rdap.verisign.com/com/v1/"));
        assert_eq!(server(&[], "examplecom"), None);
    }
}
