//! MSG020: a template placeholder that nobody filled.

use crate::placeholder;
use crate::samples::{LETTER, QUIET};
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG020",
    name: "placeholder",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass],
    cites: &[],
    follows: &[],
    en: Words {
        title: "Filled placeholders",
        says: "Left over from the template, in {where}: {seen}.",
        why: "A reader who is greeted as “Dear first name” takes the message for spam and says so.",
        fix: "Give the field a default value in the template, and send a test to a contact whose fields are empty.",
    },
    ru: Words {
        title: "Подстановки шаблона",
        says: "Осталось от шаблона, {where}: {seen}.",
        why: "Читатель, к которому обратились по имени поля, принимает письмо за спам и жалуется.",
        fix: "Задайте полю значение по умолчанию и отправьте проверку контакту с пустыми полями.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: Hi {{first_name}}
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear {{ name }}, hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear *|FNAME|*, hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear ${user.name}, hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear [[name]], hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear %%name%%, hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear {% if x %}, hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear <%= name %>, hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear %FIRSTNAME%, hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear [First Name], hello",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/html; charset=utf-8
>
> <a href='https://example.com/?u={{unsubscribe_key}}'>Unsubscribe</a>",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Dear {first_name}, hello",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> Costs 5% {net}, 10%{off}, see [1] and ${5}, 100%% sure, a%20b%20c",
        ]),
        // A letter about templates.
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/html; charset=utf-8
>
> <p>Put <code>{{ name }}</code> there</p>",
        ]),
        Example::pass(&[QUIET, LETTER]),
    ],
};

const SUBJECT: Phrase = Phrase { en: "the subject", ru: "в теме" };
const BODY: Phrase = Phrase { en: "the body", ru: "в тексте" };
const LINK: Phrase = Phrase { en: "the address of a link", ru: "в адресе ссылки" };

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let letter = &view.letter;
    let text = letter.content.text.as_deref().unwrap_or_default();
    let page = letter.page().map(|p| p.prose.as_str()).unwrap_or_default();
    // Beside a page the plain text repeats it, code and all: what the page shows as code is none there.
    let as_code = |seen: &String| letter.page().is_some_and(|p| p.text.contains(seen.as_str()) && !p.prose.contains(seen.as_str()));
    let places = [(letter.subject.as_deref().unwrap_or_default(), SUBJECT), (page, BODY), (text, BODY)];
    let mut in_prose = places.into_iter().map(|(text, place)| {
        let mut seen = placeholder::all(text);
        seen.retain(|one| !as_code(one));
        (seen, place)
    });
    let shown = in_prose.find(|(seen, _)| !seen.is_empty());
    let linked = || view.links.iter().map(|l| placeholder::in_address(&l.url)).find(|seen| !seen.is_empty()).map(|seen| (seen, LINK));
    match shown.or_else(linked) {
        Some((seen, place)) => view.one(Verdict::fail(Evidence::new().with("seen", seen).with("where", place))),
        None => view.one(Verdict::Pass(Evidence::new())),
    }
}
