//! TLS021: a certificate of the chain is revoked.

use crate::revocation::{Standing, standing};
use crate::samples::{BUSY, HEALTHY};
use crate::view::{Each, View, name_certificate};
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS021",
    name: "tls-revoked",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6960 2.2", "RFC 5280 5"],
    follows: &[],
    en: Words {
        title: "The certificate is not revoked",
        says: "{which} is revoked since {since}: {certificate}, issued by {issuer}. Known from: {source}.",
        why: "Its authority has taken it back, often since the key became known to others. Clients that look for revocation refuse it, and whoever has the key can stand in for the server.",
        fix: "Make a new key, have a certificate issued for it, install both, and find out why the old one was revoked.",
    },
    ru: Words {
        title: "Сертификат не отозван",
        says: "{which} отозван с {since}: {certificate}, издатель {issuer}. Источник: {source}.",
        why: "Центр сертификации отозвал его, часто из-за утечки ключа. Клиенты, проверяющие отзыв, его отвергнут, а владелец утёкшего ключа может выдать себя за сервер.",
        fix: "Создайте новый ключ, выпустите для него сертификат, установите их и выясните, почему был отозван прежний.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com revoked"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com publicly"]),
        Example::unknown(&[HEALTHY, BUSY]),
        // Neither a staple nor a list of its authority.
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_shown(CHECK.severity, |host, shown| match standing(shown, &view.lists) {
        Standing::Revoked { certificate, since, source } => {
            Each::Fail(None, name_certificate(&certificate).with("since", since.to_string()).with("source", source))
        }
        Standing::Good(source) => Each::Pass(Evidence::new().with("source", source)),
        // Stale or signed by nobody concerned: neither revoked nor cleared by it.
        Standing::Unproved { kind, field } => {
            Each::Unknown(Gap { reason: Reason::Ambiguous, asked: format!("{kind} {} ({field})", host.name) })
        }
        Standing::Untold => Each::NotApplicable,
    })
}
