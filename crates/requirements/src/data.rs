//! The providers, and what they have in common: proofs that several of them take.

mod gmail;
mod icloud;
mod mailru;
mod outlook;
mod rambler;
mod yahoo;
mod yandex;

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
const SPF: Proof = Proof::Checks(&Checks {
    prove: &["SPF001"],
    no_fail: &[
        "DNS001", "SPF002", "SPF003", "SPF004", "SPF006", "SPF012", "SPF013", "SPF014", "SPF017", "SPF021", "SPF024", "SPF025", "SPF027",
        "SPF030",
    ],
    of: Of::Domain,
});
/// The same, and each sending address passes.
const SPF_PASS: Proof = Proof::All(&[SPF, Proof::Checks(&Checks { prove: &["SPF024"], no_fail: &["SPF025"], of: Of::Senders })]);
const DKIM: Proof = Proof::Key;
const EITHER: Proof = Proof::Any(&[SPF, DKIM]);
/// A policy that receivers find and can read; `p=none` is enough.
const DMARC: Proof = Proof::Checks(&Checks {
    prove: &["DMARC001"],
    no_fail: &["DNS001", "DMARC002", "DMARC003", "DMARC005", "DMARC014", "DMARC015"],
    of: Of::Domain,
});
/// A name, and one that leads back.
const PTR: Proof = Proof::Checks(&Checks { prove: &["PTR002"], no_fail: &["PTR001", "PTR006", "PTR007"], of: Of::Senders });
/// The same, and not one of a pool.
const STATIC_PTR: Proof =
    Proof::Checks(&Checks { prove: &["PTR002"], no_fail: &["PTR001", "PTR003", "PTR006", "PTR007"], of: Of::Senders });
/// SPF or DKIM bears the domain of From; without a message it is only known where neither can.
const ALIGNED: Proof = Proof::First(&[
    Proof::Any(&[
        message(&Checks { prove: &["MSG005"], no_fail: &[], of: Of::Message }),
        message(&Checks { prove: &["MSG006"], no_fail: &[], of: Of::Message }),
    ]),
    Proof::Checks(&Checks { prove: &[], no_fail: &["DMARC017"], of: Of::Domain }),
]);
const TLS: Proof = message(&Checks { prove: &["MSG027"], no_fail: &[], of: Of::Message });
const FORMAT: Proof = message(&Checks { prove: &["MSG001", "MSG002", "MSG003", "MSG011"], no_fail: &[], of: Of::Message });
const FROM: Proof = message(&Checks { prove: &["MSG028"], no_fail: &[], of: Of::Message });
const LIST_UNSUBSCRIBE: Proof = message(&Checks { prove: &["MSG009"], no_fail: &[], of: Of::Message });
const ONE_CLICK: Proof = message(&Checks { prove: &["MSG010"], no_fail: &["MSG009"], of: Of::Message });
const LINK: Proof = message(&Checks { prove: &["MSG030"], no_fail: &[], of: Of::Message });

const fn message(checks: &'static Checks) -> Proof {
    Proof::Checks(checks)
}
