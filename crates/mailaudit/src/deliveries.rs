//! The test messages of a recording, as reports tell them: where each is, what its receiver said, what a bounce means.

use delivery_audit::folders::Place;
use delivery_audit::results;
use delivery_audit::trace::Protection;
use delivery_audit::view::{Arrival, Message, View};
use delivery_audit::way::Outcome;
use facts::{Gap, Recorded};
use findings::{Evidence, Lang, fill, reason_words};
use report::{Delivery, Landing, LastHop};

/// All of them, in the order of the configuration; none where nothing was to be sent.
#[must_use]
pub fn read(recorded: &Recorded, lang: Lang) -> Vec<Delivery> {
    let Some(target) = &recorded.target.delivery else { return Vec::new() };
    let told = |(place, message): (usize, &Message)| {
        let way = &message.delivery;
        let mut told = tell(&way.outcome, message.arrival.as_ref(), lang);
        told.mailbox.clone_from(&way.mailbox.address);
        told.provider = message.provider();
        told.marker.clone_from(&way.marker);
        told.late = !way.notices.is_empty();
        told.way_back = way.way_back.as_ref().map(|outcome| {
            let answer = tell(outcome, message.answer.as_ref(), lang);
            Box::new(Delivery { mailbox: target.from.clone(), marker: target.reply_marker(place), ..answer })
        });
        told
    };
    View::new(&recorded.target, &recorded.facts).messages.iter().enumerate().map(told).collect()
}

/// Whether a message was refused or came back: it certainly did not arrive.
#[must_use]
pub fn any_lost(deliveries: &[Delivery]) -> bool {
    let lost = |d: &Delivery| matches!(d.place, Landing::Refused | Landing::Returned);
    deliveries.iter().any(|d| lost(d) || d.way_back.as_deref().is_some_and(lost))
}

fn tell(outcome: &Outcome, arrival: Option<&Arrival>, lang: Lang) -> Delivery {
    let mut told =
        Delivery { because: outcome.gap().map(|gap| because(gap, lang)), place: landing(outcome, arrival), ..Delivery::default() };
    match outcome {
        Outcome::Refused(reply, _) => told.reply = Some(smtp_replies::explain(reply.to_text().as_bytes())),
        Outcome::Returned(report, _) => told.reply = results::explained(&report.text.0).map(|(_, explanation)| explanation),
        _ => {}
    }
    let Some(arrival) = arrival else { return told };
    told.folder = Some(arrival.folder.clone());
    told.after_ms = Some(arrival.after_ms);
    if let Some(own) = &arrival.results {
        told.judged_by.clone_from(&own.server);
        told.results = own.all.iter().filter_map(|r| Some((r.method.clone(), own.of(&r.method)?.to_owned()))).collect();
    }
    told.hop = arrival.hop.as_ref().map(|(hop, protection)| {
        let (tls, version, cipher) = match protection {
            Protection::Tls(version, cipher) => (Some(true), version.clone(), cipher.clone()),
            Protection::Clear => (Some(false), None, None),
            Protection::Untold => (None, None, None),
        };
        LastHop { from: hop.from.clone(), by: hop.by.clone(), with: hop.with.clone(), tls, version, cipher }
    });
    told
}

fn landing(outcome: &Outcome, arrival: Option<&Arrival>) -> Landing {
    match (outcome, arrival.map(|a| a.place)) {
        (_, Some(Place::Inbox)) => Landing::Inbox,
        (_, Some(Place::Tab)) => Landing::Tab,
        (_, Some(Place::Spam)) => Landing::Spam,
        (_, Some(_)) | (Outcome::Arrived(..), None) => Landing::Folder,
        (Outcome::Refused(..), None) => Landing::Refused,
        (Outcome::Returned(..), None) => Landing::Returned,
        (Outcome::Missing(_), None) => Landing::Missing,
        (Outcome::NotSent(_), None) => Landing::NotSent,
        (Outcome::Unseen(_), None) => Landing::Unseen,
    }
}

fn because(gap: &Gap, lang: Lang) -> String {
    fill(reason_words(gap.reason, lang), &Evidence::new().with("asked", gap.asked.as_str()), lang)
}
