//! The promises of the catalogue, over every check of this crate; and the ways of messages through whole scenarios.

use super::checks::CHECKS;
use super::samples;
use super::view::View;
use super::way::Outcome;
use facts::fixture::World;
use facts::{Question, Recorded, Target};
use findings::{Example, Status};

fn recorded(layers: &[&str]) -> Recorded {
    let world = World::layers(layers).unwrap_or_else(|e| panic!("{e}\n{}", layers.join("\n---\n")));
    world.gather(&world.target(), super::planners::PLANNERS, &|_, _| Vec::new())
}

fn view(example: &Example) -> View {
    let recorded = recorded(example.layers);
    View::new(&recorded.target, &recorded.facts)
}

fn outcome(layers: &[&str]) -> Outcome {
    let recorded = recorded(&[&[samples::SERVERS], layers].concat());
    View::new(&recorded.target, &recorded.facts).messages[0].delivery.outcome.clone()
}

#[test]
fn every_check_keeps_its_promises() {
    let faults = findings::proof::faults(CHECKS, view);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn silence_is_not_known() {
    let targets = CHECKS.iter().flat_map(|c| c.examples).map(|e| World::layers(e.layers).map(|w| w.target()).unwrap_or_default());
    let told = findings::proof::silence(&super::AUDIT, targets.chain([Target::default()]), &[Status::Unknown, Status::NotApplicable]);
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn nothing_is_sent_to_a_mailbox_that_nobody_can_read() {
    let refused = recorded(&[samples::SERVERS, "imap 44.128.1.3:993 imap.example.net good\nC: LOGIN\nS: NO no"]);
    assert!(refused.facts.iter().all(|(q, _)| !matches!(q, Question::Submission(_))));
    assert!(matches!(outcome(&["imap 44.128.1.3:993 imap.example.net good\nREFUSE"]), Outcome::NotSent(_)));
}

#[test]
fn one_message_for_each_mailbox() {
    let arrived = recorded(&[samples::SERVERS, samples::IN_INBOX]);
    let sent = arrived.facts.iter().filter(|(q, _)| matches!(q, Question::Submission(_))).count();
    assert_eq!(sent, 1);
}

#[test]
fn a_second_address_is_tried_only_where_the_first_does_not_answer() {
    let two = "smtp.example.com A 44.128.1.9\nsmtp.example.com A 44.128.1.1\nsmtp 44.128.1.9:465 smtp.example.com good\n";
    let sent = |script: &str| {
        let recorded = recorded(&[samples::SERVERS, &format!("{two}{script}")]);
        recorded.facts.iter().filter(|(q, _)| matches!(q, Question::Submission(_))).count()
    };
    assert_eq!(sent("REFUSE"), 2);
    assert_eq!(sent("C: DATA\nS: 354 go\nC: .\nCLOSE"), 1);
    assert_eq!(sent("S: 554 no"), 1);
}

#[test]
fn what_came_back_is_told_apart_from_what_is_late() {
    assert!(matches!(outcome(&[samples::BOUNCED]), Outcome::Returned(..)));
    let delayed = samples::BOUNCED.replace("Action: failed", "Action: delayed").replace("550 5.1.1", "450 4.1.1").replace("5.1.1", "4.1.1");
    assert!(matches!(outcome(&[&delayed]), Outcome::Missing(_)));
    let Outcome::Refused(reply, _) = outcome(&[samples::REFUSED]) else { panic!("refused") };
    assert_eq!(reply.code, 554);
    // A report about a message that did arrive (a copy, a forward) takes nothing back.
    assert!(matches!(outcome(&[samples::BOUNCED, samples::IN_INBOX]), Outcome::Arrived(..)));
}

#[test]
fn the_way_back_is_gone_only_where_the_message_arrived() {
    let target = "target example.com sends=news@example.com,smtp.example.com:465 bounces=imap.example.com:993 \
        to=anna@example.net,imap.example.net:993,,smtp.example.net:465\nsmtp.example.net A 44.128.1.4\n\
        smtp 44.128.1.4:465 smtp.example.net good\nC: DATA\nS: 354 go\n\
        imap 44.128.1.2:993 imap.example.com good\nLETTER 3000 INBOX\n| X-Mailaudit-Delivery: tokenr00\n|";
    let back = |layer: &str| {
        let recorded = recorded(&[samples::SERVERS, target, layer]);
        View::new(&recorded.target, &recorded.facts).messages[0].delivery.way_back.clone()
    };
    assert!(matches!(back(samples::IN_INBOX), Some(Outcome::Arrived(letter, _)) if letter.marker == "tokenr00"));
    assert!(back(samples::TOO_LATE).is_none());
}
