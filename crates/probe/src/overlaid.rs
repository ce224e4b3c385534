//! A layer over an asker: an overlay over the network, or a zone file as the only source.

use crate::{Ask, BoxFuture};
use facts::{Answer, Layer, Question, WhyNot};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More than any layer needs for one answer: 16 aliases, each below at most 127 labels.
const MOST_NEEDED: usize = 4_096;

/// Answers through a layer. What the layer needs from below is asked there, so that over a
/// [`crate::Network`] only new questions are sent.
pub struct Overlaid<A: ?Sized> {
    layer: Arc<dyn Layer>,
    below: Arc<A>,
}

impl<A: Ask + ?Sized> Overlaid<A> {
    /// `layer` over `below`.
    pub fn new(layer: Arc<dyn Layer>, below: Arc<A>) -> Self {
        Self { layer, below }
    }
}

impl<A: Ask + ?Sized + 'static> Ask for Overlaid<A> {
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        let (layer, below, question) = (self.layer.clone(), self.below.clone(), question.clone());
        Box::pin(async move {
            let mut known: BTreeMap<Question, Answer> = BTreeMap::new();
            while known.len() < MOST_NEEDED {
                match layer.answer(&question, &|q| known.get(q).cloned()) {
                    Ok(answer) => return answer,
                    Err(needed) => {
                        let answer = below.ask(&needed).await;
                        known.insert(needed, answer);
                    }
                }
            }
            Answer::NotAsked(WhyNot::LocalFailure)
        })
    }
}

/// What lies below a zone file that is the only source: nothing is asked of anybody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Ask for Nobody {
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        let why = match question {
            Question::Dns { .. } | Question::DnsAt { .. } => WhyNot::OutsideZoneFile,
            _ => WhyNot::SwitchedOff,
        };
        Box::pin(std::future::ready(Answer::NotAsked(why)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memo;
    use facts::answer::{DnsAnswer, Outcome};
    use facts::{Name, Overlay, RecordType, ZoneFile};
    use std::sync::Mutex;

    #[derive(Default)]
    struct Counted(Mutex<Vec<Question>>);

    impl Ask for Counted {
        fn ask(&self, question: &Question) -> BoxFuture<Answer> {
            self.0.lock().expect("no panic").push(question.clone());
            Box::pin(std::future::ready(Answer::Dns(DnsAnswer { outcome: Outcome::NoSuchName, ..DnsAnswer::default() })))
        }
    }

    fn question(text: &str) -> Question {
        Question::Dns { name: Name::parse(text).unwrap_or_default(), rtype: RecordType::A }
    }

    fn outcome(answer: Answer) -> Option<Outcome> {
        match answer {
            Answer::Dns(answer) => Some(answer.outcome),
            _ => None,
        }
    }

    #[tokio::test]
    async fn only_what_is_new_is_sent() {
        let memo = Arc::new(Memo::new(Counted::default(), 100));
        memo.ask(&question("a.example")).await;
        let overlay = Overlay::parse(b"a A 192.0.2.1\nb CNAME c\n", &Name::parse("example").unwrap_or_default()).expect("an overlay");
        let over = Overlaid::new(Arc::new(overlay), memo.clone());
        assert!(matches!(outcome(over.ask(&question("a.example")).await), Some(Outcome::Records(_))));
        assert_eq!(outcome(over.ask(&question("b.example")).await), Some(Outcome::NoSuchName));
        let sent = memo.inner().0.lock().expect("no panic").clone();
        assert_eq!(sent, ["a.example", "b.example", "c.example"].map(question));
    }

    #[tokio::test]
    async fn beyond_a_zone_file_nobody_is_asked() {
        let zone = ZoneFile::parse(b"@ A 192.0.2.1", &Name::parse("a.example").unwrap_or_default()).expect("a zone");
        let over = Overlaid::new(Arc::new(zone), Arc::new(Nobody));
        assert!(matches!(outcome(over.ask(&question("a.example")).await), Some(Outcome::Records(_))));
        assert_eq!(over.ask(&question("b.example")).await, Answer::NotAsked(WhyNot::OutsideZoneFile));
    }
}
