//! MSG030: bulk mail whose reader finds no way out.

use crate::samples::{LETTER, NEWS, QUIET};
use crate::unsubscribe;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG030",
    name: "unsubscribe-link-missing",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["Google: email sender guidelines"],
    follows: &[],
    en: Words {
        title: "Visible unsubscribe link",
        says: "The message goes to many, and no link in it says that it ends the subscription.",
        why: "Gmail, Yahoo and Apple demand a link that a reader sees, beside List-Unsubscribe; who finds none presses “spam”.",
        fix: "Put a link with the word “Unsubscribe” into the foot of the message, in HTML and in text.",
    },
    ru: Words {
        title: "Видимая ссылка отписки",
        says: "Письмо идёт многим, но ни одна ссылка в нём не говорит об отписке.",
        why: "Gmail, Yahoo и Apple требуют видимую читателю ссылку, помимо List-Unsubscribe; не найдя её, читатель нажимает «спам».",
        fix: "Поставьте внизу письма ссылку со словом «Отписаться», в HTML и в тексте.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
>
> Much is new: https://example.com/",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> Content-Type: text/html; charset=utf-8
>
> Do not unsubscribe! <a href='https://example.com/'>Much is new</a>",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> Content-Type: text/html; charset=utf-8
>
> <a href='https://example.com/x'>Отписаться</a>",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> Content-Type: text/html; charset=utf-8
>
> To unsubscribe, press <a href='https://example.com/unsubscribe?x'>here</a>",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> Content-Type: text/html; charset=utf-8
>
> Чтобы отписаться, <a href='https://example.com/x'>нажмите сюда</a>",
        ]),
        // The address on the next line of plain text.
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
>
> To unsubscribe, go to
> https://example.com/x",
        ]),
        Example::pass(&[QUIET, NEWS]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if !view.bulk_rules() {
        return view.one(Verdict::NotApplicable);
    }
    view.fails_if(!unsubscribe::is_visible(&view.letter, &view.links), Evidence::new())
}
