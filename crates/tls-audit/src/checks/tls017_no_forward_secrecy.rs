//! TLS017: no suite with ephemeral keys, (EC)DHE, is accepted.

use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS017",
    name: "tls-no-forward-secrecy",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9325 4.1"],
    follows: &["TLS014"],
    en: Words {
        title: "Key exchange has forward secrecy",
        says: "The server accepts no cipher suite with (EC)DHE: every session hangs on the key of its certificate.",
        why: "Whoever records the traffic today and gets the key later reads all of it. Many senders offer no such suites any more, and fall back to clear text.",
        fix: "Allow ECDHE suites (in OpenSSL's words: ECDHE+AESGCM:ECDHE+CHACHA20), and renew a TLS library that has none. Where they are allowed already, look for a missing curve or a list that switches them off.",
    },
    ru: Words {
        title: "Обмен ключами с прямой секретностью",
        says: "Сервер не принимает ни одного набора шифров с (EC)DHE: каждый сеанс держится на ключе сертификата.",
        why: "Тот, кто сегодня запишет трафик, а потом получит ключ, прочитает всё. Многие отправители таких наборов уже не предлагают и переходят на открытый текст.",
        fix: "Разрешите наборы с ECDHE (в записи OpenSSL: ECDHE+AESGCM:ECDHE+CHACHA20) и обновите библиотеку TLS, если их нет. Если они разрешены, проверьте, не отключены ли кривые или сами наборы в другом месте настроек.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.2 static"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.0 static"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.2"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.0"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 6000\nS: 220 mx.example.com\nOFFERS TLSv1.1"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS FAIL internal_error"]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_offers(CHECK.severity, |_, talk, offers| match (&offers.forward_secret, &offers.tls12, &offers.old) {
        // The library knows no other suites: its session is the proof.
        (None, ..) if talk.shown.as_ref().is_some_and(|shown| !shown.version.is_empty()) => Each::Pass(Evidence::new()),
        (Some(Ok(Some(_))), ..) => Each::Pass(Evidence::new()),
        (Some(Ok(None)), Some(Ok(Some(_))), _) | (Some(Ok(None)), _, Ok(Some(_))) => Each::Fail(None, Evidence::new()),
        (Some(Err(gap)), ..) | (_, Some(Err(gap)), _) | (None, _, Err(gap)) => Each::Unknown(gap.clone()),
        _ => Each::NotApplicable,
    })
}
