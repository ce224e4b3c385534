//! TLS012: a SHA-1 or MD5 signature in the chain; roots do not count.

use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::name_certificate;
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS012",
    name: "tls-weak-signature",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9155", "RFC 9325 4.5"],
    follows: &[],
    en: Words {
        title: "Signatures use sound hashes",
        says: "{which} ({certificate}) is signed with {hash}.",
        why: "Certificates with such signatures can be forged; no current TLS library verifies them, so that the chain counts as untrusted.",
        fix: "Have the certificate issued anew by an authority that signs with SHA-256, and reload the mail server.",
    },
    ru: Words {
        title: "Подписи используют надёжный хеш",
        says: "{which} ({certificate}): подпись с {hash}.",
        why: "Сертификаты с такой подписью можно подделать; современные библиотеки TLS их не проверяют, и цепочка считается недоверенной.",
        fix: "Перевыпустите сертификат в центре, который подписывает с SHA-256, и перезагрузите конфигурацию сервера (reload).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com sha1"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com untrusted"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, |host, chain| match &chain.weak_hash {
        _ if chain.certificates.is_empty() => host.unreadable(),
        Some((hash, certificate)) => Each::Fail(None, name_certificate(certificate).with("hash", *hash)),
        None => Each::Pass(Evidence::new()),
    })
}
