//! MSG017: a linked domain on a domain list.

use crate::linked::Linked;
use crate::samples::{LETTER, LISTS, QUIET};
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use std::collections::BTreeMap;

pub const CHECK: Check<View> = Check {
    code: "MSG017",
    name: "listed-link",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5782"],
    follows: &[],
    en: Words {
        title: "Linked domains on lists",
        says: "The linked domain {domain} is on {list} ({meaning}).",
        why: "Receivers refuse or file as spam every message that links to such a domain, whoever sends it.",
        fix: "Take the link out until the domain is off the list; if it is yours, find what it was listed for (a hacked page, a redirector) and ask for removal: {delist}",
    },
    ru: Words {
        title: "Домены ссылок в списках",
        says: "Домен ссылки {domain} есть в списке {list} ({meaning}).",
        why: "Получатели отвергают или кладут в спам любое письмо со ссылкой на такой домен, кто бы его ни отправил.",
        fix: "Уберите ссылку, пока домен в списке; если домен ваш, найдите причину (взломанная страница, переадресация) и запросите удаление: {delist}",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            LISTS,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> see https://www.example.org/x",
            "example.org.dbl.spamhaus.org A 127.0.1.2",
        ]),
        Example::pass(&[
            QUIET,
            LISTS,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> see https://www.example.org/x",
        ]),
        Example::unknown(&[
            QUIET,
            LISTS,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> see https://www.example.org/x",
            "example.org.dbl.spamhaus.org A TIMEOUT",
        ]),
        Example::unknown(&[
            QUIET,
            LISTS,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> see https://www.example.org/x",
            "example.org.dbl.spamhaus.org A 127.255.255.254",
        ]),
        Example::unknown(&[
            QUIET,
            LISTS,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> see https://www.example.org/x",
            "dbltest.com.dbl.spamhaus.org A NODATA\nexample.org.dbl.spamhaus.org A 127.0.1.2",
        ]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.linked.is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let verdict = |linked: &Linked| match (linked.listed.first(), linked.gaps.is_empty()) {
        (Some(hit), _) => {
            let meaning = Phrase { en: hit.meaning.words.en, ru: hit.meaning.words.ru };
            let told = Evidence::new().with("domain", &linked.domain).with("list", hit.list.name);
            Verdict::fail(told.with("meaning", meaning).with("delist", hit.list.delist))
        }
        (None, false) => Verdict::Unknown { gaps: linked.gaps.clone(), evidence: Evidence::new() },
        (None, true) => Verdict::Pass(Evidence::new().with("domain", &linked.domain)),
    };
    view.linked.iter().map(|l| (Subject::from(&l.domain), verdict(l))).collect::<BTreeMap<_, _>>().into_iter().collect()
}
