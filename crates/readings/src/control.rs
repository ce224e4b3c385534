//! The control probe: well-known mail hosts that show whether port 25 and IPv6 work from where the audit runs, and
//! whether something on the way alters mail connections. It says nothing about the target.

mod issuer;

use facts::answer::{Data, Phase, StepEnd, Try};
use facts::{Gap, Inquiry, Name, Question, Reason, RecordType, Script, Security, Target};
use std::net::IpAddr;

/// Mail hosts of large providers that answer on port 25 over both families, asked in this order until one connects.
pub const BUILT_IN: [&str; 3] = ["aspmx.l.google.com", "mx.yandex.net", "mxs.mail.ru"];

/// What the control hosts showed, for each family that was needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// Over IPv4; none where it was not needed.
    pub v4: Option<State>,
    /// Over IPv6; none where it was not needed.
    pub v6: Option<State>,
}

/// What became of the control probe of one family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A host was reached, unaltered.
    Answers {
        /// The host, as it was named.
        host: Name,
        /// Its address.
        address: IpAddr,
    },
    /// A host was reached, and what it said was altered on the way.
    Altered {
        /// The host, as it was named.
        host: Name,
        /// Its address.
        address: IpAddr,
        /// What gives it away.
        sign: Sign,
    },
    /// No host could be reached.
    Fails(Gap),
    /// Not known: it was not asked.
    Unknown(Gap),
}

/// What gives an interception away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Stars in the greeting, as firewalls write them.
    MaskedBanner(String),
    /// A product's name in the greeting.
    ForeignBanner(String),
    /// STARTTLS is not offered by a host that always does.
    NoStarttls,
    /// A product's name in the certificate.
    ForeignIssuer(&'static str),
    /// No public authority issued the certificate of a built-in host, which always has one.
    UnknownIssuer,
}

/// Names of products that stand between a client and its mail server.
const PRODUCTS: [&str; 14] = [
    "avast",
    "AVG Technologies",
    "ESET SSL Filter",
    "Kaspersky Anti-Virus",
    "Kaspersky Web Anti-Virus",
    "Bitdefender",
    "Dr.Web",
    "Fortinet",
    "FortiGate",
    "Sophos",
    "Norton Web/Mail Shield",
    "McAfee",
    "Zscaler",
    "Check Point",
];

/// Asks the control hosts over the families that are needed.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>, v4: bool, v6: bool) -> Control {
    let family = |needed: bool, rtype| needed.then(|| of_family(target, inquiry, rtype));
    Control { v4: family(v4, RecordType::A), v6: family(v6, RecordType::Aaaa) }
}

impl Control {
    /// The state for the family of `address`.
    #[must_use]
    pub fn of(&self, address: IpAddr) -> Option<&State> {
        if address.is_ipv4() { self.v4.as_ref() } else { self.v6.as_ref() }
    }

    /// The first interception that was seen; all connections go the same way.
    #[must_use]
    pub fn altered(&self) -> Option<(&Name, &Sign)> {
        [&self.v4, &self.v6].into_iter().flatten().find_map(|state| match state {
            State::Altered { host, sign, .. } => Some((host, sign)),
            _ => None,
        })
    }
}

impl State {
    /// The host that answered, with its address, as text.
    #[must_use]
    pub fn answered(&self) -> Option<String> {
        match self {
            State::Answers { host, address } if host.as_str() == address.to_string() => Some(address.to_string()),
            State::Answers { host, address } => Some(format!("{host} [{address}]")),
            _ => None,
        }
    }
}

fn hosts(target: &Target) -> Vec<Name> {
    if target.controls.is_empty() { BUILT_IN.iter().filter_map(|h| Name::parse(h).ok()).collect() } else { target.controls.clone() }
}

