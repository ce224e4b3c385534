//! Who says whether the signatures of the message hold: sums over the keys that the layer below gives.

use facts::{Answer, Name, Overlay, Question, RecordType, Recorded, Target, WhyNot};
use probe::{Ask, BoxFuture};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Holds the message over an asker. For keys it asks that one alone, which remembers what planners asked already.
pub struct Signed {
    message: Arc<Vec<u8>>,
    digest: String,
    below: Arc<dyn Ask>,
}

impl Signed {
    /// Over `below`, where the target has a message.
    pub fn over(target: &Target, below: Arc<dyn Ask>) -> Arc<dyn Ask> {
        match &target.message {
            Some(message) => Arc::new(Self { message: Arc::new(message.raw.0.clone()), digest: message.digest.clone(), below }),
            None => below,
        }
    }
}

impl Ask for Signed {
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        match question {
            Question::Signatures { digest } if *digest == self.digest => {}
            _ => return self.below.ask(question),
        }
        let (message, below) = (self.message.clone(), self.below.clone());
        Box::pin(async move {
            let mut asked = tokio::task::JoinSet::new();
            for name in signatures::key_names(&message) {
                let answer = below.ask(&key_question(&name));
                asked.spawn(async move { (name, answer.await) });
            }
            let keys: BTreeMap<Name, Answer> = asked.join_all().await.into_iter().collect();
            let verified = tokio::task::spawn_blocking(move || signatures::verify(&message, &|name| keys.get(name).cloned())).await;
            verified.map_or(Answer::NotAsked(WhyNot::LocalFailure), Answer::Signatures)
        })
    }
}

/// The same sum over a recording under an overlay; keys that neither holds stay unknown.
pub fn over_recording(recorded: &Recorded, overlay: &Overlay) -> Answer {
    let Some(message) = &recorded.target.message else { return Answer::NotAsked(WhyNot::NotRecorded) };
    let key = |name: &Name| {
        let known = |q: &Question| Some(recorded.facts.answer(q).cloned().unwrap_or(Answer::NotAsked(WhyNot::NotRecorded)));
        facts::Layer::answer(overlay, &key_question(name), &known).ok()
    };
    Answer::Signatures(signatures::verify(&message.raw.0, &key))
}

fn key_question(name: &Name) -> Question {
    Question::Dns { name: name.clone(), rtype: RecordType::Txt }
}
