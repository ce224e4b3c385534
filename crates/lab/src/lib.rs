//! A small internet on loopback: DNS, DNSBL zones, scripted SMTP servers, a throw-away certification authority.
#![forbid(unsafe_code)]
