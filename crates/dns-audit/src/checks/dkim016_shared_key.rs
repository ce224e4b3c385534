//! DKIM016: one public key under several selectors.

use crate::sample_keys::{SLOW_KEY, rsa_1024, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::{View, unknown};
use facts::Gap;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use records::dkim::Key;
use std::collections::BTreeMap;

pub const CHECK: Check<View> = Check {
    code: "DKIM016",
    name: "dkim-shared-key",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.6.2.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Each selector has its own key",
        says: "The same public key stands at several selectors: {selectors}.",
        why: "Selectors exist so that one key can be replaced or revoked while another goes on; with one key behind all of them, a leak or a rotation hits all at once.",
        fix: "Make a key of its own for each selector; when you rotate, publish a new key rather than the old one under a new name.",
    },
    ru: Words {
        title: "У каждого селектора свой ключ",
        says: "Один и тот же открытый ключ стоит у нескольких селекторов: {selectors}.",
        why: "Селекторы нужны, чтобы заменить или отозвать один ключ, пока работает другой; если ключ у всех один, утечка или замена задевает все сразу.",
        fix: "Создайте для каждого селектора собственный ключ; при ротации публикуйте новый ключ, а не старый под новым именем.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SAME_TWICE]),
        Example::pass(&[HEALTHY, concat!("s2._domainkey.example.com TXT v=DKIM1; p=", rsa_1024!())]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

const SAME_TWICE: &str =
    concat!("s1._domainkey.example.com TXT v=DKIM1; p=", rsa_2048!(), "\ns2._domainkey.example.com TXT v=DKIM1; k=rsa; p=", rsa_2048!());

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() {
        return Vec::new();
    }
    let mut selectors: BTreeMap<&[u8], Vec<String>> = BTreeMap::new();
    for (s, keys) in view.dkim.with_keys() {
        for octets in keys.iter().filter_map(|record| octets(&record.key)) {
            let names = selectors.entry(octets).or_default();
            if !names.contains(&s.name) {
                names.push(s.name.clone());
            }
        }
    }
    let gaps: Vec<Gap> = view.dkim.believed().filter_map(|s| s.gap().cloned()).collect();
    let verdict = match selectors.values().find(|names| names.len() > 1) {
        Some(names) => Verdict::fail(Evidence::new().with("selectors", names.clone())),
        None if !gaps.is_empty() => unknown(gaps),
        None if selectors.is_empty() => Verdict::NotApplicable,
        None => Verdict::Pass(Evidence::new().with("keys", selectors.len())),
    };
    vec![(view.domain(), verdict)]
}

fn octets(key: &Key) -> Option<&[u8]> {
    match key {
        Key::Rsa(rsa) => Some(&rsa.modulus),
        Key::Ed25519(key) => Some(key),
        _ => None,
    }
}
