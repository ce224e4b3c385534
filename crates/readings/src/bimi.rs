//! The BIMI assertion record that receivers find for mail of the domain without a selector of its own, and what its
//! DMARC records say against showing a logo (draft-brand-indicators-for-message-identification 7.1, 7.2).
//!
//! The logo is fetched and not drawn, the mark certificate fetched and not judged.

use crate::dmarc::{self, Discovery, Dmarc};
use crate::policy::Failure;
use crate::published::{Found, Kind, Published};
use crate::web::{self, Got};
use facts::answer::TlsFacts;
use facts::{Gap, Inquiry, Name, Reason, Target};
use records::bimi::{self, BimiRecord, Place};
use records::dmarc::{DmarcRecord, Policy};
use records::{domain, svg};

const BIMI: Kind<BimiRecord> = Kind {
    name: "bimi",
    is_one: bimi::is_bimi,
    near_miss: bimi::near_miss,
    parse: BimiRecord::parse,
    labels: "default._bimi",
    mistaken: &["_bimi"],
};

/// Why receivers pass over a BIMI record whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// There is no DMARC policy.
    NoPolicy,
    /// The policy asks for nothing.
    PolicyNone,
    /// `t=y` makes nothing of the policy.
    Test,
    /// The policy for names below is none (`sp`, `np`).
    SubdomainNone,
    /// `pct` below 100.
    Percentage,
}

/// Reads the BIMI record of the target, or else that of its organisational domain.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Published<BimiRecord> {
    // Both may be asked beforehand: by the list the organisational domain is known without a question.
    let above: Vec<Published<BimiRecord>> = organisational(target, inquiry).iter().map(|name| BIMI.read(name, inquiry)).collect();
    let own = BIMI.read(&target.domain, inquiry);
    if !matches!(own.found, Found::None) {
        return own;
    }
    above.into_iter().find(|p| !matches!(p.found, Found::None)).unwrap_or(own)
}

/// The logo of a domain.
#[derive(Clone, Debug)]
pub enum Logo {
    /// No record names one.
    NotNamed,
    /// It is not known.
    Unknown(Gap),
    /// It cannot be had.
    Failed {
        /// Its address.
        url: String,
        /// Why.
        why: Failure,
    },
    /// A document came.
    Document {
        /// Its address.
        url: String,
        /// The host that served it.
        host: Name,
        /// What the handshake with it showed.
        tls: Option<TlsFacts>,
        /// What keeps it from being a logo.
        faults: Vec<svg::Fault>,
    },
}

/// Fetches the logo that the target's record names.
#[must_use]
pub fn logo(target: &Target, inquiry: &Inquiry<'_>) -> Logo {
    let record = match read(target, inquiry).found {
        Found::Record(record) => record,
        Found::Unknown(gap) => return Logo::Unknown(gap),
        Found::None | Found::Several(_) => return Logo::NotNamed,
    };
    let Some(Place::At(place)) = &record.location else { return Logo::NotNamed };
    let url = format!("https://{}{}", place.host, place.path);
    if target.no_smtp {
        return Logo::Unknown(Gap { reason: Reason::SwitchedOff, asked: url });
    }
    match web::get(inquiry, &url) {
        Got::Unknown(gap) => Logo::Unknown(gap),
        Got::Failed(why) => Logo::Failed { url, why },
        Got::Response { host, response, tls } => match response.status {
            200 if response.truncated => Logo::Failed { url, why: Failure::Cut },
            200 => Logo::Document { url, host, tls: tls.cloned(), faults: svg::faults(&response.body.0) },
            status => Logo::Failed { url, why: Failure::Status(status) },
        },
    }
}

