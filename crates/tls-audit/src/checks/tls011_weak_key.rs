//! TLS011: RSA under 2048 bits, or a curve under 256.

use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::name_certificate;
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS011",
    name: "tls-weak-key",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9325 4.2", "RFC 9325 4.5"],
    follows: &[],
    en: Words {
        title: "Keys are long enough",
        says: "{which} ({certificate}) has a key that is too short: {key}.",
        why: "Such keys can be broken; mail servers and programs with a current TLS library refuse them.",
        fix: "Make a new key (RSA of 2048 bits, or ECDSA P-256), have the certificate issued anew for it, and reload the mail server.",
    },
    ru: Words {
        title: "Ключи достаточно длинные",
        says: "{which} ({certificate}): слишком короткий ключ, {key}.",
        why: "Такие ключи поддаются взлому; серверы и программы с современной библиотекой TLS их отвергают.",
        fix: "Создайте новый ключ (RSA 2048 бит или ECDSA P-256), перевыпустите сертификат и перезагрузите конфигурацию сервера (reload).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com weakkey"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com snakeoil"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, |host, chain| {
        // A root's own key is its store's matter.
        let weak = chain.certificates.iter().find(|c| c.key.is_weak() && (c.position == 0 || !c.self_signed));
        match weak {
            _ if chain.certificates.is_empty() => host.unreadable(),
            Some(certificate) => Each::Fail(None, name_certificate(certificate).with("key", certificate.key.to_text())),
            None => Each::Pass(Evidence::new()),
        }
    })
}
