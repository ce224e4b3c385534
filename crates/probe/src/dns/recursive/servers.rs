//! One question put to the servers of one zone: the fastest first, the next one early when it stays
//! silent, the lame ones left aside.

use super::allowance::Allowance;
use super::flights::{Flight, Found};
use super::verdict::{Said, said};
use super::zone::Zone;
use super::{Fault, Walker};
use crate::dns::upstream::{Exchange, Wanted, random};
use facts::Name;
use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// Servers of one zone that one question is put to.
const MOST_ASKED: usize = 8;
/// Name servers without addresses that are looked up for one question about one zone (NXNS).
const MOST_LOOKUPS: usize = 4;
/// As many of them at a time.
const LOOKUPS_AT_ONCE: usize = 2;
/// Reasons that are told.
const MOST_REASONS: usize = 3;
/// An unknown server is tried as if it answered within as much, at random.
const UNKNOWN_MS: u64 = 100;

/// What a zone's servers said, and which of them.
pub(super) struct Heard {
    pub(super) server: String,
    pub(super) exchange: Exchange,
    pub(super) said: Said,
}

/// A server of the zone at one of its addresses.
#[derive(Clone)]
struct Candidate {
    label: String,
    address: IpAddr,
    at: SocketAddr,
}

enum Event {
    Exchange(Candidate, Duration, Box<Exchange>),
    Addresses(Name, Arc<[IpAddr]>),
}

/// One question to one zone, while it goes on.
struct Round<'a> {
    walker: &'a Arc<Walker>,
    zone: &'a Arc<Zone>,
    allowance: &'a Allowance,
    /// In the order in which they are asked.
    waiting: Vec<Candidate>,
    without_address: VecDeque<Name>,
    under_way: Vec<(Candidate, Instant)>,
    looking_up: usize,
    tasks: JoinSet<Event>,
    asked: usize,
    looked_up: usize,
    /// When the next server is asked, if those asked stay silent.
    due: Instant,
    best: Option<Heard>,
    reasons: Vec<String>,
    silent: bool,
    lame: bool,
    /// Over IPv4, which every zone of use to all is reached by.
    not_sent: bool,
    spent: bool,
}

impl Walker {
    /// What the servers of `zone` say about `name`.
    pub(super) async fn ask_zone(
        self: &Arc<Self>,
        zone: &Arc<Zone>,
        name: &Name,
        labels: &[Vec<u8>],
        wanted: Wanted,
        allowance: &Allowance,
    ) -> Result<Heard, Fault> {
        let mut round = Round::new(self, zone, allowance);
        let end = Instant::now() + allowance.time();
        loop {
            round.start_due(labels, wanted, end);
            if round.tasks.is_empty() {
                break;
            }
            let more = !round.waiting.is_empty() || round.may_look_up();
            tokio::select! {
                Some(event) = round.tasks.join_next() => match event {
                    Ok(Event::Exchange(candidate, took, exchange)) => {
                        if let Some(heard) = round.weigh(candidate, took, *exchange, name, wanted.rtype) {
                            round.leave();
                            return Ok(heard);
                        }
                    }
                    Ok(Event::Addresses(server, found)) => round.found(&server, &found),
                    // A task of ours is neither aborted while it is awaited nor does it panic.
                    Err(_) => round.silent = true,
                },
                () = sleep_until(round.due), if more && round.due < end => {}
            }
        }
        round.outcome()
    }
}

impl<'a> Round<'a> {
    fn new(walker: &'a Arc<Walker>, zone: &'a Arc<Zone>, allowance: &'a Allowance) -> Self {
        let mut round = Self {
            walker,
            zone,
            allowance,
            waiting: Vec::new(),
            without_address: VecDeque::new(),
            under_way: Vec::new(),
            looking_up: 0,
            tasks: JoinSet::new(),
            asked: 0,
            looked_up: 0,
            due: Instant::now(),
            best: None,
            reasons: Vec::new(),
            silent: false,
            lame: false,
            not_sent: false,
            spent: false,
        };
        for (server, addresses) in &zone.servers {
            if !addresses.is_empty() {
                round.add(server, addresses);
                continue;
            }
            match walker.flights.kept(&Flight::Host(server.clone())) {
                Some(Found::Addresses(known)) if known.is_empty() => round.reason(format!("no address is found for {server}")),
                Some(Found::Addresses(known)) => round.add(server, &known),
                _ => round.without_address.push_back(server.clone()),
            }
        }
        round.sort();
        if let Some(by) = (!round.without_address.is_empty()).then(random::<1>) {
            // Any of them may be the one that can be found.
            let by = usize::from(by[0]) % round.without_address.len();
            round.without_address.rotate_left(by);
        }
        round
    }

    fn add(&mut self, server: &Name, addresses: &[IpAddr]) {
        for &address in addresses {
            match self.walker.allowed(server, address) {
                Some(at) if !self.waiting.iter().any(|known| known.at == at) && !self.under_way.iter().any(|(known, _)| known.at == at) => {
                    self.waiting.push(Candidate { label: format!("{server} [{address}]"), address, at });
                }
                Some(_) => {}
                None => self.reason(format!("{server} [{address}] is no public address")),
            }
        }
    }

    /// The fastest first, unknown ones spread among them, what cannot be of use last.
    fn sort(&mut self) {
        let without_v6 = self.walker.without_v6.load(Ordering::Relaxed);
        let (walker, zone) = (self.walker, self.zone);
        self.waiting.sort_by_cached_key(|candidate| {
            let chance = u64::from(random::<1>()[0]) * UNKNOWN_MS / 256;
            let took = walker.standings.of(candidate.at).unwrap_or(Duration::from_millis(chance));
            (zone.is_lame(candidate.address), without_v6 && candidate.at.is_ipv6(), took)
        });
    }

