//! The promises of the catalogue, over every check of this crate; messages are signed here, with the keys of `fixtures`.

use super::checks::CHECKS;
use super::view::View;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::answer::Der;
use facts::fixture::{NOW, World};
use facts::{Answer, Facts, MessageTarget, Moment, Name, Question, RecordType, Recorded, Target};
use findings::{Example, Status};
use signatures::sign::{self, Key};

const RSA: &str = include_str!("../../../fixtures/messages/rsa.pkcs8.b64");
const RSA_PUBLIC: &str = include_str!("../../../fixtures/messages/rsa.txt");
const ED25519: &str = include_str!("../../../fixtures/messages/ed25519.pkcs8.b64");
const ED25519_PUBLIC: &str = include_str!("../../../fixtures/messages/ed25519.txt");

fn key(name: &str) -> Key {
    let text = if name == "rsa" { RSA } else { ED25519 };
    let der = BASE64.decode(text.split_whitespace().collect::<String>()).expect("a key in base64");
    Key::from_pkcs8(&der).expect("a key")
}

/// `DOMAIN SELECTOR KEY h:names [tag=value…]`; the last line signs first, so that the first stands on top.
fn signed(message: &str, lines: &[String]) -> Vec<u8> {
    lines.iter().rev().fold(message.as_bytes().to_vec(), |message, line| {
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap_or_else(|| panic!("'sign {line}' lacks a word"));
        let (domain, selector, name, names) = (word(), word(), word(), word());
        let form = if line.contains(" c=") { "" } else { "c=relaxed/relaxed; " };
        let more: String = words.map(|w| format!("{w}; ")).collect();
        sign::dkim(&message, &key(name), &format!("v=1; {form}d={domain}; s={selector}; {more}h={names}")).expect("a signature")
    })
}

/// What is recorded of an example. `body` of `BROKEN` in the text is changed behind the signatures.
fn recorded_of(layers: &[&str]) -> Recorded {
    let layers: Vec<String> =
        layers.iter().map(|l| l.replace("KEY-RSA", RSA_PUBLIC.trim()).replace("KEY-ED25519", ED25519_PUBLIC.trim())).collect();
    let texts: Vec<&str> = layers.iter().map(String::as_str).collect();
    let world = World::layers(&texts).unwrap_or_else(|e| panic!("{e}\n{}", texts.join("\n---\n")));
    let raw = world.message().map(|m| signed(m, world.signing())).map(|m| grown(replaced(&m, b"INTACT", b"BROKEN")));
    let message = raw.map(|raw| MessageTarget { digest: "d".repeat(64) + &raw.len().to_string() + &sum(&raw), raw: Der(raw) });
    gather(&world, Target { message, ..world.target() })
}

fn gather(world: &World, target: Target) -> Recorded {
    let mut facts = Facts::new(Moment::from_unix(NOW));
    let answer = |question: &Question| world.answer(question, &|_, _| Vec::new());
    facts::gather(&target, super::planners::PLANNERS, &mut facts, |question| match (question, &target.message) {
        (Question::Signatures { .. }, Some(message)) => Answer::Signatures(signatures::verify(&message.raw.0, &|name: &Name| {
            Some(answer(&Question::Dns { name: name.clone(), rtype: RecordType::Txt }))
        })),
        _ => answer(question),
    });
    Recorded { target, facts }
}

fn sum(raw: &[u8]) -> String {
    raw.iter().fold(0_u64, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(*b))).to_string()
}

fn replaced(message: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut message = message.to_vec();
    while let Some(at) = message.windows(from.len()).position(|w| w == from) {
        message[at..at + from.len()].copy_from_slice(to);
    }
    message
}

