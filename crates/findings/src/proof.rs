//! The promises of the catalogue, as a loop over checks: for the tests of the audit crates.

use crate::check::{Audit, Check, Example};
use crate::severity::{Severity, Status, Verdict};
use crate::words::holes;
use crate::{Evidence, Lang, drop_followers, score};
use facts::fixture::World;
use facts::{Name, Overlay, Recorded, Target};
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

/// Every remedy that does not do what it is offered for, one line each: the records of each fail are
/// laid over what the example's world says, all that is then asked anew is answered by that world, and
/// the check must not fail any more, nor be left unknown. `view` makes the view of what was recorded.
///
/// Nor may the score of `audit` fall by them: what they uncover was hidden, what they break is a fault.
pub fn remedies<V>(audit: &Audit, checks: &[&Check<V>], view: impl Fn(&Recorded) -> V) -> Vec<String> {
    let mut faults = Vec::new();
    let fails = checks.iter().flat_map(|c| c.examples.iter().filter(|e| e.status == Status::Fail).map(move |e| (c, e)));
    for (check, example) in fails {
        let Ok(world) = World::layers(example.layers) else { continue };
        let before = world.gather(&world.target(), audit.planners, &|_, _| Vec::new());
        let mut total_before = None;
        for (subject, verdict) in (check.judge)(&view(&before)) {
            let Verdict::Fail { records, .. } = verdict else { continue };
            if records.is_empty() {
                continue;
            }
            let text: String = records.iter().map(|r| r.zone_line() + "\n").collect();
            let mut say = |what: String| faults.push(format!("{} {}: {what} with:\n{text}", check.code, subject.as_str()));
            let overlay = match Overlay::parse(text.as_bytes(), &Name::root()) {
                Ok(overlay) => overlay,
                Err(fault) => {
                    say(format!("no zone file can hold its records ({fault})"));
                    continue;
                }
            };
            let after = overlay.over(&before, audit.planners, |question| world.answer(question, &|_, _| Vec::new()));
            let left = (check.judge)(&view(&after)).into_iter().find(|(s, _)| *s == subject).map(|(_, v)| v.status());
            if let Some(status @ (Status::Fail | Status::Unknown)) = left {
                say(format!("still {}", status.as_str()));
            }
            let (was, is) = (*total_before.get_or_insert_with(|| total(audit, &before)), total(audit, &after));
            if is < was {
                say(format!("the score falls from {was:?} to {is:?}"));
            }
        }
    }
    faults
}

fn total(audit: &Audit, recorded: &Recorded) -> Option<u32> {
    let mut judged = (audit.judge)(&recorded.target, &recorded.facts);
    drop_followers(&mut judged, &recorded.target.domain);
    score(&judged, recorded.target.profile, false).total
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Judged, Subject};
    use crate::evidence::PublishRecord;
    use crate::words::Words;
    use facts::answer::Data;
    use facts::{Facts, Inquiry, Planner, RecordType};

    const WORDS: Words = Words { title: "t", says: "s", why: "w", fix: "f" };
    const PLANNER: Planner =
        Planner { name: "txt", serves: &["tst"], plan: |target, inquiry| drop(inquiry.dns(&target.domain, RecordType::Txt)) };
    const AUDIT: Audit = Audit { name: "test", planners: &[PLANNER], checks: Vec::new, judge: |_, facts| CHECK.judge(&text(facts)) };
    const CHECK: Check<String> = Check {
        code: "TST001",
        name: "test",
        severity: Severity::Error,
        other_severities: &[],
        reaches: &[Status::Fail, Status::Pass],
        cites: &[],
        follows: &[],
        en: WORDS,
        ru: WORDS,
        judge: |seen| judge(seen, "good"),
        examples: &[Example::fail(&["example.com TXT wrong"])],
    };

    fn text(facts: &Facts) -> String {
        let domain = Target::new(Name::parse("example.com").unwrap_or_default()).domain;
        let inquiry = Inquiry::new(facts);
        let data = inquiry.dns(&domain, RecordType::Txt).records().first().map(|r| r.data.clone());
        match data {
            Some(Data::Txt(parts)) => String::from_utf8_lossy(&facts::answer::Text::join(&parts)).into_owned(),
            _ => String::new(),
        }
    }

    fn judge(seen: &str, remedy: &str) -> Vec<(Subject, Verdict)> {
        let fail = || Verdict::fail(Evidence::new()).with_records(vec![PublishRecord::txt("example.com", remedy)]);
        let verdict = if seen == "good" { Verdict::Pass(Evidence::new()) } else { fail() };
        vec![(Subject::from(&Name::parse("example.com").unwrap_or_default()), verdict)]
    }

    #[test]
    fn a_remedy_that_does_not_help_is_told() {
        let told = |check: &Check<String>| remedies(&AUDIT, &[check], |recorded| text(&recorded.facts));
        assert_eq!(told(&CHECK), Vec::<String>::new());
        let useless = Check::<String> { judge: |seen| judge(seen, "still wrong"), ..CHECK };
        assert!(matches!(told(&useless).as_slice(), [fault] if fault.contains("TST001 example.com: still fail")), "{:?}", told(&useless));
        let no_record = Check::<String> {
            judge: |_| {
                let record = PublishRecord { name: "example.com.".into(), rtype: "MX", value: "mx".into() };
                vec![(Subject::from(&Name::root()), Verdict::fail(Evidence::new()).with_records(vec![record]))]
            },
            ..CHECK
        };
        assert!(matches!(told(&no_record).as_slice(), [fault] if fault.contains("no zone file")), "{:?}", told(&no_record));
    }

    #[test]
    fn a_remedy_that_costs_more_than_it_brings_is_told() {
        const HARMED: Audit = Audit { judge: |_, facts| harmed(facts), ..AUDIT };
        fn harmed(facts: &Facts) -> Vec<Judged> {
            let other = Check::<String> { code: "TST002", judge: |seen| judge(if seen == "good" { "" } else { "good" }, ""), ..CHECK };
            let milder = Check::<String> { severity: Severity::Notice, ..CHECK };
            let seen = text(facts);
            milder.judge(&seen).into_iter().chain(other.judge(&seen)).collect()
        }
        let told = remedies(&HARMED, &[&CHECK], |recorded| text(&recorded.facts));
        assert!(matches!(told.as_slice(), [fault] if fault.contains("the score falls")), "{told:?}");
    }
}
