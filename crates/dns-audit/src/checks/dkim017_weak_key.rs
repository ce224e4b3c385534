//! DKIM017: a key with a known weakness.

use crate::keys::{each_rsa_key, evidence};
use crate::sample_keys::{SLOW_KEY, rsa_512, rsa_768, rsa_e1, rsa_e3, rsa_even, rsa_roca};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::dkim::RsaKey;

pub const CHECK: Check<View> = Check {
    code: "DKIM017",
    name: "dkim-weak-key",
    severity: Severity::Critical,
    other_severities: &[Severity::Notice],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8301 3.2", "CVE-2017-15361"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "No known weakness in the key",
        says: "The RSA key at {at} is weak: {weakness}.",
        why: "Whoever breaks the key signs as your domain, and receivers believe it.",
        fix: "Make a new RSA key of 2048 bits with current software (public exponent 65537), publish it at a new selector, switch signing over, then revoke {selector} by an empty p=.",
    },
    ru: Words {
        title: "Известные слабости ключа",
        says: "Ключ RSA {at} слаб: {weakness}.",
        why: "Взломавший ключ подписывает письма от вашего домена, и получатели этому верят.",
        fix: "Создайте современной программой новый ключ RSA длиной 2048 бит (открытая экспонента 65537), опубликуйте его с новым селектором, переключите подпись и отзовите {selector} пустым p=.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; p=", rsa_roca!())]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; p=", rsa_even!())]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; p=", rsa_e1!())]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; p=", rsa_512!())]),
        Example::fail_as(Severity::Notice, &[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; p=", rsa_e3!())]),
        // Too short for receivers, but nobody breaks it over lunch: DKIM005 speaks.
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; p=", rsa_768!())]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

/// Keys of so many bits are factored within hours on rented machines.
const TINY: usize = 512;
const USUAL_EXPONENT: u64 = 65_537;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_rsa_key(view, |s, key| match weakness(key) {
        Some((None, weakness)) => Verdict::fail(evidence(s).with("weakness", weakness)),
        Some((Some(severity), weakness)) => Verdict::fail_as(severity, evidence(s).with("weakness", weakness)),
        None => Verdict::Pass(evidence(s)),
    })
}

fn weakness(key: &RsaKey) -> Option<(Option<Severity>, Phrase)> {
    let phrase = |en, ru| Phrase { en, ru };
    if key.is_even() {
        return Some((None, phrase("its modulus is even, so that anyone can factor it", "модуль чётный, разложить его может любой")));
    }
    if key.bits <= TINY {
        return Some((None, phrase("it can be factored within hours", "его можно разложить на множители за часы")));
    }
    if key.is_roca() {
        return Some((
            None,
            phrase("it bears the mark of the flawed Infineon generator (ROCA)", "у него признак ошибочного генератора Infineon (ROCA)"),
        ));
    }
    match key.exponent {
        Some(e) if e < 3 || e % 2 == 0 => Some((
            None,
            phrase("with its public exponent anyone can forge signatures", "при такой открытой экспоненте подпись подделает любой"),
        )),
        Some(e) if e < USUAL_EXPONENT => Some((
            Some(Severity::Notice),
            phrase(
                "its public exponent is below 65537, which has helped forgers before",
                "открытая экспонента меньше 65537, это уже помогало подделывать подписи",
            ),
        )),
        _ => None,
    }
}
