//! TLS016: a suite without encryption or authentication, of export grade, or with RC4, DES or 3DES is accepted.

use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::offers::suites;

pub const CHECK: Check<View> = Check {
    code: "TLS016",
    name: "tls-weak-cipher",
    severity: Severity::Notice,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9325 4.1", "RFC 7435"],
    follows: &[],
    en: Words {
        title: "No weak cipher suites",
        says: "The server still accepts a weak cipher suite: {suite} ({version}).",
        why: "Such suites protect little or nothing against somebody on the way. Between mail servers they are still better than none; to people's mail programs they are a risk, and auditors count them.",
        fix: "Take NULL, anonymous, EXPORT, RC4, DES and 3DES out of the suites: in Postfix smtpd_tls_exclude_ciphers = aNULL, eNULL, EXPORT, RC4, DES, 3DES, in Dovecot ssl_cipher_list = HIGH:!aNULL:!3DES, in Exim tls_require_ciphers.",
    },
    ru: Words {
        title: "Нет слабых наборов шифров",
        says: "Сервер всё ещё принимает слабый набор шифров: {suite} ({version}).",
        why: "Такие наборы почти или совсем не защищают от того, кто находится на пути. Между почтовыми серверами они всё же лучше никакого шифрования; для почтовых программ это риск, и аудиторы его отмечают.",
        fix: "Исключите NULL, анонимные, EXPORT, RC4, DES и 3DES: в Postfix smtpd_tls_exclude_ciphers = aNULL, eNULL, EXPORT, RC4, DES, 3DES, в Dovecot ssl_cipher_list = HIGH:!aNULL:!3DES, в Exim tls_require_ciphers.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS weak=000a"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.0 weak=0005"]),
        Example::fail_as(Severity::Warning, &[CLIENTS, "smtp 44.128.1.1:465 mx.example.com good\nOFFERS weak=c018"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS weak=0066"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 6000\nS: 220 mx.example.com"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS SILENCE"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_offers(CHECK.severity, |host, _, offers| match &offers.weak {
        Err(gap) => Each::Unknown(gap.clone()),
        Ok(Some(hello)) if suites::is_weak(hello.suite) => {
            let evidence = Evidence::new().with("suite", suites::name(hello.suite)).with("version", suites::version(hello.version));
            Each::Fail(host.client_facing.then_some(Severity::Warning), evidence)
        }
        // Who takes what was not offered does not play by the rules; nothing can be told from it.
        Ok(_) => Each::Pass(Evidence::new()),
    })
}
