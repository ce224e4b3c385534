//! From zone to zone down to the one that answers.

use super::allowance::Allowance;
use super::flights::{Ended, Flight, Found};
use super::minimise::Minimiser;
use super::servers::Heard;
use super::verdict::{DS, Delegation, MOST_ADDRESSES, Said, scrubbed};
use super::zone::Zone;
use super::{Fault, Walker};
use crate::BoxFuture;
use crate::dns::message::Message;
use crate::dns::upstream::{Exchange, Wanted};
use facts::answer::Data;
use facts::{Name, RecordType};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// Zones and shortened questions on one way; a reverse name of IPv6 takes up to twenty.
const MOST_STEPS: usize = 40;
/// Down to this depth a zone is taken to hold delegations more than names of its own, and whether one
/// begins is found out once for all.
const DELEGATING: usize = 1;
/// How much longer the addresses of the other family are waited for.
const FAMILY_PAUSE: Duration = Duration::from_millis(300);
/// Seconds for what has no TTL of its own.
const BRIEF: u32 = 60;

type Walked = Result<(String, Exchange), Fault>;

impl Walker {
    /// The response about `labels`, freed of what its server has no say in.
    pub(super) fn walk(self: &Arc<Self>, labels: Vec<Vec<u8>>, wanted: Wanted, allowance: Allowance) -> BoxFuture<Walked> {
        let walker = self.clone();
        Box::pin(async move { walker.descend(&labels, wanted, &allowance).await })
    }

    async fn descend(self: &Arc<Self>, labels: &[Vec<u8>], wanted: Wanted, allowance: &Allowance) -> Walked {
        let Ok(name) = Name::from_labels(labels.iter().map(Vec::as_slice)) else { return Err(Fault::NotSent) };
        // What the parent holds about a zone is asked above it (RFC 4035 3.1.4.1).
        let above = if wanted.rtype == DS { name.parent().unwrap_or_default() } else { name.clone() };
        let mut zone = self.closest(&above);
        let (mut minimiser, mut known, mut whole) = (Minimiser::default(), zone.name.depth(), false);
        for _ in 0..MOST_STEPS {
            whole |= known == labels.len();
            let next = if whole { labels.len() } else { minimiser.next(labels, known) };
            if !whole && let Some(flight) = self.shared(&zone, &labels[labels.len() - next..], next == labels.len(), wanted) {
                match self.cut(flight, &zone, allowance).await? {
                    Found::Zone(below) => (known, zone) = (below.name.depth(), below),
                    Found::Obscure => whole = true,
                    _ => (known, whole) = (next, next == labels.len()),
                }
                continue;
            }
            let heard = self.ask_zone(&zone, &name, labels, wanted, allowance).await?;
            match heard.said {
                Said::Referral(told) => {
                    zone = self.enter(told);
                    known = zone.name.depth();
                }
                _ => {
                    let exchange = heard.exchange;
                    let message = exchange.message.map(|message| scrubbed(message, &zone.name, &name));
                    return Ok((heard.server, Exchange { message, ..exchange }));
                }
            }
        }
        Err(Fault::Spent)
    }

    /// The look-up for a zone at `labels` that is to be shared, when the way there leads through one.
    fn shared(&self, zone: &Zone, labels: &[Vec<u8>], is_whole: bool, wanted: Wanted) -> Option<Flight> {
        let flight = Flight::Cut(Name::from_labels(labels.iter().map(Vec::as_slice)).ok()?);
        let worthwhile = || zone.name.depth() <= DELEGATING || self.flights.is_open(&flight);
        (!is_whole || (wanted.rtype != DS && worthwhile())).then_some(flight)
    }

    /// The deepest known zone that `name` lies in.
    fn closest(&self, name: &Name) -> Arc<Zone> {
        let mut at = Some(name.clone());
        while let Some(name) = at.filter(|name| !name.is_root()) {
            at = name.parent();
            if let Some(Found::Zone(zone)) = self.flights.kept(&Flight::Cut(name)) {
                return zone;
            }
        }
        self.root.clone()
    }

    fn enter(&self, told: Delegation) -> Arc<Zone> {
        let (name, ttl) = (told.zone.clone(), told.ttl);
        // A zone that is known keeps what was learnt of its servers.
        if let Some(Found::Zone(known)) = self.flights.kept(&Flight::Cut(name.clone())) {
            return known;
        }
        let zone = Arc::new(Zone::from(told));
        self.flights.keep(Flight::Cut(name), Found::Zone(zone.clone()), ttl);
        zone
    }

    /// Whether a zone begins at a name within `zone`.
    async fn cut(self: &Arc<Self>, flight: Flight, zone: &Arc<Zone>, allowance: &Allowance) -> Result<Found, Fault> {
        let look = || {
            let (walker, flight, zone) = (self.clone(), flight.clone(), zone.clone());
            let allowance = allowance.for_cut(flight.clone(), &self.limits);
            async move { walker.look_for_cut(flight, zone, allowance).await }
        };
        let found = self.flights.find(flight.clone(), allowance.flight.as_ref(), look);
        match tokio::time::timeout_at(allowance.deadline, found).await {
            Ok(found) => found.map_err(Fault::from),
            Err(_) => Err(Fault::Silent),
        }
    }

