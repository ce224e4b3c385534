//! Grammars of SPF, DMARC and DKIM records with positions and issues; host and organisational domains.
#![forbid(unsafe_code)]

pub mod dkim;
pub mod dmarc;
pub mod domain;
pub mod spf;
pub mod tags;
