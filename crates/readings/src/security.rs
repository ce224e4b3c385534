//! What DNSSEC says of the answers that mail hangs on: 'secure' as a fact, for everything that needs it.
//!
//! Validation is not done here; what the answers carry is gathered by owner and type.

use crate::dkim::{self, Found, Source};
use crate::{dane, mail};
use facts::{Dnssec, DnssecStatus, Gap, Inquiry, Name, Reason, RecordType, Target};

/// One record set, present or proved absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedSet {
    /// Owner.
    pub name: Name,
    /// Type.
    pub rtype: RecordType,
    /// What validation says.
    pub dnssec: Result<Dnssec, Gap>,
}

/// The sets of one name that mail needs, and of those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedName {
    /// The audited domain, or a mail host.
    pub name: Name,
    /// Its sets; what matters most first.
    pub sets: Vec<SignedSet>,
}

/// The answers that the domain's mail hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// MX, TXT and SOA of the domain, its DMARC policy, and its keys.
    pub domain: SignedName,
    /// Addresses and TLSA records of its mail hosts, in the order of their names.
    pub hosts: Vec<SignedName>,
}

/// Reads what validation says.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Security {
    let domain = &target.domain;
    let set = |name: &Name, rtype| set(name, rtype, inquiry);
    let mut sets = vec![set(domain, RecordType::Mx), set(domain, RecordType::Txt), set(domain, RecordType::Soa)];
    sets.extend(domain.below("_dmarc").ok().map(|at| set(&at, RecordType::Txt)));
    sets.extend(keys(target, inquiry).iter().map(|at| set(at, RecordType::Txt)));
    let mut hosts: Vec<SignedName> = mail::read(target, inquiry)
        .hosts
        .into_iter()
        .filter(|h| !h.is_literal())
        .map(|host| {
            let mut sets = vec![set(&host.name, RecordType::A), set(&host.name, RecordType::Aaaa)];
            sets.extend(dane::owner(&host.name).map(|at| set(&at, RecordType::Tlsa)));
            SignedName { name: host.name, sets }
        })
        .collect();
    hosts.sort_by(|a, b| a.name.cmp(&b.name));
    Security { domain: SignedName { name: domain.clone(), sets }, hosts }
}

/// Where keys stand, or may stand behind an answer that does not validate. Selectors are not guessed for
/// this: those that others have asked for count.
fn keys(target: &Target, inquiry: &Inquiry<'_>) -> Vec<Name> {
    let wanted = |s: &dkim::Selector| match &s.found {
        Found::Keys(_) | Found::Dangling(_) => true,
        Found::Unknown(gap) => s.source == Source::Named || gap.reason == Reason::DnssecBogus,
        Found::Other(_) | Found::None => s.source == Source::Named,
    };
    dkim::read(target, &Inquiry::new(inquiry.facts())).selectors.into_iter().filter(wanted).map(|s| s.at).collect()
}

fn set(name: &Name, rtype: RecordType, inquiry: &Inquiry<'_>) -> SignedSet {
    SignedSet { name: name.clone(), rtype, dnssec: inquiry.dnssec(name, rtype).cloned() }
}

impl SignedSet {
    /// Its state; `None` when it is not known.
    #[must_use]
    pub fn status(&self) -> Option<DnssecStatus> {
        self.dnssec.as_ref().ok().map(|d| d.status)
    }

    /// Why its state is not known: no answer, or one whose chain could not be followed.
    #[must_use]
    pub fn gap(&self) -> Option<Gap> {
        match &self.dnssec {
            Err(gap) => Some(gap.clone()),
            Ok(d) if d.status == DnssecStatus::Indeterminate => Some(Gap { reason: Reason::DnssecUndetermined, asked: self.to_string() }),
            Ok(_) => None,
        }
    }
}

impl std::fmt::Display for SignedSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name, self.rtype)
    }
}

impl SignedName {
    /// The sets that do not validate.
    pub fn bogus(&self) -> impl Iterator<Item = &SignedSet> {
        self.sets.iter().filter(|s| s.status() == Some(DnssecStatus::Bogus))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn security(text: &str) -> Security {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "security", serves: &["dns"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    const BASE: &str = "example.com MX 10 mx.example.com\nmx.example.com A 44.128.1.1\ns1._domainkey.example.com TXT v=DKIM1; p=\n";

    #[test]
    fn all_that_mail_needs_is_gathered_and_an_unsaid_state_is_no_state() {
        let read = security(&format!("target example.com selector=s1\n{BASE}example.com DNSSEC secure\nexample.com DNSSEC/TXT bogus"));
        let names: Vec<String> = read.domain.sets.iter().map(ToString::to_string).collect();
        let wanted = ["example.com MX", "example.com TXT", "example.com SOA", "_dmarc.example.com TXT", "s1._domainkey.example.com TXT"];
        assert_eq!(names, wanted);
        assert_eq!(read.domain.bogus().count(), 3);
        assert_eq!(read.hosts[0].sets.last().map(ToString::to_string).as_deref(), Some("_25._tcp.mx.example.com TLSA"));
        let unsaid = security(BASE);
        assert_eq!(unsaid.domain.sets[0].gap().map(|g| g.reason), Some(Reason::DnssecUndetermined));
    }

    #[test]
    fn silence_has_its_own_reason() {
        let read = security("example.com * TIMEOUT");
        assert_eq!(read.domain.sets[0].gap().map(|g| g.reason), Some(Reason::Timeout));
    }
}
