//! The resolver over any source: aliases asked on for, answers validated, keys put in and taken out.

use super::Resolve;
use super::reading::{self, MOST_ALIASES, Reading, Role};
use super::secret::{self, Unlocked};
use super::sequence;
use super::source::{Servers, Source};
use super::upstream::{Exchange, Wanted};
use super::validate::Validator;
use crate::{BoxFuture, Error, Limits, Options};
use facts::answer::ExtendedError;
use facts::{DnsAnswer, DnssecStatus, Name, Outcome, RecordType, Transport, WhyNot};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::time::Instant;

/// Network Error (RFC 8914 4.24): what stands for a resolver that could not be asked.
const NETWORK_ERROR: u16 = 23;
const SERVFAIL: u16 = 2;

/// Cheap to clone; clones share sockets, caches and measurements.
#[derive(Clone)]
pub(crate) struct Resolver(Arc<Shared>);

struct Shared {
    source: Arc<dyn Source>,
    validator: Validator,
    servers: Arc<Servers>,
    keys: crate::Keys,
    limits: Limits,
}

impl Resolver {
    /// Reads the system's configuration where the options name it; opens no socket.
    pub(crate) fn new(options: &Options) -> Result<Self, Error> {
        let limits = options.limits;
        let servers = Arc::new(Servers::new(limits));
        let source = sequence::source(options, &servers)?;
        let validator = Validator::new(source.clone(), options);
        Ok(Self(Arc::new(Shared { source, validator, servers, keys: options.keys.clone(), limits })))
    }

    /// What is asked, for people, in order.
    pub(crate) fn labels(&self) -> Vec<String> {
        self.0.source.labels()
    }

    /// Who of them could not be asked of late, and why, for people.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.0.source.faults()
    }

    /// Asks the server at `to` for what it holds itself; `server` is told as the one that answered.
    pub(crate) fn ask_at(
        &self,
        to: SocketAddr,
        server: String,
        name: &Name,
        rtype: RecordType,
        transport: Transport,
    ) -> BoxFuture<Result<DnsAnswer, WhyNot>> {
        let (shared, name) = (self.0.clone(), name.clone());
        let wanted = Wanted { rtype: rtype.number(), tcp_only: transport == Transport::Tcp, ..Wanted::default() };
        Box::pin(async move {
            let unlocked = secret::unlock(&name, &shared.keys).ok_or(WhyNot::LocalFailure)?;
            let started = Instant::now();
            let upstream = shared.servers.at(to);
            let exchange = upstream.ask(&unlocked.labels, wanted, shared.limits.dns).await;
            let mut answer = DnsAnswer { server, ..DnsAnswer::default() };
            take(&mut answer, exchange, &unlocked, &name, rtype, Role::Authority)?;
            unlocked.lock_answer(&mut answer);
            answer.took_ms = since(started);
            Ok(answer)
        })
    }
}

impl Resolve for Resolver {
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
            let reading = self.step(&mut answer, &unlocked, &name, rtype).await?;
            unlocked.lock_answer(&mut answer);
            answer.took_ms = since(started);
            if let Reading::Final(_) = reading {
                return Ok(answer);
            }
        }
        answer.outcome = Outcome::ServerFailure;
        Ok(answer)
    }

    /// One response for the end of the alias chain, validated. A name with a key in it is not: the
    /// reason would hold the key, and lists are not signed.
    async fn step(&self, answer: &mut DnsAnswer, unlocked: &Unlocked, name: &Name, rtype: RecordType) -> Result<Reading, WhyNot> {
        let labels = &unlocked.labels;
        let judged = !unlocked.holds_keys();
        let wanted = Wanted { rtype: rtype.number(), signatures: judged, ..Wanted::default() };
        if judged {
            self.validator.foresee(labels);
        }
        let (mut server, mut exchange) = self.source.exchange(labels.clone(), wanted).await;
        let failed = exchange.message.as_ref().is_some_and(|m| m.rcode == SERVFAIL);
        let mut refused = None;
        if failed && judged && self.source.validates() {
            // A validating resolver fails where it sees a broken chain, and gives the answer unchecked (RFC 4035 3.2.2).
            let (again, unchecked) = self.source.exchange(labels.clone(), Wanted { unchecked: true, ..wanted }).await;
            if unchecked.message.as_ref().is_some_and(|m| m.rcode != SERVFAIL) {
                refused = Some(std::mem::replace(&mut exchange, unchecked));
                server = again;
            }
        }
        if judged && let Some(message) = &exchange.message {
            let dnssec = self.validator.judge(labels, rtype.number(), message, refused.is_some()).await;
            if let Some(dnssec) = dnssec {
                let unsound = !matches!(dnssec.status, DnssecStatus::Secure | DnssecStatus::Bogus);
                answer.dnssec = Some(Box::new(match answer.dnssec.take() {
                    Some(before) => before.and(dnssec),
                    None => dnssec,
                }));
                if let (true, Some(failure)) = (unsound, refused) {
                    // Nothing explains the failure; it stands as it came.
                    exchange = failure;
                }
            } else if let Some(failure) = refused {
                exchange = failure;
            }
        }
        answer.server = server;
        take(answer, exchange, unlocked, name, rtype, Role::Resolver)
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
    if let Some(text) = exchange.fault {
        answer.extended.push(ExtendedError { code: NETWORK_ERROR, text });
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
