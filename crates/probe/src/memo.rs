//! One answer per question for a whole run: who asks the same at once shares one flight.

use crate::{Ask, BoxFuture};
use facts::{Answer, Question, WhyNot};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Receivers are those who wait; the answer stays in the sender.
type Flight = Arc<watch::Sender<Option<Answer>>>;

type Flights = Arc<Mutex<HashMap<Question, Flight>>>;

/// Remembers the answers of another asker, across all audits of a run.
pub struct Memo<A> {
    inner: Arc<A>,
    most: usize,
    flights: Flights,
}

impl<A: Ask + 'static> Memo<A> {
    /// Over `inner`; beyond `most` answers the finished ones are forgotten, so that memory stays bounded.
    pub fn new(inner: A, most: usize) -> Self {
        Self { inner: Arc::new(inner), most, flights: Arc::default() }
    }

    /// The asker below.
    #[must_use]
    pub fn inner(&self) -> &Arc<A> {
        &self.inner
    }

    /// Joins the flight of `question`, or starts it on a task of its own: it goes on when the audit
    /// that began it has run out of time and another waits for it.
    fn flight(&self, question: &Question) -> watch::Receiver<Option<Answer>> {
        let mut flights = lock(&self.flights);
        if let Some(flight) = flights.get(question) {
            return flight.subscribe();
        }
        if flights.len() >= self.most {
            flights.retain(|_, flight| flight.borrow().is_none());
        }
        let (flight, waiting) = watch::channel(None);
        let flight = Arc::new(flight);
        flights.insert(question.clone(), flight.clone());
        drop(flights);
        tokio::spawn(fly(self.inner.ask(question), flight, question.clone(), self.flights.clone()));
        waiting
    }
}

/// Lands with the answer, or is called off once nobody waits: a domain whose time is up must not
/// keep others out of the queue for connections.
async fn fly(mut answer: BoxFuture<Answer>, flight: Flight, question: Question, flights: Flights) {
    loop {
        tokio::select! {
            answer = &mut answer => {
                flight.send_replace(Some(answer));
                return;
            }
            () = flight.closed() => {
                let mut flights = lock(&flights);
                // Under the lock nobody can join, so that none is left behind.
                if flight.receiver_count() == 0 {
                    flights.remove(&question);
                    return;
                }
            }
        }
    }
}

fn lock(flights: &Flights) -> MutexGuard<'_, HashMap<Question, Flight>> {
    flights.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<A: Ask + 'static> Ask for Memo<A> {
    /// Must be called within a tokio runtime.
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        let mut flight = self.flight(question);
        Box::pin(async move {
            let landed = flight.wait_for(Option::is_some).await.ok().and_then(|answer| answer.clone());
            // A flight that ends without an answer was cut off with its runtime.
            landed.unwrap_or(Answer::NotAsked(WhyNot::LocalFailure))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::answer::DnsAnswer;
    use facts::{Name, RecordType};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[derive(Default)]
    struct Slow {
        asked: AtomicUsize,
        answered: Arc<AtomicUsize>,
    }

    impl Ask for Slow {
        fn ask(&self, _: &Question) -> BoxFuture<Answer> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let answered = self.answered.clone();
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(30)).await;
                answered.fetch_add(1, Ordering::SeqCst);
                Answer::Dns(DnsAnswer::default())
            })
        }
    }

    fn question(text: &str) -> Question {
        Question::Dns { name: Name::parse(text).unwrap_or_default(), rtype: RecordType::A }
    }

    #[tokio::test]
    async fn two_who_ask_at_once_share_a_flight() {
        let memo = Memo::new(Slow::default(), 10);
        let (a, b) = (memo.ask(&question("a")), memo.ask(&question("a")));
        let (a, b) = tokio::join!(a, b);
        assert_eq!(a, b);
        assert_eq!(memo.ask(&question("a")).await, a);
        memo.ask(&question("b")).await;
        assert_eq!(memo.inner().asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_flight_lasts_as_long_as_anybody_waits() {
        let memo = Memo::new(Slow::default(), 10);
        let (first, second) = (memo.ask(&question("a")), memo.ask(&question("a")));
        drop(first);
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert!(matches!(second.await, Answer::Dns(_)));
        assert_eq!(memo.inner().asked.load(Ordering::SeqCst), 1);
        drop(memo.ask(&question("b")));
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(memo.inner().answered.load(Ordering::SeqCst), 1, "called off");
        assert!(matches!(memo.ask(&question("b")).await, Answer::Dns(_)));
        assert_eq!(memo.inner().asked.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn memory_is_bounded_and_open_flights_are_kept() {
        let memo = Memo::new(Slow::default(), 2);
        memo.ask(&question("a")).await;
        let open = memo.ask(&question("b"));
        memo.ask(&question("c")).await;
        assert_eq!(lock(&memo.flights).len(), 2);
        open.await;
        memo.ask(&question("b")).await;
        assert_eq!(memo.inner().asked.load(Ordering::SeqCst), 3);
    }
}
