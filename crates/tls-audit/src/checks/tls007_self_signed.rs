//! TLS007: the certificate is signed by its own key.

use crate::chain::{Judgment, Path};
use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN, POLICY, POLICY_TESTING};
use crate::view::{Each, Host, View, name_certificate};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS007",
    name: "tls-self-signed",
    severity: Severity::Warning,
    other_severities: &[Severity::Error],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5280 3.2", "RFC 7435 3"],
    follows: &[],
    en: Words {
        title: "The certificate is not self-signed",
        says: "The certificate is self-signed ({certificate}): nobody but the server itself vouches for it.",
        why: "It still keeps listeners out, but whoever stands in between can show one just like it. Senders that verify refuse to deliver; mail programs warn their users.",
        fix: "Get a certificate from a public authority (Let's Encrypt costs nothing) and put its full chain into the mail server's configuration.",
    },
    ru: Words {
        title: "Сертификат не самоподписанный",
        says: "Сертификат самоподписанный ({certificate}): за него ручается только сам сервер.",
        why: "От прослушивания он защищает, но посредник может предъявить такой же. Проверяющие отправители не доставляют, почтовые программы предупреждают пользователей.",
        fix: "Получите сертификат публичного удостоверяющего центра (Let's Encrypt бесплатен) и укажите в конфигурации почтового сервера его полную цепочку.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com selfsigned"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com snakeoil"]),
        Example::fail_as(Severity::Error, &[CLIENTS, "smtp 44.128.1.1:465 mx.example.com selfsigned"]),
        Example::fail_as(Severity::Error, &[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com selfsigned"]),
        Example::fail_as(Severity::Error, &[HEALTHY, POLICY, POLICY_TESTING, "smtp 44.128.1.1:25 mx.example.com selfsigned"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com untrusted"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com rootsent"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, each)
}

fn each(host: &Host, chain: &Judgment) -> Each {
    match (&chain.path, chain.leaf()) {
        (Path::SelfSigned, Some(leaf)) => Each::Fail(host.severity(Severity::Error), name_certificate(leaf)),
        _ if chain.certificates.is_empty() => host.unreadable(),
        _ => Each::Pass(Evidence::new()),
    }
}
