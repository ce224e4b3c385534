//! TLS009: an intermediate certificate is missing, and the last one sent says where it can be had.

use crate::chain::{Judgment, Path};
use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN, POLICY, POLICY_TESTING};
use crate::view::{Each, Host, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS009",
    name: "tls-incomplete-chain",
    severity: Severity::Warning,
    other_severities: &[Severity::Error],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8446 4.4.2", "RFC 5280 4.2.2.1"],
    follows: &[],
    en: Words {
        title: "The chain is complete",
        says: "The chain is incomplete: the certificate of {issuer} is not sent; it can be had at {fetch_from}.",
        why: "Web browsers fetch what is missing, mail servers and mail programs do not: to them the certificate has an unknown issuer.",
        fix: "Configure the full chain, the server's certificate first (certbot: fullchain.pem instead of cert.pem), or append the certificate from {fetch_from}, and reload the mail server.",
    },
    ru: Words {
        title: "Цепочка полна",
        says: "Цепочка неполна: сертификат {issuer} не передаётся; его можно взять по адресу {fetch_from}.",
        why: "Браузеры докачивают недостающее, почтовые серверы и программы нет: для них издатель сертификата неизвестен.",
        fix: "Укажите в конфигурации полную цепочку, сертификат сервера первым (certbot: fullchain.pem вместо cert.pem), или допишите сертификат с адреса {fetch_from} и перезагрузите конфигурацию почтового сервера (reload).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com incomplete"]),
        Example::fail_as(Severity::Error, &[CLIENTS, "smtp 44.128.1.1:465 mx.example.com incomplete"]),
        Example::fail_as(Severity::Error, &[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com incomplete"]),
        Example::fail_as(Severity::Error, &[HEALTHY, POLICY, POLICY_TESTING, "smtp 44.128.1.1:25 mx.example.com incomplete"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com untrusted"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com selfsigned"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, each)
}

fn each(host: &Host, chain: &Judgment) -> Each {
    match &chain.path {
        Path::Incomplete { issuer, fetch_from } => {
            let evidence = Evidence::new().with("issuer", issuer.as_str()).with("fetch_from", fetch_from.clone());
            Each::Fail(host.severity(Severity::Error), evidence)
        }
        _ if chain.certificates.is_empty() => host.unreadable(),
        Path::NeverValid => host.unreadable(),
        _ => Each::Pass(Evidence::new()),
    }
}
