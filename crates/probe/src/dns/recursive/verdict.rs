//! What the response of an authoritative server is worth, judged by the zone that it was asked for
//! (RFC 1034 4.3.1, RFC 2181 5.4.1); what lies outside of that zone is taken out. Pure.

use crate::dns::message::{self, Message};
use crate::dns::reading::MOST_ALIASES;
use facts::Name;
use facts::answer::Data;
use hickory_proto::serialize::binary::BinDecoder;
use std::net::IpAddr;

const NS: u16 = 2;
const CNAME: u16 = 5;
const SOA: u16 = 6;
const OPT: u16 = 41;
pub(super) const DS: u16 = 43;
const NXDOMAIN: u16 = 3;
const REFUSED: u16 = 5;
const HEADER: usize = 12;
/// Class NONE (RFC 2136 1.3): no reader takes such a record for data of the Internet.
const NO_CLASS: [u8; 2] = [0, 254];
/// Name servers of one delegation that are looked at; the root has 13.
const MOST_SERVERS: usize = 32;
/// Addresses of one name server.
pub(super) const MOST_ADDRESSES: usize = 8;

/// What a response is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The zone's own word.
    Answer,
    /// An answer without authority: a cache's, perhaps.
    Weak,
    /// The zone goes on elsewhere.
    Referral(Delegation),
    /// The server does not serve the zone, and how that shows.
    Lame(&'static str),
    /// It serves the zone, but failed.
    Failed,
}

/// Who serves a zone, as its parent tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Delegation {
    pub(super) zone: Name,
    /// With the addresses that the parent may vouch for.
    pub(super) servers: Vec<(Name, Vec<IpAddr>)>,
    /// Seconds.
    pub(super) ttl: u32,
}

/// What `message` says to a question about `asked` that was put to a server of `zone`.
pub(super) fn said(message: &Message, zone: &Name, asked: &Name, rtype: u16) -> Said {
    match message.rcode {
        _ if message.damaged => return Said::Failed,
        0 | NXDOMAIN => {}
        REFUSED => return Said::Lame("refused"),
        _ => return Said::Failed,
    }
    let own = if message.authoritative { Said::Answer } else { Said::Weak };
    if message.answers.iter().any(|rr| rr.owner == *asked && (rr.rtype == rtype || rr.rtype == CNAME)) {
        return own;
    }
    let told = message.authorities.iter().any(|rr| rr.rtype == SOA && asked.is_within(&rr.owner) && rr.owner.is_within(zone));
    if message.rcode == NXDOMAIN {
        return if told || message.authoritative { own } else { Said::Lame("denied the name without authority") };
    }
    if told {
        return own;
    }
    if let Some(delegation) = delegation(message, zone, asked, rtype) {
        return Said::Referral(delegation);
    }
    match message.authorities.iter().any(|rr| rr.rtype == NS) {
        _ if message.authoritative => Said::Answer,
        true => Said::Lame("referred back up or sideways"),
        false => Said::Lame("answered without authority"),
    }
}

/// The delegation on the way from `zone` to `asked`: strictly below the one, at or above the other.
/// A question for DS is the parent's to answer (RFC 4035 3.1.4.1).
fn delegation(message: &Message, zone: &Name, asked: &Name, rtype: u16) -> Option<Delegation> {
    let onward = |owner: &Name| owner != zone && owner.is_within(zone) && asked.is_within(owner) && (rtype != DS || owner != asked);
    let cut = message.authorities.iter().find(|rr| rr.rtype == NS && onward(&rr.owner))?.owner.clone();
    let (mut servers, mut ttl) = (Vec::<(Name, Vec<IpAddr>)>::new(), u32::MAX);
    for rr in message.authorities.iter().filter(|rr| rr.rtype == NS && rr.owner == cut) {
        if let Some(Data::Ns(server)) = &rr.data
            && servers.len() < MOST_SERVERS
            && !servers.iter().any(|(known, _)| known == server)
        {
            ttl = ttl.min(rr.ttl);
            servers.push((server.clone(), glue(message, zone, server)));
        }
    }
    (!servers.is_empty()).then_some(Delegation { zone: cut, servers, ttl })
}

/// The addresses beside a referral, if the server that gave it answers for such a name.
fn glue(message: &Message, zone: &Name, server: &Name) -> Vec<IpAddr> {
    let mut found = Vec::new();
    for rr in message.additionals.iter().filter(|rr| rr.owner == *server && rr.owner.is_within(zone)) {
        let address = match &rr.data {
            Some(Data::A(a)) => IpAddr::V4(*a),
            Some(Data::Aaaa(a)) => IpAddr::V6(*a),
            _ => continue,
        };
        if found.len() < MOST_ADDRESSES && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// `message` without the records that a server of `zone` has no say in, and without a denial of an
/// alias's target that lies elsewhere.
pub(super) fn scrubbed(message: Message, zone: &Name, asked: &Name) -> Message {
    if zone.is_root() {
        return message;
    }
    let mut bytes = message.bytes.to_vec();
    let mut changed = strike_out(&mut bytes, zone).unwrap_or_default();
    if message.rcode == NXDOMAIN && !alias_end(&message, zone, asked).is_within(zone) {
        if let Some(flags) = bytes.get_mut(3) {
            *flags &= 0xf0;
        }
        changed = true;
    }
    if changed { message::read(&bytes) } else { message }
}

/// Takes every record outside of `zone` out of the class of the Internet, so that names elsewhere may
/// still point into it; whether there was one.
fn strike_out(bytes: &mut [u8], zone: &Name) -> Option<bool> {
    let word = |bytes: &[u8], at: usize| Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let mut at = HEADER;
    for _ in 0..word(bytes, 4)? {
        at = name_end(bytes, at)? + 4;
    }
    let records = (6..HEADER).step_by(2).filter_map(|count| word(bytes, count)).map(usize::from).sum::<usize>();
    let mut changed = false;
    for _ in 0..records {
        let (start, Some(end)) = (at, name_end(bytes, at)) else { break };
        let (Some(rtype), Some(length)) = (word(bytes, end), word(bytes, end + 8)) else { break };
        at = end + 10 + usize::from(length);
        if rtype == OPT {
            continue;
        }
        let owner = u16::try_from(start).ok().and_then(|start| message::name(&mut BinDecoder::new(bytes).clone(start)));
        if owner.is_some_and(|owner| owner.is_within(zone)) {
            continue;
        }
        let Some(class) = bytes.get_mut(end + 2..end + 4) else { break };
        class.copy_from_slice(&NO_CLASS);
        changed = true;
    }
    Some(changed)
}

/// Behind the name at `at`.
fn name_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length @ 1..=63 => at += usize::from(length) + 1,
            0xc0.. => return Some(at + 2),
            _ => return None,
        }
    }
}

/// Where the aliases that the zone answers for lead.
fn alias_end(message: &Message, zone: &Name, asked: &Name) -> Name {
    let mut at = asked.clone();
    for _ in 0..MOST_ALIASES {
        let next = message.answers.iter().filter(|rr| rr.owner == at && at.is_within(zone)).find_map(|rr| match &rr.data {
            Some(Data::Cname(target)) => Some(target.clone()),
            _ => None,
        });
        match next {
            Some(target) => at = target,
            None => break,
        }
    }
    at
}
