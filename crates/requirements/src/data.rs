//! The providers, and what they have in common: proofs that several of them take.

mod gmail;
mod icloud;
mod mailru;
mod outlook;
mod rambler;
mod yahoo;
mod yandex;

use crate::lack::Lack;
use crate::proof::{Checks, Of, Proof};
use crate::provider::Provider;

/// All providers, in the order of tables.
#[must_use]
pub fn all() -> &'static [&'static Provider] {
    ALL
}

const ALL: &[&Provider] =
    &[&gmail::GMAIL, &yahoo::YAHOO, &outlook::OUTLOOK, &icloud::ICLOUD, &yandex::YANDEX, &mailru::MAILRU, &rambler::RAMBLER];

/// A record that receivers can evaluate, and that no named sending address fails.
const SPF_RECORD: Proof = Proof::Checks(&Checks {
    prove: &["SPF001"],
    no_fail: &[
        "DNS001", "SPF002", "SPF003", "SPF004", "SPF006", "SPF012", "SPF013", "SPF014", "SPF017", "SPF021", "SPF024", "SPF025", "SPF027",
        "SPF030",
    ],
    of: Of::Domain,
});
/// What SPF says of the message's envelope, which may be a sending service's; where that is not known, the domain's own record.
const SPF: Proof = Proof::ForMessage(&Proof::First(&[Proof::Envelope, SPF_RECORD]), &SPF_RECORD);
/// The same, and each sending address passes.
const SPF_PASS: Proof = Proof::ForMessage(
    &Proof::Envelope,
    &Proof::All(&[SPF_RECORD, Proof::Checks(&Checks { prove: &["SPF024"], no_fail: &["SPF025"], of: Of::Senders })]),
);
const DKIM: Proof = Proof::ForMessage(&Proof::Signature, &Proof::Key);
const EITHER: Proof = Proof::Any(&[SPF, DKIM]);
/// A policy that receivers find and can read; `p=none` is enough.
const DMARC: Proof = Proof::Checks(&Checks {
    prove: &["DMARC001"],
    no_fail: &["DNS001", "DMARC002", "DMARC003", "DMARC005", "DMARC014", "DMARC015"],
    of: Of::Domain,
});
/// The same, and a message that is given passes it.
const DMARC_PASS: Proof = Proof::ForMessage(
    &Proof::All(&[DMARC, Proof::Checks(&Checks { prove: &["MSG007"], no_fail: &[], of: Of::Message(Lack::Answer) })]),
    &DMARC,
);
/// A name, and one that leads back.
const PTR: Proof = Proof::Checks(&Checks { prove: &["PTR002"], no_fail: &["PTR001", "PTR006", "PTR007"], of: Of::Senders });
/// The same, and not one of a pool.
const STATIC_PTR: Proof =
    Proof::Checks(&Checks { prove: &["PTR002"], no_fail: &["PTR001", "PTR003", "PTR006", "PTR007"], of: Of::Senders });
/// SPF or DKIM bears the domain of From; without a message it is only known where neither can.
const ALIGNED: Proof = Proof::First(&[
    Proof::Any(&[
        Proof::Checks(&Checks { prove: &["MSG005"], no_fail: &[], of: Of::Message(Lack::Answer) }),
        Proof::Checks(&Checks { prove: &["MSG006"], no_fail: &[], of: Of::Message(Lack::Envelope) }),
    ]),
    Proof::Checks(&Checks { prove: &[], no_fail: &["DMARC017"], of: Of::Domain }),
]);
const TLS: Proof = Proof::Checks(&Checks { prove: &["MSG027"], no_fail: &[], of: Of::Message(Lack::Trace) });
const FORMAT: Proof =
    Proof::Checks(&Checks { prove: &["MSG001", "MSG002", "MSG003", "MSG011"], no_fail: &[], of: Of::Message(Lack::Answer) });
const LIST_UNSUBSCRIBE: Proof = Proof::Checks(&Checks { prove: &["MSG009"], no_fail: &[], of: Of::Message(Lack::Mailing) });
const ONE_CLICK: Proof = Proof::Checks(&Checks { prove: &["MSG010"], no_fail: &["MSG009"], of: Of::Message(Lack::Mailing) });
const LINK: Proof = Proof::Checks(&Checks { prove: &["MSG030"], no_fail: &[], of: Of::Message(Lack::Mailing) });
