//! DKIM007: a key that is marked as a test.

use crate::keys::{each_key, evidence, repaired};
use crate::sample_keys::{SLOW_KEY, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dkim::Key;

pub const CHECK: Check<View> = Check {
    code: "DKIM007",
    name: "dkim-test-mode",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.6.1"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "The key is not in test mode",
        says: "The key at {at} is marked as a test (t=y).",
        why: "Receivers may treat mail signed with it as if it were unsigned.",
        fix: "Once signing works, publish the record at {at} without t=y.",
    },
    ru: Words {
        title: "Тестовый режим ключа",
        says: "Ключ {at} помечен как тестовый (t=y).",
        why: "Получатели вправе обращаться с подписанными им письмами как с неподписанными.",
        fix: "Когда подпись заработает, опубликуйте запись {at} без t=y.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; t=y; p=", rsa_2048!())]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; t=s:y; p=", rsa_2048!())]),
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; t=s; p=", rsa_2048!())]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_key(view, |s, record| match record.key {
        Key::Revoked => Verdict::NotApplicable,
        _ if record.test => Verdict::fail(evidence(s)).with_records(repaired(s, record)),
        _ => Verdict::Pass(evidence(s)),
    })
}
