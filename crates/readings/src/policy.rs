//! The MTA-STS policy that the domain serves (RFC 8461 3.3): asked for where the record announces one, of the first address
//! that answers. Follows no redirect, and judges no certificate.

use crate::published::Found;
use crate::sts;
use facts::answer::{Data, HttpResponse, HttpsAnswer, Phase, StepEnd, TlsFacts};
use facts::{Gap, Inquiry, Name, Question, Reason, RecordType, Seen, Target};
use records::sts_policy::{Mode, StsPolicy};
use std::net::IpAddr;

/// Addresses of the policy host that are tried.
const MOST_ADDRESSES: usize = 4;

/// The policy of a domain.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The host that has to serve it.
    pub host: Option<Name>,
    /// What came of it.
    pub found: Fetched,
    /// The handshake with the host, where there was one.
    pub tls: Option<TlsFacts>,
}

/// What came of fetching the policy.
#[derive(Clone, Debug)]
pub enum Fetched {
    /// No record announces one.
    NotAnnounced,
    /// It is not known.
    Unknown(Gap),
    /// It cannot be had.
    Failed(Failure),
    /// A file came, with the media type that its server said.
    File {
        /// As parsed.
        policy: StsPolicy,
        /// Content-Type, uncleaned.
        content_type: Option<String>,
    },
}

/// Why a policy cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The host has no address.
    NoHost,
    /// Nobody listens on port 443.
    Refused,
    /// The handshake failed: the alert's or error's name; empty where the connection was cut.
    Handshake(String),
    /// What answered does not speak HTTP, or hung up.
    NoResponse,
    /// Another status than 200.
    Status(u16),
    /// A redirect, which senders do not follow; where to.
    Redirect(u16, String),
    /// The file broke off, or is too long.
    Cut,
}

impl Policy {
    /// The file, where one came.
    #[must_use]
    pub fn file(&self) -> Option<&StsPolicy> {
        match &self.found {
            Fetched::File { policy, .. } => Some(policy),
            _ => None,
        }
    }

    /// The mode that a file says which parses; what a broken file means is nowhere said.
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        self.file().filter(|policy| policy.issues.is_empty()).and_then(|policy| policy.mode)
    }
}

/// Reads the policy of the target.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Policy {
    let host = target.domain.below("mta-sts").ok();
    let nothing = |found| Policy { host: host.clone(), found, tls: None };
    match sts::read(target, inquiry).found {
        Found::None | Found::Several(_) => return nothing(Fetched::NotAnnounced),
        Found::Unknown(gap) => return nothing(Fetched::Unknown(gap)),
        Found::Record(_) => {}
    }
    let Some(name) = host.clone() else { return nothing(Fetched::NotAnnounced) };
    let (addresses, gap) = addresses(&name, inquiry);
    if addresses.is_empty() {
        return nothing(gap.map_or(Fetched::Failed(Failure::NoHost), Fetched::Unknown));
    }
    let mut last = Fetched::Failed(Failure::Refused);
    for addr in addresses.into_iter().take(MOST_ADDRESSES) {
        let question = Question::Https { addr, url: url(&name), post: None };
        if target.no_smtp {
            return nothing(Fetched::Unknown(Gap::new(&question, Reason::SwitchedOff)));
        }
        match inquiry.https(&question) {
            Err(gap) => return nothing(Fetched::Unknown(gap)),
            Ok(answer) => {
                last = outcome(&question, answer);
                if answer.steps.first().is_some_and(|step| step.end == StepEnd::Done) {
                    return Policy { host, found: last, tls: answer.tls.clone() };
                }
            }
        }
    }
    nothing(last)
}

/// Where the policy stands at its host (RFC 8461 3.3).
pub(crate) fn url(host: &Name) -> String {
    format!("https://{host}/.well-known/mta-sts.txt")
}

/// Addresses of `name`, IPv4 first; the gap where a family is not known.
pub(crate) fn addresses(name: &Name, inquiry: &Inquiry<'_>) -> (Vec<IpAddr>, Option<Gap>) {
    let (mut all, mut gap) = (Vec::new(), None);
    for rtype in [RecordType::A, RecordType::Aaaa] {
        match inquiry.dns(name, rtype) {
            Seen::Records(_, records) => all.extend(records.iter().filter_map(|r| match r.data {
                Data::A(addr) => Some(IpAddr::from(addr)),
                Data::Aaaa(addr) => Some(IpAddr::from(addr)),
                _ => None,
            })),
            Seen::NoData(_) | Seen::NoSuchName(_) => {}
            Seen::Unknown(unknown) => gap = Some(unknown),
        }
    }
    all.sort_by_key(|addr| (addr.is_ipv6(), *addr));
    all.dedup();
    (all, gap)
}

