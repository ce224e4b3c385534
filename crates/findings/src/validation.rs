//! Why a DNS answer is not secure, in words: the closed list of DNSSEC faults, in both languages.

use crate::evidence::{Evidence, Phrase, Value};
use facts::{DnssecFault, DnssecReason};

/// The reason as a clause without a full stop: the fault, where it is, and the time that was missed.
#[must_use]
pub fn dnssec_words(reason: &DnssecReason) -> Value {
    let holes = Evidence::new().with("at", reason.at.as_str());
    match (reason.time, timed(reason.fault)) {
        (Some(time), Some(words)) => Value::Sentence(words, holes.with("time", time.to_string())),
        _ => Value::Sentence(timeless(reason.fault), holes),
    }
}

/// The words of faults that have a time, with the holes `{at}` and `{time}`.
fn timed(fault: DnssecFault) -> Option<Phrase> {
    Some(match fault {
        DnssecFault::SignatureExpired => {
            Phrase { en: "the signature of {at} ended at {time}", ru: "срок действия подписи {at} истёк {time}" }
        }
        DnssecFault::SignatureNotYetValid => Phrase {
            en: "the signature of {at} begins only at {time}",
            ru: "подпись {at} начнёт действовать только {time}",
        },
        _ => return None,
    })
}

/// The words of a fault, with the hole `{at}`.
fn timeless(fault: DnssecFault) -> Phrase {
    use DnssecFault as F;
    let (en, ru) = match fault {
        F::UnsignedDelegation => ("the zone above has no DS record for {at}", "в вышестоящей зоне нет записи DS для {at}"),
        F::OptOut => (
            "{at} lies in an opt-out span, in which delegations are left unsigned",
            "{at} попадает в промежуток opt-out, где делегирования не подписываются",
        ),
        F::UnsupportedAlgorithm => (
            "{at} is signed only by algorithms that validators do not follow",
            "{at} подписано только алгоритмами, которые проверяющие не поддерживают",
        ),
        F::TooManyIterations => {
            ("NSEC3 of {at} asks for more iterations than validators follow", "в NSEC3 для {at} больше итераций, чем допускают проверяющие")
        }
        F::SignatureExpired => ("the signature of {at} has expired", "срок действия подписи {at} истёк"),
        F::SignatureNotYetValid => ("the signature of {at} is not valid yet", "подпись {at} ещё не действует"),
        F::SignatureMissing => ("{at} has no signature although its zone is signed", "у {at} нет подписи, хотя зона подписана"),
        F::SignatureInvalid => ("the signature of {at} does not fit the data", "подпись {at} не соответствует данным"),
        F::KeyMissing => (
            "no key fits the DS record in the zone above, or signs the key set: {at}",
            "ни один ключ не соответствует записи DS в вышестоящей зоне или набор ключей не подписан: {at}",
        ),
        F::ProofMissing => (
            "the proof that nothing is there is missing or does not hold: {at}",
            "доказательство отсутствия записей не представлено или неверно: {at}",
        ),
        F::NoAnchor => ("no trust anchor leads to {at}", "к {at} не ведёт ни один якорь доверия"),
        F::AnchorUnreachable => ("the keys of the trust anchor cannot be had: {at}", "не удалось получить ключи якоря доверия: {at}"),
        F::Unreachable => ("a link of the chain got no answer: {at}", "звено цепочки доверия не ответило: {at}"),
        F::ValidatorsDiffer => ("two validators do not agree about {at}", "два независимых валидатора расходятся в оценке {at}"),
        F::LimitReached => (
            "the chain has more links or signatures than are followed: {at}",
            "в цепочке больше звеньев или подписей, чем допускает проверка: {at}",
        ),
    };
    Phrase { en, ru }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Lang, holes};
    use facts::Moment;

    #[test]
    fn every_fault_says_where_in_both_languages() {
        for fault in DnssecFault::ALL {
            for words in [Some(timeless(fault)), timed(fault)].into_iter().flatten() {
                assert!(holes(words.en).contains(&"at"), "{fault:?}");
                let (mut en, mut ru) = (holes(words.en), holes(words.ru));
                en.sort_unstable();
                ru.sort_unstable();
                assert_eq!(en, ru, "{fault:?}");
            }
        }
    }

    #[test]
    fn the_time_is_told_where_there_is_one() {
        let mut reason = DnssecReason { fault: DnssecFault::SignatureExpired, at: "example.com MX".into(), time: None };
        assert_eq!(dnssec_words(&reason).to_text(Lang::En), "the signature of example.com MX has expired");
        reason.time = Moment::parse("2026-11-01T00:00:00Z");
        assert_eq!(dnssec_words(&reason).to_text(Lang::En), "the signature of example.com MX ended at 2026-11-01T00:00:00Z");
        assert_eq!(dnssec_words(&reason).to_text(Lang::Ru), "срок действия подписи example.com MX истёк 2026-11-01T00:00:00Z");
    }
}
