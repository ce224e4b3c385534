//! DLV002: the test message was not found. Only ever unknown: it may be on its way, or have come back.

use crate::samples::{BOUNCED, IN_INBOX, IN_SPAM, REFUSED, SERVERS, TOO_LATE};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DLV002",
    name: "not-arrived",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::NotApplicable],
    cites: &[],
    follows: &[],
    en: Words {
        title: "The message arrives",
        says: "The test message to {mailbox} ({provider}) was not found there.",
        why: "Until it is found, nobody can tell whether mail from this sender reaches that provider's users.",
        fix: "Look into the log of the sending server for {mailbox} and the reply that it got; then try again with a longer --wait.",
    },
    ru: Words {
        title: "Письмо доходит",
        says: "Тестовое письмо для {mailbox} ({provider}) там не найдено.",
        why: "Пока оно не найдено, нельзя сказать, доходит ли почта этого отправителя до пользователей этой службы.",
        fix: "Найдите в журнале отправляющего сервера {mailbox} и полученный ответ; затем повторите с бо́льшим --wait.",
    },
    judge,
    examples: &[
        Example::unknown(&[SERVERS]),
        Example::unknown(&[SERVERS, TOO_LATE]),
        Example::unknown(&[SERVERS, BOUNCED]),
        Example::unknown(&[SERVERS, REFUSED]),
        Example::unknown(&[SERVERS, "imap 44.128.1.3:993 imap.example.net good\nC: LOGIN\nS: NO [AUTHENTICATIONFAILED] no"]),
        Example::unknown(&[SERVERS, "smtp 44.128.1.1:465 smtp.example.com good\nC: AUTH\nS: 535 5.7.8 no"]),
        Example::unknown(&[SERVERS, "imap 44.128.1.3:993 imap.example.net good\nREFUSE"]),
        Example::not_applicable(&[SERVERS, IN_INBOX]),
        Example::not_applicable(&[SERVERS, IN_SPAM]),
        Example::not_applicable(&[""]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each(|message| match message.delivery.outcome.gap() {
        Some(gap) => Verdict::Unknown { gaps: vec![gap.clone()], evidence: message.evidence() },
        None => Verdict::NotApplicable,
    })
}
