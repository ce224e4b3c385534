//! TLSA records of the mail hosts, and whether DNSSEC makes them count (RFC 7672 2.2): only a secure
//! MX set, secure addresses and a secure TLSA answer do. Which certificate they fit is judged elsewhere.

use crate::mail::{self, MailHost, Route};
use crate::providers::Provider;
use facts::answer::Data;
use facts::{Dnssec, DnssecStatus, Gap, Inquiry, Name, RecordType, Seen, Target};
use records::tlsa::Tlsa;

/// The DANE side of a domain's mail hosts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dane {
    /// The hosts, in the order of their names.
    pub hosts: Vec<DaneHost>,
    /// Why hosts, or further ones, are not known.
    pub gap: Option<Gap>,
}

/// One mail host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaneHost {
    /// The host.
    pub name: Name,
    /// The hosted provider that it belongs to.
    pub provider: Option<&'static Provider>,
    /// Where its TLSA records stand.
    pub at: Name,
    /// What stands there; none where the DNS says that there is none.
    pub tlsa: Result<Vec<Tlsa>, Gap>,
    /// What validation says of the answer about TLSA, present or not.
    pub answer: Result<Dnssec, Gap>,
    /// What validation says of the way there: the domain's MX set and the host's addresses.
    pub way: Result<Dnssec, Gap>,
}

/// Reads the TLSA records of the target's mail hosts.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Dane {
    // One port of one host is nobody's exchange.
    if !target.is_domain() || target.domain.is_root() {
        return Dane::default();
    }
    let mail = mail::read(target, inquiry);
    let gap = match &mail.route {
        Route::Unknown(gap) => Some(gap.clone()),
        _ => mail::left_out_gap(&mail, &target.domain),
    };
    let mut hosts: Vec<DaneHost> = mail.hosts.iter().filter_map(|h| host(&target.domain, h, inquiry)).collect();
    hosts.sort_by(|a, b| a.name.cmp(&b.name));
    Dane { hosts, gap }
}

/// Where the TLSA records of a mail host stand (RFC 6698 3); `None` for a name too long to have any.
#[must_use]
pub fn owner(host: &Name) -> Option<Name> {
    host.below("_25._tcp").ok()
}

fn host(domain: &Name, host: &MailHost, inquiry: &Inquiry<'_>) -> Option<DaneHost> {
    if host.is_literal() {
        return None;
    }
    let (at, tlsa) = records(&host.name, inquiry)?;
    let answer = inquiry.dnssec(&at, RecordType::Tlsa).cloned();
    // A host that is an alias has its records at the end of the alias, or else at its own name (RFC 7672 2.2.2).
    let alias = host.aliases.last().and_then(|end| records(end, inquiry)).filter(|(_, found)| found.as_ref().is_ok_and(|f| !f.is_empty()));
    let (at, tlsa, answer) = match alias {
        Some((end, found)) => {
            let answer = inquiry.dnssec(&end, RecordType::Tlsa).cloned();
            (end, found, answer)
        }
        None => (at, tlsa, answer),
    };
    Some(DaneHost { name: host.name.clone(), provider: host.provider, at, tlsa, answer, way: way(domain, &host.name, inquiry) })
}

fn records(host: &Name, inquiry: &Inquiry<'_>) -> Option<(Name, Result<Vec<Tlsa>, Gap>)> {
    let at = owner(host)?;
    let found = match inquiry.dns(&at, RecordType::Tlsa) {
        Seen::Unknown(gap) => Err(gap),
        seen => Ok(seen.records().iter().filter_map(|r| record(&r.data)).collect()),
    };
    Some((at, found))
}

fn record(data: &Data) -> Option<Tlsa> {
    match data {
        Data::Tlsa { usage, selector, matching, data } => Some(Tlsa::read(*usage, *selector, *matching, &data.0)),
        _ => None,
    }
}

