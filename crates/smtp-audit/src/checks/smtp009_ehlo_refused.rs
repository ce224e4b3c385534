//! SMTP009: EHLO refused and HELO taken.

use crate::meaning::word_for_word;
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::answer::Phase;
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::blame::blames_client;

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
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 554 5.7.1 your IP is listed at bl.example.org"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_accepted(CHECK.severity, |host, attempt| match (attempt.reply(Phase::Ehlo), attempt.reply(Phase::Helo)) {
        // What blames us says nothing of what the server knows.
        (Some(ehlo), Some(_)) if blames_client(ehlo) => {
            Each::Unknown(Gap { reason: Reason::OwnAddressBlamed, asked: host.subject.as_str().to_owned() })
        }
        (Some(ehlo), Some(helo)) if ehlo.code / 100 == 5 && helo.code / 100 == 2 => {
            Each::Fail(None, Evidence::new().with("reply", word_for_word(ehlo)))
        }
        (Some(ehlo), _) if ehlo.code / 100 == 2 => Each::Pass,
        _ => Each::NotApplicable,
    })
}
