//! SMTP013: a foreign sender to a foreign recipient is accepted. Only asked with --active, and nothing is ever sent.

use crate::meaning::word_for_word;
use crate::samples::{ACTIVE, HEALTHY};
use crate::view::{Each, View};
use facts::answer::Phase;
use facts::{Reason, Recipient, Sender};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::Said;

pub const CHECK: Check<View> = Check {
    code: "SMTP013",
    name: "smtp-open-relay",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 7.9"],
    follows: &["DNS001"],
    en: Words {
        title: "The server relays for nobody",
        says: "A foreign sender may write to a foreign recipient through this server ({form}, {addresses}): {reply}",
        why: "Spammers find open relays within hours; the address is then on every blocklist and its own mail is refused.",
        fix: "Relay only for your own networks and for those who have logged in (Postfix: mynetworks and smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination).",
    },
    ru: Words {
        title: "Сервер не пересылает чужую почту",
        says: "Посторонний отправитель может писать через этот сервер постороннему получателю ({form}, {addresses}): {reply}",
        why: "Спамеры находят открытый релей за часы; адрес попадает во все чёрные списки, и собственную почту сервера перестают принимать.",
        fix: "Пересылайте только для своих сетей и для вошедших пользователей (Postfix: mynetworks и smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <relay-test@example.net>\nS: 250 ok"]),
        Example::fail(&[
            HEALTHY,
            ACTIVE,
            "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <relay-test%example.net@example.com>\nS: 250 ok",
        ]),
        Example::pass(&[HEALTHY, ACTIVE]),
        Example::pass(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <*@example.com>\nS: 250 ok"]),
        Example::pass(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <relay-test@example.org>\nS: 550 no"]),
        Example::unknown(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <relay-test@example.net>\nS: 450 later"]),
        Example::unknown(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 busy"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 250 ok"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if !view.target.active {
        return Vec::new();
    }
    view.fold_recipients(CHECK.severity, |talk| {
        let said = |form: &Recipient| talk.intruded(Phase::Rcpt(*form));
        let random = said(&Recipient::Random);
        // Where every local part is taken, a routed form is one of them and shows nothing.
        let counts = |form: &&Recipient| **form == Recipient::Foreign || random.refused();
        if let Some(form) = Recipient::RELAYED.iter().filter(counts).find(|f| said(f).accepted()) {
            if talk.own_network {
                return Each::Unknown(talk.gap(&[], Phase::Rcpt(*form), Phase::Rcpt(*form)).because(Reason::Ambiguous));
            }
            let Said::Reply(reply, _) = said(form) else { return Each::NotApplicable };
            return Each::Fail(None, Evidence::new().with("form", words(*form)).with("reply", word_for_word(reply)));
        }
        let plain = [said(&Recipient::Foreign)];
        match &plain[0] {
            said if said.refused() => Each::Pass,
            Said::NotMeant => Each::NotApplicable,
            // A sender that is refused gets no recipient.
            Said::Missing(_) if talk.intruded(Phase::Mail(Sender::Foreign)).refused() => Each::Pass,
            _ => Each::Unknown(talk.gap(&plain, Phase::Rcpt(Recipient::Foreign), Phase::Mail(Sender::Foreign))),
        }
    })
}

fn words(form: Recipient) -> &'static str {
    match form {
        Recipient::Percent => "user%domain@…",
        Recipient::Bang => "domain!user@…",
        Recipient::Quoted => "\"user@domain\"@…",
        Recipient::SourceRoute => "@…:user@domain",
        _ => "user@domain",
    }
}
