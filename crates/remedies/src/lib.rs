//! What to publish for a domain: the records that findings call for made one set for each owner and type, those that no
//! finding calls for (the next stage of DMARC, say), and the whole proved by judging the facts again with it laid over.
//!
//! Never asks by itself: what the recorded facts do not hold is asked through [`Means::new`]. What would stop mail that
//! is authorised today, or bring more harm than it clears, is held back and said so.
#![forbid(unsafe_code)]

mod accept;
mod bench;
mod dmarc;
mod merge;
mod parked;
mod plan;
pub mod proof;
mod remedy;
mod sets;
mod spf;
mod sts;
mod wishes;
mod words;

pub use bench::Means;
pub use plan::{Advice, Change, Fate, File, Later, Line, NEW_TTL, Plan, Withheld, owner};
pub use remedy::{AREAS, Remedy};
pub use wishes::{NewKey, Wishes};

use accept::Accepted;
use bench::Bench;
use facts::RecordType;

/// What is to be published for the audited domain, with what the user wishes beside.
#[must_use]
pub fn propose(means: Means<'_>, wishes: &Wishes) -> Plan {
    let bench = Bench::new(means);
    let mut accepted = Accepted::new(&bench);
    if !parked::offer(&mut accepted, wishes.parked) {
        match spf::propose(&bench) {
            Ok(Some(spf)) => accepted.offer_made(bench.domain(), RecordType::Txt, &[spf.record], spf.notes, &|_, area| area == "spf"),
            Ok(None) => {}
            Err(withheld) => accepted.withhold(withheld),
        }
        merge::findings(&mut accepted);
        sts::offer(&mut accepted);
        wishes::offer_key(&mut accepted, wishes);
        // Last, since a stricter policy hangs on how everything else is by then.
        dmarc::offer(&mut accepted);
    }
    accepted.into_plan()
}
