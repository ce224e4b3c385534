//! SMTP015: VRFY or EXPN tells about users. Only asked with --active.

use crate::meaning::word_for_word;
use crate::samples::{ACTIVE, HEALTHY};
use crate::view::{Each, View};
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Meaning, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP015",
    name: "smtp-vrfy",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 3.5.3", "RFC 5321 7.3"],
    follows: &["DNS001"],
    en: Words {
        title: "VRFY and EXPN tell nothing about users",
        says: "{command} tells about users ({addresses}): {reply}",
        why: "Spammers use it to find out which addresses exist.",
        fix: "Switch it off (Postfix: disable_vrfy_command = yes; Sendmail: PrivacyOptions=noexpn,novrfy; Exim: acl_smtp_vrfy), or let it answer 252 for everyone.",
    },
    ru: Words {
        title: "VRFY и EXPN ничего не сообщают о пользователях",
        says: "{command} сообщает о пользователях ({addresses}): {reply}",
        why: "Спамеры так узнают, какие адреса существуют.",
        fix: "Отключите команду (Postfix: disable_vrfy_command = yes; Sendmail: PrivacyOptions=noexpn,novrfy; Exim: acl_smtp_vrfy) или отвечайте 252 на всё.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: VRFY\nS: 250 postmaster <root@example.com>"]),
        Example::fail(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: EXPN\nS: 250 list"]),
        Example::pass(&[HEALTHY, ACTIVE]),
        Example::pass(&[
            HEALTHY,
            ACTIVE,
            "smtp 44.128.1.1:25 mx.example.com good\nC: VRFY\nS: 502 5.5.1 disabled\nC: EXPN\nS: 502 5.5.1 disabled",
        ]),
        Example::unknown(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: VRFY\nS: 450 later"]),
        Example::unknown(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 no"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: VRFY\nS: 250 postmaster"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if !view.target.active {
        return Vec::new();
    }
    view.fold_recipients(CHECK.severity, |talk| {
        let mut open = None;
        for (command, phase) in [("VRFY", Phase::Vrfy), ("EXPN", Phase::Expn)] {
            let said = [talk.intruded(phase)];
            match &said[0] {
                // 252 takes no position; 5xx about the command refuses it (RFC 5321 3.5.3).
                Said::Reply(reply, meaning) if matches!(reply.code, 250 | 251) || *meaning == Meaning::UnknownUser => {
                    return Each::Fail(None, Evidence::new().with("command", command).with("reply", word_for_word(reply)));
                }
                Said::Reply(reply, _) if reply.code / 100 != 4 => {}
                Said::NotMeant => return Each::NotApplicable,
                _ => open = Some(talk.gap(&said, phase, phase)),
            }
        }
        open.map_or(Each::Pass, Each::Unknown)
    })
}
