//! A zone as the walk knows it: its servers, which of them are lame, and how fast servers answered.

use super::verdict::Delegation;
use facts::Name;
use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Name servers of one zone that are looked up in the whole run: what a delegation to names
/// without addresses can make us send to others (NXNS).
const MOST_LOOKUPS: usize = 12;
/// Servers whose round trips are remembered.
const MOST_MEASURED: usize = 4096;

/// A zone and who serves it.
pub(super) struct Zone {
    pub(super) name: Name,
    pub(super) servers: Vec<(Name, Vec<IpAddr>)>,
    lame: Mutex<BTreeSet<IpAddr>>,
    /// Name servers whose addresses have been looked up.
    looked_up: Mutex<BTreeSet<Name>>,
}

impl Zone {
    pub(super) fn new(name: Name, servers: Vec<(Name, Vec<IpAddr>)>) -> Self {
        Self { name, servers, lame: Mutex::default(), looked_up: Mutex::default() }
    }

    pub(super) fn is_lame(&self, address: IpAddr) -> bool {
        self.lame.lock().unwrap_or_else(PoisonError::into_inner).contains(&address)
    }

    pub(super) fn mark_lame(&self, address: IpAddr) {
        self.lame.lock().unwrap_or_else(PoisonError::into_inner).insert(address);
    }

    /// Whether the addresses of `server` may be looked up, be it once more; counts distinct servers.
    pub(super) fn allows_lookup(&self, server: &Name) -> bool {
        let mut looked_up = self.looked_up.lock().unwrap_or_else(PoisonError::into_inner);
        looked_up.contains(server) || (looked_up.len() < MOST_LOOKUPS && looked_up.insert(server.clone()))
    }
}

impl From<Delegation> for Zone {
    fn from(told: Delegation) -> Self {
        Self::new(told.zone, told.servers)
    }
}

/// Round trips as they were seen, of both families alike.
#[derive(Default)]
pub(super) struct Standings(Mutex<HashMap<SocketAddr, Duration>>);

impl Standings {
    pub(super) fn of(&self, at: SocketAddr) -> Option<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&at).copied()
    }

    /// It answered after `took`.
    pub(super) fn answered(&self, at: SocketAddr, took: Duration) {
        self.note(at, |known| known.map_or(took, |known| (known * 7 + took) / 8));
    }

    /// It had not answered after `waited`.
    pub(super) fn silent(&self, at: SocketAddr, waited: Duration) {
        self.note(at, |known| known.unwrap_or_default().max(waited));
    }

    fn note(&self, at: SocketAddr, change: impl FnOnce(Option<Duration>) -> Duration) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_MEASURED && !all.contains_key(&at) {
            all.clear();
        }
        let next = change(all.get(&at).copied());
        all.insert(at, next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_s_standing_follows_what_it_does() {
        let (standings, at) = (Standings::default(), SocketAddr::from(([192, 0, 2, 1], 53)));
        let ms = Duration::from_millis;
        assert_eq!(standings.of(at), None);
        standings.answered(at, ms(80));
        standings.silent(at, ms(50));
        assert_eq!(standings.of(at), Some(ms(80)));
        standings.silent(at, ms(800));
        assert_eq!(standings.of(at), Some(ms(800)));
        standings.answered(at, ms(0));
        assert_eq!(standings.of(at), Some(ms(700)));
    }

    #[test]
    fn look_ups_for_one_zone_end() {
        let zone = Zone::new(Name::root(), Vec::new());
        let server = |n: usize| Name::parse(&format!("n{n}.example")).unwrap_or_default();
        assert_eq!((0..100).filter(|n| zone.allows_lookup(&server(n / 2))).count(), 2 * MOST_LOOKUPS);
        assert!(zone.allows_lookup(&server(0)), "one that was looked up may be asked for again");
    }
}
