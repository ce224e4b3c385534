//! MSG009: bulk mail that cannot be unsubscribed by a header.

use crate::samples::{HEALTHY, LETTER, NEWS, QUIET};
use crate::unsubscribe;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG009",
    name: "list-unsubscribe-missing",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 2369 3.2"],
    follows: &[],
    en: Words {
        title: "List-Unsubscribe",
        says: "The message goes to many and has no List-Unsubscribe that a program can follow. Seen: {seen}.",
        why: "Gmail, Yahoo and Yandex demand it of bulk mail; without it a reader who wants no more presses “spam”.",
        fix: "Add List-Unsubscribe: <https://…>, <mailto:…> with an address that knows the reader, and List-Unsubscribe-Post: List-Unsubscribe=One-Click.",
    },
    ru: Words {
        title: "Поле List-Unsubscribe",
        says: "Письмо идёт многим, а поля List-Unsubscribe, по которому программа может отписать, в нём нет. Найдено: {seen}.",
        why: "Gmail, Yahoo и Яндекс требуют его от рассылок; без него читатель, которому письма не нужны, нажимает «спам».",
        fix: "Добавьте List-Unsubscribe: <https://…>, <mailto:…> с адресом, по которому виден получатель, и List-Unsubscribe-Post: List-Unsubscribe=One-Click.",
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
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Id: <l.example.com>
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: write to us
>
> x",
        ]),
        Example::fail(&[QUIET, LETTER, "target example.com volume=5000"]),
        Example::pass(&[HEALTHY, NEWS]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> List-Unsubscribe: <mailto:u@example.com>
>
> x",
        ]),
        Example::not_applicable(&[QUIET, LETTER, "target example.com volume=4999"]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if !view.bulk_rules() {
        return view.one(Verdict::NotApplicable);
    }
    let seen = view.letter.value("list-unsubscribe").unwrap_or("-").to_owned();
    view.fails_if(unsubscribe::uris(view).is_empty(), Evidence::new().with("seen", seen))
}
