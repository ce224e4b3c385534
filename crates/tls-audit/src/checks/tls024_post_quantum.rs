//! TLS024: the key-exchange group, and whether a post-quantum one is offered.

use crate::samples::{CLIENTS, HEALTHY, PLAIN};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};
use readings::offers::suites;

pub const CHECK: Check<View> = Check {
    code: "TLS024",
    name: "tls-post-quantum",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::NotApplicable],
    cites: &["RFC 8446 4.2.7", "draft-ietf-tls-ecdhe-mlkem"],
    follows: &[],
    en: Words {
        title: "Key exchange group",
        says: "Keys are exchanged with {group}; post-quantum: {hybrid}.",
        why: "X25519MLKEM768 keeps what is recorded today unreadable for a quantum computer of tomorrow. Nobody demands it of mail servers yet.",
        fix: "Nothing has to be done. OpenSSL 3.5 and newer offer X25519MLKEM768 by themselves.",
    },
    ru: Words {
        title: "Группа обмена ключами",
        says: "Обмен ключами: {group}; постквантовая группа: {hybrid}.",
        why: "С X25519MLKEM768 записанное сегодня не прочитает и будущий квантовый компьютер. От почтовых серверов этого пока никто не требует.",
        fix: "Делать ничего не нужно. OpenSSL 3.5 и новее предлагает X25519MLKEM768 сам.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY]),
        Example::info(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS pq"]),
        Example::info(&[CLIENTS, "smtp 44.128.1.1:465 mx.example.com good\nOFFERS TLSv1.2"]),
        Example::info(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 6000\nS: 220 mx.example.com"]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.0"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let mut verdicts = view.fold(CHECK.severity, |_, talk| {
        let Some(shown) = talk.shown.as_ref().filter(|shown| !shown.group.is_empty()) else { return Each::NotApplicable };
        let told = |hybrid: Value| Each::Info(Evidence::new().with("group", shown.group.as_str()).with("hybrid", hybrid));
        match talk.offers.as_ref().and_then(|offers| offers.post_quantum.as_ref()) {
            Some(Ok(Some(hello))) => told(Value::Text(hello.group.map_or_else(|| "?".to_owned(), suites::group))),
            Some(Err(_)) => told(Value::Phrase(Phrase { en: "not known", ru: "неизвестно" })),
            // Below TLS 1.3 there is none.
            Some(Ok(None)) | None => told(Value::Phrase(Phrase { en: "not offered", ru: "не предлагается" })),
        }
    });
    verdicts.retain(|(_, verdict)| verdict.status() == Status::Info);
    verdicts
}
