//! ClientHellos read and answered by hand, where the TLS library does not speak what a scenario offers. It proves no key and
//! never finishes a handshake.

mod read;
mod suites;
mod write;

pub(crate) use read::ClientHello;
pub(crate) use write::flight;
