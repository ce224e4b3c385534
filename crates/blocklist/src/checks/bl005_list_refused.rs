//! BL005: a list that refuses the resolver in use, so that its answers are void.

use crate::asking::Fault;
use crate::samples::{HEALTHY, LISTS, SENDING};
use crate::view::{View, by_list, help, keyed};
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::lists::{Access, List};

pub const CHECK: Check<View> = Check {
    code: "BL005",
    name: "list-refused",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6471"],
    follows: &[],
    en: Words {
        title: "A list that refuses this resolver",
        says: "{list} refuses queries from this resolver (answer {code}): what it holds is not known.",
        why: "Large lists do not answer public resolvers, nor those that ask too much; a filter that reads such a code as a listing refuses all mail.",
        fix: "{advice} See {help}",
    },
    ru: Words {
        title: "Список отклоняет запросы этого резолвера",
        says: "{list} отклоняет запросы этого резолвера (ответ {code}): что в списке, неизвестно.",
        why: "Крупные списки не отвечают публичным резолверам и тем, кто спрашивает слишком много; фильтр, принявший такой код за запись, отвергнет всю почту.",
        fix: "{advice} Подробнее: {help}",
    },
    judge,
    examples: &[
        Example::unknown(&[LISTS, HEALTHY, "2.0.0.127.zen.spamhaus.org A 127.255.255.254\n1.0.0.127.zen.spamhaus.org A 127.255.255.254"]),
        Example::unknown(&[LISTS, HEALTHY, "2.0.0.127.zen.spamhaus.org A 127.255.255.252"]),
        Example::unknown(&[LISTS, HEALTHY, "1.0.0.127.zen.spamhaus.org A 127.255.255.255"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, "4.9.128.44.b.barracudacentral.org A 127.255.255.254"]),
        Example::unknown(&[LISTS, HEALTHY, "test.surbl.org.multi.surbl.org A 127.0.0.1"]),
        Example::unknown(&[LISTS, HEALTHY, "example.com.multi.surbl.org A 127.0.0.1"]),
        Example::unknown(&[LISTS, HEALTHY, "test.uribl.com.multi.uribl.com A 127.0.0.1"]),
        Example::unknown(&[LISTS, HEALTHY, "example.com.dbl.spamhaus.org A 127.0.1.255"]),
        Example::unknown(&[LISTS, HEALTHY, "2.0.0.127.list.dnswl.org A 127.0.0.255"]),
        // A key that has run out.
        Example::unknown(&[
            LISTS,
            HEALTHY,
            "target example.com key=spamhaus_dqs",
            "2.0.0.127._key-spamhaus_dqs.zen.dq.spamhaus.net A 127.255.255.250",
        ]),
        Example::pass(&[LISTS, HEALTHY]),
        // On an address list 127.0.0.1 is no refusal.
        Example::pass(&[LISTS, HEALTHY, "1.1.128.44.bl.spamcop.net A 127.0.0.1"]),
        Example::not_applicable(&["target localhost"]),
        // Nobody answers: nothing is known to be willing.
        Example::not_applicable(&["org * TIMEOUT\ncom * TIMEOUT\nnet * TIMEOUT\ncz * TIMEOUT\nde * TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    // That a list does not refuse can be said of one that answers; of the others BL006 tells.
    let broken: Vec<&str> =
        view.faults(|f| !matches!(f, Fault::Refused(_))).iter().filter(|(_, void)| void.is_some()).map(|(l, _)| l.zone).collect();
    let mut lists = view.faults(|f| matches!(f, Fault::Refused(_)));
    lists.retain(|(list, void)| void.is_some() || !broken.contains(&list.zone));
    by_list(lists, |list, fault| {
        let Fault::Refused(code) = fault else { return Evidence::new() };
        Evidence::new()
            .with("list", list.name)
            .with("code", code.to_string())
            .with("advice", advice(list, keyed(view, list)))
            .with("help", help(list))
    })
}

fn advice(list: &List, keyed: bool) -> Phrase {
    match (list.key, list.access) {
        (Some(_), _) if keyed => Phrase {
            en: "Check the key of this list in the configuration, and whether it is still valid.",
            ru: "Проверьте ключ этого списка в конфигурации и срок его действия.",
        },
        (Some(_), _) => Phrase {
            en: "Ask through a recursive resolver of your own (--resolver ADDRESS), not a public one such as 8.8.8.8, 1.1.1.1 or 9.9.9.9; or put a key of your own into the configuration (spamhaus_dqs_key).",
            ru: "Спрашивайте через собственный рекурсивный резолвер (--resolver АДРЕС), а не через публичный (8.8.8.8, 1.1.1.1, 9.9.9.9), или укажите в конфигурации собственный ключ (spamhaus_dqs_key).",
        },
        (None, Access::Registered(_)) => Phrase {
            en: "Register the public address of your own resolver with the list, and ask through it (--resolver ADDRESS).",
            ru: "Зарегистрируйте в списке внешний адрес собственного резолвера и спрашивайте через него (--resolver АДРЕС).",
        },
        _ => Phrase {
            en: "Ask through a recursive resolver of your own (--resolver ADDRESS), not a public one such as 8.8.8.8, 1.1.1.1 or 9.9.9.9.",
            ru: "Спрашивайте через собственный рекурсивный резолвер (--resolver АДРЕС), а не через публичный (8.8.8.8, 1.1.1.1, 9.9.9.9).",
        },
    }
}
