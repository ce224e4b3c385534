//! DKIM009: a key that allows no hash algorithm that is still accepted.

use crate::keys::{each_key, evidence, repaired};
use crate::sample_keys::{SLOW_KEY, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dkim::Key;

pub const CHECK: Check<View> = Check {
    code: "DKIM009",
    name: "dkim-sha1-only",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8301 3.1", "RFC 6376 3.6.1"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "The key allows sha256",
        says: "The key at {at} allows these hash algorithms only: {hashes}; sha256 is missing.",
        why: "Receivers must not accept sha1, and no other algorithm is in use: every signature with this key fails.",
        fix: "Publish the record at {at} without the h= tag, and let your mail service sign with rsa-sha256.",
    },
    ru: Words {
        title: "Разрешён ли sha256",
        says: "Ключ {at} разрешает только эти алгоритмы хеширования: {hashes}; sha256 среди них нет.",
        why: "Принимать sha1 получателям запрещено, а другие алгоритмы не применяются: не пройдёт ни одна подпись этим ключом.",
        fix: "Опубликуйте запись {at} без тега h= и подписывайте письма алгоритмом rsa-sha256.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; h=sha1; p=", rsa_2048!())]),
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; h=sha1:sha256; p=", rsa_2048!())]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_key(view, |s, record| match &record.hashes {
        _ if record.key == Key::Revoked => Verdict::NotApplicable,
        Some(hashes) if !record.allows_sha256() => {
            let shown = if hashes.is_empty() { vec!["h=".to_owned()] } else { hashes.clone() };
            Verdict::fail(evidence(s).with("hashes", shown)).with_records(repaired(s, record))
        }
        _ => Verdict::Pass(evidence(s)),
    })
}
