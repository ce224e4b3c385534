//! Sisimai's labelled bounces and ZoneMTA's replies, judged by this crate; the floors may only rise.
//!
//! The suite lies outside the repository (`../shared/suites` or `MAILAUDIT_SUITES`); where it does not exist, this says so.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a suite is read from files and prints what it reached")]

use serde_json::Value;
use smtp_replies::{Actor, BounceReader, Kind, explain};
use std::path::PathBuf;

/// Which kinds agree with which reason of sisimai's taxonomy.
const TAXONOMY: &str = include_str!("../data/sisimai.tsv");

fn suite() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites");
    let root = std::env::var_os("MAILAUDIT_SUITES").map_or(beside, PathBuf::from).join("bounces");
    root.exists().then_some(root)
}

/// `MAILAUDIT_PART=odd|even` takes the files of odd or even number: rules are written over one part, the other is the measure.
fn in_part(file: &str) -> bool {
    let odd = file.trim_end_matches(".eml").ends_with(['1', '3', '5', '7', '9']);
    std::env::var("MAILAUDIT_PART").map_or(true, |part| (part == "odd") == odd)
}

#[derive(Default)]
struct Tally {
    name: &'static str,
    right: u32,
    all: u32,
}

impl Tally {
    fn named(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    fn count(&mut self, right: bool, miss: &str) {
        self.all += 1;
        self.right += u32::from(right);
        if !right && std::env::var_os("MAILAUDIT_MISSES").is_some() {
            println!("miss {}: {miss}", self.name);
        }
    }

    fn reach(&self, percent: u32) {
        println!("{}: {} of {}", self.name, self.right, self.all);
        if std::env::var_os("MAILAUDIT_PART").is_some() {
            return;
        }
        assert!(self.right * 100 >= self.all * percent, "{} under {percent} %", self.name);
    }
}

fn agrees(reason: &str, kind: Kind) -> bool {
    let row = TAXONOMY.lines().filter_map(|l| l.split_once('\t')).find(|(r, _)| *r == reason);
    row.is_some_and(|(_, kinds)| kinds.split(' ').any(|k| k == kind.name()))
}

#[test]
fn sisimai() {
    let Some(root) = suite() else {
        println!("bounce suite: skipped, not found (set MAILAUDIT_SUITES)");
        return;
    };
    let expected: Value = serde_json::from_slice(&std::fs::read(root.join("sisimai/expected.json")).unwrap()).unwrap();
    let [mut found, mut code, mut status, mut hardness, mut class] =
        ["recipient", "reply code", "status", "hard or soft", "class"].map(Tally::named);
    for (file, wanted) in expected.as_object().unwrap() {
        if !in_part(file) {
            continue;
        }
        let bytes = std::fs::read(root.join("sisimai").join(file)).unwrap();
        let mut reader = BounceReader::new();
        bytes.split(|b| *b == b'\n').for_each(|line| reader.line(line));
        let bounce = reader.finish();
        for (at, want) in wanted.as_array().unwrap().iter().enumerate() {
            let reason = want["reason"].as_str().unwrap();
            let failure = bounce.failures.get(at);
            found.count(failure.is_some_and(|f| f.recipient.is_some()), &format!("{file} {at}"));
            let Some(failure) = failure else { continue };
            let e = &failure.explanation;
            let told = format!(
                "{file} {reason} {:?} {:?} {:?} {}",
                e.kind,
                e.reply.code,
                e.reply.enhanced,
                e.reply.text().chars().take(300).collect::<String>()
            );
            let (reply, enhanced) = (want["reply"].as_str().unwrap(), want["status"].as_str().unwrap());
            if !reply.is_empty() {
                code.count(e.reply.code.map(|c| c.to_string()).as_deref() == Some(reply), &format!("{reply} {told}"));
            }
            if !enhanced.is_empty() && !enhanced.contains(".0.9") {
                status.count(e.reply.enhanced.map(|e| e.to_string()).as_deref() == Some(enhanced), &format!("{enhanced} {told}"));
            }
            hardness.count(e.is_hard() == want["hardbounce"].as_bool().unwrap(), &told);
            class.count(agrees(reason, e.kind), &told);
        }
    }
    found.reach(FLOORS[0]);
    code.reach(FLOORS[1]);
    status.reach(FLOORS[2]);
    hardness.reach(FLOORS[3]);
    class.reach(FLOORS[4]);
}

/// Percent; they may only rise.
const FLOORS: [u32; 5] = [99, 99, 99, 96, 92];

#[test]
fn zonemta() {
    let Some(root) = suite() else {
        println!("ZoneMTA replies: skipped, not found (set MAILAUDIT_SUITES)");
        return;
    };
    let replies: Value = serde_json::from_slice(&std::fs::read(root.join("zonemta-replies.json")).unwrap()).unwrap();
    let mut category = Tally::named("ZoneMTA category");
    for case in replies.as_array().unwrap() {
        let (text, want) = (case["reply"].as_str().unwrap(), case["category"].as_str().unwrap());
        let e = explain(text.as_bytes());
        let right = match want {
            "blacklist" => {
                e.actor() == Actor::SenderAdmin
                    || matches!(e.kind, Kind::Policy | Kind::Geo | Kind::BlockedByRecipient | Kind::DnsblMisconfig | Kind::DnsblDead)
            }
            "greylist" => e.kind == Kind::Greylist,
            "spam" => matches!(e.kind, Kind::SpamContent | Kind::ReputationIp | Kind::ReputationDomain),
            "recipient" => matches!(e.kind, Kind::UserUnknown | Kind::MailboxDisabled | Kind::MailboxFull),
            "capacity" => matches!(e.kind, Kind::MailboxFull | Kind::SystemFull | Kind::Rate | Kind::Size),
            "network" => matches!(e.kind, Kind::Network | Kind::Dns | Kind::Ptr),
            "policy" => matches!(e.kind, Kind::Policy | Kind::RfcFormat | Kind::Spf | Kind::Dmarc | Kind::TlsRequired),
            _ => e.kind != Kind::Unknown,
        };
        category.count(right, &format!("{want} {:?} {text}", e.kind));
    }
    category.reach(94);
}
