//! MSG003: the message has no identifier, or one that is none.

use crate::samples::{LETTER, QUIET};
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG003",
    name: "message-id",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass],
    cites: &["RFC 5322 3.6.4"],
    follows: &[],
    en: Words {
        title: "Message-ID",
        says: "Message-ID: {seen}.",
        why: "Gmail refuses bulk mail without a valid Message-ID; replies and duplicates cannot be matched to the message.",
        fix: "Let the program that writes the message set Message-ID: <unique@your.domain>, once.",
    },
    ru: Words {
        title: "Поле Message-ID",
        says: "Поле Message-ID: {seen}.",
        why: "Gmail отказывает рассылкам без верного Message-ID; ответы и повторы нельзя связать с письмом.",
        fix: "Настройте программу рассылки: Message-ID: <уникальное@ваш.домен>, один раз.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
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
> Message-ID: 1@example.com
>
> text",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Message-ID: <>
>
> text",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Message-ID: <1>
>
> text",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Message-ID: <a b@example.com>
>
> text",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Message-ID: <1@example.com> <2@example.com>
>
> text",
        ]),
        Example::pass(&[QUIET, LETTER]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Message-ID:  <1@[192.0.2.1]> 
>
> text",
        ]),
    ],
};

const MISSING: Phrase = Phrase { en: "missing", ru: "отсутствует" };

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    match view.letter.message_ids.first() {
        None => view.one(Verdict::fail(Evidence::new().with("seen", MISSING))),
        Some(id) => view.fails_if(!is_id(id), Evidence::new().with("seen", id.clone())),
    }
}

/// `<left@right>`, with nothing blank in it.
fn is_id(text: &str) -> bool {
    let inner = text.trim().strip_prefix('<').and_then(|t| t.strip_suffix('>'));
    let legal = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
    inner.and_then(|i| i.rsplit_once('@')).is_some_and(|(left, right)| legal(left) && legal(right) && !right.contains('@'))
}
