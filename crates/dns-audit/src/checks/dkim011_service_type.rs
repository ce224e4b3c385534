//! DKIM011: a key that its s= tag keeps from e-mail.

use crate::keys::{each_key, evidence, repaired};
use crate::sample_keys::{SLOW_KEY, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dkim::Key;

pub const CHECK: Check<View> = Check {
    code: "DKIM011",
    name: "dkim-service-type",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.6.1"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "The key is for e-mail",
        says: "The key at {at} is limited to other services than e-mail: s={services}.",
        why: "Receivers of mail must pass over the key: signatures with selector {selector} fail.",
        fix: "Publish the record at {at} without the s= tag, or with s=email.",
    },
    ru: Words {
        title: "Ключ предназначен для почты",
        says: "Ключ {at} ограничен другими службами, не почтой: s={services}.",
        why: "Почтовые получатели обязаны игнорировать такой ключ: подписи с селектором {selector} не проходят проверку.",
        fix: "Опубликуйте запись {at} без тега s= или с s=email.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; s=tlsrpt; p=", rsa_2048!())]),
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; s=tlsrpt:email; p=", rsa_2048!())]),
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; s=*; p=", rsa_2048!())]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_key(view, |s, record| match &record.services {
        _ if record.key == Key::Revoked => Verdict::NotApplicable,
        Some(services) if !record.allows_mail() => {
            let shown = if services.is_empty() { "''".to_owned() } else { services.join(":") };
            Verdict::fail(evidence(s).with("services", shown)).with_records(repaired(s, record))
        }
        _ => Verdict::Pass(evidence(s)),
    })
}
