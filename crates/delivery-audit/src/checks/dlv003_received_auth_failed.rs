//! DLV003: the receiver's own Authentication-Results lack dmarc=pass.

use crate::results::Results;
use crate::samples::{IN_INBOX, IN_SPAM, SERVERS, TOO_LATE};
use crate::view::{Message, View};
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DLV003",
    name: "received-auth-failed",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8601 2.2", "RFC 8601 7.1", "RFC 9989 5.3"],
    follows: &[],
    en: Words {
        title: "The receiver's own checks pass",
        says: "{provider} does not confirm the sender of the test message to {mailbox}, dmarc=pass is missing: {results}.",
        why: "This is how the receiver really judged the message: without a pass anybody could have sent it, and policy, filter and complaint statistics treat it so.",
        fix: "What to do: {remedy} 'mailaudit check' tells what is published.",
    },
    ru: Words {
        title: "Проверки самого получателя проходят",
        says: "{provider} не подтверждает отправителя тестового письма для {mailbox}, нет dmarc=pass: {results}.",
        why: "Так письмо на самом деле оценил получатель: без pass его мог отправить кто угодно, и политика, фильтр и статистика жалоб поступают с ним соответственно.",
        fix: "Что делать: {remedy} Что опубликовано, покажет 'mailaudit check'.",
    },
    judge,
    examples: &[
        Example::fail(&[SERVERS, IN_SPAM]),
        Example::fail(&[
            SERVERS,
            "imap 44.128.1.3:993 imap.example.net good\nLETTER 1 INBOX\n| Received: from smtp.example.com by mx.example.net with ESMTPS\n| Authentication-Results: mx.example.net; spf=none; dkim=fail\n| X-Mailaudit-Delivery: {marker}\n|",
        ]),
        Example::fail(&[
            SERVERS,
            "imap 44.128.1.3:993 imap.example.net good\nLETTER 1 INBOX\n| Received: from smtp.example.com by mx.example.net with ESMTPS\n| Authentication-Results: mx.example.net; spf=pass; dkim=pass; dmarc=none\n| X-Mailaudit-Delivery: {marker}\n|",
        ]),
        Example::pass(&[SERVERS, IN_INBOX]),
        Example::unknown(&[
            SERVERS,
            "imap 44.128.1.3:993 imap.example.net good\nLETTER 1 INBOX\n| Received: from smtp.example.com by mx.example.net with ESMTPS\n| Authentication-Results: mx.example.net; spf=pass; dkim=pass\n| X-Mailaudit-Delivery: {marker}\n|",
        ]),
        Example::unknown(&[
            SERVERS,
            "imap 44.128.1.3:993 imap.example.net good\nLETTER 1 INBOX\n| Received: from smtp.example.com by mx.example.net with ESMTPS\n| Authentication-Results: smtp.example.com; dmarc=fail\n| X-Mailaudit-Delivery: {marker}\n|",
        ]),
        Example::not_applicable(&[SERVERS, TOO_LATE]),
        Example::not_applicable(&[""]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.on_arrivals(|message, arrival| match &arrival.results {
        None => unknown(message, "Authentication-Results"),
        Some(results) => of_results(message, results),
    })
}

/// A receiver that tells of no DMARC at all may not look: then only what excludes a pass counts.
fn of_results(message: &Message, results: &Results) -> Verdict {
    let (dmarc, spf, dkim) = (results.of("dmarc"), results.of("spf"), results.of("dkim"));
    match dmarc {
        Some("pass") => Verdict::Pass(Evidence::new()),
        // What the receiver could not find out says nothing (RFC 9989 5.3).
        Some("temperror") => unknown(message, "dmarc"),
        None if spf == Some("pass") || dkim == Some("pass") || (spf.is_none() && dkim.is_none()) => unknown(message, "dmarc"),
        _ => {
            let told = message.evidence().with("results", results.told());
            Verdict::fail(told.with("remedy", Value::Phrase(remedy(dmarc, spf, dkim))))
        }
    }
}

fn unknown(message: &Message, what: &str) -> Verdict {
    Verdict::unknown(Gap { reason: Reason::NoResults, asked: format!("{} {what}", message.delivery.mailbox.address) })
}

fn remedy(dmarc: Option<&str>, spf: Option<&str>, dkim: Option<&str>) -> Phrase {
    let pass = Some("pass");
    if dmarc == Some("none") {
        return Phrase {
            en: "publish a DMARC record for the domain in From.", ru: "опубликуйте запись DMARC для домена из From."
        };
    }
    if spf == pass || dkim == pass {
        return Phrase {
            en: "sign with DKIM under the domain in From, or take an envelope sender of that domain: what passes belongs to another domain.",
            ru: "подписывайте DKIM доменом из From или возьмите адрес конверта в этом домене: проверку проходит другой домен.",
        };
    }
    Phrase {
        en: "put the sending server into SPF, and have it sign with DKIM under the domain in From.",
        ru: "внесите отправляющий сервер в SPF и включите на нём подпись DKIM доменом из From.",
    }
}
