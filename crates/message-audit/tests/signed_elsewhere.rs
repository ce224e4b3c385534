//! Messages signed with dkimpy, and some by hand where it would not write what is wanted; others signed with mailauth, nodemailer
//! and Mail::DKIM. Over keys and policies of a small world: each signature's result or first reason, DMARC with the policy in force, ARC, and checks of the header.

#![expect(clippy::disallowed_methods, reason = "the messages are files")]

use facts::answer::Der;
use facts::fixture::{NOW, World};
use facts::{Answer, Facts, MessageTarget, Moment, Name, Question, RecordType, Target};
use findings::{MessageSummary, Status};
use std::collections::BTreeSet;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/messages");
/// Checks whose fails a case states, beside those of signatures and policies.
const WATCHED: [&str; 3] = ["MSG001", "MSG002", "MSG008"];

fn read(file: &str) -> Vec<u8> {
    std::fs::read(format!("{FOLDER}/{file}")).unwrap_or_else(|e| panic!("{file}: {e}"))
}

fn audit(world: &World, folder: &str, name: &str) -> (MessageSummary, BTreeSet<&'static str>) {
    let raw = read(&format!("{folder}/{name}.eml"));
    let message = MessageTarget { digest: name.to_owned(), raw: Der(raw.clone()) };
    let target = Target { message: Some(message), ..Target::new(Name::parse("example.com").expect("a name")) };
    let mut facts = Facts::new(Moment::from_unix(NOW));
    let answer = |question: &Question| world.answer(question, &|_, _| Vec::new());
    // From elsewhere, so that DKIM alone decides.
    let target = Target { ips: vec![[44, 128, 1, 1].into()], mail_from: Some("x@example.net".into()), ..target };
    facts::gather(&target, message_audit::AUDIT.planners, &mut facts, |question| match question {
        Question::Signatures { .. } => Answer::Signatures(signatures::verify(&raw, &|name: &Name| {
            Some(answer(&Question::Dns { name: name.clone(), rtype: RecordType::Txt }))
        })),
        _ => answer(question),
    });
    let judged = (message_audit::AUDIT.judge)(&target, &facts);
    let fails = judged.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code);
    (message_audit::summary(&target, &facts).expect("a message"), fails.filter(|c| WATCHED.contains(c)).collect())
}

#[test]
fn every_message_comes_out_as_its_signer_meant() {
    let cases = as_expected("dkimpy") + as_expected("others");
    assert!(cases > 155, "{cases}");
}

/// Holds all messages of a folder against its table; how many there are.
fn as_expected(folder: &str) -> usize {
    let world = World::parse(&String::from_utf8(read(&format!("{folder}/zone.txt"))).expect("text")).unwrap_or_else(|e| panic!("{e}"));
    let expected = String::from_utf8(read(&format!("{folder}/expected.tsv"))).expect("text");
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in expected.lines().skip(1) {
        let [name, dkim, dmarc, arc, fails] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (told, failed) = audit(&world, folder, name);
        let result = |s: &findings::MessageSignature| s.reason.unwrap_or(s.result);
        let policy = |d: &findings::MessageDmarc| d.policy.map_or_else(|| d.result.to_owned(), |p| format!("{}:{p}", d.result));
        let seen = [
            told.dkim.iter().map(result).collect::<Vec<_>>().join(" "),
            told.dmarc.iter().map(policy).collect::<Vec<_>>().join(" "),
            told.arc.to_owned(),
            failed.into_iter().collect::<Vec<_>>().join(" "),
        ];
        cases += 1;
        if seen != [dkim, dmarc, arc, fails] {
            wrong.push(format!("{name}: {:?} wanted, {seen:?}", [dkim, dmarc, arc, fails]));
        }
    }
    assert!(wrong.is_empty(), "{} of {cases}:\n{}", wrong.len(), wrong.join("\n"));
    cases
}
