//! Facts read as a whole, shared by the audit crates.
//!
//! A reading looks facts up through an `Inquiry`: run by a planner it leaves open questions, run
//! by a view it gives the same picture of final facts. A reading never fails and never judges;
//! what is not known stays a `Gap`.
//!
//! ```
//! use facts::Inquiry;
//! use facts::fixture::World;
//! use readings::spf::{self, SpfResult};
//!
//! let world = World::parse("target example.com ip=192.0.2.7\nexample.com TXT v=spf1 include:example.net -all\nexample.net TXT v=spf1 ip4:192.0.2.0/24").unwrap();
//! // The planner runs the reading until it asks no more …
//! let recorded = world.gather(&world.target(), &[spf::COMMAND], &|_, _| Vec::new());
//! // … and then the same reading gives the picture.
//! let answer = spf::answer(&recorded.target, &Inquiry::new(&recorded.facts));
//! assert_eq!(answer.evaluation.result, SpfResult::Pass);
//! ```
#![forbid(unsafe_code)]

pub mod bimi;
pub mod blame;
pub mod caa;
pub mod client_services;
pub mod client_settings;
pub mod control;
pub mod dane;
pub mod dkim;
pub mod dmarc;
pub mod known_hosts;
pub mod lists;
pub mod login;
pub mod mail;
pub mod mailbox_limits;
pub mod offers;
pub mod opening;
pub mod policy;
pub mod posture;
pub mod providers;
pub mod ptr;
pub mod published;
pub mod recipients;
pub mod registration;
mod room;
pub mod rpt;
pub mod security;
pub mod services;
pub mod sessions;
pub mod settings_file;
pub mod spf;
pub mod sts;
pub mod submission;
pub mod web;
pub mod web_hosts;
pub mod zone;
