//! Certificates, chains and protocols of mail servers.
#![forbid(unsafe_code)]
