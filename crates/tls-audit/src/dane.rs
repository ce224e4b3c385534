//! What the DANE checks judge through: who can act, and how senders see a host.

use facts::Name;
use findings::{Evidence, Phrase, Value};
use readings::dane::DaneHost;

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

const OURS: Phrase = Phrase {
    en: "Whoever runs the host's zone acts.", ru: "Действует тот, кто ведёт зону этого сервера."
};
const THEIRS: Phrase = Phrase {
    en: "Only {provider} can change it: ask there.",
    ru: "Изменить это может только {provider}: обратитесь туда.",
};
