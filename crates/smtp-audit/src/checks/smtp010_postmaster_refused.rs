//! SMTP010: postmaster is refused as an unknown user.

use crate::meaning::word_for_word;
use crate::samples::{ACTIVE, HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::answer::Phase;
use facts::{Recipient, Sender};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Meaning, Said, Talk};

pub const CHECK: Check<View> = Check {
    code: "SMTP010",
    name: "smtp-postmaster-refused",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 4.5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Mail to postmaster is taken",
        says: "{recipients} is refused as an unknown user ({addresses}): {reply}",
        why: "Every server must take mail to postmaster; other administrators and blocklists write there, and some check that it works.",
        fix: "Set up postmaster as a mailbox or an alias that a person reads, for the domain and for the server itself: RCPT TO:<postmaster> without a domain must be taken, too.",
    },
    ru: Words {
        title: "Почта для postmaster принимается",
        says: "Адрес {recipients} отвергнут как неизвестный ({addresses}): {reply}",
        why: "Каждый сервер обязан принимать почту для postmaster; туда пишут другие администраторы и чёрные списки, и некоторые проверяют, что адрес работает.",
        fix: "Заведите postmaster как ящик или псевдоним, который читает человек, для домена и для самого сервера: RCPT TO:<postmaster> без домена тоже должен приниматься.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <postmaster@example.com>\nS: 550 5.1.1 unknown user\nC: RCPT <postmaster>\nS: 550 5.1.1 unknown user",
        ]),
        Example::pass(&[HEALTHY]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <postmaster@example.com>\nS: 550 5.1.1 unknown user"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <postmaster>\nS: 550 5.1.1 unknown user"]),
        // Large providers hold that an address has a domain: no word of an unknown user.
        Example::pass(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <postmaster>\nS: 553 5.1.3 not a valid RFC 5321 address",
        ]),
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <postmaster@example.com>\nS: 450 4.3.0 later\nC: RCPT <postmaster>\nS: 550 5.1.1 unknown user",
        ]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 550 5.7.1 refused by policy"]),
        // That <postmaster> alone is taken says nothing of the one at the domain.
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT <postmaster@example.com>\nS: 550 5.7.1 by policy"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 450 4.2.0 Greylisted"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 554 5.7.1 Relay access denied"]),
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org",
        ]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL\nS: 550 no"]),
        // Where the null sender alone is refused (SMTP012), what an ordinary one was told counts.
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <>\nS: 550 5.7.1 no null sender"]),
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <>\nS: 550 5.7.1 no null sender\nC: RCPT\nS: 550 5.1.1 unknown user",
        ]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 busy"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 5000\nS: 220 mx.example.com"]),
        Example::pass(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 450 4.2.0 later\nC: RCPT#2\nS: 250 ok"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_recipients(CHECK.severity, |talk| {
        let both = [at_domain(talk), talk.said(Phase::Rcpt(Recipient::Postmaster))];
        let unknown = |said: &Said<'_>| match said {
            Said::Reply(reply, Meaning::UnknownUser) => Some(word_for_word(reply)),
            _ => None,
        };
        // Both must be supported (RFC 5321 4.5.1).
        let refused: Vec<_> = both.iter().map(unknown).collect();
        let paths = [format!("<postmaster@{}>", view.target.domain), "<postmaster>".to_owned()];
        let paths: Vec<String> = paths.into_iter().zip(&refused).filter(|(_, reply)| reply.is_some()).map(|(path, _)| path).collect();
        match refused.into_iter().flatten().next() {
            Some(reply) => Each::Fail(None, Evidence::new().with("reply", reply).with("recipients", paths)),
            // People write to the one at the domain.
            None if both[0].accepted() => Each::Pass,
            None => Each::Unknown(talk.gap(&both, Phase::Rcpt(Recipient::PostmasterAt), Phase::Mail(Sender::Null))),
        }
    })
}

/// What the one at the domain was told, by the null sender or else by an ordinary one.
fn at_domain(talk: &Talk) -> Said<'_> {
    match (talk.said(Phase::Rcpt(Recipient::PostmasterAt)), talk.said(Phase::Rcpt(Recipient::FromProbe))) {
        (Said::Missing(_), said @ Said::Reply(_, Meaning::Accepted | Meaning::UnknownUser)) => said,
        (said, _) => said,
    }
}
