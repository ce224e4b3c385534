//! Where responses come from: forwarding upstreams, or the own walk from the root. One exchange
//! about one name; aliases and validation are the resolver's.

use super::encrypted::Encrypted;
use super::spec::Forwarder;
use super::upstream::{Exchange, Upstream, Wanted};
use crate::{BoxFuture, Error, Limits, Options};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Authoritative servers whose sockets are kept open.
const MOST_SERVERS: usize = 256;
/// Sockets at one resolver.
const SOCKETS: usize = 4;
const SERVFAIL: u16 = 2;
/// No Reachable Authority, Network Error (RFC 8914 4.23, 4.24): the path of this one resolver is at fault.
const UNREACHABLE: [u16; 2] = [22, 23];

/// Gives the response to a question, from wherever it has to be fetched.
pub(super) trait Source: Send + Sync {
    /// The response about `labels`, and the label of the server that gave it.
    fn exchange(&self, labels: Vec<Vec<u8>>, wanted: Wanted) -> BoxFuture<(String, Exchange)>;

    /// What is asked, for people, in order.
    fn labels(&self) -> Vec<String>;

    /// Whether a failure may hide an answer that did not validate, and CD brings it to light.
    fn validates(&self) -> bool {
        true
    }

    /// Who of them could not be asked of late, and why, for people.
    fn faults(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Resolvers of others, asked with recursion.
pub(super) struct Forward {
    upstreams: Arc<Vec<Route>>,
    /// For one question, shared out among the upstreams.
    limit: Duration,
}

impl Forward {
    /// Opens no socket.
    pub(super) fn new(forwarders: Vec<Forwarder>, options: &Options) -> Result<Self, Error> {
        let limits = &options.limits;
        let route = |forwarder| match forwarder {
            Forwarder::At(at) => Ok(Route::Plain(Upstream::new(at, true, SOCKETS, limits.window, limits))),
            Forwarder::Encrypted(spec) => Encrypted::new(spec, options).map(|e| Route::Encrypted(Box::new(e))),
        };
        let upstreams = forwarders.into_iter().map(route).collect::<Result<_, Error>>()?;
        Ok(Self { upstreams: Arc::new(upstreams), limit: limits.dns })
    }
}

impl Source for Forward {
    fn exchange(&self, labels: Vec<Vec<u8>>, wanted: Wanted) -> BoxFuture<(String, Exchange)> {
        let (upstreams, limit) = (self.upstreams.clone(), self.limit);
        Box::pin(async move { fail_over(&upstreams, &labels, wanted, limit).await })
    }

    fn labels(&self) -> Vec<String> {
        self.upstreams.iter().map(Route::label).collect()
    }

    fn faults(&self) -> Vec<String> {
        self.upstreams.iter().filter_map(Route::fault).collect()
    }
}

/// One resolver of somebody else's.
enum Route {
    Plain(Upstream),
    Encrypted(Box<Encrypted>),
}

impl Route {
    async fn ask(&self, labels: &[Vec<u8>], wanted: Wanted, limit: Duration) -> Exchange {
        match self {
            Self::Plain(upstream) => upstream.ask(labels, wanted, limit).await,
            Self::Encrypted(upstream) => upstream.ask(labels, wanted, limit).await,
        }
    }

    fn label(&self) -> String {
        match self {
            Self::Plain(upstream) => upstream.label(),
            Self::Encrypted(upstream) => upstream.label(),
        }
    }

    fn is_ailing(&self) -> bool {
        match self {
            Self::Plain(upstream) => upstream.is_ailing(),
            Self::Encrypted(upstream) => upstream.is_ailing(),
        }
    }

    fn fault(&self) -> Option<String> {
        match self {
            Self::Plain(_) => None,
            Self::Encrypted(upstream) => upstream.fault(),
        }
    }
}

/// Asks one upstream after the other until one answers, the ailing ones last. The time is
/// shared out, so that a silent first leaves enough for the second.
async fn fail_over(upstreams: &[Route], labels: &[Vec<u8>], wanted: Wanted, limit: Duration) -> (String, Exchange) {
    let (mut order, ailing): (Vec<_>, Vec<_>) = upstreams.iter().partition(|u| !u.is_ailing());
    order.extend(ailing);
    let started = Instant::now();
    let mut kept: Option<(String, Exchange)> = None;
    for (i, upstream) in order.iter().enumerate() {
        let left = limit.saturating_sub(started.elapsed());
        let share = left / u32::try_from(order.len() - i).unwrap_or(1);
        let exchange = upstream.ask(labels, wanted, share.max(Duration::from_millis(1))).await;
        if is_answer(&exchange) {
            return (upstream.label(), exchange);
        }
        if kept.as_ref().is_none_or(|(_, k)| weight(k) < weight(&exchange)) {
            kept = Some((upstream.label(), exchange));
        }
    }
    // An empty list is refused at the start; were it empty, nothing would have been sent.
    kept.unwrap_or((String::new(), Exchange { not_sent: true, ..Exchange::default() }))
}

/// Whether nobody else need be asked.
pub(super) fn is_answer(exchange: &Exchange) -> bool {
    exchange.message.as_ref().is_some_and(|m| m.rcode != SERVFAIL || !m.extended.iter().any(|e| UNREACHABLE.contains(&e.code)))
}

/// How much an exchange without an answer says: a failure more than silence, silence more than nothing sent.
fn weight(exchange: &Exchange) -> u8 {
    match exchange {
        Exchange { message: Some(_), .. } => 3,
        Exchange { truncated: true, .. } => 2,
        Exchange { not_sent: false, .. } => 1,
        _ => 0,
    }
}

/// Authoritative servers, each with its sockets and measurements; asked without recursion.
pub(super) struct Servers {
    open: Mutex<HashMap<SocketAddr, Arc<Upstream>>>,
    limits: Limits,
}

impl Servers {
    pub(super) fn new(limits: Limits) -> Self {
        Self { open: Mutex::default(), limits }
    }

    /// The server at an address; sends nothing.
    pub(super) fn at(&self, at: SocketAddr) -> Arc<Upstream> {
        let mut servers = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() >= MOST_SERVERS && !servers.contains_key(&at) {
            servers.retain(|_, server| Arc::strong_count(server) > 1);
        }
        let new = || Arc::new(Upstream::new(at, false, 1, self.limits.server_window, &self.limits));
        servers.entry(at).or_insert_with(new).clone()
    }
}