fn outcome(question: &Question, answer: &HttpsAnswer) -> Fetched {
    match (&answer.response, answer.steps.last().map(|step| (step.phase, &step.end))) {
        (Some(response), _) => of_response(response),
        (None, Some((_, StepEnd::Timeout))) | (None, None) => Fetched::Unknown(Gap::new(question, Reason::Timeout)),
        (None, Some((Phase::Connect, _))) => Fetched::Failed(Failure::Refused),
        (None, Some((Phase::Handshake, StepEnd::TlsFailure(name)))) => Fetched::Failed(Failure::Handshake(name.clone())),
        (None, Some((Phase::Handshake, _))) => Fetched::Failed(Failure::Handshake(String::new())),
        (None, Some(_)) => Fetched::Failed(Failure::NoResponse),
    }
}

fn of_response(response: &HttpResponse) -> Fetched {
    match response.status {
        200 if response.truncated => Fetched::Failed(Failure::Cut),
        200 => Fetched::File { policy: StsPolicy::parse(&response.body.0), content_type: response.content_type.clone() },
        300..=399 => Fetched::Failed(Failure::Redirect(response.status, response.location.clone().unwrap_or_default())),
        status => Fetched::Failed(Failure::Status(status)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    const SITE: &str =
        "_mta-sts.example.com TXT v=STSv1; id=1\nmta-sts.example.com A 44.128.1.3\nhttps 44.128.1.3:443 mta-sts.example.com good\n";
    const PAGE: &str =
        "GET /.well-known/mta-sts.txt 200 text/plain\n| version: STSv1\n| mode: enforce\n| max_age: 604800\n| mx: mx.example.com\n";

    fn policy(text: &str) -> Policy {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "policy", serves: &["sts"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    fn failure(text: &str) -> Option<Failure> {
        match policy(text).found {
            Fetched::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    #[test]
    fn a_policy_is_fetched_where_the_record_announces_one() {
        let whole = policy(&format!("{SITE}{PAGE}"));
        assert_eq!(whole.mode(), Some(Mode::Enforce));
        assert!(whole.tls.is_some());
        let unannounced = policy(&format!("{SITE}{PAGE}_mta-sts.example.com TXT NODATA"));
        assert!(matches!(unannounced.found, Fetched::NotAnnounced));
        let second = "mta-sts.example.com A 44.128.1.2\nhttps 44.128.1.2:443 mta-sts.example.com good\nREFUSE\n";
        assert_eq!(policy(&format!("{second}{SITE}{PAGE}")).mode(), Some(Mode::Enforce));
    }

    #[test]
    fn what_cannot_be_had_and_what_is_not_known() {
        assert_eq!(failure("_mta-sts.example.com TXT v=STSv1; id=1\nexample.com A 44.128.1.3"), Some(Failure::NoHost));
        assert_eq!(failure(SITE), Some(Failure::Status(404)));
        let moved = format!("{SITE}GET /.well-known/mta-sts.txt 301 -\nLOCATION https://www.example.com/");
        assert_eq!(failure(&moved), Some(Failure::Redirect(301, "https://www.example.com/".into())));
        assert_eq!(failure(&format!("{SITE}REFUSE")), Some(Failure::Refused));
        assert_eq!(failure(&format!("{SITE}TLS FAIL unrecognized_name")), Some(Failure::Handshake("unrecognized_name".into())));
        assert_eq!(failure(&format!("{SITE}TLS CLOSE")), Some(Failure::Handshake(String::new())));
        assert_eq!(failure(&format!("{SITE}{PAGE}|~ 300000")), Some(Failure::Cut));
        for silent in ["DROP", "SILENCE", "mta-sts.example.com A TIMEOUT", "target example.com no_smtp=yes"] {
            let found = policy(&format!("{SITE}{silent}")).found;
            assert!(matches!(found, Fetched::Unknown(_)), "{silent}: {found:?}");
        }
    }
}