/// `{FILL n}` becomes what brings its line, without `<p>` and `</p>` counted in, to n octets; `{GROW n}` the whole message.
fn grown(message: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&message) else { return message };
    let Some((head, rest)) = text.split_once("{FILL ").or_else(|| text.split_once("{GROW ")) else { return message };
    let Some((size, tail)) = rest.split_once('}') else { return message };
    let size: usize = size.parse().expect("a number");
    let around = if text.contains("{FILL ") { "<p></p>\r\n".len() } else { head.len() + tail.len() };
    let mut filling = "x \r\n".repeat((size - around) / 4);
    filling.push_str(&"x".repeat((size - around) % 4));
    [head, &filling, tail].concat().into_bytes()
}

fn view(example: &Example) -> View {
    let recorded = recorded_of(example.layers);
    View::new(&recorded.target, &recorded.facts).expect("the example has a message")
}

#[test]
fn every_check_keeps_its_promises() {
    let faults = findings::proof::faults(CHECKS, view);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// What the message itself shows is known whatever anybody answers; all else stays unknown.
#[test]
fn silence_fails_nothing() {
    let layers = [super::samples::HEALTHY, super::samples::NEWS, super::samples::SIGNED];
    let target = recorded_of(&layers).target;
    let allowed = [Status::Pass, Status::Info, Status::Unknown, Status::NotApplicable];
    assert_eq!(findings::proof::silence(&super::AUDIT, [target], &allowed), Vec::<String>::new());
}

#[test]
fn a_good_letter_has_no_finding() {
    for letter in [super::samples::LETTER, super::samples::TWO_PARTS, super::samples::NEWS] {
        let recorded = recorded_of(&[super::samples::HEALTHY, letter, super::samples::SIGNED]);
        let judged = (super::AUDIT.judge)(&recorded.target, &recorded.facts);
        let fails: Vec<_> = judged.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code).collect();
        assert_eq!(fails, Vec::<&str>::new(), "{letter}");
    }
}

/// Whatever stands in a file: no panic, and neither questions nor links without end.
#[test]
fn hostile_messages_are_bounded() {
    let many = |text: &str, count: usize| text.repeat(count);
    let signature = "DKIM-Signature: v=1; a=rsa-sha256; d=aN.example; s=s; h=from; bh=YQ==; b=YQ==\r\n";
    let signatures: String = (0..2_000).map(|n| signature.replace("aN", &format!("a{n}"))).collect();
    let nested = many("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 5_000);
    let inner = many("Content-Type: message/rfc822\r\n\r\n", 5_000);
    let links: String = (0..5_000).map(|n| format!("https://h{n}.a{n}.example/ ")).collect();
    let texts: [Vec<u8>; 10] = [
        many("X-A: b\r\n", 20_000).into_bytes(),
        signatures.into_bytes(),
        nested.into_bytes(),
        inner.into_bytes(),
        format!("From: a@example.com\r\n\r\n{links}").into_bytes(),
        format!("From: {}\r\n\r\nx", many("a@b.example, ", 20_000)).into_bytes(),
        many("Received: from a ([44.1.1.1]) by b; x\r\n", 5_000).into_bytes(),
        format!("Content-Type: text/html\r\n\r\n{}", many("<a href='http://x.example'><b>", 50_000)).into_bytes(),
        (0..=255).cycle().take(100_000).collect(),
        format!("From: (((((((((\r\n {}\r\n\r\n{{{{{}", many("(", 50_000), many("{{%*|", 20_000)).into_bytes(),
    ];
    for (index, raw) in texts.into_iter().enumerate() {
        let message = MessageTarget { digest: format!("hostile {index}"), raw: Der(raw) };
        let target = Target { message: Some(message), ..Target::new(Name::parse("example.com").expect("a name")) };
        let recorded = gather(&World::default(), target);
        let asked = recorded.facts.iter().count();
        assert!(asked < 1_000, "{asked} questions for {index}");
        let judged = (super::AUDIT.judge)(&recorded.target, &recorded.facts);
        assert!(judged.len() < 500, "{} verdicts for {index}", judged.len());
    }
}
