//! SMTP011: abuse is refused.

use crate::meaning::word_for_word;
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::answer::Phase;
use facts::{Recipient, Sender};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Meaning, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP011",
    name: "smtp-abuse-refused",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 2142 4"],
    follows: &["DNS001"],
    en: Words {
        title: "Mail to abuse is taken",
        says: "abuse at the domain is refused ({addresses}): {reply}",
        why: "Complaints about mail from the domain go to abuse; where it is refused, complainants turn to blocklists and providers.",
        fix: "Set up abuse as a mailbox or an alias that a person reads.",
    },
    ru: Words {
        title: "Почта для abuse принимается",
        says: "Адрес abuse домена отвергнут ({addresses}): {reply}",
        why: "Жалобы на письма от домена идут на abuse; если он отвергнут, жалуются сразу в чёрные списки и провайдерам.",
        fix: "Заведите abuse как ящик или псевдоним, который читает человек.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <abuse@example.com>\nS: 550 5.1.1 unknown user"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <abuse@example.com>\nS: 550 5.7.1 refused by policy"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <abuse@example.com>\nS: 450 4.2.0 later"]),
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <abuse@example.com>\nS: 554 5.7.1 Relay access denied",
        ]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nCLOSE"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_recipients(CHECK.severity, |talk| {
        let said = [talk.said(Phase::Rcpt(Recipient::Abuse))];
        match &said[0] {
            Said::Reply(_, Meaning::Accepted) => Each::Pass,
            Said::Reply(reply, Meaning::UnknownUser | Meaning::Refused) => {
                Each::Fail(None, Evidence::new().with("reply", word_for_word(reply)))
            }
            _ => Each::Unknown(talk.gap(&said, Phase::Rcpt(Recipient::Abuse), Phase::Mail(Sender::Null))),
        }
    })
}