/// The file with the mark certificate of a domain.
#[derive(Clone, Debug)]
pub enum MarkFile {
    /// No record names a logo.
    NoLogo,
    /// The record names a logo and no certificate.
    NotNamed,
    /// It is not known.
    Unknown(Gap),
    /// It cannot be had.
    Failed {
        /// Its address.
        url: String,
        /// Why.
        why: Failure,
    },
    /// A file came.
    File {
        /// Its address.
        url: String,
        /// The host that served it.
        host: Name,
        /// What the handshake with it showed.
        tls: Option<TlsFacts>,
        /// Its octets.
        body: Vec<u8>,
    },
}

/// Fetches the mark certificate that the target's record names.
#[must_use]
pub fn mark_file(target: &Target, inquiry: &Inquiry<'_>) -> MarkFile {
    let record = match read(target, inquiry).found {
        Found::Record(record) => record,
        Found::Unknown(gap) => return MarkFile::Unknown(gap),
        Found::None | Found::Several(_) => return MarkFile::NoLogo,
    };
    let place = match (&record.location, &record.authority) {
        (Some(Place::At(_)), Some(Place::At(place))) => place,
        (Some(Place::At(_)), None | Some(Place::Empty)) => return MarkFile::NotNamed,
        // What cannot be read is told of the record.
        _ => return MarkFile::NoLogo,
    };
    let url = format!("https://{}{}", place.host, place.path);
    if target.no_smtp {
        return MarkFile::Unknown(Gap { reason: Reason::SwitchedOff, asked: url });
    }
    match web::get(inquiry, &url) {
        Got::Unknown(gap) => MarkFile::Unknown(gap),
        Got::Failed(why) => MarkFile::Failed { url, why },
        Got::Response { host, response, tls } => match response.status {
            200 if response.truncated => MarkFile::Failed { url, why: Failure::Cut },
            200 => MarkFile::File { url, host, tls: tls.cloned(), body: response.body.0.clone() },
            status => MarkFile::Failed { url, why: Failure::Status(status) },
        },
    }
}

/// Organisational domains other than the domain itself: by the tree walk, then by the list.
fn organisational(target: &Target, inquiry: &Inquiry<'_>) -> Vec<Name> {
    let walked = dmarc::organisational(target, inquiry).ok();
    let listed = domain::organisational(target.domain.as_str()).and_then(|d| Name::parse(d).ok());
    let mut names: Vec<Name> = walked.into_iter().chain(listed).filter(|name| *name != target.domain).collect();
    names.dedup();
    names
}

/// What the DMARC records say against a logo, with the domain whose record says it; `None` where
/// nothing does.
///
/// # Errors
/// The gap, when the policy is not known.
pub fn obstacle(dmarc: &Dmarc) -> Result<Option<(Obstacle, Name)>, Gap> {
    let applied = match &dmarc.policy {
        Discovery::Unknown(gap) => return Err(gap.clone()),
        Discovery::Missing | Discovery::Void { .. } => return Ok(Some((Obstacle::NoPolicy, dmarc.domain.clone()))),
        Discovery::Applied(applied) => applied,
    };
    if applied.policy == Policy::None {
        let obstacle = if applied.asked == Policy::None { Obstacle::PolicyNone } else { Obstacle::Test };
        return Ok(Some((obstacle, applied.from.clone())));
    }
    if let Some(obstacle) = of_record(&applied.record) {
        return Ok(Some((obstacle, applied.from.clone())));
    }
    // The record of the organisational domain counts as well, even where it is not the one applied.
    let organisational = dmarc.walk.organisational.as_ref().map_err(Clone::clone)?;
    let above = dmarc.walk.record_of(organisational).filter(|(from, _)| **from != applied.from);
    Ok(above.and_then(|(from, record)| policy_of(record).or_else(|| of_record(record)).map(|o| (o, from.clone()))))
}

fn policy_of(record: &DmarcRecord) -> Option<Obstacle> {
    match record.p.valid() {
        None | Some(Policy::None) => Some(Obstacle::PolicyNone),
        Some(policy) if record.test && policy.weaker() == Policy::None => Some(Obstacle::Test),
        Some(_) => None,
    }
}

