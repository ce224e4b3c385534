//! A small internet on loopback: DNS, DNSBL zones, scripted SMTP servers, a throw-away certification authority.
#![forbid(unsafe_code)]

mod authority;
mod chain;
mod error;

pub use authority::{Authority, Issued};
pub use chain::ChainKind;
pub use error::LabError;
