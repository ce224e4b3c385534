//! SMTP022: MAIL is refused before STARTTLS.

use crate::meaning::word_for_word;
use crate::samples::HEALTHY;
use crate::view::{Each, View};
use facts::Sender;
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Meaning, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP022",
    name: "smtp-tls-required",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::NotApplicable],
    cites: &["RFC 3207 4"],
    follows: &["DNS001"],
    en: Words {
        title: "TLS is compulsory",
        says: "MAIL is refused before STARTTLS ({addresses}): {reply}",
        why: "Senders without TLS cannot deliver here. On port 25 RFC 3207 forbids that to servers that the public writes to.",
        fix: "Keep it where all correspondents are known to use TLS; else offer TLS without demanding it (Postfix: smtpd_tls_security_level = may), and let MTA-STS or DANE make senders insist on it.",
    },
    ru: Words {
        title: "TLS обязателен",
        says: "MAIL отвергнуто до STARTTLS ({addresses}): {reply}",
        why: "Отправители без TLS не смогут доставить почту. На порту 25 общедоступного сервера RFC 3207 этого не допускает.",
        fix: "Оставьте так, если все корреспонденты умеют TLS; иначе предлагайте TLS, не требуя его (Postfix: smtpd_tls_security_level = may), а настаивать на нём пусть заставят MTA-STS или DANE.",
    },
    judge,
    examples: &[
        Example::info(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <>\nS: 530 5.7.0 Must issue a STARTTLS command first\nC: MAIL tls <>\nS: 250 ok",
        ]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL\nCLOSE"]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL\nS: 550 5.7.1 no"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_recipients(CHECK.severity, |talk| {
        let phase = Phase::Mail(Sender::NullInClear);
        match talk.at_first(phase) {
            Said::Reply(reply, meaning) if meaning == Meaning::TlsFirst || reply.code == 530 => {
                Each::Info(Evidence::new().with("reply", word_for_word(reply)))
            }
            Said::Missing(gap) if talk.encrypts => Each::Unknown(gap),
            _ => Each::NotApplicable,
        }
    })
}