    fn may_look_up(&self) -> bool {
        self.waiting.is_empty() && self.looking_up == 0 && self.looked_up < MOST_LOOKUPS && !self.without_address.is_empty()
    }

    /// Begins whatever is due: a question, or look-ups of further servers.
    fn start_due(&mut self, labels: &[Vec<u8>], wanted: Wanted, end: Instant) {
        while self.due <= Instant::now() && !self.waiting.is_empty() && self.asked < MOST_ASKED {
            if !self.allowance.takes_query() {
                self.spent = true;
                self.waiting.clear();
                self.without_address.clear();
                return;
            }
            let candidate = self.waiting.remove(0);
            self.ask(candidate, labels, wanted, end);
        }
        if self.asked >= MOST_ASKED {
            self.waiting.clear();
            self.without_address.clear();
        }
        if self.due <= Instant::now() && self.may_look_up() {
            self.look_up();
        }
    }

    fn ask(&mut self, candidate: Candidate, labels: &[Vec<u8>], wanted: Wanted, end: Instant) {
        let now = Instant::now();
        self.asked += 1;
        self.due = now + self.walker.patience(candidate.at);
        self.under_way.push((candidate.clone(), now));
        let (server, labels) = (self.walker.servers.at(candidate.at), labels.to_vec());
        let limit = end.saturating_duration_since(now).max(Duration::from_millis(1));
        self.tasks.spawn(async move {
            let exchange = server.ask_in_time(&labels, wanted, limit).await;
            Event::Exchange(candidate, now.elapsed(), Box::new(exchange))
        });
    }

    fn look_up(&mut self) {
        for _ in 0..LOOKUPS_AT_ONCE.min(MOST_LOOKUPS - self.looked_up) {
            let Some(server) = self.without_address.pop_front() else { break };
            if !self.zone.allows_lookup(&server) {
                self.reason("too many of its name servers come without an address".to_owned());
                continue;
            }
            self.looked_up += 1;
            self.looking_up += 1;
            let (walker, allowance) = (self.walker.clone(), self.allowance.clone());
            self.tasks.spawn(async move {
                let found = walker.addresses(&server, &allowance).await;
                Event::Addresses(server, found)
            });
        }
    }

    fn found(&mut self, server: &Name, found: &[IpAddr]) {
        self.looking_up -= 1;
        if found.is_empty() {
            self.reason(format!("no address is found for {server}"));
        }
        self.add(server, found);
        self.sort();
        if self.under_way.is_empty() {
            self.due = Instant::now();
        }
    }

    /// What an exchange is worth; given back when nobody else need be asked.
    fn weigh(&mut self, candidate: Candidate, took: Duration, exchange: Exchange, name: &Name, rtype: u16) -> Option<Heard> {
        self.under_way.retain(|(known, _)| known.at != candidate.at);
        self.due = Instant::now();
        let Candidate { label, address, at } = candidate;
        let Some(message) = &exchange.message else {
            if exchange.not_sent {
                self.not_sent |= at.is_ipv4();
                self.allowance.returns_query();
                self.asked -= 1;
                self.walker.without_v6.fetch_or(at.is_ipv6(), Ordering::Relaxed);
                self.reason(format!("{label} cannot be reached from here"));
            } else {
                self.silent = true;
                self.walker.standings.silent(at, took);
                self.reason(format!("{label} {}", if exchange.truncated { "truncates its answer and takes no TCP" } else { "is silent" }));
                if exchange.truncated {
                    self.keep(label, exchange, Said::Failed);
                }
            }
            return None;
        };
        self.walker.standings.answered(at, took);
        if at.is_ipv6() {
            self.walker.without_v6.store(false, Ordering::Relaxed);
        }
        let said = said(message, &self.zone.name, name, rtype);
        match said {
            Said::Answer | Said::Referral(_) => return Some(Heard { server: label, exchange, said }),
            Said::Lame(how) => {
                self.lame = true;
                self.zone.mark_lame(address);
                self.reason(format!("{label} {how}"));
            }
            Said::Weak | Said::Failed => self.keep(label, exchange, said),
        }
        None
    }

    /// Of what is no proper answer, the best is kept: one without authority, else any failure told.
    fn keep(&mut self, server: String, exchange: Exchange, said: Said) {
        let weight = |said: &Said, exchange: &Exchange| (*said == Said::Weak, exchange.message.is_some());
        if self.best.as_ref().is_none_or(|best| weight(&best.said, &best.exchange) < weight(&said, &exchange)) {
            self.best = Some(Heard { server, exchange, said });
        }
    }

    /// Others answered before these did.
    fn leave(&self) {
        for (candidate, since) in &self.under_way {
            self.walker.standings.silent(candidate.at, since.elapsed());
        }
    }

    fn reason(&mut self, text: String) {
        if self.reasons.len() < MOST_REASONS {
            self.reasons.push(text);
        }
    }

    fn outcome(self) -> Result<Heard, Fault> {
        if let Some(best) = self.best {
            return Ok(best);
        }
        if self.spent {
            return Err(Fault::Spent);
        }
        if self.silent && !self.lame {
            return Err(Fault::Silent);
        }
        if self.not_sent && !self.lame {
            return Err(Fault::NotSent);
        }
        let zone = if self.zone.name.is_root() { "the root".to_owned() } else { self.zone.name.to_string() };
        Err(Fault::Unreachable(format!("{zone}: {}", self.reasons.join("; "))))
    }
}
