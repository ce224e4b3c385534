//! CFG003: a host that the user of an account typed is one edit away from a host of a known provider. It counts also where it resolves: strangers register such names.

use crate::samples::{ACCOUNT, HEALTHY};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::known_hosts::meant;
use records::client_config::Kind;

pub const CHECK: Check<View> = Check {
    code: "CFG003",
    name: "client-host-typo",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8314 3"],
    follows: &[],
    en: Words {
        title: "Server names are spelt right",
        says: "{host} was given for {service}; it is one character away from {meant}.",
        why: "A mistyped server name leads nowhere, or to a stranger who registered it and waits for passwords.",
        fix: "Enter {meant} as the {service} server. If {host} really is your server, ignore this finding.",
    },
    ru: Words {
        title: "Имена серверов написаны верно",
        says: "Для {service} указан {host}; от {meant} он отличается одним символом.",
        why: "Имя с опечаткой не ведёт никуда или ведёт к постороннему, который зарегистрировал его и ждёт чужих паролей.",
        fix: "Укажите {meant} как сервер {service}. Если {host} и есть ваш сервер, не обращайте внимания.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ACCOUNT, "target example.com account=anna@example.com smtp=smpt.yandex.ru"]),
        Example::fail(&[HEALTHY, ACCOUNT, "target example.com account=anna@example.com imap=imap.gmial.com smtp=smtp.gmail.com"]),
        Example::pass(&[HEALTHY, ACCOUNT]),
        Example::pass(&[HEALTHY, ACCOUNT, "target example.com account=anna@yandex.ru imap=imap.yandex.ru"]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, ACCOUNT, "target example.com account=anna@example.com"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(account) = &view.target.account else { return Vec::new() };
    let given = [(Kind::Imap, "IMAP", &account.imap), (Kind::Pop3, "POP3", &account.pop3), (Kind::Smtp, "SMTP", &account.smtp)];
    let told = given.into_iter().filter_map(|(kind, service, endpoint)| Some((kind, service, &endpoint.as_ref()?.host)));
    let mut verdicts: Vec<(Subject, Verdict)> = Vec::new();
    for (kind, service, host) in told {
        let verdict = match meant(kind, host.as_str()) {
            Some(meant) => Verdict::fail(Evidence::new().with("host", host).with("service", service).with("meant", meant)),
            None => Verdict::Pass(Evidence::new()),
        };
        let subject = Subject::from(host);
        match verdicts.iter_mut().find(|(s, _)| *s == subject) {
            Some((_, Verdict::Fail { .. })) => {}
            Some((_, known)) => *known = verdict,
            None => verdicts.push((subject, verdict)),
        }
    }
    verdicts
}
