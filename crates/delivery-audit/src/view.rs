//! What the checks of this crate look at: each message, where it is, and what its header says.

use crate::folders::{self, Place};
use crate::header;
use crate::providers;
use crate::results::{self, Results};
use crate::trace::{self, Hop, Protection};
use crate::way::{self, Delivery, Outcome};
use facts::{DeliveryMailbox, Facts, Inquiry, Target};
use findings::{Evidence, Subject, Value, Verdict};
use std::collections::BTreeMap;

/// The test messages of a target.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The messages, in the order of the configuration.
    pub messages: Vec<Message>,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its way.
    pub delivery: Delivery,
    /// What is seen of it in the mailbox; none where it did not arrive.
    pub arrival: Option<Arrival>,
    /// What is seen of the answer in the sender's mailbox.
    pub answer: Option<Arrival>,
}

/// A message that arrived.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What kind of folder it is in.
    pub place: Place,
    /// The folder's name, uncleaned.
    pub folder: String,
    /// How long it took to be found, in milliseconds.
    pub after_ms: u64,
    /// The receiver's own results, where it wrote any.
    pub results: Option<Results>,
    /// The hop by which it came from outside.
    pub hop: Option<(Hop, Protection)>,
}

impl View {
    /// Reads `facts`.
    #[must_use]
    pub fn new(target: &Target, facts: &Facts) -> Self {
        let sender = target.delivery.as_ref().map(|d| DeliveryMailbox {
            provider: providers::of_address(&d.from).map(|p| p.key.to_owned()).unwrap_or_default(),
            address: d.from.clone(),
            ..DeliveryMailbox::default()
        });
        let message = |delivery: Delivery| {
            let found = arrival(&delivery.outcome, &delivery.mailbox);
            let answer = sender.as_ref().zip(delivery.way_back.as_ref()).and_then(|(sender, outcome)| arrival(outcome, sender));
            Message { arrival: found, answer, delivery }
        };
        Self { messages: way::read(target, &Inquiry::new(facts)).into_iter().map(message).collect() }
    }

    /// The verdict on each message, by mailbox; `judge` sees those that arrived.
    pub(crate) fn on_arrivals(&self, judge: impl Fn(&Message, &Arrival) -> Verdict) -> Vec<(Subject, Verdict)> {
        self.each(|message| message.arrival.as_ref().map_or(Verdict::NotApplicable, |arrival| judge(message, arrival)))
    }

    /// The verdict on each message, in the order of the mailboxes.
    pub(crate) fn each(&self, judge: impl Fn(&Message) -> Verdict) -> Vec<(Subject, Verdict)> {
        let verdicts: BTreeMap<Subject, Verdict> = self.messages.iter().map(|m| (m.subject(), judge(m))).collect();
        verdicts.into_iter().collect()
    }
}

impl Message {
    /// The mailbox.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::mailbox(&self.delivery.mailbox.address)
    }

    /// Whose mailbox it is, by name: the provider, else the domain.
    #[must_use]
    pub fn provider(&self) -> String {
        let mailbox = &self.delivery.mailbox;
        match providers::of_key(&mailbox.provider) {
            Some(provider) => provider.name.to_owned(),
            None if !mailbox.provider.is_empty() => mailbox.provider.clone(),
            None => mailbox.address.rsplit_once('@').map_or_else(|| mailbox.address.clone(), |(_, domain)| domain.to_owned()),
        }
    }

    /// Mailbox and provider, which all findings name.
    pub(crate) fn evidence(&self) -> Evidence {
        let address = Value::from(self.delivery.mailbox.address.as_str());
        Evidence::new().with("mailbox", address).with("provider", self.provider())
    }
}

fn arrival(outcome: &Outcome, mailbox: &DeliveryMailbox) -> Option<Arrival> {
    let Outcome::Arrived(letter, folder) = outcome else { return None };
    let (results, hop) = of_header(&letter.text.0, mailbox);
    Some(Arrival { place: folders::place(folder), folder: folders::name(&folder.name.0), after_ms: letter.after_ms, results, hop })
}

/// What a message's header tells: the receiver's own results, and the hop by which it came from outside.
#[must_use]
pub fn of_header(text: &[u8], mailbox: &DeliveryMailbox) -> (Option<Results>, Option<(Hop, Protection)>) {
    let fields = header::fields(text);
    let hops = trace::hops(&fields);
    let hop = trace::last_from_outside(&hops).map(|(_, hop)| (hop.clone(), hop.protection()));
    (results::read(&fields, mailbox), hop)
}
