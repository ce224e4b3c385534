//! SMTP012: MAIL FROM:<> is refused.

use crate::meaning::quoted;
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::Sender;
use facts::answer::Phase;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Meaning, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP012",
    name: "smtp-null-sender-refused",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 4.5.5", "RFC 5321 6.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Bounces are taken",
        says: "MAIL FROM:<> is refused ({addresses}): {reply} (that is: {meaning})",
        why: "Bounces, delivery reports and out-of-office replies travel with an empty sender: people of the domain never learn that their mail was not delivered, and senders that call back refuse it.",
        fix: "Take the empty sender out of the sender restrictions; filter bounces by their content or by signed return paths (BATV), not by <>.",
    },
    ru: Words {
        title: "Уведомления о недоставке принимаются",
        says: "MAIL FROM:<> отвергнуто ({addresses}): {reply} (то есть: {meaning})",
        why: "Уведомления о недоставке и автоответы идут с пустым отправителем: пользователи домена не узнают, что письмо не дошло, а серверы с обратной проверкой отвергают их почту.",
        fix: "Уберите пустого отправителя из ограничений по отправителю; отсеивайте уведомления по содержанию или подписанному обратному адресу (BATV), а не по <>.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <>\nS: 550 5.7.1 no bounces here"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <>\nS: 501 5.1.7 Bad sender address syntax"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL <>\nS: 450 later"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL\nS: 554 5.7.1 your IP is on a blacklist"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nCLOSE"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_recipients(CHECK.severity, |talk| {
        let phase = Phase::Mail(Sender::Null);
        let said = [talk.said(phase)];
        match &said[0] {
            Said::Reply(_, Meaning::Accepted) => Each::Pass,
            Said::Reply(_, Meaning::BlamesUs | Meaning::TlsFirst) => Each::Unknown(talk.gap(&said, phase, phase)),
            Said::Reply(reply, _) if reply.code / 100 == 5 => Each::Fail(None, quoted(&reply.to_text())),
            _ => Each::Unknown(talk.gap(&said, phase, phase)),
        }
    })
}
