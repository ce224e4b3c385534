//! MSG014: next to no text beside images.

use crate::samples::{LETTER, QUIET};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG014",
    name: "image-only",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &[],
    en: Words {
        title: "Text beside images",
        says: "Images: {images}; letters of text: {letters}.",
        why: "Filters cannot read pictures and take such a message for hidden spam; most readers see nothing until they load images.",
        fix: "Put the message into text, and keep pictures for what only pictures show; give each an alt text.",
    },
    ru: Words {
        title: "Текст рядом с картинками",
        says: "Картинок: {images}; букв текста: {letters}.",
        why: "Фильтры не читают картинок и принимают такое письмо за скрытый спам; большинство читателей не видят ничего, пока не загрузят изображения.",
        fix: "Перенесите содержание в текст, картинкам оставьте то, что без них не показать; задайте каждой alt.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/html; charset=utf-8
>
> <img src=cid:x>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/html; charset=utf-8
>
> <img src=cid:x>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/html; charset=utf-8
>
> <p>Hi</p><img src=x width=1 height=1>",
        ]),
        // Nothing but a picture; a picture beside a line of plain text is an ordinary letter.
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: image/png
> Content-Transfer-Encoding: base64
>
> iVBORw0KGgo=",
        ]),
        Example::not_applicable(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> The picture that you asked for
> --b
> Content-Type: image/png
> Content-Transfer-Encoding: base64
>
> iVBORw0KGgo=
> --b--",
        ]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

/// Two short sentences.
const LEAST_LETTERS: usize = 80;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let content = &view.letter.content;
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let (images, letters) = match &content.page {
        // Without an img the attached pictures are the message only where nothing is written.
        Some(page) => (if page.text.is_empty() { page.images.max(content.images) } else { page.images }, letters(&page.text)),
        None if content.images > 0 && letters(content.text.as_deref().unwrap_or_default()) == 0 => (content.images, 0),
        None => return view.one(Verdict::NotApplicable),
    };
    view.fails_if(images > 0 && letters < LEAST_LETTERS, Evidence::new().with("images", images).with("letters", letters))
}
