//! Where reports go: whether each host agreed to take them (RFC 9990 4), and whether it takes mail.

use super::{lookup, walk};
use facts::answer::Data;
use facts::{Gap, Inquiry, Name, RecordType, Seen};
use records::dmarc::DmarcRecord;
use records::domain;

/// At most so many report hosts are looked at; receivers serve few of them.
pub const MOST_REPORT_HOSTS: usize = 20;

/// A host with more exchanges than this is taken to receive; one of them will have an address.
const MOST_EXCHANGES: usize = 10;

/// A host that reports are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportHost {
    /// The host of the addresses.
    pub host: Name,
    /// The addresses on it, as the record writes them.
    pub uris: Vec<String>,
    /// The name at which the host says that it takes reports about the domain of the policy.
    pub permit: Option<Name>,
    /// Whether it does.
    pub authorisation: Authorisation,
    /// Whether it takes mail at all: an exchange with an address, or an address to fall back on.
    pub takes_mail: Result<bool, Gap>,
}

/// Whether a host agreed to take reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authorisation {
    /// It belongs to the same organisation: nobody asks.
    Own,
    /// It says so.
    Given,
    /// It does not say so: receivers send nothing.
    Missing,
    /// Not known.
    Unknown(Gap),
}

/// The report hosts of the policy that `record` at `from` states, and how many were left out.
pub(super) fn read(from: &Name, record: &DmarcRecord, inquiry: &Inquiry<'_>) -> (Vec<ReportHost>, usize) {
    let mut hosts: Vec<ReportHost> = Vec::new();
    let mut left_out = 0;
    for uri in record.rua.iter().chain(&record.ruf).flatten() {
        let Some(host) = uri.host().and_then(|h| Name::parse(h).ok()) else { continue };
        if let Some(known) = hosts.iter_mut().find(|h| h.host == host) {
            if !known.uris.contains(&uri.text) {
                known.uris.push(uri.text.clone());
            }
        } else if hosts.len() < MOST_REPORT_HOSTS {
            hosts.push(look(from, host, uri.text.clone(), inquiry));
        } else {
            left_out += 1;
        }
    }
    hosts.sort_by(|a, b| a.host.cmp(&b.host));
    (hosts, left_out)
}

fn look(from: &Name, host: Name, uri: String, inquiry: &Inquiry<'_>) -> ReportHost {
    let permit = host.below(&format!("{from}._report._dmarc")).ok();
    let authorisation = if is_own(from, &host, inquiry) {
        Authorisation::Own
    } else {
        match permit.as_ref().map(|name| lookup::texts(name, inquiry)) {
            Some(Err(gap)) => Authorisation::Unknown(gap),
            Some(Ok(texts)) if !texts.records.is_empty() => Authorisation::Given,
            _ => Authorisation::Missing,
        }
    };
    ReportHost { takes_mail: takes_mail(&host, inquiry), host, uris: vec![uri], permit, authorisation }
}

/// RFC 9990 4: the same organisational domain, by the tree walk or by the public suffix list.
///
/// Where only the list joins them (an own parent without a record), the walk's answer is told by
/// DMARC018. A walk that ends at a suffix (a stray record of `com`) would make strangers relatives.
fn is_own(from: &Name, host: &Name, inquiry: &Inquiry<'_>) -> bool {
    let listed = || domain::organisational(from.as_str()).is_some_and(|d| Some(d) == domain::organisational(host.as_str()));
    if from == host || listed() {
        return true;
    }
    match (walk::read(from, inquiry).organisational, walk::read(host, inquiry).organisational) {
        (Ok(a), Ok(b)) => a == b && !domain::is_public_suffix(a.as_str()),
        _ => false,
    }
}

/// RFC 5321 5.1; a null MX alone refuses all mail (RFC 7505 3).
fn takes_mail(host: &Name, inquiry: &Inquiry<'_>) -> Result<bool, Gap> {
    match inquiry.dns(host, RecordType::Mx) {
        Seen::Unknown(gap) => Err(gap),
        Seen::NoSuchName(_) => Ok(false),
        Seen::NoData(_) => has_address(host, inquiry),
        Seen::Records(_, records) => {
            let exchange = |data: &'_ Data| match data {
                Data::Mx { exchange, .. } if !exchange.is_root() => Some(exchange.clone()),
                _ => None,
            };
            let mut exchanges: Vec<Name> = records.iter().filter_map(|r| exchange(&r.data)).collect();
            if exchanges.len() > MOST_EXCHANGES {
                return Ok(true);
            }
            exchanges.sort();
            // All are asked before one is judged: they can be asked at once.
            let reached: Vec<Result<bool, Gap>> = exchanges.iter().map(|e| has_address(e, inquiry)).collect();
            if reached.contains(&Ok(true)) { Ok(true) } else { reached.into_iter().find(Result::is_err).unwrap_or(Ok(false)) }
        }
    }
}

fn has_address(host: &Name, inquiry: &Inquiry<'_>) -> Result<bool, Gap> {
    let (v4, v6) = (inquiry.dns(host, RecordType::A), inquiry.dns(host, RecordType::Aaaa));
    let found = !v4.records().is_empty() || !v6.records().is_empty();
    match v4.gap().or(v6.gap()) {
        Some(gap) if !found => Err(gap.clone()),
        _ => Ok(found),
    }
}
