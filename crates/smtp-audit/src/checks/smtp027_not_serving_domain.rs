//! SMTP027: an MX does not take mail for the domain.

use crate::meaning::word_for_word;
use crate::samples::{ACTIVE, HEALTHY};
use crate::view::{Each, View};
use facts::answer::Phase;
use facts::{Recipient, Sender};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Meaning, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP027",
    name: "mx-not-serving-domain",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "The MX takes mail for the domain",
        says: "The MX says that it does not take mail for this domain ({addresses}): {reply}",
        why: "All mail that senders bring to this host is refused and returned to them.",
        fix: "Add the domain to the server (Postfix: mydestination, virtual_mailbox_domains or relay_domains; Exchange: accepted domains; a hosted provider: verify the domain there), or correct the MX record.",
    },
    ru: Words {
        title: "MX принимает почту для домена",
        says: "MX отвечает, что не принимает почту для этого домена ({addresses}): {reply}",
        why: "Вся почта, которую отправители приносят на этот сервер, отвергается и возвращается.",
        fix: "Добавьте домен на сервере (Postfix: mydestination, virtual_mailbox_domains или relay_domains; Exchange: обслуживаемые домены; у провайдера: подтвердите домен) или исправьте запись MX.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 554 5.7.1 Relay access denied"]),
        Example::fail(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 550 5.1.2 not our domain"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, ACTIVE]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 550 5.1.1 unknown user"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 554 5.7.1 Relay access denied"]),
        Example::unknown(&[
            HEALTHY,
            ACTIVE,
            "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <postmaster@example.com>\nS: 554 5.7.1 Relay access denied",
        ]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 450 later"]),
        Example::not_applicable(&[HEALTHY, "example.com MX 0 ."]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_recipients(CHECK.severity, |talk| {
        let phase = Phase::Rcpt(Recipient::PostmasterAt);
        let own = [talk.said(phase)];
        let random = talk.intruded(Phase::Rcpt(Recipient::Random));
        match &own[0] {
            Said::Reply(reply, Meaning::NotServed) => match random {
                Said::Reply(_, Meaning::NotServed) => Each::Fail(None, Evidence::new().with("reply", word_for_word(reply))),
                // The second recipient is only asked with --active.
                _ => Each::Unknown(talk.gap(&own, phase, phase).because(facts::Reason::NeedsActive)),
            },
            said if said.accepted() || said.meaning() == Some(Meaning::UnknownUser) => Each::Pass,
            _ => Each::Unknown(talk.gap(&own, phase, Phase::Mail(Sender::Null))),
        }
    })
}
