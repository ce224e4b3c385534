//! STS008: senders keep the policy for less than a day, or are told to keep it for longer than a year.

use crate::samples::{HEALTHY, POLICY_FILE, POLICY_SILENT};
use crate::sts_policy::{of_sound_file, placed};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::sts_policy::LONGEST_AGE;

pub const CHECK: Check<View> = Check {
    code: "STS008",
    name: "sts-max-age",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 3.2"],
    follows: &[],
    en: Words {
        title: "Senders keep the MTA-STS policy for long enough",
        says: "The policy of {domain} says max_age: {age}; a day is 86400 seconds, and 31557600 is the most.",
        why: "A policy that runs out between two messages protects nobody: an attacker only has to hinder the next fetch. Of a number that is too large every sender makes what it likes.",
        fix: "Set max_age: 604800 (a week) in {url}, or a few weeks when all runs well, with a new id in the TXT record.",
    },
    ru: Words {
        title: "Отправители хранят политику MTA-STS достаточно долго",
        says: "В политике {domain} указано max_age: {age}; сутки это 86400 секунд, предел 31557600.",
        why: "Политика, которая истекает между двумя письмами, никого не защищает: достаточно помешать её обновлению. Слишком большое число каждый отправитель толкует по-своему.",
        fix: "Задайте в {url} max_age: 604800 (неделя) или несколько недель, если всё работает, с новым id в TXT-записи.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode: enforce\n| max_age: 86399\n| mx: mx1.example.com\n| mx: mx2.example.com"]),
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode: enforce\n| max_age: 31557601\n| mx: mx1.example.com\n| mx: mx2.example.com"]),
        Example::pass(&[HEALTHY, POLICY_FILE, "| mode: enforce\n| max_age: 86400\n| mx: mx1.example.com\n| mx: mx2.example.com"]),
        Example::pass(&[HEALTHY, POLICY_FILE, "| mode: enforce\n| max_age: 31557600\n| mx: mx1.example.com\n| mx: mx2.example.com"]),
        Example::unknown(&[HEALTHY, POLICY_SILENT]),
        Example::not_applicable(&[HEALTHY, "_mta-sts.example.com TXT NODATA"]),
    ],
};

/// A day, in seconds.
const DAY: u64 = 86_400;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    of_sound_file(view, |policy| {
        let Some(age) = policy.max_age else { return Vec::new() };
        let seen = placed(view).with("age", age.to_string());
        let verdict = if (DAY..=LONGEST_AGE).contains(&age) { Verdict::Pass(seen) } else { Verdict::fail(seen) };
        vec![(view.domain(), verdict)]
    })
}
