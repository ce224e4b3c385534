//! TLS003: a certificate of the chain is past its last second.

use crate::chain::Judgment;
use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN, POLICY, POLICY_TESTING, SECOND_HEALTHY};
use crate::view::{Each, Host, View, name_certificate};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS003",
    name: "tls-expired",
    severity: Severity::Error,
    other_severities: &[Severity::Critical],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5280 4.1.2.5"],
    follows: &[],
    en: Words {
        title: "Certificates are not expired",
        says: "{which} has expired ({certificate}): valid until {ended}, days past: {days}.",
        why: "Senders that verify (by MTA-STS, DANE or their own rule) stop delivering; mail programs warn their users or refuse to connect.",
        fix: "Renew the certificate and reload the mail server. If it was renewed already, the server still holds the old file: let the renewal reload it (certbot --deploy-hook).",
    },
    ru: Words {
        title: "Сертификаты не истекли",
        says: "{which} просрочен ({certificate}): действовал до {ended}, дней прошло: {days}.",
        why: "Отправители, которые проверяют сертификат (MTA-STS, DANE или своё правило), перестают доставлять; почтовые программы предупреждают пользователей или отказываются подключаться.",
        fix: "Обновите сертификат и перезагрузите конфигурацию почтового сервера (reload). Если он уже обновлён, сервер держит старый файл: пусть reload выполняется при каждом обновлении (certbot --deploy-hook).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired_intermediate"]),
        Example::fail(&[HEALTHY, SECOND_HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::fail_as(Severity::Critical, &[CLIENTS, "smtp 44.128.1.1:465 mx.example.com expired"]),
        Example::fail_as(Severity::Critical, &[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::fail(&[HEALTHY, POLICY, POLICY_TESTING, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expiring"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com notyet"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com garbage"]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, each)
}

fn each(host: &Host, chain: &Judgment) -> Each {
    if chain.certificates.is_empty() {
        return host.unreadable();
    }
    match chain.certificates.iter().find(|c| c.expired(chain.at)) {
        None => Each::Pass(Evidence::new()),
        Some(old) => {
            let evidence = name_certificate(old).with("ended", old.not_after.to_string()).with("days", old.not_after.days_until(chain.at));
            Each::Fail(host.severity(Severity::Critical), evidence)
        }
    }
}
