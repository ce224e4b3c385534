//! TLS022: the session fails without a client certificate; asking alone is told.

use crate::negotiation::Negotiation;
use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use findings::{Phrase, Value};

pub const CHECK: Check<View> = Check {
    code: "TLS022",
    name: "tls-client-certificate-required",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Info, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8446 4.3.2", "RFC 5246 7.4.4"],
    follows: &[],
    en: Words {
        title: "No client certificate is needed",
        says: "The server wants a client certificate ({addresses}): {alert}",
        why: "Senders, phones and most mail programs have no certificate of their own to show: they cannot go on.",
        fix: "Do not require one (Postfix: smtpd_tls_req_ccert = no; Dovecot: ssl_verify_client_cert = no; nginx: ssl_verify_client off). Asking without requiring does no harm.",
    },
    ru: Words {
        title: "Клиентский сертификат не нужен",
        says: "Сервер требует клиентский сертификат ({addresses}): {alert}",
        why: "У отправителей, телефонов и большинства почтовых программ нет своего сертификата: они не смогут продолжить.",
        fix: "Не требуйте его (Postfix: smtpd_tls_req_ccert = no; Dovecot: ssl_verify_client_cert = no; nginx: ssl_verify_client off). Запрос без требования безвреден.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nNEEDS-CERTIFICATE"]),
        Example::info(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nASKS-CERTIFICATE"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold(CHECK.severity, |_, talk| match &talk.shown {
        _ if talk.negotiation == Negotiation::NoConnection => Each::NotApplicable,
        Some(shown) if shown.asks_certificate => match &shown.broken {
            Some(alert) => Each::Fail(None, Evidence::new().with("alert", alert.clone())),
            None => {
                let words = Phrase { en: "asked for, not required", ru: "запрашивается, но не требуется" };
                Each::Info(Evidence::new().with("alert", Value::Phrase(words)))
            }
        },
        Some(_) => Each::Pass(Evidence::new()),
        None => talk.negotiation.untold(),
    })
}
