//! Record sets of the zone: aliases beside other data, the size of the domain's TXT set, lifetimes.

use super::Servers;
use crate::mail;
use facts::answer::{Data, Record, Text};
use facts::{Gap, Inquiry, Name, RecordType, Seen, Target};
use std::net::IpAddr;

/// The largest answer, in bytes, that servers send over UDP by custom (RFC 9715 3.2).
pub const UDP_SIZE: usize = 1232;

/// What mail looks for at the domain, at names of policies and keys, and at an exchange.
const DOMAIN: [RecordType; 2] = [RecordType::Mx, RecordType::Txt];
const POLICY: [RecordType; 1] = [RecordType::Txt];
const EXCHANGE: [RecordType; 3] = [RecordType::A, RecordType::Aaaa, RecordType::Txt];
/// At most so many exchanges of the domain's own that are aliases are looked at here.
const MOST_EXCHANGES: usize = 5;
/// At most so many selectors that the user named are looked at here.
const MOST_SELECTORS: usize = 10;
/// Header and EDNS option record of an answer, in bytes (RFC 1035 4.1.1, RFC 6891 6.1.2).
const MESSAGE_OVERHEAD: usize = 12 + 11;

/// A name that mail needs, and whether it is an alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasedName {
    /// The name.
    pub name: Name,
    /// Where its CNAME points; `None` when it has none.
    pub alias: Result<Option<Name>, Gap>,
    /// What stands beside the CNAME.
    pub beside: Beside,
}

/// What stands beside a CNAME, where nothing may (RFC 1034 3.6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing, or there is no CNAME.
    Nothing,
    /// Data of these types.
    Data(Vec<RecordType>),
    /// Not known.
    Unknown(Gap),
}

/// The TXT set of the domain, as an answer on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApexTxt {
    /// Bytes of the whole UDP answer, had it room; `None` when the set is not known, 0 without a set.
    pub bytes: Option<usize>,
    /// A name server that truncated it over UDP and then refused TCP.
    pub without_tcp: Option<IpAddr>,
    /// Why the set is not known.
    pub gap: Option<Gap>,
}

/// How long a record set may be cached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// MX, or TXT for the SPF record.
    pub rtype: RecordType,
    /// Seconds, as an authoritative server gives them; `None` when there is no such set.
    pub ttl: Result<Option<u32>, Gap>,
}

pub(super) fn aliased(target: &Target, servers: &Servers, inquiry: &Inquiry<'_>) -> Vec<AliasedName> {
    let domain = &target.domain;
    let selectors = target.selectors.iter().take(MOST_SELECTORS).map(|s| format!("{s}._domainkey"));
    let below = std::iter::once("_dmarc".to_owned()).chain(selectors).filter_map(|labels| domain.below(&labels).ok());
    let mail = mail::read(target, inquiry);
    // Whether an exchange is an alias shows in its addresses; only for one that is, more is asked.
    let exchanges = mail.hosts.into_iter().filter(|h| !h.aliases.is_empty() && h.name.is_within(domain) && h.name != *domain);
    let exchanges: Vec<(Name, &[RecordType])> = exchanges.take(MOST_EXCHANGES).map(|h| (h.name, &EXCHANGE[..])).collect();
    exchanges.iter().for_each(|(name, _)| foresee(name, servers, inquiry));
    let policies = below.map(|name| (name, &POLICY[..]));
    let mut names: Vec<(Name, &[RecordType])> = std::iter::once((domain.clone(), &DOMAIN[..])).chain(policies).chain(exchanges).collect();
    names.dedup_by(|a, b| a.0 == b.0);
    names.into_iter().map(|(name, types)| one_alias(name, types, servers, inquiry)).collect()
}

/// What tells whether something stands beside the alias of an exchange, all at once: that it is one is known.
fn foresee(name: &Name, servers: &Servers, inquiry: &Inquiry<'_>) {
    for rtype in EXCHANGE {
        let _ = (inquiry.dns(name, rtype), servers.ask(name, rtype, inquiry));
    }
}

fn one_alias(name: Name, types: &[RecordType], servers: &Servers, inquiry: &Inquiry<'_>) -> AliasedName {
    let alias = match inquiry.dns(&name, RecordType::Cname) {
        Seen::Unknown(gap) => Err(gap),
        seen => Ok(seen.records().iter().find_map(|r| if let Data::Cname(to) = &r.data { Some(to.clone()) } else { None })),
    };
    let beside = if matches!(alias, Ok(Some(_))) { beside(&name, types, servers, inquiry) } else { Beside::Nothing };
    AliasedName { name, alias, beside }
}

