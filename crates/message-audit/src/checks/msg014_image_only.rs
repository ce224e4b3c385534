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
        says: "Images: {images}; letters of text in the HTML part: {letters}.",
        why: "Filters cannot read pictures and take such a message for hidden spam; most readers see nothing until they load images.",
        fix: "Put the message into text, and keep pictures for what only pictures show; give each an alt text.",
    },
    ru: Words {
        title: "Текст рядом с картинками",
        says: "Картинок: {images}; букв текста в части HTML: {letters}.",
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
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

/// Two short sentences.
const LEAST_LETTERS: usize = 80;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(page) = view.letter.page() else { return view.one(Verdict::NotApplicable) };
    let letters = page.text.chars().filter(|c| c.is_alphanumeric()).count();
    let told = Evidence::new().with("images", page.images).with("letters", letters);
    view.fails_if(page.images > 0 && letters < LEAST_LETTERS, told)
}
