//! MSG015: HTML that Gmail cuts.

use crate::samples::{HTML_OF_104448, HTML_OF_104449, LETTER, QUIET, TWO_PARTS};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG015",
    name: "large-html",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &[],
    en: Words {
        title: "Size of the HTML part",
        says: "The HTML part has {size} octets; from {limit} on Gmail cuts it.",
        why: "Gmail shows “[Message clipped]” and hides what stands at the end: mostly the unsubscribe link.",
        fix: "Take out comments, unused styles and embedded pictures; move long content to a page.",
    },
    ru: Words {
        title: "Размер части HTML",
        says: "Размер части HTML, байтов: {size}; начиная с {limit} Gmail её обрезает.",
        why: "Gmail показывает «Сообщение сокращено» и прячет конец письма, чаще всего ссылку для отписки.",
        fix: "Уберите комментарии, лишние стили и встроенные картинки; длинное содержание перенесите на страницу.",
    },
    judge,
    examples: &[
        Example::fail(&[QUIET, HTML_OF_104449]),
        Example::pass(&[QUIET, HTML_OF_104448]),
        Example::pass(&[QUIET, TWO_PARTS]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

/// 102 kB.
const LIMIT: usize = 102 * 1024;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(page) = view.letter.page() else { return view.one(Verdict::NotApplicable) };
    view.fails_if(page.size > LIMIT, Evidence::new().with("size", page.size).with("limit", LIMIT))
}
