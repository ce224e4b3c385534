//! Grammars of SPF, DMARC, DKIM, MTA-STS, TLS-RPT, BIMI and TLSA records with positions and issues; host and
//! organisational domains.
//!
//! Bytes in, a value with issues out: no reader fails, asks or judges.
//!
//! ```
//! use records::spf::SpfRecord;
//!
//! let record = SpfRecord::parse(b"v=spf1 ip4:192.0.2.0/33 include:example.net -all");
//! assert_eq!(record.terms.len(), 3);
//! let issue = &record.issues[0];
//! assert_eq!(&record.text[issue.span.start..issue.span.end], "/33");
//! ```
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
