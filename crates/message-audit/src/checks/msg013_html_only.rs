//! MSG013: HTML without its text beside it.

use crate::samples::{LETTER, QUIET, TWO_PARTS};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG013",
    name: "html-only",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 2046 5.1.4"],
    follows: &[],
    en: Words {
        title: "Text beside HTML",
        says: "The message has an HTML part and no plain text beside it.",
        why: "Filters (SpamAssassin: MIME_HTML_ONLY) count it; watches, screen readers and text clients show nothing of use.",
        fix: "Send multipart/alternative: text/plain first, then text/html, with the same content.",
    },
    ru: Words {
        title: "Текст рядом с HTML",
        says: "В письме есть HTML и нет простого текста рядом с ним.",
        why: "Фильтры это учитывают (SpamAssassin: MIME_HTML_ONLY); часы, программы чтения с экрана и текстовые клиенты не покажут ничего полезного.",
        fix: "Отправляйте multipart/alternative: сначала text/plain, затем text/html с тем же содержанием.",
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
> <p>Hello</p>",
        ]),
        Example::pass(&[QUIET, TWO_PARTS]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.letter.page().is_none() {
        return view.one(Verdict::NotApplicable);
    }
    let empty = view.letter.content.text.as_deref().unwrap_or_default().trim().is_empty();
    view.fails_if(empty, Evidence::new())
}
