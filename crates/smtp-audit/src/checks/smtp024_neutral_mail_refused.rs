//! SMTP024: an ordinary sender to postmaster is refused.

use crate::meaning::quoted;
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::answer::Phase;
use facts::{Recipient, Sender};
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Meaning, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP024",
    name: "smtp-neutral-mail-refused",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 4.5.1", "RFC 5321 7.9"],
    follows: &["DNS001", "SMTP010", "SMTP027"],
    en: Words {
        title: "Ordinary mail is taken",
        says: "An ordinary sender with postmaster as recipient is refused ({addresses}): {reply} (that is: {meaning})",
        why: "What refuses a plain sender from outside may refuse wanted mail as well: a list of countries, a sender check, a wrong map of recipients.",
        fix: "Look the reply up in the mail log, and narrow the rule that gave it.",
    },
    ru: Words {
        title: "Обычная почта принимается",
        says: "Обычному отправителю с получателем postmaster отказано ({addresses}): {reply} (то есть: {meaning})",
        why: "То, что отвергает обычного внешнего отправителя, может отвергать и нужные письма: список стран, проверка отправителя, ошибка в списке получателей.",
        fix: "Найдите этот ответ в журнале почтового сервера и сузьте правило, которое его дало.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <postmaster@[127.0.0.1]>\nS: 550 5.7.1 refused by policy",
        ]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 550 5.7.1 refused by policy"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 554 5.7.1 Relay access denied"]),
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <postmaster@[127.0.0.1]>\nS: 550 5.7.1 Sender rejected by local policy",
        ]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 450 later"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL\nS: 554 5.7.1 your IP is on a blacklist"]),
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <postmaster@[127.0.0.1]>\nS: 550 5.1.8 Sender address rejected: Domain not found",
        ]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_recipients(CHECK.severity, |talk| {
        let (mail, rcpt) = (Phase::Mail(Sender::Probe), Phase::Rcpt(Recipient::FromProbe));
        let said = [talk.said(mail), talk.said(rcpt)];
        let refused = |said: &Said<'_>| match said {
            Said::Reply(reply, Meaning::BadSender) if !doubts_our_name(&reply.to_text()) => Some(reply.to_text()),
            // What speaks against our own name says nothing of others' mail.
            Said::Reply(reply, Meaning::Refused | Meaning::UnknownUser | Meaning::NotServed) if reply.code / 100 == 5 => {
                Some(reply.to_text())
            }
            _ => None,
        };
        match said.iter().find_map(refused) {
            Some(reply) => Each::Fail(None, quoted(&reply)),
            None if said[1].accepted() => Each::Pass,
            None => Each::Unknown(talk.gap(&said, rcpt, mail)),
        }
    })
}

/// Whether the refusal doubts that our sender's domain exists or may send: then it is about us alone.
fn doubts_our_name(reply: &str) -> bool {
    const DOUBTS: [&str; 10] = ["domain", "exist", "verif", "spf", "dmarc", "syntax", "invalid", "return path", "5.1.7", "5.1.8"];
    let lower = reply.to_ascii_lowercase();
    DOUBTS.iter().any(|words| lower.contains(words))
}