fn beside(name: &Name, types: &[RecordType], servers: &Servers, inquiry: &Inquiry<'_>) -> Beside {
    // A registrable domain is delegated, so that SOA and NS stand at it.
    if records::domain::organisational(name.as_str()) == Some(name.as_str()) {
        return Beside::Data(vec![RecordType::Ns, RecordType::Soa]);
    }
    let own = |seen: &Seen<'_>| matches!(seen, Seen::Records(answer, _) if answer.aliases.is_empty());
    let found: Vec<RecordType> = types.iter().copied().filter(|&t| own(&inquiry.dns(name, t))).collect();
    if !found.is_empty() {
        return Beside::Data(found);
    }
    // A resolver follows the alias that it has cached; only the server itself shows both.
    let asked: Vec<(RecordType, Seen<'_>)> = types.iter().map(|&t| (t, servers.ask(name, t, inquiry))).collect();
    let found: Vec<RecordType> = asked.iter().filter(|(_, seen)| own(seen)).map(|(t, _)| *t).collect();
    match asked.iter().find_map(|(_, seen)| seen.gap()) {
        _ if !found.is_empty() => Beside::Data(found),
        Some(gap) => Beside::Unknown(gap.clone()),
        None => Beside::Nothing,
    }
}

pub(super) fn apex_txt(domain: &Name, servers: &Servers, inquiry: &Inquiry<'_>) -> ApexTxt {
    let direct = servers.ask(domain, RecordType::Txt, inquiry);
    let without_tcp = servers.without_tcp(domain, RecordType::Txt, inquiry);
    let seen = if direct.answer().is_some() { direct } else { inquiry.dns(domain, RecordType::Txt) };
    match seen {
        Seen::Unknown(gap) => ApexTxt { bytes: None, without_tcp, gap: Some(gap) },
        seen => ApexTxt { bytes: Some(answer_size(domain, seen.records())), without_tcp, gap: None },
    }
}

/// Bytes of an answer with the records at `owner`, names compressed (RFC 1035 4.1.4); 0 without records.
fn answer_size(owner: &Name, records: &[Record]) -> usize {
    if records.is_empty() {
        return 0;
    }
    let question = 1 + owner.wire_labels().iter().map(|l| l.len() + 1).sum::<usize>() + 4;
    let strings = |parts: &[Text]| parts.iter().map(|p| p.0.len() + 1).sum::<usize>();
    let answers = records.iter().map(|r| 2 + 10 + if let Data::Txt(parts) = &r.data { strings(parts) } else { 0 });
    MESSAGE_OVERHEAD + question + answers.sum::<usize>()
}

pub(super) fn lifetimes(domain: &Name, servers: &Servers, inquiry: &Inquiry<'_>) -> Vec<Lifetime> {
    let lifetime = |rtype: RecordType| {
        let ttl = match servers.ask(domain, rtype, inquiry) {
            Seen::Unknown(gap) => Err(gap),
            seen => Ok(seen.records().iter().filter(|r| concerns_mail(r)).map(|r| r.ttl).min()),
        };
        Lifetime { rtype, ttl }
    };
    vec![lifetime(RecordType::Mx), lifetime(RecordType::Txt)]
}

fn concerns_mail(record: &Record) -> bool {
    match &record.data {
        Data::Txt(parts) => Text::join(parts).to_ascii_lowercase().starts_with(b"v=spf1"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_an_answer_is_what_a_server_sends() {
        let owner = Name::parse("example.com").unwrap_or_default();
        let txt = |len: usize| Record { ttl: 1, data: Data::Txt(vec![Text(vec![b'x'; len])]) };
        assert_eq!(answer_size(&owner, &[]), 0);
        // Header 12, question 13 + 4, owner pointer 2, fixed part 10, length octet 1, text 3, EDNS 11.
        assert_eq!(answer_size(&owner, &[txt(3)]), 12 + 17 + 2 + 10 + 1 + 3 + 11);
        assert_eq!(answer_size(&owner, &[txt(3), txt(4)]), 12 + 17 + 2 * 13 + 7 + 11);
    }
}
