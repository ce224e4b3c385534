//! Questions, answers and recordings: all that an audit knows, as plain data.
//!
//! Facts are what was asked and what came back, word for word, each with its time. This crate
//! never judges an answer, never opens a socket and never reads a clock.
//!
//! ```
//! use facts::fixture::World;
//! use facts::{Inquiry, Planner, RecordType, Seen};
//!
//! // A planner looks up what it wants to know, again and again, until nothing is open.
//! let exchanges = Planner { name: "mx", serves: &["mx"], plan: |target, inquiry| drop(inquiry.dns(&target.domain, RecordType::Mx)) };
//! // A scenario stands for the network here; `probe::audit` asks the real one.
//! let world = World::parse("target example.com\nexample.com MX 10 mx.example.com\nslow.example A TIMEOUT").unwrap();
//! let recorded = world.gather(&world.target(), &[exchanges], &|_, _| Vec::new());
//!
//! let inquiry = Inquiry::new(&recorded.facts);
//! assert_eq!(inquiry.dns(&"example.com".parse().unwrap(), RecordType::Mx).records().len(), 1);
//! // What nobody asked is unknown, and no absence: it becomes an open question.
//! assert!(matches!(inquiry.dns(&"slow.example".parse().unwrap(), RecordType::A), Seen::Unknown(_)));
//! assert_eq!(inquiry.into_open().len(), 1);
//! ```
#![forbid(unsafe_code)]

mod address;
pub mod answer;
pub mod delivery;
mod dnssec;
pub mod envelope;
pub mod fixture;
mod gather;
mod inquiry;
mod moment;
mod name;
pub mod overlay;
pub mod question;
mod recording;
mod rounds;
mod signatures;
mod store;
mod target;
mod transport;

pub use address::is_public;
pub use answer::{
    Answer, DnsAnswer, FoldersAnswer, Gap, HelloAnswer, HttpsAnswer, Outcome, Reason, Record, SearchAnswer, SmtpAnswer, WhyNot,
};
pub use delivery::{Access, DeliveryMailbox, DeliveryTarget};
pub use dnssec::{Dnssec, DnssecFault, DnssecReason, DnssecStatus, Signature};
pub use gather::{MOST_QUESTIONS, Planner, Recorded, gather};
pub use inquiry::{Inquiry, Seen};
pub use moment::Moment;
pub use name::{Name, NameError, reverse_labels};
pub use overlay::{Layer, Overlay, ZoneError, ZoneFile};
pub use question::{Offer, Protocol, Question, Recipient, RecordType, Script, Security, Sender, Transport};
pub use recording::{RECORDING_SCHEMA, Recording, RecordingError, WhatIf};
pub use rounds::Rounds;
pub use signatures::{Checked, SealChecked, SignaturesAnswer};
pub use store::Facts;
pub use target::{AccountTarget, Endpoint, MessageTarget, Profile, Rdap, Target};
