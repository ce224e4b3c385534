//! MSG002: a field that must be there once is missing, or stands there twice.

use crate::samples::{LETTER, QUIET};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG002",
    name: "required-header",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass],
    cites: &["RFC 5322 3.6"],
    follows: &[],
    en: Words {
        title: "Required header fields",
        says: "Missing: {missing}. More than once: {doubled}.",
        why: "Gmail and others refuse such a message (550 5.7.1, “Messages missing a valid …”); a doubled field lets a reader see another value than the one that was signed.",
        fix: "Let the program that writes the message set Date and From exactly once, and To, Cc, Subject, Sender, Reply-To and Message-ID at most once.",
    },
    ru: Words {
        title: "Обязательные поля заголовка",
        says: "Отсутствуют: {missing}. Повторены: {doubled}.",
        why: "Gmail и другие провайдеры отказывают такому письму; при повторе поля читатель может увидеть не то значение, которое подписано.",
        fix: "Настройте программу рассылки: Date и From ровно по одному разу; To, Cc, Subject, Sender, Reply-To и Message-ID не больше одного.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
>
> text",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: yesterday
>
> text",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> text",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: a
> Subject: b
>
> text",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> text",
        ]),
        Example::pass(&[QUIET, LETTER]),
    ],
};

const ONCE: [&str; 11] = ["from", "date", "sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject"];

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let letter = &view.letter;
    let mut missing: Vec<String> = Vec::new();
    // Without From, MSG001 tells it.
    if letter.date.is_none() {
        missing.push("Date".into());
    }
    let doubled = |name: &&&str| letter.counts.get(**name).is_some_and(|n| *n > 1);
    let doubled: Vec<String> = ONCE.iter().filter(doubled).map(|n| (*n).to_owned()).collect();
    let broken = !missing.is_empty() || !doubled.is_empty();
    let shown = |names: Vec<String>| if names.is_empty() { "-".to_owned() } else { names.join(", ") };
    view.fails_if(broken, Evidence::new().with("missing", shown(missing)).with("doubled", shown(doubled)))
}
