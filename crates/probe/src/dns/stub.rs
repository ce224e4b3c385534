//! The resolver over plain upstreams: fail-over, aliases asked on for, keys put in and taken out.

use super::Resolve;
use super::reading::{self, MOST_ALIASES, Reading, Role};
use super::secret::{self, Unlocked};
use super::spec;
use super::upstream::{Exchange, Upstream};
use crate::{BoxFuture, Error, Limits, Options};
use facts::answer::ExtendedError;
use facts::{DnsAnswer, Name, Outcome, RecordType, WhyNot};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Sockets at one resolver.
const SOCKETS: usize = 4;
/// Authoritative servers whose sockets are kept open.
const MOST_SERVERS: usize = 256;
const SERVFAIL: u16 = 2;
/// No Reachable Authority, Network Error (RFC 8914 4.23, 4.24): the path of this one resolver is at fault.
const UNREACHABLE: [u16; 2] = [22, 23];

/// Cheap to clone; clones share sockets and measurements.
#[derive(Clone)]
pub(crate) struct Stub(Arc<Shared>);

struct Shared {
    upstreams: Vec<Upstream>,
    servers: Mutex<HashMap<SocketAddr, Arc<Upstream>>>,
    keys: crate::Keys,
    limits: Limits,
}

impl Stub {
    /// Reads the system's configuration where the options name it; opens no socket.
    pub(crate) fn new(options: &Options) -> Result<Self, Error> {
        let limits = options.limits;
        let upstream = |at| Upstream::new(at, true, SOCKETS, limits.window, &limits);
        let upstreams = spec::addresses(&options.upstreams)?.into_iter().map(upstream).collect();
        Ok(Self(Arc::new(Shared { upstreams, servers: Mutex::default(), keys: options.keys.clone(), limits })))
    }

    /// The upstreams' addresses, in order.
    pub(crate) fn labels(&self) -> Vec<String> {
        self.0.upstreams.iter().map(Upstream::label).collect()
    }

    /// Asks the server at `to` for what it holds itself; `server` is told as the one that answered.
    pub(crate) fn ask_at(&self, to: SocketAddr, server: String, name: &Name, rtype: RecordType) -> BoxFuture<Result<DnsAnswer, WhyNot>> {
        let (shared, name) = (self.0.clone(), name.clone());
        Box::pin(async move {
            let unlocked = secret::unlock(&name, &shared.keys).ok_or(WhyNot::LocalFailure)?;
            let started = Instant::now();
            let upstream = shared.server(to);
            let exchange = upstream.ask(&unlocked.labels, rtype, shared.limits.dns).await;
            let mut answer = DnsAnswer { server, ..DnsAnswer::default() };
            take(&mut answer, exchange, &unlocked, &name, rtype, Role::Authority)?;
            unlocked.lock_answer(&mut answer);
            answer.took_ms = since(started);
            Ok(answer)
        })
    }
}

impl Resolve for Stub {
    fn resolve(&self, name: &Name, rtype: RecordType) -> BoxFuture<Result<DnsAnswer, WhyNot>> {
        let (shared, name) = (self.0.clone(), name.clone());
        Box::pin(async move { shared.resolve(name, rtype).await })
    }
}

impl Shared {
    async fn resolve(&self, name: Name, rtype: RecordType) -> Result<DnsAnswer, WhyNot> {
        let started = Instant::now();
        let mut answer = DnsAnswer::default();
        for _ in 0..=MOST_ALIASES {
            let at = answer.aliases.last().map_or(&name, |alias| &alias.target);
            let unlocked = secret::unlock(at, &self.keys).ok_or(WhyNot::LocalFailure)?;
            let (server, exchange) = self.fail_over(&unlocked.labels, rtype).await;
            answer.server = server;
            let reading = take(&mut answer, exchange, &unlocked, &name, rtype, Role::Resolver)?;
            unlocked.lock_answer(&mut answer);
            answer.took_ms = since(started);
            if let Reading::Final(_) = reading {
                return Ok(answer);
            }
        }
        answer.outcome = Outcome::ServerFailure;
        Ok(answer)
    }

    /// Asks one upstream after the other until one answers, the ailing ones last. The time is
    /// shared out, so that a silent first leaves enough for the second.
    async fn fail_over(&self, labels: &[Vec<u8>], rtype: RecordType) -> (String, Exchange) {
        let (mut order, ailing): (Vec<_>, Vec<_>) = self.upstreams.iter().partition(|u| !u.is_ailing());
        order.extend(ailing);
        let started = Instant::now();
        let mut kept: Option<(String, Exchange)> = None;
        for (i, upstream) in order.iter().enumerate() {
            let left = self.limits.dns.saturating_sub(started.elapsed());
            let share = left / u32::try_from(order.len() - i).unwrap_or(1);
            let exchange = upstream.ask(labels, rtype, share.max(Duration::from_millis(1))).await;
            if is_answer(&exchange) {
                return (upstream.label(), exchange);
            }
            if kept.as_ref().is_none_or(|(_, k)| weight(k) < weight(&exchange)) {
                kept = Some((upstream.label(), exchange));
            }
        }
        // `Stub::new` refuses an empty list; were it empty, nothing would have been sent.
        kept.unwrap_or((String::new(), Exchange { message: None, truncated: false, tcp_failed: false, not_sent: true }))
    }

    fn server(&self, at: SocketAddr) -> Arc<Upstream> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() >= MOST_SERVERS && !servers.contains_key(&at) {
            servers.retain(|_, server| Arc::strong_count(server) > 1);
        }
        let new = || Arc::new(Upstream::new(at, false, 1, self.limits.server_window, &self.limits));
        servers.entry(at).or_insert_with(new).clone()
    }
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

/// Adds what an exchange brought to `answer`.
fn take(
    answer: &mut DnsAnswer,
    exchange: Exchange,
    unlocked: &Unlocked,
    name: &Name,
    rtype: RecordType,
    role: Role,
) -> Result<Reading, WhyNot> {
    answer.truncated |= exchange.truncated;
    answer.tcp_failed |= exchange.tcp_failed;
    if exchange.not_sent {
        return Err(WhyNot::LocalFailure);
    }
    let Some(mut message) = exchange.message else {
        answer.outcome = Outcome::Timeout;
        return Ok(Reading::Final(Outcome::Timeout));
    };
    for rr in message.answers.iter_mut().chain(&mut message.authorities) {
        rr.owner = unlocked.lock_name(std::mem::take(&mut rr.owner));
        if let Some(facts::answer::Data::Cname(target)) = &mut rr.data {
            *target = unlocked.lock_name(std::mem::take(target));
        }
    }
    answer.authoritative = message.authoritative;
    for error in std::mem::take(&mut message.extended) {
        let ExtendedError { code, .. } = error;
        if !answer.extended.iter().any(|known| known.code == code && known.text == error.text) {
            answer.extended.push(error);
        }
    }
    let reading = reading::read(&message, name, rtype, role, &mut answer.aliases);
    if let Reading::Final(outcome) = &reading {
        answer.outcome = outcome.clone();
    }
    Ok(reading)
}

fn since(started: Instant) -> u32 {
    u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX)
}
