//! SMTP014: a 4xx at RCPT that turns into 250 on a second try, or that says so in words.

use crate::meaning::word_for_word;
use crate::samples::{ACTIVE, HEALTHY};
use crate::view::{Each, View};
use facts::Recipient;
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use findings::{Phrase, Value};
use readings::recipients::{Meaning, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP014",
    name: "smtp-greylisting",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::NotApplicable],
    cites: &["RFC 6647 2"],
    follows: &["DNS001"],
    en: Words {
        title: "Greylisting",
        says: "The server greylists ({addresses}): {reply} {second}",
        why: "Mail from a sender that is new to the server comes some minutes late; senders that do not try again lose it.",
        fix: "Nothing has to be done. Where sign-up mail must come at once, exempt large providers or known senders.",
    },
    ru: Words {
        title: "Серые списки",
        says: "Сервер применяет серые списки ({addresses}): {reply} {second}",
        why: "Письмо от нового для сервера отправителя приходит на несколько минут позже; кто не повторяет попытку, теряет его.",
        fix: "Делать ничего не нужно. Если письма с подтверждениями должны приходить сразу, добавьте крупных провайдеров и известных отправителей в исключения.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 450 4.2.0 Greylisted, see example.com"]),
        Example::info(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 450 4.2.0 try later\nC: RCPT#2\nS: 250 ok"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 450 4.2.0 try later"]),
        Example::unknown(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 450 4.2.0 try later"]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 550 no"]),
    ],
};

const ASKED: [Recipient; 4] = [Recipient::PostmasterAt, Recipient::Postmaster, Recipient::Abuse, Recipient::FromProbe];

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_recipients(CHECK.severity, |talk| {
        for phase in ASKED.map(Phase::Rcpt) {
            let Said::Reply(first, meaning @ (Meaning::Deferred | Meaning::Greylisted)) = talk.at_first(phase) else { continue };
            let told = |second| Each::Info(Evidence::new().with("reply", word_for_word(first)).with("second", second));
            match talk.second(phase) {
                Some((second, ms)) if second.code / 100 == 2 => {
                    let words = Phrase { en: "(accepted after {seconds} s)", ru: "(принято через {seconds} с)" };
                    return told(Value::Sentence(words, Evidence::new().with("seconds", i64::from(ms / 1_000))));
                }
                Some((second, ms)) if meaning == Meaning::Greylisted && second.code / 100 == 4 => {
                    let words = Phrase {
                        en: "(by its own words; put off once more after {seconds} s)",
                        ru: "(по её же словам; через {seconds} с отложено снова)",
                    };
                    return told(Value::Sentence(words, Evidence::new().with("seconds", i64::from(ms / 1_000))));
                }
                _ if meaning == Meaning::Greylisted => {
                    return told(Value::Phrase(Phrase { en: "(by its own words)", ru: "(по её же словам)" }));
                }
                _ => return Each::Unknown(talk.gap(&[], phase, phase).because(facts::Reason::TemporaryRefusal)),
            }
        }
        Each::NotApplicable
    })
}
