//! The promises of the catalogue, as a loop over checks: for the tests of the audit crates.

use crate::check::{Audit, Check, Example};
use crate::severity::{Severity, Status, Verdict};
use crate::words::holes;
use crate::{Evidence, Lang};
use facts::Target;
use facts::fixture::World;
use std::collections::BTreeSet;

/// Every broken promise of `checks`, one line each; `view` makes the view of an example.
///
/// Kept promises: each example brings the verdict that it states, and no example but those for a
/// fail fails; a verdict that is declared has an example, and none else is reached; both languages
/// have the same holes and the evidence fills them; severities are declared; subjects are sorted.
pub fn faults<V>(checks: &[&Check<V>], view: impl Fn(&Example) -> V) -> Vec<String> {
    let mut faults = Vec::new();
    for check in checks {
        let mut say = |what: String| faults.push(format!("{}: {what}", check.code));
        words(check, &mut say);
        for (index, example) in check.examples.iter().enumerate() {
            let verdicts = (check.judge)(&view(example));
            example_holds(check, example, &verdicts, &mut |what| say(format!("example {}: {what}", index + 1)));
        }
        let shown: BTreeSet<Status> = check.examples.iter().map(|e| e.status).collect();
        let declared: BTreeSet<Status> = check.reaches.iter().copied().collect();
        if shown != declared {
            say(format!("declares {declared:?}, its examples show {shown:?}"));
        }
        for severity in check.other_severities {
            if !check.examples.iter().any(|e| e.severity == Some(*severity)) {
                say(format!("declares severity {severity:?} and shows no example of it"));
            }
        }
    }
    faults
}

/// What the judge of `audit` says of `targets` when nobody answers; `allowed` are the only statuses
/// that it may then give. One line for each that breaks this.
///
/// Each different target is asked once.
pub fn silence(audit: &Audit, targets: impl IntoIterator<Item = Target>, allowed: &[Status]) -> Vec<String> {
    let mut seen: Vec<Target> = Vec::new();
    let mut faults = Vec::new();
    for target in targets {
        if seen.contains(&target) {
            continue;
        }
        let recorded = World::silent().gather(&target, audit.planners, &|_, _| Vec::new());
        let judged = (audit.judge)(&recorded.target, &recorded.facts);
        let wrong = judged.iter().filter(|j| !allowed.contains(&j.verdict.status()));
        faults.extend(wrong.map(|j| format!("{}: {:?} on silence about {}", j.about.code, j.verdict.status(), target.domain)));
        seen.push(target);
    }
    faults
}

fn words<V>(check: &Check<V>, say: &mut impl FnMut(String)) {
    let pairs = [
        ("title", check.en.title, check.ru.title),
        ("says", check.en.says, check.ru.says),
        ("why", check.en.why, check.ru.why),
        ("fix", check.en.fix, check.ru.fix),
    ];
    for (part, en, ru) in pairs {
        if en.trim().is_empty() || ru.trim().is_empty() {
            say(format!("'{part}' is empty in a language"));
        }
        let (a, b): (BTreeSet<_>, BTreeSet<_>) = (holes(en).into_iter().collect(), holes(ru).into_iter().collect());
        if a != b {
            say(format!("'{part}' has the holes {a:?} in English and {b:?} in Russian"));
        }
        let cyrillic = |t: &str| t.chars().any(|c| ('а'..='я').contains(&c) || ('А'..='Я').contains(&c));
        if cyrillic(en) || (!cyrillic(ru) && part != "title") {
            say(format!("'{part}' is in the wrong language"));
        }
    }
    if check.cites.is_empty() && check.severity >= Severity::Error && check.reaches.contains(&Status::Fail) && check.code.starts_with("SPF")
    {
        say("an error without a source".into());
    }
}

fn example_holds<V>(check: &Check<V>, example: &Example, verdicts: &[(crate::Subject, Verdict)], say: &mut impl FnMut(String)) {
    if !verdicts.is_sorted_by(|a, b| a.0 <= b.0) {
        say("verdicts are not in the order of their subjects".into());
    }
    let statuses: Vec<Status> = verdicts.iter().map(|(_, v)| v.status()).collect();
    let reached = |s: Status| statuses.contains(&s) || (s == Status::NotApplicable && statuses.is_empty());
    if !reached(example.status) {
        say(format!("should bring {:?}, brings {statuses:?}", example.status));
    }
    if example.status != Status::Fail && statuses.contains(&Status::Fail) {
        say(format!("should bring {:?} and fails too", example.status));
    }
    for (subject, verdict) in verdicts {
        if verdict.status() != Status::NotApplicable && !check.reaches.contains(&verdict.status()) {
            say(format!("reaches {:?}, which it does not declare", verdict.status()));
        }
        match verdict {
            Verdict::Fail { severity, evidence, .. } => {
                if let Some(s) = severity
                    && !check.other_severities.contains(s)
                {
                    say(format!("fails as {s:?}, which it does not declare"));
                }
                unfilled(check, evidence, subject.as_str(), say);
            }
            Verdict::Info(evidence) => unfilled(check, evidence, subject.as_str(), say),
            Verdict::Unknown { gaps, evidence } => {
                if gaps.is_empty() {
                    say("is unknown without a gap".into());
                }
                if check.about().only_ever_unknown() {
                    unfilled(check, evidence, subject.as_str(), say);
                }
            }
            Verdict::Pass(_) | Verdict::NotApplicable => {}
        }
    }
    if example.status == Status::Fail {
        let wanted = example.severity.unwrap_or(check.severity);
        let has = |v: &Verdict| matches!(v, Verdict::Fail { severity, .. } if severity.unwrap_or(check.severity) == wanted);
        if !verdicts.iter().any(|(_, v)| has(v)) {
            say(format!("should fail as {wanted:?}"));
        }
    }
}

fn unfilled<V>(check: &Check<V>, evidence: &Evidence, subject: &str, say: &mut impl FnMut(String)) {
    for text in [check.en.says, check.en.fix, check.en.why] {
        for hole in holes(text) {
            if evidence.get(hole).is_none_or(|v| v.to_text(Lang::En).is_empty()) && hole != "subject" {
                say(format!("the hole {{{hole}}} is not filled for {subject}"));
            }
        }
    }
}
