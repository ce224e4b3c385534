//! BL003: a sending address in a range that should not send directly.

use crate::samples::{ALL_SILENT, AT_GOOGLE, HEALTHY, LISTS, SENDING};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::lists::Listing;

pub const CHECK: Check<View> = Check {
    code: "BL003",
    name: "ip-policy-listed",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Info, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5782 2.1"],
    follows: &[],
    en: Words {
        title: "Address on a policy list",
        says: "{subject}, {role}, is on a policy list of {list} ({meaning}). Answers: {codes}.",
        why: "It is no sign of abuse, but receivers that ask the list refuse all mail that comes straight from such an address.",
        fix: "Send through your provider's mail server, or, if the address is static and yours, take it off the list: {delist}",
    },
    ru: Words {
        title: "Адрес в списке политик",
        says: "{subject} ({role}) есть в списке политик {list} ({meaning}). Ответы: {codes}.",
        why: "Это не признак злоупотреблений, но получатели, которые сверяются со списком, отказывают всем письмам напрямую с такого адреса.",
        fix: "Отправляйте через почтовый сервер провайдера или, если адрес статический и ваш, уберите его из списка: {delist}",
    },
    judge,
    examples: &[
        Example::fail(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.10"]),
        Example::fail(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.11"]),
        Example::fail(&[
            LISTS,
            HEALTHY,
            "target example.com ip=44.128.9.4 key=spamhaus_dqs",
            DQS,
            "4.9.128.44._key-spamhaus_dqs.zen.dq.spamhaus.net A 127.0.0.11",
        ]),
        Example::info(&[LISTS, HEALTHY, "1.1.128.44.zen.spamhaus.org A 127.0.0.10"]),
        Example::info(&[LISTS, HEALTHY, "example.com TXT v=spf1 ip4:44.128.9.1 -all\n1.9.128.44.zen.spamhaus.org A 127.0.0.10"]),
        Example::pass(&[LISTS, HEALTHY, SENDING]),
        Example::pass(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.9"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, ALL_SILENT]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, "2.0.0.127.zen.spamhaus.org A 127.255.255.254"]),
        // With a key, the public zone is not asked.
        Example::unknown(&[
            LISTS,
            HEALTHY,
            "target example.com ip=44.128.9.4 key=spamhaus_dqs",
            "4.9.128.44.zen.spamhaus.org A 127.0.0.11",
        ]),
        Example::not_applicable(&[LISTS, HEALTHY, AT_GOOGLE]),
    ],
};

const DQS: &str = "
2.0.0.127._key-spamhaus_dqs.zen.dq.spamhaus.net A 127.0.0.2
dbltest.com._key-spamhaus_dqs.dbl.dq.spamhaus.net A 127.0.1.2
";

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.by_address(
        &[Listing::Policy],
        |address, _, evidence| {
            if address.roles.declared { Verdict::fail(evidence) } else { Verdict::Info(evidence) }
        },
    )
}
