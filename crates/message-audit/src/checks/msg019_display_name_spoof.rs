//! MSG019: a display name that holds another address or domain.

use crate::letter::Mailbox;
use crate::names::{host_of_address, listed_host, organisation};
use crate::samples::QUIET;
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG019",
    name: "display-name-spoof",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &[],
    en: Words {
        title: "Display name of From",
        says: "The display name “{name}” shows {shown}, the address is of {real}.",
        why: "Receivers take it for phishing: programs on telephones show the name alone.",
        fix: "Put a person’s, a company’s or a product’s name there; leave addresses to the address.",
    },
    ru: Words {
        title: "Имя отправителя в From",
        says: "Имя «{name}» показывает {shown}, а адрес принадлежит {real}.",
        why: "Получатели считают это фишингом: программы на телефонах показывают одно имя.",
        fix: "Укажите имя человека, компании или продукта; адреса оставьте адресу.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: \"info@bank.com\" <a@example.com>
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: Service of bank.com <a@example.com>
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: \"info@bank.example\" <a@example.com>
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: Ann @ 2.0 <a@example.com>
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: \"a@mail.example.com\" <a@example.com>
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: Ann of Example.Com <a@example.com>
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: Node.js team <a@example.com>
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::not_applicable(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let named: Vec<_> = view.letter.from.iter().filter(|m| !m.name.is_empty()).collect();
    if named.is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let other = |mailbox: &&&Mailbox| {
        let own = mailbox.domain.as_ref().map(organisation)?;
        hosts(&mailbox.name).into_iter().find(|h| organisation(h) != own).map(|h| (h, own))
    };
    match named.iter().find_map(|m| other(&m).map(|found| (m, found))) {
        Some((mailbox, (shown, real))) => {
            let name: String = mailbox.name.chars().take(80).collect();
            view.one(Verdict::fail(Evidence::new().with("name", name).with("shown", &shown).with("real", real)))
        }
        None => view.one(Verdict::Pass(Evidence::new())),
    }
}

/// The domains that a name shows: of addresses, and words under a top-level domain of the list.
fn hosts(name: &str) -> Vec<Name> {
    let edge = |c: char| !c.is_alphanumeric();
    let words = name.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '/' | '"'));
    let host = |word: &str| {
        let word = word.trim_matches(edge);
        host_of_address(word).or_else(|| listed_host(word.rsplit_once('@').map_or(word, |(_, host)| host)))
    };
    words.filter_map(host).take(10).collect()
}