fn way(domain: &Name, host: &Name, inquiry: &Inquiry<'_>) -> Result<Dnssec, Gap> {
    let parts = [(domain, RecordType::Mx), (host, RecordType::A), (host, RecordType::Aaaa)].map(|(n, t)| inquiry.dnssec(n, t).cloned());
    let mut known = parts.into_iter();
    let first = known.next().unwrap_or_else(|| Ok(Dnssec::secure(None)))?;
    known.try_fold(first, |worst, part| Ok(worst.and(part?)))
}

impl DaneHost {
    /// Whether TLSA records are published there; `None` when not known.
    #[must_use]
    pub fn publishes(&self) -> Option<bool> {
        self.tlsa.as_ref().ok().map(|t| !t.is_empty())
    }

    /// Whether senders act on what stands there: secure all the way.
    ///
    /// # Errors
    /// The gap, when that is not known.
    pub fn counts(&self) -> Result<bool, Gap> {
        let secure = |part: &Result<Dnssec, Gap>| -> Result<Option<bool>, Gap> {
            Ok(match part.as_ref().map_err(Clone::clone)?.status {
                DnssecStatus::Secure => Some(true),
                DnssecStatus::Insecure => Some(false),
                DnssecStatus::Bogus | DnssecStatus::Indeterminate => None,
            })
        };
        match (secure(&self.way), secure(&self.answer)) {
            // One insecure link decides, whatever the others are.
            (Ok(Some(false)), _) | (_, Ok(Some(false))) => Ok(false),
            (Ok(Some(true)), Ok(Some(true))) => Ok(true),
            (Err(gap), _) | (_, Err(gap)) => Err(gap),
            _ => Err(self.undetermined()),
        }
    }

    fn undetermined(&self) -> Gap {
        let bogus = [&self.way, &self.answer].into_iter().flatten().any(|d| d.status == DnssecStatus::Bogus);
        let reason = if bogus { facts::Reason::DnssecBogus } else { facts::Reason::DnssecUndetermined };
        Gap { reason, asked: format!("{} TLSA", self.at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::fixture::World;
    use facts::{Planner, Reason};

    const HOST: &str = "example.com MX 10 mx.example.com\nmx.example.com A 44.128.1.1\n";

    fn one(text: &str) -> DaneHost {
        let world = World::layers(&[HOST, text]).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "dane", serves: &["dane"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts)).hosts.remove(0)
    }

    #[test]
    fn every_link_must_be_secure() {
        assert_eq!(one("example.com DNSSEC secure").counts(), Ok(true));
        assert_eq!(one("example.com DNSSEC secure\nexample.com DNSSEC/MX insecure").counts(), Ok(false));
        assert_eq!(one("example.com DNSSEC secure\nmx.example.com DNSSEC insecure").counts(), Ok(false));
        assert_eq!(one("example.com DNSSEC secure\nexample.com DNSSEC/TLSA insecure").counts(), Ok(false));
        let unknown = one("example.com DNSSEC secure\n_25._tcp.mx.example.com DNSSEC indeterminate");
        assert_eq!(unknown.counts().map_err(|g| g.reason), Err(Reason::DnssecUndetermined));
        assert_eq!(one("").counts().map_err(|g| g.reason), Err(Reason::DnssecUndetermined));
    }

    #[test]
    fn records_are_sought_behind_an_alias_and_at_the_name_itself() {
        let digest = "3 1 1 0123456789012345678901234567890123456789012345678901234567890123";
        let alias = "example.com MX 10 mail.example.com\nmail.example.com CNAME mx.example.com\n";
        let behind = one(&format!("{alias}_25._tcp.mx.example.com TLSA {digest}"));
        assert_eq!((behind.at.as_str(), behind.publishes()), ("_25._tcp.mx.example.com", Some(true)));
        let own = one(&format!("{alias}_25._tcp.mail.example.com TLSA {digest}"));
        assert_eq!((own.at.as_str(), own.publishes()), ("_25._tcp.mail.example.com", Some(true)));
        assert_eq!(one("_25._tcp.mx.example.com TLSA TIMEOUT").publishes(), None);
    }
}
