//! SMTP004: the greeting comes later than five seconds.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SMTP004",
    name: "smtp-slow-banner",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 4.5.3.2.1"],
    follows: &["DNS001"],
    en: Words {
        title: "The server greets at once",
        says: "The greeting comes after {seconds} s ({addresses}).",
        why: "A delayed greeting is a known defence against spam programs, and real servers wait up to five minutes; but a slow name server or blocklist behind it holds back every delivery.",
        fix: "Where the delay is meant, keep it under 20 s. Else look at what the server does before it greets: reverse DNS, blocklist and ident look-ups, and load.",
    },
    ru: Words {
        title: "Сервер приветствует сразу",
        says: "Приветствие приходит через {seconds} с ({addresses}).",
        why: "Задержка приветствия — известная защита от спам-программ, и настоящие серверы ждут до пяти минут; но если за ней медленный DNS или чёрный список, задерживается каждая доставка.",
        fix: "Если задержка намеренная, пусть она будет меньше 20 с. Иначе проверьте, что сервер делает до приветствия: обратный DNS, чёрные списки, ident, нагрузка.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 5000\nS: 220 mx.example.com"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 4999\nS: 220 mx.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 554 no"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nSILENCE"]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

/// In milliseconds; as many seconds as rules.tsv and ordinary patience allow.
const SLOW_MS: u32 = 5_000;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold(CHECK.severity, |_, talk| {
        let took = talk.session.tries().iter().flat_map(|t| &t.steps).filter(|s| s.phase == Phase::Greeting);
        let slowest = took.filter(|s| matches!(s.end, facts::answer::StepEnd::Reply(_))).map(|s| s.took_ms).max();
        match (slowest, talk.gap()) {
            (Some(ms), _) if ms >= SLOW_MS => Each::Fail(None, Evidence::new().with("seconds", i64::from(ms / 1_000))),
            (Some(_), _) => Each::Pass,
            (None, Some(gap)) => Each::Unreached(gap),
            (None, None) => Each::NotApplicable,
        }
    })
}
