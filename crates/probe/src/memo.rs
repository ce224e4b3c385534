//! One answer per question for a whole run: who asks the same at once shares one flight.

use crate::{Ask, BoxFuture};
use facts::{Answer, Question, WhyNot};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

type Flight = watch::Receiver<Option<Answer>>;

/// Remembers the answers of another asker, across all audits of a run.
pub struct Memo<A> {
    inner: Arc<A>,
    most: usize,
    flights: Arc<Mutex<HashMap<Question, Flight>>>,
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

    /// Joins the flight of `question`, or starts it on a task of its own: a flight goes on when
    /// the audit that began it has run out of time, since others may wait for it.
    fn flight(&self, question: &Question) -> Flight {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights.get(question) {
            return flight.clone();
        }
        if flights.len() >= self.most {
            flights.retain(|_, flight| flight.borrow().is_none());
        }
        let (landed, flight) = watch::channel(None);
        flights.insert(question.clone(), flight.clone());
        drop(flights);
        let answer = self.inner.ask(question);
        tokio::spawn(async move {
            landed.send_replace(Some(answer.await));
        });
        flight
    }
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
    struct Slow(AtomicUsize);

    impl Ask for Slow {
        fn ask(&self, _: &Question) -> BoxFuture<Answer> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(30)).await;
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
        assert_eq!(memo.inner().0.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_flight_survives_the_one_who_began_it() {
        let memo = Memo::new(Slow::default(), 10);
        drop(memo.ask(&question("a")));
        assert!(matches!(memo.ask(&question("a")).await, Answer::Dns(_)));
        assert_eq!(memo.inner().0.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn memory_is_bounded_and_open_flights_are_kept() {
        let memo = Memo::new(Slow::default(), 2);
        memo.ask(&question("a")).await;
        let open = memo.ask(&question("b"));
        memo.ask(&question("c")).await;
        assert_eq!(memo.flights.lock().unwrap_or_else(PoisonError::into_inner).len(), 2);
        open.await;
        memo.ask(&question("b")).await;
        assert_eq!(memo.inner().0.load(Ordering::SeqCst), 3);
    }
}
