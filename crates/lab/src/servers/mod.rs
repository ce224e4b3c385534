//! The lab's scripted servers on sockets, with real handshakes: SMTP, IMAP, POP3 and web sites. No log-in is kept anywhere.

mod alert;
mod door;
mod shake;
mod shelves;
mod site;
mod talk;
mod tongue;
mod wire;

pub(crate) use door::{Door, open};
