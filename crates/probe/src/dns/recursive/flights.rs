//! Delegations and addresses of name servers, looked up once for all who need them and kept for the
//! run. A look-up that would wait for itself, through whatever others, is refused.

use super::zone::Zone;
use facts::Name;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Kept at once; some 200 octets each.
const MOST_KEPT: usize = 20_000;
/// A shorter TTL would have a zone's servers looked up time and again within one audit.
const SHORTEST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Something that is looked up once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Flight {
    /// Whether a zone begins at a name.
    Cut(Name),
    /// The addresses of a name server.
    Host(Name),
}

/// What a look-up found.
#[derive(Clone)]
pub(super) enum Found {
    /// A zone begins there.
    Zone(Arc<Zone>),
    /// None does.
    Within,
    /// A shortened question got no usable answer: the whole name has to be asked.
    Obscure,
    /// The addresses, none when they cannot be had.
    Addresses(Arc<[IpAddr]>),
}

/// Why there is nothing found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// It waits, through others perhaps, for the one that asks.
    Loop,
    /// The question that it was begun for ran out of its allowance; another may begin it anew.
    Spent,
}

#[derive(Default)]
pub(super) struct Flights(Mutex<State>);

#[derive(Default)]
struct State {
    kept: HashMap<Flight, (Found, Instant)>,
    open: HashMap<Flight, watch::Receiver<Option<Result<Found, Ended>>>>,
    /// Who waits for whom.
    waits: HashMap<Flight, Vec<Flight>>,
}

impl Flights {
    /// What is known and still good.
    pub(super) fn kept(&self, flight: &Flight) -> Option<Found> {
        self.lock().kept.get(flight).filter(|(_, until)| *until > Instant::now()).map(|(found, _)| found.clone())
    }

    /// Whether somebody is looking it up right now.
    pub(super) fn is_open(&self, flight: &Flight) -> bool {
        self.lock().open.contains_key(flight)
    }

    pub(super) fn keep(&self, flight: Flight, found: Found, ttl: u32) {
        let mut state = self.lock();
        let now = Instant::now();
        if state.kept.len() >= MOST_KEPT && !state.kept.contains_key(&flight) {
            state.kept.retain(|_, (_, until)| *until > now);
            if state.kept.len() >= MOST_KEPT {
                state.kept.clear();
            }
        }
        let ttl = Duration::from_secs(u64::from(ttl)).clamp(SHORTEST, LONGEST);
        state.kept.insert(flight, (found, now + ttl));
    }

    /// What is known, or what `look` (result and TTL) finds out; `look` runs to its end even when
    /// nobody waits any more. `by` is the look-up that this one is for.
    pub(super) async fn find<F>(self: &Arc<Self>, flight: Flight, by: Option<&Flight>, look: impl FnOnce() -> F) -> Result<Found, Ended>
    where
        F: Future<Output = Result<(Found, u32), Ended>> + Send + 'static,
    {
        let mut news = {
            let mut state = self.lock();
            if let Some((found, _)) = state.kept.get(&flight).filter(|(_, until)| *until > Instant::now()) {
                return Ok(found.clone());
            }
            if by.is_some_and(|by| state.waits_for(&flight, by)) {
                return Err(Ended::Loop);
            }
            if let Some(by) = by {
                state.waits.entry(by.clone()).or_default().push(flight.clone());
            }
            match state.open.get(&flight) {
                Some(news) => news.clone(),
                None => {
                    let (post, news) = watch::channel(None);
                    state.open.insert(flight.clone(), news.clone());
                    let landing = Landing { flights: self.clone(), flight: flight.clone() };
                    let look = look();
                    tokio::spawn(async move {
                        let found = look.await;
                        if let Ok((found, ttl)) = &found {
                            landing.flights.keep(landing.flight.clone(), found.clone(), *ttl);
                        }
                        drop(landing);
                        let _ = post.send(Some(found.map(|(found, _)| found)));
                    });
                    news
                }
            }
        };
        let _waiting = by.map(|by| Waiting { flights: self.clone(), by: by.clone(), flight });
        // The sender goes away unheard only when the runtime ends.
        let found = news.wait_for(Option::is_some).await.ok().and_then(|found| found.clone());
        found.unwrap_or(Err(Ended::Spent))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether `flight` is `end`, or waits for it through others.
    fn waits_for(&self, flight: &Flight, end: &Flight) -> bool {
        let (mut seen, mut open) = (Vec::new(), vec![flight]);
        while let Some(at) = open.pop() {
            if at == end {
                return true;
            }
            if !seen.contains(&at) {
                seen.push(at);
                open.extend(self.waits.get(at).into_iter().flatten());
            }
        }
        false
    }
}

/// An open look-up; closed however it ends.
struct Landing {
    flights: Arc<Flights>,
    flight: Flight,
}

impl Drop for Landing {
    fn drop(&mut self) {
        let mut state = self.flights.lock();
        state.open.remove(&self.flight);
        state.waits.remove(&self.flight);
    }
}

/// One that waits; no longer, when it is dropped.
struct Waiting {
    flights: Arc<Flights>,
    by: Flight,
    flight: Flight,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = self.flights.lock();
        if let Some(waits) = state.waits.get_mut(&self.by)
            && let Some(at) = waits.iter().position(|f| *f == self.flight)
        {
            waits.swap_remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn host(text: &str) -> Flight {
        Flight::Host(Name::parse(text).unwrap_or_default())
    }

    #[tokio::test]
    async fn one_look_up_serves_all_and_is_kept() {
        let (flights, count) = (Arc::new(Flights::default()), Arc::new(AtomicUsize::new(0)));
        let look = || {
            let count = count.clone();
            async move {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                Ok((Found::Within, 0))
            }
        };
        let other = host("b");
        let all = tokio::join!(
            flights.find(host("a"), None, look),
            flights.find(host("a"), None, look),
            flights.find(host("a"), Some(&other), look)
        );
        assert!(all.0.is_ok() && all.1.is_ok() && all.2.is_ok());
        assert!(flights.find(host("a"), None, look).await.is_ok());
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_look_up_that_waits_for_itself_is_refused() {
        let flights = Arc::new(Flights::default());
        let (outer, inner) = (flights.clone(), flights.clone());
        let end = flights
            .find(host("a"), None, move || async move {
                let by = host("a");
                let middle = outer.find(host("b"), Some(&by), move || async move {
                    let back = inner.find(host("a"), Some(&host("b")), || async { Ok((Found::Within, 0)) }).await;
                    assert_eq!(back.err(), Some(Ended::Loop));
                    Ok((Found::Obscure, 0))
                });
                middle.await.map(|found| (found, 0))
            })
            .await;
        assert!(matches!(end, Ok(Found::Obscure)));
        assert!(flights.lock().waits.values().all(Vec::is_empty) && flights.lock().open.is_empty());
    }

    #[tokio::test]
    async fn what_ran_out_is_begun_anew() {
        let flights = Arc::new(Flights::default());
        assert_eq!(flights.find(host("a"), None, || async { Err(Ended::Spent) }).await.err(), Some(Ended::Spent));
        assert!(flights.find(host("a"), None, || async { Ok((Found::Within, 0)) }).await.is_ok());
    }
}
