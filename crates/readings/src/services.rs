//! Names at which mail programs look for other records than SPF: what a wildcard TXT puts there.

use facts::answer::{Data, Text};
use facts::{Gap, Inquiry, Name, RecordType, Seen, Target};

/// Owner labels of DMARC, MTA-STS, TLS-RPT and BIMI records.
const LABELS: [&str; 5] = ["_bimi", "_dmarc", "_mta-sts", "_smtp._tls", "default._bimi"];

/// One of those names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceName {
    /// The name.
    pub name: Name,
    /// The SPF records found there, as text; none of any other kind.
    pub spf: Result<Vec<String>, Gap>,
}

/// Looks for SPF records at the service names of the target, in the order of the names.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<ServiceName> {
    let names = LABELS.iter().filter_map(|labels| target.domain.below(labels).ok());
    let mut found: Vec<ServiceName> = names.map(|name| ServiceName { spf: records(&name, inquiry), name }).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn records(name: &Name, inquiry: &Inquiry<'_>) -> Result<Vec<String>, Gap> {
    let seen = inquiry.dns(name, RecordType::Txt);
    if let Seen::Unknown(gap) = seen {
        return Err(gap);
    }
    let octets = seen.records().iter().filter_map(|r| match &r.data {
        Data::Txt(strings) => Some(Text::join(strings)),
        _ => None,
    });
    Ok(octets.filter(|o| records::spf::is_spf(o)).map(|o| String::from_utf8_lossy(&o).into_owned()).collect())
}
