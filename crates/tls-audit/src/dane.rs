//! What the DANE checks judge through: who can act, and how senders see a host.

use crate::chain;
use crate::roots::Roots;
use crate::view::{Host, Shown, View};
use facts::answer::Der;
use facts::{Moment, Name};
use findings::{Evidence, Phrase, PublishRecord, Value};
use readings::dane::DaneHost;
use records::tlsa::{Tlsa, Usage};
use ring::digest::{SHA256, SHA512, digest};
use x509_parser::prelude::{FromDer, X509Certificate};

/// Evidence about one host: its name, where its records stand, and who publishes them.
#[must_use]
pub fn evidence(host: &DaneHost) -> Evidence {
    Evidence::new().with("host", &host.name).with("at", &host.at).with("actor", actor(host))
}

fn actor(host: &DaneHost) -> Value {
    match host.provider {
        Some(provider) => Value::Sentence(THEIRS, Evidence::new().with("provider", provider.name)),
        None => OURS.into(),
    }
}

/// Hosts as a list.
#[must_use]
pub fn names<'a>(hosts: impl Iterator<Item = &'a DaneHost>) -> Vec<String> {
    hosts.map(|h| &h.name).map(Name::to_string).collect()
}

impl View {
    /// The dialogues with the host of these TLSA records.
    #[must_use]
    pub fn dane_talks(&self, dane: &DaneHost) -> Option<&Host> {
        self.hosts.iter().find(|h| h.name == dane.name && !h.client_facing)
    }
}

/// Records for a host that has none; nothing where not every address of it was heard, or where its provider publishes them.
#[must_use]
pub fn proposed(view: &View, host: &DaneHost) -> Vec<PublishRecord> {
    let Some(seen) = view.dane_talks(host).filter(|_| host.provider.is_none()) else { return Vec::new() };
    let whole = seen.gaps.is_empty() && seen.seconds.is_empty() && seen.talks.iter().all(|talk| talk.shown.is_some());
    let shown = seen.talks.iter().filter_map(|talk| talk.shown.as_ref());
    if whole { all_to_publish(&host.at, shown, &[&host.name, &view.name]) } else { Vec::new() }
}

/// Whether `shown` fits a usable record: senders that know DANE deliver then (RFC 7672 3.1, 3.2).
#[must_use]
pub fn fits(record: &Tlsa, shown: &Shown, names: &[&Name], at: Moment) -> bool {
    match record.usage_kind() {
        // Neither names nor dates count (RFC 7672 3.1.1).
        Usage::DaneEe => shown.chain.first().is_some_and(|leaf| binds(record, leaf)),
        Usage::DaneTa => {
            let presented = shown.chain.iter().skip(1).chain(shown.chain.first());
            // A whole certificate in the record need not be sent (RFC 7671 5.2.1).
            let told = (record.selector == 0 && record.matching == 0).then(|| Der(record.data.clone()));
            let mut anchors = presented.filter(|der| binds(record, der)).cloned().chain(told);
            anchors.any(|anchor| Roots::only(&anchor).is_some_and(|roots| leads_to(shown, &roots, names, at)))
        }
        _ => false,
    }
}

/// The name may be the host's or the domain's itself (RFC 7672 3.2.2).
fn leads_to(shown: &Shown, roots: &Roots, names: &[&Name], at: Moment) -> bool {
    names.iter().any(|name| chain::judge(&shown.chain, name, roots, at).valid)
}

fn binds(record: &Tlsa, der: &Der) -> bool {
    let selected = if record.selector == 0 { Some(der.0.clone()) } else { public_key(der) };
    selected.is_some_and(|data| match record.matching {
        0 => data == record.data,
        1 => digest(&SHA256, &data).as_ref() == record.data,
        _ => digest(&SHA512, &data).as_ref() == record.data,
    })
}

fn public_key(der: &Der) -> Option<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(&der.0).ok()?;
    Some(certificate.public_key().raw.to_vec())
}

/// The records for what a host serves now: `3 1 1` for its key, which outlasts a renewal with the same key (RFC 7671 5.1), and
/// where senders would find a path by it `2 1 1` for the issuer's, which outlasts one with another (RFC 7671 5.2, 8.4).
#[must_use]
pub fn to_publish(at: &Name, shown: &Shown, names: &[&Name]) -> Vec<PublishRecord> {
    let by = |usage: u8, der: Option<&Der>| {
        let key = digest(&SHA256, &public_key(der?)?);
        let fitting = usage == 3 || fits(&Tlsa::read(usage, 1, 1, key.as_ref()), shown, names, shown.judgment.at);
        let hex: String = key.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        fitting.then(|| PublishRecord { name: format!("{at}."), rtype: "TLSA", value: format!("{usage} 1 1 {hex}") })
    };
    let issuer = shown.judgment.certificates.get(1).and_then(|issuer| shown.chain.get(issuer.position));
    [by(3, shown.chain.first()), by(2, issuer)].into_iter().flatten().collect()
}

/// The same for all that the addresses of a host show, each record once.
#[must_use]
pub fn all_to_publish<'a>(at: &Name, shown: impl Iterator<Item = &'a Shown>, names: &[&Name]) -> Vec<PublishRecord> {
    let mut records: Vec<PublishRecord> = Vec::new();
    for record in shown.flat_map(|shown| to_publish(at, shown, names)) {
        if !records.contains(&record) {
            records.push(record);
        }
    }
    records
}

const OURS: Phrase = Phrase {
    en: "Whoever runs the host's zone acts.", ru: "Действует тот, кто ведёт зону этого сервера."
};
const THEIRS: Phrase = Phrase {
    en: "Only {provider} can change it: ask there.",
    ru: "Изменить это может только {provider}: обратитесь туда.",
};