fn of_family(target: &Target, inquiry: &Inquiry<'_>, rtype: RecordType) -> State {
    let mut failed = None;
    for host in hosts(target) {
        let literal = host.as_str().parse::<IpAddr>().ok();
        let address = match literal {
            Some(address) if address.is_ipv4() == (rtype == RecordType::A) => address,
            // An address of the other family shows nothing of this one.
            Some(_) => continue,
            None => {
                let seen = inquiry.dns(&host, rtype);
                match (seen.records().first().and_then(|r| address_of(&r.data)), seen.gap()) {
                    (Some(address), _) => address,
                    (None, Some(gap)) if gap.reason == Reason::NotAsked => return State::Unknown(gap.clone()),
                    (None, gap) => {
                        failed = failed.or(gap.cloned());
                        continue;
                    }
                }
            }
        };
        let question = question(target, &host, literal.is_none(), address);
        match inquiry.smtp(&question) {
            Err(gap) if gap.reason == Reason::LocalFailure => failed = failed.or(Some(gap)),
            Err(gap) => return State::Unknown(gap),
            Ok(talk) => match talk.tries.iter().find(|t| t.end_of(Phase::Connect) == Some(&StepEnd::Done)) {
                Some(reached) => {
                    let foreign = || {
                        let chain = reached.tls.iter().flat_map(|tls| tls.chain.clone()).collect::<Vec<_>>();
                        BUILT_IN.contains(&host.as_str()) && issuer::is_foreign(&chain, target, inquiry.facts().observed_at)
                    };
                    return match sign(reached).or_else(|| foreign().then_some(Sign::UnknownIssuer)) {
                        Some(sign) => State::Altered { host, address, sign },
                        None => State::Answers { host, address },
                    };
                }
                None => failed = Some(Gap::new(&question, Reason::Timeout)),
            },
        }
    }
    let nobody = || Gap { reason: Reason::NotAsked, asked: if rtype == RecordType::A { "IPv4".into() } else { "IPv6".into() } };
    failed.map_or_else(|| State::Unknown(nobody()), State::Fails)
}

fn address_of(data: &Data) -> Option<IpAddr> {
    match data {
        Data::A(a) => Some(IpAddr::V4(*a)),
        Data::Aaaa(a) => Some(IpAddr::V6(*a)),
        _ => None,
    }
}

fn question(target: &Target, host: &Name, named: bool, address: IpAddr) -> Question {
    Question::Smtp {
        addr: address,
        port: 25,
        security: Security::Starttls,
        sni: named.then(|| host.clone()),
        helo: target.probe_name.clone(),
        script: Script::Session,
    }
}

fn sign(reached: &Try) -> Option<Sign> {
    if let Some(greeting) = reached.reply(Phase::Greeting) {
        let text = greeting.to_text();
        if text.contains("****") {
            return Some(Sign::MaskedBanner(text));
        }
        if PRODUCTS.iter().any(|p| text.to_ascii_lowercase().contains(&p.to_ascii_lowercase())) {
            return Some(Sign::ForeignBanner(text));
        }
    }
    let chain = reached.tls.iter().flat_map(|tls| &tls.chain);
    let holds = |product: &&&str| chain.clone().any(|der| der.0.windows(product.len()).any(|w| w.eq_ignore_ascii_case(product.as_bytes())));
    if let Some(product) = PRODUCTS.iter().find(holds) {
        return Some(Sign::ForeignIssuer(product));
    }
    let told = crate::sessions::capabilities(reached)?;
    let offered = told.iter().any(|line| line.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("STARTTLS")));
    (!offered).then_some(Sign::NoStarttls)
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn control(text: &str) -> Control {
        let world = World::parse(text).expect("scenario");
        let planner = Planner { name: "control", serves: &["smtp"], plan: |t, i| drop(read(t, i, true, true)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts), true, true)
    }

    #[test]
    fn the_next_host_is_asked_where_one_is_silent() {
        let text = "aspmx.l.google.com A 44.1.0.1\nmx.yandex.net A 44.1.0.2\nsmtp 44.1.0.1:25 aspmx.l.google.com good\nDROP\nsmtp 44.1.0.2:25 mx.yandex.net good";
        assert!(matches!(control(text).v4, Some(State::Answers { host, .. }) if host.as_str() == "mx.yandex.net"));
        assert!(matches!(control("aspmx.l.google.com A 44.1.0.1").v4, Some(State::Fails(_))));
    }

    #[test]
    fn an_address_stands_for_its_family_alone() {
        let read = control("target example.com control=44.1.0.1\nsmtp 44.1.0.1:25 mx.example.net good");
        assert!(read.v4.as_ref().is_some_and(|s| s.answered().as_deref() == Some("44.1.0.1")));
        assert!(matches!(read.v6, Some(State::Unknown(_))));
    }

    #[test]
    fn alterations() {
        let of = |lines: &str| control(&format!("target example.com control=44.1.0.1\nsmtp 44.1.0.1:25 mx.example.net good\n{lines}"));
        assert!(matches!(of("S: 220 ****************").altered(), Some((_, Sign::MaskedBanner(_)))));
        assert!(matches!(of("S: 220 avast! mail scanner").altered(), Some((_, Sign::ForeignBanner(_)))));
        assert!(matches!(of("C: EHLO\nS: 250-mx.example.net\nS: 250 XXXXXXXA").altered(), Some((_, Sign::NoStarttls))));
        assert!(of("S: 421 busy").altered().is_none());
        assert!(of("").altered().is_none());
    }
}
