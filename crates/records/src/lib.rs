//! Grammars of SPF, DMARC, DKIM, MTA-STS, TLS-RPT, BIMI and TLSA records with positions and issues; host and
//! organisational domains.
#![forbid(unsafe_code)]

pub mod authentication_results;
pub mod bimi;
pub mod client_config;
pub mod dkim;
pub mod dmarc;
pub mod domain;
pub mod fields;
pub mod https;
pub mod mail;
pub mod mta_sts;
pub mod near_miss;
pub mod rdap;
pub mod signature;
pub mod spf;
pub mod sts_policy;
pub mod svg;
pub mod tags;
pub mod tls_rpt;
pub mod tlsa;
