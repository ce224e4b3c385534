//! SMTP009: EHLO refused and HELO taken.

use crate::meaning::word_for_word;
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SMTP009",
    name: "smtp-ehlo-refused",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 2.2.1", "RFC 5321 3.2"],
    follows: &["DNS001"],
    en: Words {
        title: "The server knows EHLO",
        says: "EHLO is refused and HELO taken ({addresses}): {reply}",
        why: "Without EHLO there is no STARTTLS, no SIZE and no 8BITMIME: mail travels in the clear. Often a firewall's SMTP inspection is to blame.",
        fix: "Switch off SMTP inspection (fixup) in the firewall before the server, or update a server that does not know EHLO.",
    },
    ru: Words {
        title: "Сервер понимает EHLO",
        says: "EHLO отвергнуто, HELO принято ({addresses}): {reply}",
        why: "Без EHLO нет STARTTLS, SIZE и 8BITMIME: письма идут открытым текстом. Часто виновата инспекция SMTP в межсетевом экране.",
        fix: "Отключите инспекцию SMTP (fixup) в межсетевом экране перед сервером или обновите сервер, не понимающий EHLO.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 502 5.5.1 unknown command"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 502 no\nC: HELO\nCLOSE"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nCLOSE"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_accepted(CHECK.severity, |_, attempt| match (attempt.reply(Phase::Ehlo), attempt.reply(Phase::Helo)) {
        (Some(ehlo), Some(helo)) if ehlo.code / 100 == 5 && helo.code / 100 == 2 => {
            Each::Fail(None, Evidence::new().with("reply", word_for_word(ehlo)))
        }
        (Some(ehlo), _) if ehlo.code / 100 == 2 => Each::Pass,
        _ => Each::NotApplicable,
    })
}
