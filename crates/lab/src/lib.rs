//! A small internet on loopback: DNS, DNSBL zones, scripted mail servers, mailboxes and web sites, a throw-away certification authority.
//!
//! [`Lab::start`] serves the same scenario text that examples of checks are written in
//! ([`facts::fixture`]), over real sockets on high loopback ports. It needs no root, and nothing
//! in it ever leaves the machine. A message is taken by servers alone whose script answers DATA, and kept in memory.
#![forbid(unsafe_code)]

mod authority;
mod chain;
mod counts;
mod demo;
mod dns;
mod error;
mod hello;
pub mod hostile;
mod lab;
mod servers;
mod tls;

pub use authority::{Authority, Issued};
pub use chain::ChainKind;
pub use counts::{Asked, Received, Times, Visits};
pub use demo::{Demo, demo};
pub use dns::garble::Garble;
pub use error::LabError;
pub use lab::Lab;
