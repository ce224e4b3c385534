//! DKIM005: an RSA key that verifiers may not accept.

use crate::keys::{each_rsa_key, evidence};
use crate::sample_keys::{SLOW_KEY, ed25519, rsa_512, rsa_1023, rsa_1024};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DKIM005",
    name: "dkim-key-too-short",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8301 3.2"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "Least length of the key",
        says: "Length in bits of the RSA key at {at}: {bits}; verifiers demand {least} or more.",
        why: "Such a key can be broken, so receivers must not accept its signatures: the mail counts as unsigned.",
        fix: "Make a new RSA key of 2048 bits in your mail service, publish it at a new selector, then switch signing over to it.",
    },
    ru: Words {
        title: "Наименьшая длина ключа",
        says: "Длина ключа RSA {at} в битах: {bits}; получатели требуют не меньше {least}.",
        why: "Такой ключ можно взломать, поэтому получателям запрещено принимать его подписи: письмо считается неподписанным.",
        fix: "Создайте в почтовой службе новый ключ RSA длиной 2048 бит, опубликуйте его с новым селектором и переключите подпись на него.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=", rsa_1023!())]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=", rsa_512!())]),
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=", rsa_1024!())]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=ed25519; p=", ed25519!())]),
    ],
};

/// RFC 8301 3.2: verifiers must not take shorter ones.
const LEAST: usize = 1024;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_rsa_key(view, |s, key| {
        let evidence = evidence(s).with("bits", key.bits).with("least", LEAST);
        if key.bits < LEAST { Verdict::fail(evidence) } else { Verdict::Pass(evidence) }
    })
}
