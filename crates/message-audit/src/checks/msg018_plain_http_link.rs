//! MSG018: links without TLS.

use crate::links;
use crate::samples::{LETTER, QUIET, TWO_PARTS};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG018",
    name: "plain-http-link",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &[],
    en: Words {
        title: "Links over https",
        says: "Links over plain http: {count}. The first: {first}.",
        why: "Readers are warned by their browsers, and whoever sits in between can change the page.",
        fix: "Use https in every link, also in those that a tracker makes.",
    },
    ru: Words {
        title: "Ссылки по https",
        says: "Ссылок по http без шифрования: {count}. Первая: {first}.",
        why: "Браузеры предупреждают читателей, а страницу можно подменить по дороге.",
        fix: "Используйте https во всех ссылках, в том числе в тех, что создаёт учёт переходов.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> see http://example.com/x",
        ]),
        Example::pass(&[QUIET, TWO_PARTS]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.links.is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let plain: Vec<&str> = view.links.iter().filter(|l| links::is_plain_http(l)).map(|l| l.url.as_str()).collect();
    let first = plain.first().map_or_else(|| "-".to_owned(), |url| url.chars().take(200).collect());
    view.fails_if(!plain.is_empty(), Evidence::new().with("count", plain.len()).with("first", first))
}
