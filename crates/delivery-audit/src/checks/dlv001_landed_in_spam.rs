//! DLV001: the test message is in a spam folder.

use crate::folders::Place;
use crate::providers;
use crate::samples::{GMAIL, IN_INBOX, IN_SPAM, SERVERS, TOO_LATE};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Value, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DLV001",
    name: "landed-in-spam",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6154 2"],
    follows: &[],
    en: Words {
        title: "The message lands outside of spam",
        says: "The test message to {mailbox} landed in the spam folder of {provider}: {folder}.",
        why: "Hardly anybody looks there: what lands in spam is not read, and each such message makes the next one more suspect.",
        fix: "Clear up what the other checks of this domain say first, then {remedy}",
    },
    ru: Words {
        title: "Письмо не попадает в спам",
        says: "Тестовое письмо для {mailbox} попало в папку спама, {provider}: {folder}.",
        why: "Туда почти никто не заглядывает: письма в спаме не читают, и каждое такое письмо делает следующее подозрительнее.",
        fix: "Сначала устраните то, что нашли другие проверки домена, затем {remedy}",
    },
    judge,
    examples: &[
        Example::fail(&[SERVERS, IN_SPAM]),
        Example::fail(&[
            SERVERS,
            GMAIL,
            "imap 44.128.1.3:993 imap.example.net good\nFOLDER [Gmail]/&BCEEPwQwBDw-\nLETTER 1 [Gmail]/&BCEEPwQwBDw-\n| X-Mailaudit-Delivery: {marker}\n|",
        ]),
        Example::pass(&[SERVERS, IN_INBOX]),
        Example::pass(&[
            SERVERS,
            "imap 44.128.1.3:993 imap.example.net good\nFOLDER INBOX/Newsletters\nLETTER 1 INBOX/Newsletters\n| X-Mailaudit-Delivery: {marker}\n|",
        ]),
        Example::not_applicable(&[SERVERS, TOO_LATE]),
        Example::not_applicable(&[""]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.on_arrivals(|message, arrival| {
        if arrival.place != Place::Spam {
            return Verdict::Pass(Evidence::new());
        }
        let remedy = providers::remedy(&message.delivery.mailbox.provider);
        Verdict::fail(message.evidence().with("folder", arrival.folder.as_str()).with("remedy", Value::Phrase(remedy)))
    })
}
