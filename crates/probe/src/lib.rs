//! The only crate that opens a socket or reads a clock: resolver, SMTP, TLS, limits, memo and the asking loop.
#![forbid(unsafe_code)]
