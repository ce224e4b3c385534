//! DKIM006: an RSA key that is shorter than signers should use.

use crate::keys::{each_rsa_key, evidence};
use crate::sample_keys::{SLOW_KEY, rsa_1023, rsa_1024, rsa_2047, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DKIM006",
    name: "dkim-key-1024",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8301 3.2"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "Recommended length of the key",
        says: "Length in bits of the RSA key at {at}: {bits}; {least} or more are recommended.",
        why: "Receivers still accept such a key, but it is within reach of well-equipped attackers, and some filters already rate it down.",
        fix: "Make a key of 2048 bits in your mail service, publish it at a new selector, then switch signing over to it. A long record goes into several quoted strings of one TXT record.",
    },
    ru: Words {
        title: "Рекомендуемая длина ключа",
        says: "Длина ключа RSA {at} в битах: {bits}; рекомендуется не меньше {least}.",
        why: "Получатели пока принимают такой ключ, но хорошо оснащённому противнику он уже по силам, и некоторые фильтры снижают за него оценку.",
        fix: "Создайте в почтовой службе ключ длиной 2048 бит, опубликуйте его с новым селектором и переключите подпись на него. Длинная запись делится на несколько строк в кавычках внутри одной TXT-записи.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=", rsa_2047!())]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=", rsa_1024!())]),
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=", rsa_2048!())]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        // Below 1024 bits DKIM005 speaks.
        Example::not_applicable(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=", rsa_1023!())]),
    ],
};

/// RFC 8301 3.2: signers must use 1024 and should use 2048 bits.
const MUST: usize = 1024;
const SHOULD: usize = 2048;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_rsa_key(view, |s, key| {
        let evidence = evidence(s).with("bits", key.bits).with("least", SHOULD);
        match key.bits {
            ..MUST => Verdict::NotApplicable,
            MUST..SHOULD => Verdict::fail(evidence),
            _ => Verdict::Pass(evidence),
        }
    })
}
