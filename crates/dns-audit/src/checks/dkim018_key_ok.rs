//! DKIM018: a key that receivers can use.

use crate::keys::{each_key, evidence};
use crate::sample_keys::{SLOW_KEY, ed25519};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dkim::Key;

pub const CHECK: Check<View> = Check {
    code: "DKIM018",
    name: "dkim-key-ok",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::NotApplicable],
    cites: &["RFC 6376 3.6.1"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "Usable keys",
        says: "A usable key stands at {at}: {kind}, length in bits: {bits}.",
        why: "Receivers can check signatures that name this selector.",
        fix: "Nothing to do; replace the key now and then, under a new selector.",
    },
    ru: Words {
        title: "Пригодные ключи",
        says: "По имени {at} есть пригодный ключ: {kind}, длина в битах: {bits}.",
        why: "Получатели могут проверить подписи с этим селектором.",
        fix: "Делать ничего не нужно; время от времени меняйте ключ, каждый раз с новым селектором.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY]),
        Example::info(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=ed25519; p=", ed25519!())]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, "s1._domainkey.example.com TXT v=DKIM1; p="]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_key(view, |s, record| {
        if !record.is_usable() {
            return Verdict::NotApplicable;
        }
        let told = |kind: &str, bits: usize| Verdict::Info(evidence(s).with("kind", kind).with("bits", bits));
        match &record.key {
            Key::Rsa(key) => told("RSA", key.bits),
            Key::Ed25519(key) => told("Ed25519", key.len() * 8),
            _ => Verdict::NotApplicable,
        }
    })
}
