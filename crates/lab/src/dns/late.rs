//! Replies that are held for a time, on a thread of their own: the runtime's timers tick in
//! milliseconds, which is too coarse for what is measured against them.

use std::net::{SocketAddr, UdpSocket};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Holds replies; its thread begins with the first one and ends with the line.
#[derive(Debug, Default)]
pub(crate) struct Line(Mutex<Option<Sender<Held>>>);

/// A reply, and when it leaves.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) at: Instant,
    pub(crate) socket: Arc<UdpSocket>,
    pub(crate) reply: Vec<u8>,
    pub(crate) to: SocketAddr,
}

impl Line {
    /// Takes over a reply. One behind another leaves no earlier than that.
    pub(crate) fn hold(&self, held: Held) {
        let mut line = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = line.get_or_insert_with(begin).send(held);
    }
}

fn begin() -> Sender<Held> {
    let (line, replies) = channel::<Held>();
    std::thread::spawn(move || {
        for Held { at, socket, reply, to } in replies {
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            let _ = socket.send_to(&reply, to);
        }
    });
    line
}
