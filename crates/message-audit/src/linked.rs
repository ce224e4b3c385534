//! What the lists of domains say of those that the message links to. A list is believed once it stands its own tests.

use facts::answer::Data;
use facts::{Gap, Inquiry, Name, Reason, RecordType, Seen, Target};
use readings::lists::{LISTS, List, Listing, Meaning, Object, Said, Weight};
use std::collections::BTreeSet;
use std::net::Ipv4Addr;

/// At most so many domains are asked about.
pub const MOST_DOMAINS: usize = 20;

/// A listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where.
    pub list: &'static List,
    /// What it means.
    pub meaning: &'static Meaning,
}

/// A linked domain.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The registrable domain.
    pub domain: Name,
    /// Listings for abuse.
    pub listed: Vec<Listed>,
    /// Lists that were heard.
    pub heard: Vec<&'static str>,
    /// Lists that matter and were not heard.
    pub gaps: Vec<Gap>,
}

/// Reads the lists.
#[must_use]
pub fn read(target: &Target, domains: &BTreeSet<Name>, inquiry: &Inquiry<'_>) -> Vec<Linked> {
    if domains.is_empty() {
        return Vec::new();
    }
    let tells = |list: &List| [Listing::Grave, Listing::Major, Listing::Minor].iter().any(|l| list.tells(*l));
    let lists: Vec<(&'static List, String)> = LISTS
        .iter()
        .filter(|l| l.objects.contains(&Object::Domain) && tells(l))
        .filter_map(|l| l.asked_zone(&target.keys).map(|zone| (l, zone)))
        .collect();
    let health: Vec<Result<(), Gap>> = lists.iter().map(|(list, zone)| health(list, zone, inquiry)).collect();
    let one = |domain: &Name| {
        let mut linked = Linked { domain: domain.clone(), listed: Vec::new(), heard: Vec::new(), gaps: Vec::new() };
        for ((list, zone), health) in lists.iter().zip(&health) {
            match health.clone().and_then(|()| codes(list, zone, domain.as_str(), inquiry)) {
                Ok(codes) => {
                    linked.heard.push(list.name);
                    linked.listed.extend(codes.into_iter().flat_map(|code| abuse(list, code)));
                }
                Err(gap) if list.weight == Weight::Major => linked.gaps.push(gap),
                Err(_) => {}
            }
        }
        if linked.heard.is_empty() && linked.gaps.is_empty() {
            linked.gaps.push(Gap { reason: Reason::ListRefused, asked: domain.to_string() });
        }
        linked
    };
    domains.iter().take(MOST_DOMAINS).map(one).collect()
}

fn abuse(list: &'static List, code: Ipv4Addr) -> Vec<Listed> {
    let grave = |m: &&'static Meaning| matches!(m.listing, Listing::Grave | Listing::Major | Listing::Minor);
    match list.read(code) {
        Said::Listed(meanings) => meanings.into_iter().filter(grave).map(|meaning| Listed { list, meaning }).collect(),
        _ => Vec::new(),
    }
}

/// RFC 5782 5: what must be listed is, what must not is not.
fn health(list: &'static List, zone: &str, inquiry: &Inquiry<'_>) -> Result<(), Gap> {
    let (listed, clear) = list.test_points(Object::Domain);
    let broken = |labels: &str| Gap { reason: Reason::ListBroken, asked: format!("{labels}.{zone} A") };
    // Both at once, so that nobody waits twice.
    let (yes, no) = (codes(list, zone, &listed, inquiry), codes(list, zone, &clear, inquiry));
    match (yes?.is_empty(), no?.is_empty()) {
        (false, true) => Ok(()),
        (true, _) => Err(broken(&listed)),
        (false, false) => Err(broken(&clear)),
    }
}

/// The codes inside 127/8 that a list gives for a name; none where it is not listed.
fn codes(list: &'static List, zone: &str, labels: &str, inquiry: &Inquiry<'_>) -> Result<Vec<Ipv4Addr>, Gap> {
    let asked = format!("{labels}.{zone}");
    let gap = |reason| Gap { reason, asked: format!("{asked} A") };
    let name = Name::parse(&asked).map_err(|_| gap(Reason::NotAsked))?;
    let seen = inquiry.dns(&name, RecordType::A);
    if let Seen::Unknown(gap) = seen {
        return Err(gap);
    }
    let all: Vec<Ipv4Addr> = seen.records().iter().filter_map(|r| if let Data::A(code) = r.data { Some(code) } else { None }).collect();
    if all.iter().any(|c| list.read(*c) == Said::Refused) {
        return Err(gap(Reason::ListRefused));
    }
    let inside: Vec<Ipv4Addr> = all.iter().copied().filter(Ipv4Addr::is_loopback).collect();
    if inside.is_empty() && !all.is_empty() { Err(gap(Reason::ListBroken)) } else { Ok(inside) }
}
