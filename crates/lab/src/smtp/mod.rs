//! The SMTP half of the lab: scripted servers on sockets, with real handshakes.

mod alert;
mod door;
mod talk;

pub(crate) use door::{Door, open};
