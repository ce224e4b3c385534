//! TLS006: no alternative name of the certificate fits the host.

use crate::chain::Judgment;
use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN, POLICY, POLICY_TESTING};
use crate::view::{Each, Host, View, name_certificate};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};

/// At most so many names are shown.
const MOST_SHOWN: usize = 10;

pub const CHECK: Check<View> = Check {
    code: "TLS006",
    name: "tls-name-mismatch",
    severity: Severity::Warning,
    other_severities: &[Severity::Error],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9525 6.3", "RFC 8461 4.1"],
    follows: &[],
    en: Words {
        title: "The certificate names the host",
        says: "The certificate does not name {host}; its names: {names}.",
        why: "Only the subject alternative names count. Senders that verify (MTA-STS) refuse to deliver; mail programs warn their users.",
        fix: "Have {host} added to the certificate's names (certbot: -d {host}), or let the MX and the settings of mail programs say a name that the certificate has.",
    },
    ru: Words {
        title: "Сертификат выдан на имя сервера",
        says: "В сертификате нет имени {host}; имена в нём: {names}.",
        why: "Считаются только имена из subjectAltName. Проверяющие отправители (MTA-STS) не доставляют, почтовые программы предупреждают пользователей.",
        fix: "Добавьте {host} в имена сертификата (certbot: -d {host}) или укажите в записи MX и в настройках почтовых программ имя, которое в сертификате есть.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com wrongname"]),
        Example::fail_as(Severity::Error, &[CLIENTS, "smtp 44.128.1.1:465 mx.example.com wrongname"]),
        Example::fail_as(Severity::Error, &[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com wrongname"]),
        Example::fail_as(Severity::Error, &[HEALTHY, POLICY, POLICY_TESTING, "smtp 44.128.1.1:25 mx.example.com wrongname"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com selfsigned"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, each)
}

fn each(host: &Host, chain: &Judgment) -> Each {
    match (chain.name_fits, chain.leaf()) {
        (Some(true), _) => Each::Pass(Evidence::new().with("host", &host.name)),
        (Some(false), Some(leaf)) => {
            let names = match &leaf.names[..] {
                [] => Value::Phrase(Phrase {
                    en: "none (the common name does not count)", ru: "нет (имя в CN не считается)"
                }),
                some => Value::List(some.iter().take(MOST_SHOWN).cloned().collect()),
            };
            Each::Fail(host.severity(Severity::Error), name_certificate(leaf).with("host", &host.name).with("names", names))
        }
        _ => host.unreadable(),
    }
}
