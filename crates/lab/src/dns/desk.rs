//! One name server's answers: a request's bytes in, a reply's bytes out. It opens no socket, and
//! no bytes make it panic.

use super::data::{wire_data, wire_name};
use super::garble::Garbles;
use super::late::Line;
use crate::counts::Counts;
use facts::answer::{Answer, Data, DnsAnswer, Outcome, Record};
use facts::fixture::World;
use facts::{Name, Question, RecordType, Transport};
use hickory_proto::ProtoError;
use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::{CNAME, SOA};
use hickory_proto::rr::{self, DNSClass, RData};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const ALIAS_TTL: u32 = 3_600;
const NEGATIVE_TTL: u32 = 300;
/// What this server takes over UDP itself (RFC 9715 3.1).
const OWN_UDP_SIZE: u16 = 1_232;

/// A name server of the lab.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub(crate) world: Arc<World>,
    pub(crate) counts: Arc<Counts>,
    pub(crate) garbles: Arc<Garbles>,
    /// Microseconds for which replies are held.
    pub(crate) delay: Arc<AtomicU64>,
    pub(crate) line: Arc<Line>,
    /// The authoritative server that it plays; `None` for the resolver.
    pub(crate) server: Option<IpAddr>,
}

impl Desk {
    /// How long a reply is held, if at all.
    pub(crate) fn delay(&self) -> Option<Duration> {
        Some(Duration::from_micros(self.delay.load(Ordering::Relaxed))).filter(|d| !d.is_zero())
    }

    /// The reply to a request; `None` where the scenario, or the protocol, wants silence. Over TCP
    /// silence closes the connection, which is how a name server without TCP is played.
    pub(crate) fn reply(&self, request: &[u8], over_tcp: bool) -> Option<Vec<u8>> {
        let is_response = request.get(2)? & 0x80 != 0;
        if is_response || request.len() < 12 {
            return None;
        }
        let Ok(request) = Message::from_vec(request) else {
            return Some(format_error(request));
        };
        let mut response = Message::response(request.metadata.id, request.metadata.op_code);
        response.metadata.recursion_desired = request.metadata.recursion_desired;
        response.metadata.recursion_available = self.server.is_none();
        response.add_queries(request.queries.iter().cloned());
        if request.edns.is_some() {
            let mut edns = Edns::new();
            edns.set_max_payload(OWN_UDP_SIZE);
            response.set_edns(edns);
        }
        match self.refusal(&request) {
            Some(code) => response.metadata.response_code = code,
            None => self.fill(&mut response, &request.queries[0], over_tcp)?,
        }
        let room = if over_tcp { usize::from(u16::MAX) } else { usize::from(request.max_payload()) };
        let reply = encode(response, room)?;
        let Some(name) = request.queries.first().and_then(|query| Name::from_labels(query.name.iter()).ok()) else {
            return Some(reply);
        };
        Some(self.garbles.apply(&name, reply))
    }

    fn refusal(&self, request: &Message) -> Option<ResponseCode> {
        if request.metadata.message_type != MessageType::Query || request.metadata.op_code != OpCode::Query {
            return Some(ResponseCode::NotImp);
        }
        match &request.queries[..] {
            [query] if query.query_class == DNSClass::IN => None,
            [_] => Some(ResponseCode::Refused),
            _ => Some(ResponseCode::FormErr),
        }
    }

    /// `None` for silence.
    fn fill(&self, response: &mut Message, query: &Query, over_tcp: bool) -> Option<()> {
        let number = u16::from(query.query_type);
        let name = Name::from_labels(query.name.iter()).ok()?;
        self.counts.question((self.server, name.clone(), number), over_tcp);
        let transport = if over_tcp { Transport::Tcp } else { Transport::Udp };
        let answer = self.answer(&name, number, transport);
        response.metadata.authoritative = answer.authoritative || !response.metadata.recursion_desired;
        if answer.tcp_failed && !over_tcp {
            response.metadata.truncation = true;
            return Some(());
        }
        response.metadata.response_code = match answer.outcome {
            Outcome::Timeout => return None,
            Outcome::Records(_) | Outcome::NoData => ResponseCode::NoError,
            Outcome::NoSuchName => ResponseCode::NXDomain,
            Outcome::ServerFailure => ResponseCode::ServFail,
            Outcome::Refused => ResponseCode::Refused,
        };
        if self.write(response, &name, &answer).is_err() {
            response.answers.clear();
            response.metadata.response_code = ResponseCode::ServFail;
        }
        Some(())
    }

