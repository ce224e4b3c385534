//! A running lab: which public-looking address is served on which loopback port.

use crate::counts::{Asked, Counts, Received, Times, Visits};
use crate::dns::garble::{Garble, Garbles};
use crate::dns::late::Line;
use crate::dns::{desk::Desk, serve::serve};
use crate::servers::{self, Door};
use crate::tls::Chains;
use crate::{Authority, LabError};
use facts::answer::{Answer, Data, Outcome};
use facts::fixture::World;
use facts::fixture::server::Server;
use facts::{Moment, Name, Question, RecordType};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

/// An internet on loopback, made of scenario text. It ends when it is dropped.
#[derive(Debug)]
pub struct Lab {
    authority: Authority,
    counts: Arc<Counts>,
    garbles: Arc<Garbles>,
    delay: Arc<AtomicU64>,
    resolver: SocketAddr,
    name_servers: BTreeMap<IpAddr, SocketAddr>,
    /// Mail servers, mailboxes and web sites.
    scripted: BTreeMap<SocketAddr, SocketAddr>,
    /// Where connections to nobody go, to be refused.
    nobody: SocketAddr,
    _doors: Vec<Door>,
    _tasks: JoinSet<()>,
}

impl Lab {
    /// Starts what the scenario texts describe, each laid over the ones before
    /// ([`World::layers`]). Certificates are made so that their kinds hold at `now`.
    ///
    /// # Errors
    /// A text that cannot be read, a kind of chain that does not exist, no free port.
    ///
    /// # Panics
    /// Outside a tokio runtime with I/O and time.
    pub async fn start(layers: &[&str], now: Moment) -> Result<Self, LabError> {
        Self::serve(World::layers(layers)?, now).await
    }

    /// As [`Lab::start`], from a world that is already read.
    ///
    /// # Errors
    /// As [`Lab::start`].
    pub async fn serve(world: World, now: Moment) -> Result<Self, LabError> {
        let authority = Authority::new(now)?;
        let chains = Arc::new(Chains::new(&world, &authority)?);
        let (world, counts, garbles) = (Arc::new(world), Arc::new(Counts::default()), Arc::new(Garbles::default()));
        let mut tasks = JoinSet::new();
        let (delay, line) = (Arc::new(AtomicU64::new(0)), Arc::new(Line::default()));
        let desk = |server| {
            let (world, counts) = (Arc::clone(&world), Arc::clone(&counts));
            Desk { world, counts, garbles: Arc::clone(&garbles), delay: Arc::clone(&delay), line: Arc::clone(&line), server }
        };
        let resolver = serve(desk(None), &mut tasks).await?;
        let mut name_servers = BTreeMap::new();
        for server in name_server_addresses(&world) {
            name_servers.insert(server, serve(desk(Some(server)), &mut tasks).await?);
        }
        let (nobody_door, nobody) = Door::refusing()?;
        let (mut doors, mut scripted) = (vec![nobody_door], BTreeMap::new());
        for (at, sharing) in by_address(&world) {
            let (door, behind) = servers::open(at, sharing, &chains, &counts, &mut tasks).await?;
            doors.push(door);
            scripted.insert(at, behind);
        }
        Ok(Self { authority, counts, garbles, delay, resolver, name_servers, scripted, nobody, _doors: doors, _tasks: tasks })
    }

    /// Where the resolver listens (UDP and TCP), for `--resolver`.
    #[must_use]
    pub fn resolver(&self) -> SocketAddr {
        self.resolver
    }

    /// The trusted root as PEM, for `--ca-file`.
    #[must_use]
    pub fn ca_pem(&self) -> String {
        self.authority.root_pem()
    }

    /// The authority behind all certificates.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Rules for `--connect-to` (`HOST:PORT:ADDR:PORT`, the first that fits counts): every name
    /// server, mail server, mailbox and web site of the scenario, the resolver for other name servers, and a port
    /// that refuses for all the rest, so that nothing ever leaves this machine.
    #[must_use]
    pub fn connect_to(&self) -> Vec<String> {
        let names = self.name_servers.iter().map(|(server, at)| rule(Some(SocketAddr::new(*server, 53)), *at));
        let scripted = self.scripted.iter().map(|(server, at)| rule(Some(*server), *at));
        let rest = [format!(":53:{}", self.resolver), rule(None, self.nobody)];
        names.chain(scripted).chain(rest).collect()
    }

    /// The loopback port behind a name server or scripted server of the scenario.
    #[must_use]
    pub fn behind(&self, at: SocketAddr) -> Option<SocketAddr> {
        let name_server = self.name_servers.get(&at.ip()).filter(|_| at.port() == 53);
        name_server.or_else(|| self.scripted.get(&at)).copied()
    }

    /// From now on spoils every reply about `name`, of the resolver and of all name servers.
    pub fn garble(&self, name: &Name, garble: Garble) {
        self.garbles.set(name, garble);
    }

    /// From now on holds every DNS reply for so long, as a way to a far server does; each by itself, none
    /// in a queue behind another.
    pub fn delay(&self, by: Duration) {
        self.delay.store(u64::try_from(by.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Every DNS question that came so far, and how often.
    #[must_use]
    pub fn questions(&self) -> BTreeMap<Asked, Times> {
        self.counts.questions()
    }

    /// How often the resolver was asked for `name` and `rtype`.
    #[must_use]
    pub fn asked(&self, name: &Name, rtype: RecordType) -> Times {
        self.questions().get(&(None, name.clone(), rtype.number())).copied().unwrap_or_default()
    }

    /// Connections to each scripted server, by its address in the scenario. Refused and swallowed
    /// ones are not seen.
    #[must_use]
    pub fn visits(&self) -> BTreeMap<SocketAddr, Visits> {
        self.counts.visits()
    }

    /// The messages that scripted servers took, in the order of their coming.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.counts.received()
    }

    /// How many messages someone began to send, to any server: to be 0 but in tests of delivery.
    #[must_use]
    pub fn messages(&self) -> usize {
        self.visits().values().map(|visits| visits.messages).sum()
    }
}

fn rule(from: Option<SocketAddr>, to: SocketAddr) -> String {
    from.map_or_else(|| format!("::{to}"), |from| format!("{from}:{to}"))
}

/// Scripted servers by where they listen; only web sites share an address.
fn by_address(world: &World) -> BTreeMap<SocketAddr, Vec<Server>> {
    let mut all: BTreeMap<SocketAddr, Vec<Server>> = BTreeMap::new();
    for server in world.servers() {
        all.entry(server.at).or_default().push(server.clone());
    }
    all
}

/// Addresses that the scenario uses as name servers: those of `@` lines and of NS targets.
fn name_server_addresses(world: &World) -> BTreeSet<IpAddr> {
    let mut addresses: BTreeSet<IpAddr> = world.single_answers().map(|(server, ..)| server).collect();
    let records = |name: &Name, rtype| match world.answer(&Question::Dns { name: name.clone(), rtype }, &|_, _| Vec::new()) {
        Answer::Dns(facts::DnsAnswer { outcome: Outcome::Records(records), .. }) => records,
        _ => Vec::new(),
    };
    for (owner, _) in world.sets().filter(|(_, rtype)| *rtype == RecordType::Ns) {
        for server in records(owner, RecordType::Ns) {
            let Data::Ns(host) = server.data else { continue };
            for record in [records(&host, RecordType::A), records(&host, RecordType::Aaaa)].concat() {
                match record.data {
                    Data::A(address) => addresses.insert(address.into()),
                    Data::Aaaa(address) => addresses.insert(address.into()),
                    _ => false,
                };
            }
        }
    }
    addresses
}