fn of_record(record: &DmarcRecord) -> Option<Obstacle> {
    if [record.sp, record.np].iter().any(|below| below.valid() == Some(Policy::None)) {
        return Some(Obstacle::SubdomainNone);
    }
    record.pct.is_some_and(|pct| pct < 100).then_some(Obstacle::Percentage)
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    const LOGO: &str = "TXT v=BIMI1; l=https://example.com/logo.svg";

    fn gathered<T>(text: &str, then: fn(&Target, &Inquiry<'_>) -> T) -> T {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let plan: fn(&Target, &Inquiry<'_>) = |t, i| drop((read(t, i), dmarc::read(t, i)));
        let recorded = world.gather(&world.target(), &[Planner { name: "bimi", serves: &["bimi"], plan }], &|_, _| Vec::new());
        then(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    #[test]
    fn the_organisational_domain_stands_in() {
        let at = |text: &str| gathered(text, |t, i| (read(t, i).at.to_string(), read(t, i).record().is_some()));
        let sub = "target a.news.example.com\na.news.example.com A 44.128.1.1\n";
        assert_eq!(at(&format!("{sub}default._bimi.example.com {LOGO}")), ("default._bimi.example.com".into(), true));
        let both = format!("{sub}default._bimi.example.com {LOGO}\ndefault._bimi.a.news.example.com TXT v=BIMI1; l=; a=;");
        assert_eq!(at(&both), ("default._bimi.a.news.example.com".into(), true));
        assert_eq!(at(sub), ("default._bimi.a.news.example.com".into(), false));
        // Between the two nobody looks, unless the walk ends there.
        assert_eq!(at(&format!("{sub}default._bimi.news.example.com {LOGO}")), ("default._bimi.a.news.example.com".into(), false));
        let walked = format!("{sub}default._bimi.news.example.com {LOGO}\n_dmarc.news.example.com TXT v=DMARC1; p=reject; psd=n");
        assert_eq!(at(&walked), ("default._bimi.news.example.com".into(), true));
    }

    #[test]
    fn silence_above_is_not_absence() {
        let sub = "target news.example.com\nnews.example.com A 44.128.1.1\ndefault._bimi.example.com TXT TIMEOUT";
        assert!(gathered(sub, |t, i| matches!(read(t, i).found, Found::Unknown(_))));
    }

    #[test]
    fn what_speaks_against_a_logo() {
        let of = |text: &str| gathered(text, |t, i| obstacle(&dmarc::read(t, i)).map(|o| o.map(|(o, _)| o)));
        for (record, wanted) in [
            ("p=reject", None),
            ("p=quarantine", None),
            ("p=quarantine; pct=100; sp=reject", None),
            ("p=reject; t=y", None),
            ("p=none", Some(Obstacle::PolicyNone)),
            ("p=quarantine; t=y", Some(Obstacle::Test)),
            ("p=reject; sp=none", Some(Obstacle::SubdomainNone)),
            ("p=reject; np=none", Some(Obstacle::SubdomainNone)),
            ("p=quarantine; pct=99", Some(Obstacle::Percentage)),
        ] {
            assert_eq!(of(&format!("_dmarc.example.com TXT v=DMARC1; {record}")), Ok(wanted), "{record}");
        }
        assert_eq!(of("example.com A 44.128.1.1"), Ok(Some(Obstacle::NoPolicy)));
        assert!(of("_dmarc.example.com TXT TIMEOUT").is_err());
        let sub = "target news.example.com\n_dmarc.news.example.com TXT v=DMARC1; p=reject\n_dmarc.example.com TXT v=DMARC1; ";
        assert_eq!(of(&format!("{sub}p=none")), Ok(Some(Obstacle::PolicyNone)));
        assert_eq!(of(&format!("{sub}p=reject; sp=none")), Ok(Some(Obstacle::SubdomainNone)));
        assert_eq!(of(&format!("{sub}p=quarantine; t=y")), Ok(Some(Obstacle::Test)));
        assert_eq!(of(&format!("{sub}p=quarantine")), Ok(None));
    }
}