    fn answer(&self, name: &Name, number: u16, transport: Transport) -> DnsAnswer {
        if let Some(rtype) = RecordType::ALL.into_iter().find(|t| t.number() == number) {
            return self.ask(name, rtype, transport);
        }
        // A type that scenario text does not have: absent, wherever another type shows that the name answers.
        let mut answer = self.ask(name, RecordType::Soa, transport);
        if let Outcome::Records(_) = answer.outcome {
            answer.outcome = Outcome::NoData;
        }
        answer
    }

    fn ask(&self, name: &Name, rtype: RecordType, transport: Transport) -> DnsAnswer {
        let name = name.clone();
        let question = match self.server {
            Some(server) => Question::DnsAt { server, name, rtype, transport },
            None => Question::Dns { name, rtype },
        };
        match self.world.answer(&question, &|_, _| Vec::new()) {
            Answer::Dns(answer) => answer,
            _ => DnsAnswer::default(),
        }
    }

    fn write(&self, response: &mut Message, name: &Name, answer: &DnsAnswer) -> Result<(), ProtoError> {
        for alias in &answer.aliases {
            let target = RData::CNAME(CNAME(wire_name(&alias.target)?));
            response.add_answer(rr::Record::from_rdata(wire_name(&alias.name)?, ALIAS_TTL, target));
        }
        let owner = answer.aliases.last().map_or(name, |alias| &alias.target);
        if let Outcome::Records(records) = &answer.outcome {
            let owner = wire_name(owner)?;
            for Record { ttl, data } in records {
                response.add_answer(rr::Record::from_rdata(owner.clone(), *ttl, wire_data(data)?));
            }
        }
        if matches!(answer.outcome, Outcome::NoData | Outcome::NoSuchName) {
            response.add_authority(self.negative_proof(owner)?);
        }
        Ok(())
    }

    /// The SOA of the zone around `name` (RFC 2308 3): the scenario's, or one made up at the
    /// nearest name with name servers, or at the root.
    fn negative_proof(&self, name: &Name) -> Result<rr::Record, ProtoError> {
        let mut zone = name.clone();
        loop {
            if let Outcome::Records(records) = self.ask(&zone, RecordType::Soa, Transport::Udp).outcome
                && let Some(Record { ttl, data: data @ Data::Soa { .. } }) = records.first()
            {
                return Ok(rr::Record::from_rdata(wire_name(&zone)?, *ttl, wire_data(data)?));
            }
            let has_servers = matches!(self.ask(&zone, RecordType::Ns, Transport::Udp).outcome, Outcome::Records(_));
            match zone.parent() {
                Some(parent) if !has_servers => zone = parent,
                _ => break,
            }
        }
        let zone = wire_name(&zone)?;
        let soa = SOA::new(zone.clone(), zone.clone(), 1, 7_200, 3_600, 1_209_600, NEGATIVE_TTL);
        Ok(rr::Record::from_rdata(zone, NEGATIVE_TTL, RData::SOA(soa)))
    }
}

/// FORMERR for what cannot be read, its header alone (RFC 1035 4.1.1).
fn format_error(request: &[u8]) -> Vec<u8> {
    const QR: u8 = 0x80;
    const FORMERR: u8 = 1;
    let mut header = vec![request[0], request[1], QR | (request[2] & 0x79), FORMERR];
    header.resize(12, 0);
    header
}

fn encode(response: Message, room: usize) -> Option<Vec<u8>> {
    match response.to_vec() {
        Ok(bytes) if bytes.len() <= room => Some(bytes),
        _ => response.truncate().to_vec().ok(),
    }
}
