//! Signed messages that nobody here wrote: ValiMail's ARC suite and dkimpy's vectors of RFC 6376 and RFC 8463.
//!
//! They lie outside the repository (`../shared/suites` or `MAILAUDIT_SUITES`); where they do not, the test says that it was skipped.

#![expect(clippy::disallowed_methods, reason = "the suites are files outside of the repository")]

use facts::answer::{Data, Der, Text};
use facts::{Answer, DnsAnswer, Facts, Inquiry, MessageTarget, Moment, Name, Outcome as Dns, Question, Record, RecordType, Target};
use message_audit::{Cause, ChainResult, Letter, Outcome};
use serde_yaml_ng::{Deserializer, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// 171 names; one stands twice, with two messages.
const ARC_CASES: usize = 172;
/// Cases in which the suite and RFC 6376, to which RFC 8617 refers, differ: a missing `c` is simple/simple (3.5), and `h` is
/// never empty (3.5). docs/message.md tells it, too.
const ARC_MISSES: [&str; 2] = ["ams_fields_c_na", "ams_fields_h_empty"];

fn suite(path: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites");
    let root = std::env::var_os("MAILAUDIT_SUITES").map_or(beside, PathBuf::from).join(path);
    root.exists().then_some(root)
}

/// The facts of a message whose keys are these; all else does not exist.
fn facts(message: &MessageTarget, keys: &BTreeMap<String, String>, now: i64) -> Facts {
    let key = |name: &Name| {
        let text = keys.iter().find(|(owner, _)| owner.trim_end_matches('.').eq_ignore_ascii_case(name.as_str())).map(|(_, t)| t);
        let record = |text: &String| Record { ttl: 300, data: Data::Txt(vec![Text(text.as_bytes().to_vec())]) };
        let outcome = text.map_or(Dns::NoSuchName, |t| Dns::Records(vec![record(t)]));
        Answer::Dns(DnsAnswer { outcome, ..DnsAnswer::default() })
    };
    let mut facts = Facts::new(Moment::from_unix(now));
    let target = Target { message: Some(message.clone()), ..Target::new(Name::parse("example.org").expect("a name")) };
    facts::gather(&target, message_audit::AUDIT.planners, &mut facts, |question| match question {
        Question::Signatures { .. } => Answer::Signatures(signatures::verify(&message.raw.0, &|name| Some(key(name)))),
        Question::Dns { name, rtype: RecordType::Txt } => key(name),
        _ => Answer::Dns(DnsAnswer { outcome: Dns::NoSuchName, ..DnsAnswer::default() }),
    });
    facts
}

/// A few names of cases stand twice, which YAML forbids: every case gets its line's number.
fn unique(text: &str) -> String {
    let is_case = |line: &str| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':') && !line.contains("._domainkey");
    let line = |(number, line): (usize, &str)| match line.trim_end() {
        name if is_case(name) => format!("{}-{number}:\n", name.trim_end_matches(':')),
        _ => format!("{line}\n"),
    };
    text.lines().enumerate().map(line).collect()
}

#[test]
fn the_arc_suite() {
    let Some(path) = suite("arc/arc-draft-validation-tests.yml") else {
        println!("ARC suite: skipped, not found (set MAILAUDIT_SUITES)");
        return;
    };
    let text = unique(&std::fs::read_to_string(path).expect("the suite is text"));
    let (mut cases, mut wrong) = (0, Vec::new());
    for document in Deserializer::from_str(&text) {
        let scenario: Value = serde::Deserialize::deserialize(document).expect("the suite is YAML");
        let keys: BTreeMap<String, String> = scenario["txt-records"]
            .as_mapping()
            .into_iter()
            .flatten()
            .filter_map(|(n, t)| Some((n.as_str()?.to_owned(), t.as_str()?.replace('\n', ""))))
            .collect();
        for (name, case) in scenario["tests"].as_mapping().into_iter().flatten() {
            let (name, Some(wanted)) = (name.as_str().unwrap_or("?"), case["cv"].as_str().filter(|c| !c.is_empty())) else { continue };
            cases += 1;
            let raw = case["message"].as_str().unwrap_or_default().as_bytes().to_vec();
            let message = MessageTarget { digest: format!("{name}{cases}"), raw: Der(raw) };
            let facts = facts(&message, &keys, 1_500_000_000);
            let chain = message_audit::chain(&message, &Letter::of(&message), &Inquiry::new(&facts));
            let got = match &chain.result {
                ChainResult::None => "None",
                ChainResult::Pass => "Pass",
                ChainResult::Fail(_) | ChainResult::Unknown(_) => "Fail",
            };
            if got != wanted {
                wrong.push(format!("{name}: {wanted} wanted, {:?}", chain.result));
            }
        }
    }
    println!("ARC suite: {} of {cases}\n{}", cases - wrong.len(), wrong.join("\n"));
    assert_eq!(cases, ARC_CASES);
    let unexplained: Vec<&String> = wrong.iter().filter(|w| !ARC_MISSES.iter().any(|m| w.starts_with(m))).collect();
    assert!(unexplained.is_empty() && wrong.len() == ARC_MISSES.len(), "{unexplained:?}");
}

/// What became of each signature of a file, by the keys of a zone text.
fn outcomes(folder: &std::path::Path, file: &str, keys: &[(&str, String)]) -> Vec<Outcome> {
    let raw = std::fs::read(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    let message = MessageTarget { digest: file.into(), raw: Der(raw) };
    let keys: BTreeMap<String, String> = keys.iter().map(|(n, t)| ((*n).to_owned(), t.clone())).collect();
    let facts = facts(&message, &keys, 1_500_000_000);
    let target = Target { message: Some(message), ..Target::new(Name::root()) };
    let view = message_audit::view::View::new(&target, &facts).expect("a message");
    view.signatures.iter().map(|s| s.outcome.clone()).collect()
}

#[test]
fn the_dkim_vectors() {
    let Some(folder) = suite("dkim/dkimpy") else {
        println!("DKIM vectors: skipped, not found (set MAILAUDIT_SUITES)");
        return;
    };
    // RFC 8463 A.2.
    let ed25519 = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=".to_owned();
    let rsa = concat!(
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi",
        "Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
    );
    let keys = [("brisbane._domainkey.football.example.com", ed25519), ("test._domainkey.football.example.com", rsa.to_owned())];
    let read = |file| outcomes(&folder, file, &keys);
    assert_eq!(read("rfc6376.signed.msg"), [Outcome::Pass, Outcome::Pass]);
    assert_eq!(read("rfc6376.signed.rsa.msg"), [Outcome::Pass]);
    // Tags were changed behind the signer: it can be read, and does not hold.
    assert_eq!(read("rfc6376.signed.no_t.msg"), [Outcome::Fail(Cause::Headers)]);
    assert_eq!(read("rfc6376.msg"), []);
    println!("DKIM vectors: 4 of 4");
}
