//! What the DNS holds for SPF: the record at a name, addresses, exchanges.

use facts::answer::{Data, Text};
use facts::{Answer, Gap, Inquiry, Name, Outcome, Question, RecordType, Seen};
use records::spf::{NearMiss, SpfRecord, is_spf, near_miss};
use std::net::IpAddr;
use std::sync::Arc;

/// At most so many TXT records of a name are looked at for near misses.
const MOST_NEAR_MISSES: usize = 20;

/// What is published for SPF at a name (RFC 7208 4.4, 4.5).
#[derive(Clone, Debug)]
pub(super) enum Found {
    Record(Arc<SpfRecord>),
    NoRecord,
    NoSuchName,
    Several(Vec<String>),
    Unknown(Gap),
}

/// What the TXT records of a name are to SPF.
#[derive(Clone, Debug, Default)]
pub(super) struct Selected {
    pub records: Vec<Arc<SpfRecord>>,
    pub near: Vec<(String, NearMiss)>,
}

/// The SPF records and near misses at `name`; parsed once an answer.
pub(super) fn selected(inquiry: &Inquiry<'_>, name: &Name) -> Result<(Arc<Selected>, bool), Gap> {
    let question = Question::Dns { name: name.clone(), rtype: RecordType::Txt };
    let seen = inquiry.dns_question(&question);
    match seen {
        Seen::Unknown(gap) => Err(gap),
        Seen::NoSuchName(_) => Ok((Arc::default(), true)),
        Seen::NoData(_) => Ok((Arc::default(), false)),
        Seen::Records(..) => Ok((inquiry.facts().parse_once(&question, "spf", select).unwrap_or_default(), false)),
    }
}

fn select(answer: &Answer) -> Selected {
    let mut selected = Selected::default();
    let Answer::Dns(answer) = answer else { return selected };
    let Outcome::Records(records) = &answer.outcome else { return selected };
    for record in records {
        let Data::Txt(strings) = &record.data else { continue };
        let octets = Text::join(strings);
        if is_spf(&octets) {
            selected.records.push(Arc::new(SpfRecord::parse(&octets)));
        } else if selected.near.len() < MOST_NEAR_MISSES
            && let Some(kind) = near_miss(&octets)
        {
            selected.near.push((String::from_utf8_lossy(&octets).into_owned(), kind));
        }
    }
    selected
}

pub(super) fn published(inquiry: &Inquiry<'_>, name: &Name) -> Found {
    match selected(inquiry, name) {
        Err(gap) => Found::Unknown(gap),
        Ok((_, true)) => Found::NoSuchName,
        Ok((selected, false)) => match selected.records.as_slice() {
            [] => Found::NoRecord,
            [one] => Found::Record(one.clone()),
            many => Found::Several(many.iter().map(|r| r.text.clone()).collect()),
        },
    }
}

/// The addresses of a host, both families.
#[derive(Clone, Debug)]
pub(super) struct Addresses {
    pub v4: Result<Vec<IpAddr>, Gap>,
    pub v6: Result<Vec<IpAddr>, Gap>,
    pub no_such_name: bool,
}

impl Addresses {
    /// Addresses of the family of `ip`.
    pub fn of_family(&self, ip: IpAddr) -> &Result<Vec<IpAddr>, Gap> {
        if ip.is_ipv4() { &self.v4 } else { &self.v6 }
    }

    pub fn known(&self) -> impl Iterator<Item = IpAddr> {
        [&self.v4, &self.v6].into_iter().flatten().flatten().copied()
    }

    pub fn gaps(&self) -> impl Iterator<Item = &Gap> {
        [&self.v4, &self.v6].into_iter().filter_map(|r| r.as_ref().err())
    }

    /// RFC 7208 4.6.4: void when the name does not exist, or has neither kind of address.
    pub fn void(&self) -> Option<bool> {
        if self.known().next().is_some() {
            Some(false)
        } else if self.no_such_name {
            Some(true)
        } else {
            self.gaps().next().is_none().then_some(true)
        }
    }
}

pub(super) fn addresses(inquiry: &Inquiry<'_>, name: &Name) -> Addresses {
    let v4 = inquiry.dns(name, RecordType::A);
    let v6 = inquiry.dns(name, RecordType::Aaaa);
    // A server that says NXDOMAIN to one family and has the other is wrong about the first.
    let seen = [&v4, &v6];
    let no_such_name = seen.iter().any(|s| matches!(s, Seen::NoSuchName(_))) && seen.iter().all(|s| s.records().is_empty());
    Addresses { v4: family(&v4), v6: family(&v6), no_such_name }
}

pub(super) fn family(seen: &Seen<'_>) -> Result<Vec<IpAddr>, Gap> {
    if let Some(gap) = seen.gap() {
        return Err(gap.clone());
    }
    let address = |data: &Data| match data {
        Data::A(a) => Some(IpAddr::V4(*a)),
        Data::Aaaa(a) => Some(IpAddr::V6(*a)),
        _ => None,
    };
    Ok(seen.records().iter().filter_map(|r| address(&r.data)).collect())
}

/// The exchanges of a name by preference, the null MX among them.
pub(super) fn exchanges(seen: &Seen<'_>) -> Vec<Name> {
    let mut found: Vec<(u16, Name)> = seen
        .records()
        .iter()
        .filter_map(|r| match &r.data {
            Data::Mx { preference, exchange } => Some((*preference, exchange.clone())),
            _ => None,
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// A name from text that macros made: split at dots alone, so that odd octets stay what they are.
pub(super) fn name_of(text: &str) -> Option<Name> {
    let text = text.strip_suffix('.').unwrap_or(text);
    Name::from_labels(text.split('.').map(str::as_bytes)).ok().filter(|n| !n.is_root())
}
