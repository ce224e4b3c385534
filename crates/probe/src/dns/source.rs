//! Where responses come from: forwarding upstreams, or the own walk from the root. One exchange
//! about one name; aliases and validation are the resolver's.

use super::upstream::{Exchange, Upstream, Wanted};
use crate::{BoxFuture, Limits};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Authoritative servers whose sockets are kept open.
const MOST_SERVERS: usize = 256;
const SERVFAIL: u16 = 2;
/// No Reachable Authority, Network Error (RFC 8914 4.23, 4.24): the path of this one resolver is at fault.
const UNREACHABLE: [u16; 2] = [22, 23];

/// Gives the response to a question, from wherever it has to be fetched.
pub(super) trait Source: Send + Sync {
    /// The response about `labels`, and the label of the server that gave it.
    fn exchange(&self, labels: Vec<Vec<u8>>, wanted: Wanted) -> BoxFuture<(String, Exchange)>;

    /// What is asked, for people, in order.
    fn labels(&self) -> Vec<String>;
}

/// Resolvers of others, asked with recursion.
pub(super) struct Forward {
    upstreams: Arc<Vec<Upstream>>,
    /// For one question, shared out among the upstreams.
    limit: Duration,
}

impl Forward {
    pub(super) fn new(upstreams: Vec<Upstream>, limit: Duration) -> Self {
        Self { upstreams: Arc::new(upstreams), limit }
    }
}

impl Source for Forward {
    fn exchange(&self, labels: Vec<Vec<u8>>, wanted: Wanted) -> BoxFuture<(String, Exchange)> {
        let (upstreams, limit) = (self.upstreams.clone(), self.limit);
        Box::pin(async move { fail_over(&upstreams, &labels, wanted, limit).await })
    }

    fn labels(&self) -> Vec<String> {
        self.upstreams.iter().map(Upstream::label).collect()
    }
}

/// Asks one upstream after the other until one answers, the ailing ones last. The time is
/// shared out, so that a silent first leaves enough for the second.
async fn fail_over(upstreams: &[Upstream], labels: &[Vec<u8>], wanted: Wanted, limit: Duration) -> (String, Exchange) {
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
fn is_answer(exchange: &Exchange) -> bool {
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
