//! TLS023: serverAuth is not among the extended key usages.

use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS023",
    name: "tls-eku-missing",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5280 4.2.1.12"],
    follows: &[],
    en: Words {
        title: "The certificate is meant for servers",
        says: "The certificate is not meant for servers: serverAuth is not among its extended key usages.",
        why: "Clients that verify refuse it, however right its name and dates are.",
        fix: "Have the certificate issued anew with the usage serverAuth (the usual kind), not one for clients or for signing mail.",
    },
    ru: Words {
        title: "Сертификат предназначен для серверов",
        says: "Сертификат не предназначен для серверов: в расширенном назначении ключа нет serverAuth.",
        why: "Проверяющие клиенты отвергнут его, даже если имя и даты верны.",
        fix: "Перевыпустите сертификат с назначением serverAuth (обычный вид), а не для клиентов или подписи писем.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com clientauth_only"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, |host, chain| match chain.for_servers {
        _ if chain.certificates.is_empty() => host.unreadable(),
        false => Each::Fail(None, Evidence::new()),
        true => Each::Pass(Evidence::new()),
    })
}
