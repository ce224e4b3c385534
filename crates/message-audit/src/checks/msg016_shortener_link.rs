//! MSG016: a link that hides or misstates where it leads.

use crate::links::{self, LinkFault};
use crate::samples::{LETTER, QUIET, TWO_PARTS};
use crate::view::View;
use findings::Value;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG016",
    name: "shortener-link",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &[],
    en: Words {
        title: "Honest links",
        says: "Links that hide where they lead: {count}. The first: {first}.",
        why: "Filters treat shorteners, bare addresses and a text that shows another host as phishing; Gmail warns or refuses.",
        fix: "Link to pages of your own domain under https; let the text of a link be words, or the very host that it leads to.",
    },
    ru: Words {
        title: "Честные ссылки",
        says: "Ссылок, которые скрывают адрес: {count}. Первая: {first}.",
        why: "Фильтры считают сокращатели, голые IP-адреса и чужой узел в тексте ссылки признаками фишинга; Gmail предупреждает или отказывает.",
        fix: "Ссылайтесь на страницы своего домена по https; в тексте ссылки пишите слова или тот самый узел, на который она ведёт.",
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
> <a href='https://bit.ly/x'>go</a>",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/html; charset=utf-8
>
> <a href='http://192.0.2.1/x'>go</a>",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/html; charset=utf-8
>
> <a href='https://evil.example.org/'>www.bank.com</a>",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> see https://tinyurl.com/x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/html; charset=utf-8
>
> <a href='https://click.bank.com/'>www.bank.com</a>",
        ]),
        Example::pass(&[QUIET, TWO_PARTS]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

const SHORTENER: Phrase = Phrase { en: "through the shortener {led}", ru: "через сокращатель {led}" };
const ADDRESS: Phrase = Phrase { en: "to the bare address {led}", ru: "на IP-адрес {led}" };
const OTHER: Phrase =
    Phrase { en: "the text shows {shown}, the link leads to {led}", ru: "в тексте {shown}, ссылка ведёт на {led}" };

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.links.is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let faults: Vec<LinkFault> = view.links.iter().filter_map(links::fault).collect();
    let Some(first) = faults.first() else { return view.one(Verdict::Pass(Evidence::new().with("count", 0_u32))) };
    let (phrase, told) = match first {
        LinkFault::Shortener(led) => (SHORTENER, Evidence::new().with("led", led.clone())),
        LinkFault::BareAddress(led) => (ADDRESS, Evidence::new().with("led", led.clone())),
        LinkFault::OtherHost { shown, led } => (OTHER, Evidence::new().with("led", led.clone()).with("shown", shown.clone())),
    };
    let told = Evidence::new().with("count", faults.len()).with("first", Value::Sentence(phrase, told));
    view.one(Verdict::fail(told))
}
