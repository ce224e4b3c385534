//! The openspf suite for RFC 7208, against the evaluator: 203 of 203, or the test fails.
//!
//! The suite lies outside the repository (`../shared/suites` or `MAILAUDIT_SUITES`); where it does
//! not, the test says that it was skipped.
#![expect(clippy::disallowed_methods, reason = "a test reads its suite from the disk")]

use facts::answer::{Alias, Data, Record, Text};
use facts::{Answer, DnsAnswer, Facts, Moment, Name, Outcome, Planner, Question, RecordType, Target, gather};
use readings::spf;
use serde_yaml_ng::{Deserializer, Mapping, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;

const TESTS: usize = 203;

#[test]
fn the_public_suite_passes_whole() {
    let Some(text) = suite() else {
        println!("SPF suite: skipped, not found (set MAILAUDIT_SUITES)");
        return;
    };
    let (mut tried, mut wrong) = (0, Vec::new());
    for document in Deserializer::from_str(&text) {
        let scenario: Value = serde::Deserialize::deserialize(document).unwrap_or_else(|e| panic!("{e}"));
        let zone = Zone::read(&scenario["zonedata"]);
        for (name, case) in scenario["tests"].as_mapping().into_iter().flatten() {
            tried += 1;
            if let Err(why) = judge(&zone, case) {
                wrong.push(format!("{}: {why}", name.as_str().unwrap_or("?")));
            }
        }
    }
    println!("SPF suite: {} of {tried}", tried - wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tried, TESTS);
}

fn suite() -> Option<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites");
    let root = std::env::var_os("MAILAUDIT_SUITES").map_or(beside, PathBuf::from);
    std::fs::read_to_string(root.join("spf/rfc7208-tests.yml")).ok()
}

fn judge(zone: &Zone, case: &Value) -> Result<(), String> {
    let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
    let mut target = Target::new(Name::root());
    target.ips = vec![text("host").parse().map_err(|e| format!("host: {e}"))?];
    target.mail_from = Some(text("mailfrom"));
    target.helo = Some(text("helo"));
    let mut facts = Facts::new(Moment::default());
    let planners: [Planner; 1] = [spf::COMMAND];
    gather(&target, &planners, &mut facts, |q| zone.answer(q));
    let got = spf::answer(&target, &facts::Inquiry::new(&facts)).evaluation;
    let allowed = words(&case["result"]);
    if !allowed.iter().any(|r| r == got.result.as_str()) {
        return Err(format!("{} instead of {allowed:?} ({:?})", got.result.as_str(), got.matched));
    }
    let wanted = match case["explanation"].as_str() {
        None => return Ok(()),
        Some("DEFAULT") => None,
        Some(text) => Some(text),
    };
    if got.explanation.as_deref() == wanted { Ok(()) } else { Err(format!("explains {:?} instead of {wanted:?}", got.explanation)) }
}

fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        other => other.as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// The zone data of a scenario: what is published, and which names are silent.
#[derive(Default)]
struct Zone {
    sets: BTreeMap<Name, Entry>,
}

#[derive(Default)]
struct Entry {
    silent: bool,
    sets: BTreeMap<RecordType, Vec<Data>>,
}

impl Zone {
    fn read(value: &Value) -> Self {
        let mut zone = Self::default();
        for (owner, entries) in value.as_mapping().into_iter().flatten() {
            let entry = zone.sets.entry(name(owner.as_str().unwrap_or_default())).or_default();
            for item in entries.as_sequence().into_iter().flatten() {
                match item {
                    Value::String(_) => entry.silent = true,
                    Value::Mapping(pair) => entry.add(pair),
                    other => panic!("{other:?}"),
                }
            }
            // An entry given as type SPF alone means TXT as well, unless TXT says NONE.
            if !entry.sets.contains_key(&RecordType::Txt)
                && let Some(copies) = entry.sets.get(&RecordType::Spf).cloned()
            {
                let as_txt = copies.into_iter().map(|d| if let Data::Spf(t) = d { Data::Txt(t) } else { d });
                entry.sets.insert(RecordType::Txt, as_txt.collect());
            }
        }
        zone
    }

    fn answer(&self, question: &Question) -> Answer {
        let Question::Dns { name, rtype } = question else { panic!("SPF asks the DNS alone: {question}") };
        let mut answer = DnsAnswer { outcome: Outcome::NoSuchName, ..DnsAnswer::default() };
        let mut at = name.clone();
        while let Some(entry) = self.sets.get(&at) {
            answer.outcome = match entry.sets.get(rtype) {
                Some(data) if !data.is_empty() => Outcome::Records(data.iter().map(|d| Record { ttl: 60, data: d.clone() }).collect()),
                _ if entry.silent => Outcome::Timeout,
                _ => Outcome::NoData,
            };
            let Some([Data::Cname(target)]) = entry.sets.get(&RecordType::Cname).map(Vec::as_slice) else { break };
            if answer.aliases.iter().any(|a| a.name == at) {
                answer.outcome = Outcome::ServerFailure;
                break;
            }
            answer.aliases.push(Alias { name: at, target: target.clone() });
            at = target.clone();
            answer.outcome = Outcome::NoSuchName;
        }
        if answer.outcome == Outcome::NoSuchName && self.sets.keys().any(|owner| owner.is_within(&at)) {
            answer.outcome = Outcome::NoData;
        }
        Answer::Dns(answer)
    }
}

impl Entry {
    fn add(&mut self, pair: &Mapping) {
        for (key, value) in pair {
            let rtype = key.as_str().and_then(RecordType::parse).unwrap_or_else(|| panic!("{key:?}"));
            let set = self.sets.entry(rtype).or_default();
            let text = value.as_str().unwrap_or_default();
            let data = match rtype {
                RecordType::Txt | RecordType::Spf if text == "NONE" => continue,
                RecordType::Txt => Data::Txt(strings(value)),
                RecordType::Spf => Data::Spf(strings(value)),
                RecordType::A => Data::A(text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))),
                RecordType::Aaaa => Data::Aaaa(text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))),
                RecordType::Ptr => Data::Ptr(name(text)),
                RecordType::Cname => Data::Cname(name(text)),
                RecordType::Mx => Data::Mx {
                    preference: value[0].as_u64().and_then(|n| n.try_into().ok()).unwrap_or_default(),
                    exchange: name(value[1].as_str().unwrap_or_default()),
                },
                other => panic!("{other}"),
            };
            set.push(data);
        }
    }
}

/// The suite writes octets as characters of the same number.
fn strings(value: &Value) -> Vec<Text> {
    let octets = |text: &str| Text(text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect());
    match value {
        Value::Sequence(items) => items.iter().filter_map(Value::as_str).map(octets).collect(),
        other => vec![octets(other.as_str().unwrap_or_default())],
    }
}

fn name(text: &str) -> Name {
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.is_empty() {
        return Name::root();
    }
    Name::from_labels(text.split('.').map(str::as_bytes)).unwrap_or_else(|e| panic!("{e}"))
}
