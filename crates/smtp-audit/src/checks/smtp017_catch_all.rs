//! SMTP017: a random recipient is accepted. Only asked with --active.

use crate::meaning::word_for_word;
use crate::samples::{ACTIVE, HEALTHY};
use crate::view::{Each, View};
use facts::answer::Phase;
use facts::{Recipient, Sender};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Meaning, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP017",
    name: "smtp-catch-all",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 3.3"],
    follows: &["DNS001"],
    en: Words {
        title: "Unknown recipients are refused",
        says: "A random recipient of the domain is accepted ({addresses}): {reply}",
        why: "A catch-all takes spam for every thinkable name; a server that refuses only later bounces it to forged senders (backscatter) and gets listed for that.",
        fix: "Let the server know its recipients and refuse all others at RCPT (Postfix: local_recipient_maps, relay_recipient_maps; Exchange: recipient filtering).",
    },
    ru: Words {
        title: "Неизвестные получатели отвергаются",
        says: "Случайный получатель домена принят ({addresses}): {reply}",
        why: "Общий ящик собирает спам на любые имена; а сервер, который отказывает позже, возвращает его подделанным отправителям и за это попадает в списки.",
        fix: "Пусть сервер знает своих получателей и отказывает остальным на RCPT (Postfix: local_recipient_maps, relay_recipient_maps; Exchange: фильтрация получателей).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <*@example.com>\nS: 250 ok"]),
        Example::pass(&[HEALTHY, ACTIVE]),
        Example::unknown(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <*@example.com>\nS: 451 later"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if !view.target.active {
        return Vec::new();
    }
    view.fold_recipients(CHECK.severity, |talk| {
        let said = [talk.intruded(Phase::Rcpt(Recipient::Random))];
        match &said[0] {
            Said::Reply(reply, Meaning::Accepted) => Each::Fail(None, Evidence::new().with("reply", word_for_word(reply))),
            said if said.refused() => Each::Pass,
            Said::NotMeant => Each::NotApplicable,
            _ => Each::Unknown(talk.gap(&said, Phase::Rcpt(Recipient::Random), Phase::Mail(Sender::Null))),
        }
    })
}
