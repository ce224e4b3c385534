//! What each name server of a zone says when it is asked itself: every address, the same questions.
//! Never through the resolver, whose cache would speak for one server and hide the others.

use facts::answer::{Data, Record, Text};
use facts::{Answer, Gap, Inquiry, Name, Question, Reason, RecordType, Seen, Transport};
use records::{dmarc, tags};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// At most so many addresses are asked.
pub const MOST_POLLED: usize = 32;

/// One address of a name server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The address.
    pub address: IpAddr,
    /// The server's names, sorted.
    pub names: Vec<Name>,
    /// The zone's serial number, where the server gave it.
    pub serial: Option<u32>,
    /// SOA of the zone over UDP.
    pub soa: Said,
    /// SOA of the zone over TCP.
    pub stream: Said,
    /// MX of the domain.
    pub mx: Said,
    /// The SPF records of the domain; a failure of its whole TXT set.
    pub spf: Said,
    /// The DMARC records of the domain itself.
    pub dmarc: Said,
    domain: Name,
}

/// What a server says about one set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// With authority: the records as text, sorted; none where there is none.
    Set(Vec<String>),
    /// With authority: the name does not exist.
    NoSuchName,
    /// Without authority: it points elsewhere, or tells what its cache holds.
    Elsewhere,
    /// SERVFAIL or the like.
    Failed,
    /// REFUSED.
    Refused,
    /// Nothing in time, or no connection.
    Silent(Gap),
    /// Not asked.
    Unknown(Gap),
}

/// Asks every address of `homes` for what mail needs of `domain`, in the zone `zone`.
pub(super) fn read(domain: &Name, zone: &Name, homes: &BTreeMap<IpAddr, Vec<Name>>, inquiry: &Inquiry<'_>) -> Vec<Server> {
    homes.iter().take(MOST_POLLED).map(|(&address, names)| server(domain, zone, address, names, inquiry)).collect()
}

fn server(domain: &Name, zone: &Name, address: IpAddr, names: &[Name], inquiry: &Inquiry<'_>) -> Server {
    let over = |transport, name: &Name, rtype| Question::DnsAt { server: address, name: name.clone(), rtype, transport };
    let ask = |name: &Name, rtype, keep: fn(&Record) -> Option<String>| said(&over(Transport::Udp, name, rtype), keep, inquiry);
    let apex = over(Transport::Udp, zone, RecordType::Soa);
    let serial =
        inquiry.dns_question(&apex).records().iter().find_map(|r| if let Data::Soa { serial, .. } = r.data { Some(serial) } else { None });
    Server {
        address,
        names: names.to_vec(),
        serial,
        soa: said(&apex, soa, inquiry),
        stream: said(&over(Transport::Tcp, zone, RecordType::Soa), soa, inquiry),
        mx: ask(domain, RecordType::Mx, mx),
        spf: ask(domain, RecordType::Txt, spf),
        // A domain near the length limit has no room for a policy below it.
        dmarc: domain.below("_dmarc").map_or_else(|_| Said::Set(Vec::new()), |at| ask(&at, RecordType::Txt, policy)),
        domain: domain.clone(),
    }
}

fn said(question: &Question, keep: fn(&Record) -> Option<String>, inquiry: &Inquiry<'_>) -> Said {
    let seen = inquiry.dns_question(question);
    match &seen {
        Seen::Unknown(gap) => match gap.reason {
            Reason::ServerFailure => Said::Failed,
            Reason::Refused => Said::Refused,
            // Cut off where TCP was needed, it has answered all the same.
            Reason::Timeout if is_cut(question, inquiry) => Said::Unknown(gap.clone()),
            Reason::Timeout => Said::Silent(gap.clone()),
            _ => Said::Unknown(gap.clone()),
        },
        _ if seen.answer().is_none_or(|a| !a.authoritative) => Said::Elsewhere,
        // What stands behind an alias may be another zone's, which one server holds and the next does not.
        _ if let Some(alias) = seen.answer().and_then(|a| a.aliases.first()) => Said::Set(vec![format!("CNAME {}", alias.target)]),
        Seen::NoSuchName(_) => Said::NoSuchName,
        _ => {
            let mut set: Vec<String> = seen.records().iter().filter_map(keep).collect();
            set.sort();
            set.dedup();
            Said::Set(set)
        }
    }
}

fn is_cut(question: &Question, inquiry: &Inquiry<'_>) -> bool {
    matches!(inquiry.facts().answer(question), Some(Answer::Dns(answer)) if answer.truncated)
}

/// Serial numbers differ while a change is on its way: they are told, never compared.
fn soa(_: &Record) -> Option<String> {
    None
}

fn mx(record: &Record) -> Option<String> {
    match &record.data {
        Data::Mx { preference, exchange } if exchange.is_root() => Some(format!("{preference} .")),
        Data::Mx { preference, exchange } => Some(format!("{preference} {exchange}.")),
        _ => None,
    }
}

fn spf(record: &Record) -> Option<String> {
    text(record, |octets| octets.to_ascii_lowercase().starts_with(b"v=spf1"))
}

fn policy(record: &Record) -> Option<String> {
    text(record, dmarc::is_dmarc)
}

fn text(record: &Record, wanted: impl Fn(&[u8]) -> bool) -> Option<String> {
    let Data::Txt(parts) = &record.data else { return None };
    let octets = Text::join(parts);
    wanted(&octets).then(|| tags::shown(&octets))
}

impl Said {
    /// Whether the server spoke at all.
    #[must_use]
    pub fn is_word(&self) -> bool {
        !matches!(self, Said::Silent(_) | Said::Unknown(_))
    }

    /// The set that it gives with authority; a name that does not exist has none.
    #[must_use]
    pub fn set(&self) -> Option<&[String]> {
        match self {
            Said::Set(set) => Some(set),
            Said::NoSuchName => Some(&[]),
            _ => None,
        }
    }

    /// Why it is not known.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Said::Silent(gap) | Said::Unknown(gap) => Some(gap),
            _ => None,
        }
    }
}

impl Server {
    /// What it says over UDP, the zone's own set first.
    pub fn words(&self) -> impl Iterator<Item = &Said> {
        [&self.soa, &self.mx, &self.spf, &self.dmarc].into_iter()
    }

    /// Whether it said anything over `transport`.
    #[must_use]
    pub fn answered(&self, transport: Transport) -> bool {
        match transport {
            Transport::Udp => self.words().any(Said::is_word),
            Transport::Tcp => self.stream.is_word(),
        }
    }

    /// Whether it answers over UDP, and over TCP keeps silent.
    #[must_use]
    pub fn lacks_tcp(&self) -> bool {
        self.answered(Transport::Udp) && matches!(self.stream, Said::Silent(_))
    }

    /// Whether this set is among those that every server is asked for.
    pub(super) fn holds(&self, name: &Name, rtype: RecordType) -> bool {
        match rtype {
            RecordType::Mx => *name == self.domain,
            RecordType::Txt => *name == self.domain || self.domain.below("_dmarc").is_ok_and(|at| at == *name),
            _ => false,
        }
    }
}
