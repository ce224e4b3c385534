//! What the registry says of the domain, over RDAP (RFC 9083), where the user asked for it. Only the registrable domain is
//! asked about, at the server that the bootstrap file names for it (RFC 9224).

use crate::web::{self, Got};
use facts::{Gap, Inquiry, Reason, Target};
use records::domain::organisational;
use records::rdap::Registration;

/// The servers of the registries, one per line, with the endings of the names that each answers for. `--rdap-bootstrap`
/// takes IANA's file of the day in place of it; where it comes from, and of what day it is, stands in its first lines.
const BUILT_IN: &str = include_str!("registration/servers.txt");

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
    let ours = built_in().filter(|_| given.is_empty());
    own.chain(ours).filter(|(ending, _)| fits(ending)).max_by_key(|(ending, _)| ending.len()).map(|(_, base)| base)
}

/// Every ending of the built-in table with its server.
fn built_in<'s>() -> impl Iterator<Item = (&'s str, &'s str)> {
    let rows = BUILT_IN.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    rows.flat_map(|(base, endings)| endings.split(' ').map(move |ending| (ending, base)))
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

    #[test]
    fn the_built_in_table_names_each_ending_once_and_its_server_over_https() {
        let endings: std::collections::BTreeMap<&str, &str> = built_in().collect();
        assert_eq!(endings.len(), built_in().count(), "an ending stands twice");
        assert!(endings.len() > 1_000, "{}", endings.len());
        for (ending, base) in &endings {
            assert!(!ending.is_empty() && ending.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{ending}");
            assert!(base.starts_with("https://") && base.ends_with('/'), "{ending}: {base}");
        }
        assert_eq!(server(&[], "example.org"), Some("https://rdap.publicinterestregistry.org/rdap/"));
        // IANA's file names none for these.
        assert!(["example.ru", "example.de"].iter().all(|name| server(&[], name).is_none()));
        assert!(BUILT_IN.starts_with("# ") && BUILT_IN.contains("publication 20"), "the table says where it comes from");
    }
}
