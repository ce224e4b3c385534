//! What the user wishes beside what findings call for.

use crate::accept::Accepted;
use crate::plan::{Fate, Plan, Withheld};
use crate::sets;
use crate::words::sentence;
use facts::{Name, RecordType};
use findings::Evidence;
use std::collections::BTreeSet;

/// What the user wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The domain neither sends nor receives.
    pub parked: bool,
    /// A DKIM key to publish.
    pub key: Option<NewKey>,
}

/// The public half of a new DKIM key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// Its selector.
    pub selector: String,
    /// The key record (RFC 6376 3.6.1).
    pub record: String,
}

impl Plan {
    /// Whether the new key of `wishes` is among what is to be published.
    #[must_use]
    pub fn takes_key(&self, wishes: &Wishes) -> bool {
        let added = |record: &str| self.changes.iter().flat_map(|c| &c.lines).any(|l| l.fate == Fate::Add && l.value == record);
        wishes.key.as_ref().is_some_and(|key| added(&key.record))
    }
}

/// Offers the record of a new key, at a selector where nothing stands: another key there would be one that mail is signed with.
pub fn offer_key(accepted: &mut Accepted<'_, '_>, wishes: &Wishes) {
    let Some(key) = &wishes.key else { return };
    let domain = accepted.bench.domain().clone();
    let Ok(at) = domain.below(&format!("{}._domainkey", key.selector)) else { return };
    let note = sentence(
        "a new DKIM key: publish the record first, and let the server sign with selector {selector} once every name server shows it",
        "новый ключ DKIM: сначала опубликуйте запись, а подписывать с селектором {selector} начинайте, когда её покажут все серверы имён",
        Evidence::new().with("selector", key.selector.clone()),
    );
    let change = match sets::change(accepted.bench, &at, RecordType::Txt, std::slice::from_ref(&key.record), vec![note], None) {
        Ok(change) => change,
        Err(withheld) => return accepted.withhold(withheld),
    };
    if change.lines.iter().any(|l| l.fate != Fate::Add) {
        return accepted.withhold(taken(at));
    }
    accepted.offer_set(vec![change]);
}

fn taken(at: Name) -> Withheld {
    let why = sentence(
        "{at} holds a record already, and mail may be signed with its key: choose a selector that is not in use; no key was written",
        "по имени {at} запись уже есть, и её ключом может подписываться почта: выберите свободный селектор; ключ не записан",
        Evidence::new().with("at", &at),
    );
    Withheld { name: at, rtype: RecordType::Txt, why, codes: BTreeSet::new() }
}