    async fn look_for_cut(self: Arc<Self>, flight: Flight, mut zone: Arc<Zone>, allowance: Allowance) -> Result<(Found, u32), Ended> {
        let Flight::Cut(name) = flight else { return Ok((Found::Obscure, BRIEF)) };
        let (labels, wanted) = (name.wire_labels(), Wanted { rtype: RecordType::A.number(), ..Wanted::default() });
        for _ in 0..MOST_STEPS {
            let heard = match self.ask_zone(&zone, &name, &labels, wanted, &allowance).await {
                Ok(heard) => heard,
                Err(Fault::Spent) => return Err(Ended::Spent),
                Err(_) => return Ok((Found::Obscure, BRIEF)),
            };
            match heard {
                Heard { said: Said::Referral(told), .. } => {
                    let (ttl, is_it) = (told.ttl, told.zone == name);
                    zone = self.enter(told);
                    if is_it {
                        return Ok((Found::Zone(zone), ttl));
                    }
                }
                // A name that does not exist should have nothing below it (RFC 8020), yet some servers deny empty ones.
                Heard { said: Said::Answer | Said::Weak, exchange: Exchange { message: Some(Message { rcode: 0, .. }), .. }, .. } => {
                    return Ok((Found::Within, BRIEF));
                }
                _ => return Ok((Found::Obscure, BRIEF)),
            }
        }
        Err(Ended::Spent)
    }

    /// The addresses of a name server that its delegation came without.
    pub(super) fn addresses(self: &Arc<Self>, server: &Name, allowance: &Allowance) -> BoxFuture<Arc<[IpAddr]>> {
        let (walker, server, allowance) = (self.clone(), server.clone(), allowance.clone());
        Box::pin(async move { walker.find_addresses(&server, &allowance).await })
    }

    async fn find_addresses(self: &Arc<Self>, server: &Name, allowance: &Allowance) -> Arc<[IpAddr]> {
        let flight = Flight::Host(server.clone());
        if let Some(Found::Addresses(known)) = self.flights.kept(&flight) {
            return known;
        }
        let Some(below) = allowance.for_host(flight.clone(), &self.limits) else { return Arc::default() };
        let look = || {
            let (walker, server) = (self.clone(), server.clone());
            async move { walker.look_for_addresses(server, below).await }
        };
        let found = self.flights.find(flight, allowance.flight.as_ref(), look);
        match tokio::time::timeout_at(allowance.deadline, found).await {
            Ok(Ok(Found::Addresses(found))) => found,
            _ => Arc::default(),
        }
    }

    /// Aliases are followed, as most resolvers do, although a name server should have none (RFC 2181 10.3).
    async fn look_for_addresses(self: Arc<Self>, server: Name, allowance: Allowance) -> Result<(Found, u32), Ended> {
        let one = |rtype: RecordType| {
            let wanted = Wanted { rtype: rtype.number(), ..Wanted::default() };
            self.walk(server.wire_labels(), wanted, allowance.clone())
        };
        let (mut four, mut six) = (one(RecordType::A), one(RecordType::Aaaa));
        let (four, six) = tokio::select! {
            four = &mut four => (four, timeout(FAMILY_PAUSE, six).await.unwrap_or(Err(Fault::Silent))),
            six = &mut six => (four.await, six),
        };
        let spent = [&four, &six].iter().any(|walked| matches!(walked, Err(Fault::Spent)));
        let (mut found, mut ttl, mut target) = (Vec::new(), u32::MAX, None);
        for message in [four, six].into_iter().flatten().filter_map(|(_, exchange)| exchange.message) {
            for rr in message.answers.iter().filter(|rr| rr.owner == server) {
                match &rr.data {
                    Some(Data::A(a)) => found.push(IpAddr::V4(*a)),
                    Some(Data::Aaaa(a)) => found.push(IpAddr::V6(*a)),
                    Some(Data::Cname(alias)) => target = Some(alias.clone()),
                    _ => continue,
                }
                ttl = ttl.min(rr.ttl);
            }
        }
        if let (true, Some(target)) = (found.is_empty(), target) {
            let found = self.addresses(&target, &allowance).await;
            return Ok((Found::Addresses(found), BRIEF));
        }
        if found.is_empty() {
            return if spent { Err(Ended::Spent) } else { Ok((Found::Addresses(Arc::default()), BRIEF)) };
        }
        found.truncate(2 * MOST_ADDRESSES);
        Ok((Found::Addresses(found.into()), ttl))
    }
}

impl From<Ended> for Fault {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Loop => Fault::Unreachable("its name servers can only be found through themselves".into()),
            Ended::Spent => Fault::Spent,
        }
    }
}
