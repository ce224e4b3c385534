//! BL004: the domain, or a host of its own, on a list of domains.

use crate::samples::{ALL_SILENT, AT_GOOGLE, HEALTHY, LISTS};
use crate::view::{Outcome, View, outcome};
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::lists::Listing;

pub const CHECK: Check<View> = Check {
    code: "BL004",
    name: "domain-listed",
    severity: Severity::Error,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5782 3"],
    follows: &[],
    en: Words {
        title: "Name on a domain blocklist",
        says: "{subject}, {role}, is on {list} ({meaning}). Answers: {codes}.",
        why: "Content filters look for listed names in the sender's address, in headers and in links, wherever the mail comes from.",
        fix: "Remove the cause (pages put there by others, an open redirect, mailings without consent), then ask for removal: {delist}",
    },
    ru: Words {
        title: "Имя в чёрном списке доменов",
        says: "{subject} ({role}) есть в чёрном списке {list} ({meaning}). Ответы: {codes}.",
        why: "Фильтры ищут внесённые имена в адресе отправителя, заголовках и ссылках, с какого бы сервера письмо ни пришло.",
        fix: "Устраните причину (чужие страницы на сайте, открытое перенаправление, рассылки без согласия), затем запросите удаление: {delist}",
    },
    judge,
    examples: &[
        Example::fail(&[LISTS, HEALTHY, "example.com.dbl.spamhaus.org A 127.0.1.2"]),
        Example::fail(&[LISTS, HEALTHY, "example.com.dbl.spamhaus.org A 127.0.1.6"]),
        Example::fail(&[LISTS, HEALTHY, "example.com.multi.surbl.org A 127.0.0.64"]),
        Example::fail(&[LISTS, HEALTHY, "example.com.multi.uribl.com A 127.0.0.2"]),
        Example::fail(&[LISTS, HEALTHY, "mx1.example.com.dbl.spamhaus.org A 127.0.1.5"]),
        Example::fail(&[LISTS, HEALTHY, "ns1.example.com.dbl.spamhaus.org A 127.0.1.4"]),
        // The registrable domain of a mail host in another domain of one's own.
        Example::fail(&[LISTS, HEALTHY, "example.com MX 10 a.b.mine.net\na.b.mine.net A 44.128.1.1\nmine.net.multi.surbl.org A 127.0.0.8"]),
        Example::fail_as(Severity::Warning, &[LISTS, HEALTHY, "example.com.dbl.spamhaus.org A 127.0.1.102"]),
        Example::fail_as(Severity::Warning, &[LISTS, HEALTHY, "example.com.dbl.spamhaus.org A 127.0.1.106"]),
        Example::fail_as(Severity::Warning, &[LISTS, HEALTHY, "example.com.multi.uribl.com A 127.0.0.4"]),
        Example::fail_as(Severity::Warning, &[LISTS, HEALTHY, "example.com.multi.surbl.org A 127.0.0.4"]),
        Example::pass(&[LISTS, HEALTHY]),
        // URIBL alone refuses so many resolvers that it is left out.
        Example::pass(&[LISTS, HEALTHY, "test.uribl.com.multi.uribl.com A 127.0.0.1"]),
        // A provider's name is his to look after; a name server elsewhere too.
        Example::pass(&[
            LISTS,
            HEALTHY,
            AT_GOOGLE,
            "smtp.google.com.dbl.spamhaus.org A 127.0.1.2\nns.elsewhere.net.dbl.spamhaus.org A 127.0.1.2",
        ]),
        Example::unknown(&[LISTS, HEALTHY, ALL_SILENT]),
        Example::unknown(&[LISTS, HEALTHY, "example.com.multi.surbl.org A 127.0.0.1"]),
        Example::unknown(&[LISTS, HEALTHY, "example.com.dbl.spamhaus.org A 127.0.1.255"]),
        Example::not_applicable(&[LISTS, "target localhost"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = |words| match outcome(words, &[Listing::Grave, Listing::Major, Listing::Grey]) {
        Outcome::Listed(hit, evidence) if hit.meaning.listing == Listing::Grey => Verdict::fail_as(Severity::Warning, evidence),
        Outcome::Listed(_, evidence) => Verdict::fail(evidence),
        Outcome::Clear(evidence) => Verdict::Pass(evidence),
        Outcome::Unknown(gaps, evidence) => Verdict::Unknown { gaps, evidence },
        Outcome::NotAsked => Verdict::NotApplicable,
    };
    let with_role = |verdict, role| match verdict {
        Verdict::Fail { severity, evidence, records } => Verdict::Fail { severity, evidence: evidence.with("role", role), records },
        other => other,
    };
    view.names.iter().map(|n| (Subject::from(&n.own.name), with_role(verdict(&n.words), n.own.role.phrase()))).collect()
}
