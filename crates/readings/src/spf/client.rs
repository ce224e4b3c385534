//! Who sends: the client's address and the names that it gives, and what the macros make of them.

use super::lookup::{family, name_of};
use facts::answer::Data;
use facts::{Gap, Inquiry, Name, Reason, RecordType, Seen, reverse_labels};
use records::spf::{DomainSpec, MacroText, MacroValues};
use std::net::IpAddr;

/// At most so many names of a client's address are looked at (RFC 7208 4.6.4).
const MOST_NAMES: usize = 10;
/// Who receives is not known to a sender; RFC 7208 7.3 leaves `r` to the receiver.
const RECEIVER: &str = "unknown";

/// The client of one evaluation.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub ip: IpAddr,
    pub local: String,
    pub sender_domain: String,
    pub helo: String,
    pub time: i64,
}

impl Client {
    /// RFC 7208 4.3: a sender without local part is `postmaster`; an IPv4-mapped client is IPv4 (section 5).
    pub fn new(ip: IpAddr, mail_from: &str, helo: &str, time: i64) -> Self {
        let (local, domain) = match mail_from.rsplit_once('@') {
            Some((local, domain)) => (local, domain),
            None if mail_from.is_empty() => ("", helo),
            None => ("", mail_from),
        };
        let local = if local.is_empty() { "postmaster" } else { local };
        Self { ip: ip.to_canonical(), local: local.into(), sender_domain: domain.into(), helo: helo.into(), time }
    }

    /// The domain-spec's name for `domain`; the client's validated name is looked up where it is wanted.
    pub fn expand(&self, inquiry: &Inquiry<'_>, spec: &DomainSpec, domain: &Name, wanted: bool) -> Result<String, Gap> {
        let validated = self.validated_for(inquiry, wanted && spec.macros.letters().any(|l| l == 'p'), domain)?;
        Ok(spec.expand(&self.values(domain, &validated)))
    }

    /// The explanation for `domain`.
    pub fn explain(&self, inquiry: &Inquiry<'_>, text: &MacroText, domain: &Name) -> String {
        let wanted = text.letters().any(|l| l == 'p');
        let validated = self.validated_for(inquiry, wanted, domain).unwrap_or_else(|_| "unknown".into());
        text.expand(&self.values(domain, &validated))
    }

    fn values<'a>(&'a self, domain: &'a Name, validated: &'a str) -> MacroValues<'a> {
        MacroValues {
            local: &self.local,
            sender_domain: &self.sender_domain,
            domain: domain.as_str(),
            ip: self.ip,
            validated,
            helo: &self.helo,
            receiver: RECEIVER,
            time: self.time,
        }
    }

    /// RFC 7208 7.3: `domain` itself, else a name below it, else any validated name, else `unknown`.
    fn validated_for(&self, inquiry: &Inquiry<'_>, wanted: bool, domain: &Name) -> Result<String, Gap> {
        if !wanted {
            return Ok("unknown".into());
        }
        let names = self.validated(inquiry)?;
        let best = names.iter().min_by_key(|n| if *n == domain { 0 } else { 2 - usize::from(n.is_within(domain)) });
        Ok(best.map_or_else(|| "unknown".into(), |n| n.as_str().to_owned()))
    }

    /// The names of the client's address that resolve back to it (RFC 7208 5.5). DNS errors are
    /// passed over, as the section says; what was never asked is a gap.
    pub fn validated(&self, inquiry: &Inquiry<'_>) -> Result<Vec<Name>, Gap> {
        let zone = if self.ip.is_ipv4() { "in-addr.arpa" } else { "ip6.arpa" };
        let Some(reverse) = name_of(&format!("{}.{zone}", reverse_labels(self.ip))) else { return Ok(Vec::new()) };
        let seen = inquiry.dns(&reverse, RecordType::Ptr);
        if let Some(gap) = seen.gap().filter(|g| !is_dns_error(g)) {
            return Err(gap.clone());
        }
        let rtype = if self.ip.is_ipv4() { RecordType::A } else { RecordType::Aaaa };
        let mut validated = Vec::new();
        let mut open = None;
        for name in names(&seen) {
            match family(&inquiry.dns(&name, rtype)) {
                Ok(found) if found.contains(&self.ip) => validated.push(name),
                Err(gap) if !is_dns_error(&gap) => open = Some(gap),
                _ => {}
            }
        }
        open.map_or(Ok(validated), Err)
    }
}

fn names(seen: &Seen<'_>) -> Vec<Name> {
    let name = |data: &Data| match data {
        Data::Ptr(name) => Some(name.clone()),
        _ => None,
    };
    seen.records().iter().filter_map(|r| name(&r.data)).take(MOST_NAMES).collect()
}

/// Whether a receiver would have met the same: the DNS was asked and gave an error.
pub(super) fn is_dns_error(gap: &Gap) -> bool {
    matches!(gap.reason, Reason::Timeout | Reason::ServerFailure | Reason::Refused)
}
