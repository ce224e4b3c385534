//! DKIM010: a key type that no verifier knows.

use crate::keys::{each_key, evidence};
use crate::sample_keys::{SLOW_KEY, ed25519, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DKIM010",
    name: "dkim-unknown-key-type",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.6.1", "RFC 8463 4"],
    follows: &["DNS001", "DKIM008"],
    en: Words {
        title: "Type of the key",
        says: "The key at {at} is of the type k={kind}; receivers know rsa and ed25519, in lower case.",
        why: "Receivers pass over a key of a type that they do not know: signatures with selector {selector} fail.",
        fix: "Publish the record at {at} with k=rsa or k=ed25519, as your mail service shows it.",
    },
    ru: Words {
        title: "Тип ключа",
        says: "Тип ключа {at}: k={kind}; получателям известны только rsa и ed25519, строчными буквами.",
        why: "Ключ незнакомого типа получатели игнорируют: подписи с селектором {selector} не проходят проверку.",
        fix: "Опубликуйте запись {at} с k=rsa или k=ed25519, как её показывает почтовая служба.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=dsa; p=", rsa_2048!())]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=RSA; p=", rsa_2048!())]),
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=ed25519; p=", ed25519!())]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_key(view, |s, record| {
        let kind = if record.key_type.is_empty() { "''" } else { &record.key_type };
        let evidence = evidence(s).with("kind", kind);
        if record.knows_type() { Verdict::Pass(evidence) } else { Verdict::fail(evidence) }
    })
}
