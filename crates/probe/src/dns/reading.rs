//! What a response says about a name: one of the six outcomes, or an alias to ask on for.

use super::message::Message;
use facts::answer::{Alias, Data};
use facts::{Name, Outcome, Record, RecordType};

/// As many aliases are followed; a longer chain is a failure, as resolvers see it.
pub(super) const MOST_ALIASES: usize = 8;

const NS: u16 = 2;
const SOA: u16 = 6;
const NXDOMAIN: u16 = 3;
const REFUSED: u16 = 5;

/// Whether the server was asked to resolve, or for what it holds itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Resolver,
    Authority,
}

/// What one response says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The answer.
    Final(Outcome),
    /// The response stops at an alias and says nothing about its target.
    AskOn,
}

/// Reads `message` as the answer for the end of `chain` that began at `name`; adds the aliases it holds.
pub(super) fn read(message: &Message, name: &Name, rtype: RecordType, role: Role, chain: &mut Vec<Alias>) -> Reading {
    match message.rcode {
        0 | NXDOMAIN if !message.damaged => {}
        REFUSED => return Reading::Final(Outcome::Refused),
        _ => return Reading::Final(Outcome::ServerFailure),
    }
    let before = chain.len();
    let mut at = chain.last().map_or(name, |alias| &alias.target).clone();
    let of_type = |at: &Name| message.answers.iter().filter(|rr| rr.owner == *at && rr.rtype == rtype.number()).collect::<Vec<_>>();
    loop {
        let found = of_type(&at);
        let records: Vec<Record> = found.iter().filter_map(|rr| Some(Record { ttl: rr.ttl, data: rr.data.clone()? })).collect();
        if !records.is_empty() {
            return Reading::Final(Outcome::Records(records));
        }
        if !found.is_empty() {
            return Reading::Final(Outcome::ServerFailure);
        }
        let Some(target) = alias_of(message, &at) else { break };
        if chain.len() == MOST_ALIASES || target == at || chain.iter().any(|alias| alias.name == target) {
            return Reading::Final(Outcome::ServerFailure);
        }
        chain.push(Alias { name: at, target: target.clone() });
        at = target;
    }
    if message.rcode == NXDOMAIN {
        return Reading::Final(Outcome::NoSuchName);
    }
    if let Some(delegation) = delegation(message, &at, rtype, role) {
        return Reading::Final(Outcome::Records(delegation));
    }
    absent(message, &at, role, chain.len() > before)
}

/// A server of the zone above, asked for the name servers, answers with a referral: the delegation,
/// told without authority (RFC 1034 4.2.1).
fn delegation(message: &Message, at: &Name, rtype: RecordType, role: Role) -> Option<Vec<Record>> {
    if role != Role::Authority || rtype != RecordType::Ns || message.authoritative {
        return None;
    }
    let told = message.authorities.iter().filter(|rr| rr.owner == *at && rr.rtype == NS);
    let records: Vec<Record> = told.filter_map(|rr| Some(Record { ttl: rr.ttl, data: rr.data.clone()? })).collect();
    (!records.is_empty()).then_some(records)
}

fn alias_of(message: &Message, at: &Name) -> Option<Name> {
    message.answers.iter().filter(|rr| rr.owner == *at).find_map(|rr| match &rr.data {
        Some(Data::Cname(target)) => Some(target.clone()),
        _ => None,
    })
}

/// No record of the type, and NOERROR: absence (RFC 2308 2.2), a chain cut short, or a referral.
fn absent(message: &Message, at: &Name, role: Role, moved: bool) -> Reading {
    let told = message.authorities.iter().any(|rr| rr.rtype == SOA && at.is_within(&rr.owner));
    let referral = !told && !message.authoritative && message.authorities.iter().any(|rr| rr.rtype == NS);
    match role {
        Role::Resolver if moved && !told => Reading::AskOn,
        // A server that only points elsewhere does not resolve; it has not said that nothing is there.
        Role::Resolver if referral => Reading::Final(Outcome::ServerFailure),
        _ => Reading::Final(Outcome::NoData),
    }
}
