//! Our own walk from the root (RFC 1034 5.3.3): nobody's resolver stands in between, so that lists answer
//! and failures show where they are. Every walk is bounded in queries, depth and time; what exceeds
//! a bound is a failure or silence, never absence.

mod allowance;
mod flights;
mod hints;
mod minimise;
mod servers;
mod verdict;
mod walk;
mod zone;

pub use hints::{HintsError, RootHints};

use super::message::{self, Manner, Query};
use super::source::{Servers, Source};
use super::upstream::{Exchange, Wanted};
use crate::{BoxFuture, ConnectMap, Limits, Options};
use allowance::Allowance;
use facts::Name;
use facts::answer::ExtendedError;
use flights::Flights;
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use zone::{Standings, Zone};

const SERVFAIL: u8 = 2;
/// No Reachable Authority (RFC 8914 4.23).
const UNREACHABLE: u16 = 22;
/// Other (RFC 8914 4.1).
const OTHER: u16 = 0;

/// Why a walk ended without a response.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// Nobody answered in time.
    Silent,
    /// Not a datagram could be sent.
    NotSent,
    /// No server of a zone can be used, and why.
    Unreachable(String),
    /// A bound of ours.
    Spent,
}

/// Answers by walking from the root; delegations are shared by all questions of the run.
pub(super) struct Recursive(Arc<Walker>);

struct Walker {
    root: Arc<Zone>,
    /// Addresses that the user's root hints name; these are asked wherever they lie.
    named: BTreeSet<IpAddr>,
    connect: ConnectMap,
    allow_private: bool,
    limits: Limits,
    servers: Arc<Servers>,
    flights: Arc<Flights>,
    standings: Standings,
    /// A datagram over IPv6 could not be sent, and none has been answered.
    without_v6: AtomicBool,
}

impl Recursive {
    /// Sends nothing yet. Shares the sockets of `servers`.
    pub(super) fn new(options: &Options, servers: Arc<Servers>) -> Self {
        let built_in = RootHints::built_in;
        let hints = options.root_hints.clone();
        let named = hints.iter().flat_map(|hints| hints.servers.values().flatten().copied()).collect();
        let root = hints.unwrap_or_else(built_in).servers.into_iter().collect();
        Self(Arc::new(Walker {
            root: Arc::new(Zone::new(Name::root(), root)),
            named,
            connect: options.connect.clone(),
            allow_private: options.allow_private,
            limits: options.limits,
            servers,
            flights: Arc::default(),
            standings: Standings::default(),
            without_v6: AtomicBool::new(false),
        }))
    }
}

impl Source for Recursive {
    fn exchange(&self, labels: Vec<Vec<u8>>, wanted: Wanted) -> BoxFuture<(String, Exchange)> {
        let walker = self.0.clone();
        Box::pin(async move {
            let allowance = Allowance::for_question(&walker.limits);
            // TCP may begin late and get half a time-out anew; beyond that nothing is waited for.
            let last = allowance.deadline + walker.limits.dns;
            let walked = tokio::time::timeout_at(last, walker.walk(labels.clone(), wanted, allowance)).await;
            match walked.unwrap_or(Err(Fault::Silent)) {
                Ok(heard) => heard,
                Err(fault) => (String::new(), without_response(&labels, wanted, fault)),
            }
        })
    }

    fn labels(&self) -> Vec<String> {
        vec![super::UpstreamSpec::Recursive.to_string()]
    }

    /// No server here validates.
    fn validates(&self) -> bool {
        false
    }
}

/// What a resolver in our place would answer.
fn without_response(labels: &[Vec<u8>], wanted: Wanted, fault: Fault) -> Exchange {
    let (code, text) = match fault {
        Fault::Silent => return Exchange::default(),
        Fault::NotSent => return Exchange { not_sent: true, ..Exchange::default() },
        Fault::Unreachable(text) => (UNREACHABLE, text),
        Fault::Spent => (OTHER, "the answer takes more queries than are allowed".to_owned()),
    };
    let mut bytes = Query::new(labels, wanted.rtype, Manner::default()).encode(0, None);
    bytes[2] |= 0x80;
    bytes[3] |= SERVFAIL;
    let mut message = message::read(&bytes);
    message.extended.push(ExtendedError { code, text });
    Exchange { message: Some(message), ..Exchange::default() }
}

impl Walker {
    /// Where a question to a name server's address goes; `None` where an audit sends nothing.
    fn allowed(&self, server: &Name, address: IpAddr) -> Option<SocketAddr> {
        let at = SocketAddr::new(address, 53);
        let asked = self.allow_private || facts::is_public(address) || self.named.contains(&address);
        let never = address.is_unspecified() || address.is_multicast();
        self.connect.target(Some(server), at).or_else(|| (asked && !never).then_some(at))
    }

    /// How long an unknown server is waited for before the next one is asked as well.
    fn patience(&self, at: SocketAddr) -> Duration {
        let first = self.limits.first_retransmission;
        self.standings.of(at).map_or(first, |known| (known * 2).clamp(first / 2, first * 2))
    }
}
