//! MSG021: a subject that spam has.

use crate::samples::{LETTER, QUIET};
use crate::subject::{self, Begins};
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG021",
    name: "subject-shape",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5322 3.6.5"],
    follows: &[],
    en: Words {
        title: "Subject",
        says: "The subject “{text}” {fault}.",
        why: "Filters count it, and readers pass over it.",
        fix: "Write a subject that says what the message holds, in ordinary letters; Re: and Fwd: belong to real replies alone.",
    },
    ru: Words {
        title: "Тема письма",
        says: "Тема «{text}» {fault}.",
        why: "Фильтры это учитывают, а читатели пропускают такие письма.",
        fix: "Напишите тему, которая говорит о содержании, обычными буквами; Re: и Fwd: только для настоящих ответов.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject:  
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: BUY NOW TODAY
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: Re: your order
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: Fwd: your order
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: =?utf-8?B?0J7RgtCyOiDQstCw0Ygg0LfQsNC60LDQtw==?=
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: AW: Ihre Bestellung
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: Research: what is new
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: Fwd: your order
> Content-Type: message/rfc822
>
> From: b@example.net
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: Re: your order
> In-Reply-To: <1@example.net>
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: NASA
>
> x",
        ]),
        Example::pass(&[QUIET, LETTER]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::not_applicable(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: a
> Subject: b
>
> x",
        ]),
    ],
};

const EMPTY: Phrase = Phrase { en: "is empty", ru: "пуста" };
const SHOUTS: Phrase = Phrase { en: "is in capitals throughout", ru: "набрана одними прописными" };
const FAKED: Phrase = Phrase {
    en: "gives itself out as a reply or a forward, and refers to nothing",
    ru: "выдаёт себя за ответ или пересылку, но ни на что не ссылается",
};
/// Fewer are an abbreviation.
const LEAST_CAPITALS: usize = 8;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let letter = &view.letter;
    if letter.counts.get("subject").is_some_and(|n| *n > 1) {
        return view.one(Verdict::NotApplicable);
    }
    let subject = letter.subject.clone().unwrap_or_default();
    let shown = if subject.trim().is_empty() { "-".to_owned() } else { subject.chars().take(120).collect() };
    let told = Evidence::new().with("text", shown);
    let letters: Vec<char> = subject.chars().filter(|c| c.is_alphabetic()).collect();
    let shouts = letters.len() >= LEAST_CAPITALS && letters.iter().all(|c| c.is_uppercase());
    // A forward may carry what it forwards in place of a reference.
    let carries = letter.content.attachments.iter().any(|a| a.kind == "message/rfc822");
    let faked = match subject::begins(&subject) {
        Some(Begins::Reply) => !letter.refers,
        Some(Begins::Forward) => !letter.refers && !carries,
        None => false,
    };
    let fault = match () {
        () if subject.trim().is_empty() => EMPTY,
        () if shouts => SHOUTS,
        () if faked => FAKED,
        () => return view.one(Verdict::Pass(told)),
    };
    view.one(Verdict::fail(told.with("fault", fault)))
}
