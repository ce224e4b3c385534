//! The servers of the lab: scripted mail servers and web sites on sockets, with real handshakes.

mod alert;
mod door;
mod talk;
mod web;

pub(crate) use door::{Door, open};
