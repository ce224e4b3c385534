//! The zone that holds the domain: whether it exists, its name servers, wildcards, aliases, sizes
//! and lifetimes.
//!
//! What only an authoritative server can tell (lifetimes, TCP) is asked of one, never of a cache.

mod controls;
mod poll;
mod servers;
mod sets;

pub use controls::{Control, Rewrite, control_label};
pub use poll::{Said, Server};
pub use servers::Servers;
pub use sets::{AliasedName, ApexTxt, Beside, Lifetime, UDP_SIZE};

use facts::{Gap, Inquiry, Name, RecordType, Seen, Target};
use records::domain;

/// Whether the domain exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Existence {
    /// The DNS knows the name.
    Exists,
    /// NXDOMAIN for the name itself, not for what an alias leads to.
    Absent,
    /// Not known.
    Unknown(Gap),
}

/// The zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Whether the domain exists. Where it does not, nothing else is asked.
    pub existence: Existence,
    /// Its name servers.
    pub servers: Servers,
    /// Names that nobody published, and whether they answer.
    pub controls: Vec<Control>,
    /// Whether the resolver answers for a name that cannot exist; `None` when that is not known.
    pub rewrite: Option<Rewrite>,
    /// The names that mail needs, as far as they may be aliases.
    pub aliased: Vec<AliasedName>,
    /// The TXT set of the domain.
    pub apex_txt: ApexTxt,
    /// Lifetimes of the MX and SPF sets, as an authoritative server gives them.
    pub lifetimes: Vec<Lifetime>,
}

/// Whether somebody can register the domain that a name hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registration {
    /// The registrable domain exists.
    Taken,
    /// The registrable domain does not exist, and its public suffix is listed or does: anyone can take it.
    Free(Name),
    /// The name hangs on no public suffix that exists (`mail.lan`): nobody can register it.
    Impossible,
    /// Not known.
    Unknown(Gap),
}

/// Reads the zone of the target.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Zone {
    let existence = existence(&target.domain, inquiry);
    if existence == Existence::Absent {
        return Zone {
            existence,
            servers: Servers::default(),
            controls: Vec::new(),
            rewrite: None,
            aliased: Vec::new(),
            apex_txt: ApexTxt::default(),
            lifetimes: Vec::new(),
        };
    }
    let servers = servers::read(&target.domain, inquiry);
    Zone {
        controls: controls::read(&target.domain, inquiry),
        rewrite: controls::rewrite(&target.domain, inquiry),
        aliased: sets::aliased(target, &servers, inquiry),
        apex_txt: sets::apex_txt(&target.domain, &servers, inquiry),
        lifetimes: sets::lifetimes(&target.domain, &servers, inquiry),
        existence,
        servers,
    }
}

/// Two types are asked: a server that says NXDOMAIN to one and answers the other is wrong about the first.
fn existence(domain: &Name, inquiry: &Inquiry<'_>) -> Existence {
    let seen = [inquiry.dns(domain, RecordType::Soa), inquiry.dns(domain, RecordType::Mx)];
    if seen.iter().any(|s| s.answer().is_some() && !is_absent(s)) {
        return Existence::Exists;
    }
    if seen.iter().any(is_absent) {
        return Existence::Absent;
    }
    seen.into_iter().find_map(|s| s.gap().cloned()).map_or(Existence::Exists, Existence::Unknown)
}

/// Behind an alias NXDOMAIN speaks of the alias's target (RFC 6604 3): the name itself exists.
fn is_absent(seen: &Seen<'_>) -> bool {
    matches!(seen, Seen::NoSuchName(answer) if answer.aliases.is_empty())
}

/// Whether the domain that `name` hangs on can be registered by anyone.
#[must_use]
pub fn registration(name: &Name, inquiry: &Inquiry<'_>) -> Registration {
    let Some(registrable) = domain::organisational(name.as_str()).and_then(|d| Name::parse(d).ok()) else {
        return Registration::Impossible;
    };
    let suffix = registrable.parent().unwrap_or_default();
    let listed = domain::is_listed_suffix(suffix.as_str());
    // Both are looked up before either is judged: they can be asked at once.
    let (seen, above) = (inquiry.dns(&registrable, RecordType::Soa), (!listed).then(|| inquiry.dns(&suffix, RecordType::Soa)));
    if let Some(gap) = seen.gap() {
        return Registration::Unknown(gap.clone());
    }
    if !is_absent(&seen) {
        return Registration::Taken;
    }
    match above {
        Some(Seen::Unknown(gap)) => Registration::Unknown(gap),
        Some(above) if is_absent(&above) => Registration::Impossible,
        _ => Registration::Free(registrable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    const BASE: &str =
        "example.com SOA ns1.example.net h.example.com 1 2 3 4 5\nexample.com NS ns1.example.net\nexample.com NS ns2.example.net
        ns1.example.net A 44.128.53.1\nns2.example.net AAAA 2d00:44::2\nexample.com MX 10 mx.example.com";

    fn zone(layer: &str) -> Zone {
        let world = World::layers(&[BASE, layer]).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "zone", serves: &["dns"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    #[test]
    fn absence_is_the_names_own() {
        assert_eq!(zone("example.com * NXDOMAIN").existence, Existence::Absent);
        assert_eq!(zone("example.com SOA NXDOMAIN").existence, Existence::Exists);
        assert_eq!(zone("target alias.example.com\nalias.example.com CNAME gone.example.net").existence, Existence::Exists);
        assert!(matches!(zone("example.com * SERVFAIL").existence, Existence::Unknown(_)));
    }

    #[test]
    fn a_subdomain_is_served_by_the_zone_above_it() {
        let zone = zone("target sub.example.com\nsub.example.com MX 10 mx.example.com");
        assert_eq!(zone.servers.zone.as_ref().map(Name::as_str), Some("example.com"));
        assert_eq!(zone.servers.addresses.len(), 2);
    }

    #[test]
    fn a_second_server_is_asked_when_the_first_is_silent() {
        let all = zone("@44.128.53.1 example.com MX TIMEOUT");
        assert!(all.lifetimes.iter().any(|l| l.rtype == RecordType::Mx && l.ttl == Ok(Some(3600))), "{:?}", all.lifetimes);
        let none = zone("@44.128.53.1 example.com MX TIMEOUT\n@2d00:44::2 example.com MX REFUSED");
        assert!(none.lifetimes.iter().any(|l| l.rtype == RecordType::Mx && l.ttl.is_err()));
    }

    #[test]
    fn what_can_be_registered() {
        let world = World::parse("mx.taken.com A 44.128.1.1").unwrap_or_else(|e| panic!("{e}"));
        let at = |text: &str| {
            let name = Name::parse(text).unwrap_or_else(|e| panic!("{e}"));
            let mut facts = facts::Facts::new(facts::Moment::default());
            for _ in 0..3 {
                let inquiry = Inquiry::new(&facts);
                let found = registration(&name, &inquiry);
                let open = inquiry.into_open();
                if open.is_empty() {
                    return found;
                }
                for question in open {
                    let answer = world.answer(&question, &|_, _| Vec::new());
                    facts.add(question, 0, answer);
                }
            }
            panic!("asks without end")
        };
        assert_eq!(at("mx.taken.com"), Registration::Taken);
        assert_eq!(at("other.taken.com"), Registration::Taken);
        assert_eq!(at("mx.free.com"), Registration::Free(Name::parse("free.com").unwrap_or_default()));
        assert_eq!(at("mail.lan"), Registration::Impossible);
        assert_eq!(at("localhost"), Registration::Impossible);
    }
}
