//! Many sightings into one verdict: over the addresses and ports of a name, and over its verdicts.

use super::{Each, Host, Talk};
use crate::certificate::Certificate;
use facts::Gap;
use findings::{Evidence, Phrase, Severity, Subject, Value, Verdict};

/// One verdict for each subject: the worst, where a host has several ports.
pub fn worst_of_each(mut verdicts: Vec<(Subject, Verdict)>) -> Vec<(Subject, Verdict)> {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Fail { severity, .. } => (4, *severity),
        Verdict::Unknown { .. } => (3, None),
        Verdict::Info(_) => (2, None),
        Verdict::Pass(_) => (1, None),
        Verdict::NotApplicable => (0, None),
    };
    verdicts.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| rank(&b.1).cmp(&rank(&a.1))));
    verdicts.dedup_by(|later, kept| later.0 == kept.0);
    verdicts
}

/// Evidence that names a certificate: its subject, and which one of the chain it is.
#[must_use]
pub fn name_certificate(certificate: &Certificate) -> Evidence {
    let which = match (certificate.position, certificate.self_signed) {
        (0, _) => Phrase { en: "The server's certificate ({key})", ru: "Сертификат сервера ({key})" },
        (_, false) => Phrase { en: "An intermediate certificate ({key})", ru: "Промежуточный сертификат ({key})" },
        (_, true) => Phrase { en: "The root certificate ({key})", ru: "Корневой сертификат ({key})" },
    };
    let key = Evidence::new().with("key", certificate.key.to_text());
    Evidence::new()
        .with("which", Value::Sentence(which, key))
        .with("certificate", certificate.subject.as_str())
        .with("issuer", certificate.issuer.as_str())
}

/// One verdict about a name, over all that its ports showed.
pub(super) fn fold_host(
    hosts: &[Host],
    talks: &[(&Host, &Talk)],
    default: Severity,
    each: &impl Fn(&Host, &Talk) -> Each,
) -> Option<Verdict> {
    let mut fails: Vec<(Severity, Evidence, (&Host, &Talk))> = Vec::new();
    let (mut unknown, mut unreached, mut infos, mut passes) =
        (Vec::new(), hosts.iter().flat_map(|host| host.gaps.clone()).collect::<Vec<Gap>>(), Vec::new(), Vec::new());
    for &place in talks {
        match each(place.0, place.1) {
            Each::Fail(severity, evidence) => fails.push((severity.unwrap_or(default), evidence, place)),
            Each::Unknown(gap) => unknown.push(gap),
            Each::Unreached(gap) => unreached.push(gap),
            Each::Info(evidence) => infos.push((evidence, place)),
            Each::Pass(evidence) => passes.push((evidence, place)),
            Each::NotApplicable => {}
        }
    }
    if let Some(worst) = fails.iter().map(|(s, ..)| *s).max() {
        let places = addresses(fails.iter().map(|(.., place)| *place));
        let evidence = fails.into_iter().find(|(s, ..)| *s == worst).map(|(_, e, _)| e).unwrap_or_default();
        let severity = (worst != default).then_some(worst);
        return Some(Verdict::Fail { severity, evidence: located(evidence, places), records: Vec::new() });
    }
    if !unknown.is_empty() {
        return Some(Verdict::Unknown { gaps: unknown, evidence: Evidence::new() });
    }
    let told = |list: Vec<(Evidence, (&Host, &Talk))>| {
        let places = addresses(list.iter().map(|(_, place)| *place));
        list.into_iter().next().map(|(evidence, _)| located(evidence, places))
    };
    if let Some(evidence) = told(infos) {
        return Some(Verdict::Info(evidence));
    }
    if let Some(evidence) = told(passes) {
        return Some(Verdict::Pass(evidence));
    }
    (!unreached.is_empty()).then_some(Verdict::Unknown { gaps: unreached, evidence: Evidence::new() })
}

fn addresses<'a>(places: impl Iterator<Item = (&'a Host, &'a Talk)>) -> Vec<String> {
    let shown = |(host, talk): (&Host, &Talk)| match (talk.address?, host.port) {
        (address, Some(port)) if port != 25 => Some(std::net::SocketAddr::new(address, port).to_string()),
        (address, _) => Some(address.to_string()),
    };
    places.filter_map(shown).collect()
}

fn located(evidence: Evidence, addresses: Vec<String>) -> Evidence {
    if addresses.is_empty() { evidence } else { evidence.with("addresses", addresses) }
}
