//! SMTP005: a temporary refusal, or a cut connection, before SMTP began. Only ever unknown.

use crate::meaning::word_for_word;
use crate::samples::{HEALTHY, SECOND_HEALTHY};
use crate::view::View;
use facts::answer::Phase;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};
use readings::opening::Opening;

pub const CHECK: Check<View> = Check {
    code: "SMTP005",
    name: "smtp-temporary-refusal",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::NotApplicable],
    cites: &["RFC 5321 3.8", "RFC 5321 4.2.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Temporary refusal",
        says: "The server put the audit off before SMTP could begin ({addresses}): {reply} (that is: {meaning})",
        why: "A 4xx reply or a cut connection means load, a rate limit or greylisting; what comes behind it was not seen, so it is not judged.",
        fix: "Run the audit again in some minutes. If it stays so, look for {addresses} in the server's log: its connection limits may meet other senders too.",
    },
    ru: Words {
        title: "Временный отказ",
        says: "Сервер отложил проверку до начала диалога SMTP ({addresses}): {reply} (то есть: {meaning})",
        why: "Ответ 4xx или обрыв соединения означает нагрузку, ограничение частоты или серые списки; то, что идёт дальше, не увидели и не оценивали.",
        fix: "Повторите проверку через несколько минут. Если отказ остаётся, посмотрите журнал сервера по адресам {addresses}: те же ограничения могут задевать и других отправителей.",
    },
    judge,
    examples: &[
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 4.3.2 too busy"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 450 4.7.1 try later"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 451 4.3.0 not now"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nCLOSE"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nCLOSE"]),
        Example::unknown(&[HEALTHY, SECOND_HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 4.3.2 too busy"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 451 4.7.1 greylisted, your IP is new here"]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nS: 421 4.7.0 very low reputation of the sending IP address",
        ]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nDROP"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 554 no service"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.untold(|opening| match opening {
        Opening::TemporaryRefusal(_, reply) => Some(word_for_word(reply)),
        Opening::Cut(phase) => Some(Value::Phrase(cut_words(*phase))),
        _ => None,
    })
}

fn cut_words(phase: Phase) -> Phrase {
    match phase {
        Phase::Ehlo => Phrase {
            en: "connection closed before a full reply to EHLO", ru: "соединение закрыто до полного ответа на EHLO"
        },
        _ => Phrase { en: "connection closed before the greeting", ru: "соединение закрыто до приветствия" },
    }
}
