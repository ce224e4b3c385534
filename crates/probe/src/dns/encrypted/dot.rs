//! DNS over TLS (RFC 7858): many questions on one connection, answered in any order (RFC 7766 6.2.1.1).

use super::End;
use super::dial::Stream;
use crate::dns::message::{self, Match, Query};
use crate::dns::upstream::random;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader, ReadHalf, WriteHalf};
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;

/// Questions that wait to be written; more than a window holds.
const MOST_QUEUED: usize = 1024;

/// One connection; dropping it closes it.
pub(super) struct Pipe {
    out: mpsc::Sender<Vec<u8>>,
    pending: Arc<Mutex<Pending>>,
    carrier: AbortHandle,
}

#[derive(Default)]
struct Pending {
    waiting: HashMap<u16, Waiting>,
    /// Responses of any kind that came.
    heard: u64,
    closed: bool,
}

struct Waiting {
    sent: Vec<u8>,
    question: usize,
    post: oneshot::Sender<Vec<u8>>,
}

impl Drop for Pipe {
    fn drop(&mut self) {
        self.carrier.abort();
    }
}

impl Pipe {
    pub(super) fn new(stream: Stream) -> Self {
        let (out, queue) = mpsc::channel(MOST_QUEUED);
        let pending = Arc::new(Mutex::new(Pending::default()));
        let carrier = tokio::spawn(carry(stream, queue, pending.clone())).abort_handle();
        Self { out, pending, carrier }
    }

    pub(super) fn is_open(&self) -> bool {
        !lock(&self.pending).closed
    }

    pub(super) fn heard(&self) -> u64 {
        lock(&self.pending).heard
    }

    /// The response, whenever it comes; whoever waits sets the limit.
    pub(super) async fn exchange(&self, query: &Query) -> Result<Vec<u8>, End> {
        let (post, answer) = oneshot::channel();
        let (ticket, framed) = {
            let mut pending = lock(&self.pending);
            if pending.closed {
                return Err(End::Closed);
            }
            let mut id = u16::from_be_bytes(random());
            while pending.waiting.contains_key(&id) {
                id = id.wrapping_add(1);
            }
            let sent = query.encode(id, None);
            let mut framed = u16::try_from(sent.len()).unwrap_or(0).to_be_bytes().to_vec();
            framed.extend_from_slice(&sent);
            pending.waiting.insert(id, Waiting { sent, question: query.question_length(), post });
            (Ticket { pending: &self.pending, id }, framed)
        };
        self.out.send(framed).await.map_err(|_| End::Closed)?;
        let answer = answer.await.map_err(|_| End::Closed);
        drop(ticket);
        answer
    }
}

/// A place among those that wait.
struct Ticket<'a> {
    pending: &'a Mutex<Pending>,
    id: u16,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        lock(self.pending).waiting.remove(&self.id);
    }
}

fn lock(pending: &Mutex<Pending>) -> MutexGuard<'_, Pending> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn carry(stream: Stream, queue: mpsc::Receiver<Vec<u8>>, pending: Arc<Mutex<Pending>>) {
    let (reader, writer) = tokio::io::split(stream);
    // Either end of it ends both.
    tokio::select! {
        _ = write(writer, queue) => {}
        _ = read(reader, &pending) => {}
    }
    let mut pending = lock(&pending);
    pending.closed = true;
    // Who waits is told by the drop of its sender.
    pending.waiting.clear();
}

async fn write(mut writer: WriteHalf<Stream>, mut queue: mpsc::Receiver<Vec<u8>>) -> io::Result<()> {
    while let Some(mut framed) = queue.recv().await {
        while let Ok(next) = queue.try_recv() {
            framed.extend_from_slice(&next);
        }
        writer.write_all(&framed).await?;
        writer.flush().await?;
    }
    Ok(())
}

async fn read(reader: ReadHalf<Stream>, pending: &Mutex<Pending>) -> io::Result<()> {
    let mut reader = BufReader::new(reader);
    loop {
        let mut bytes = vec![0; usize::from(reader.read_u16().await?)];
        reader.read_exact(&mut bytes).await?;
        let mut pending = lock(pending);
        pending.heard += 1;
        let Some(id) = message::response_id(&bytes) else { continue };
        let answers = |w: &Waiting| message::matches(&bytes, &w.sent, w.question) != Match::No;
        if pending.waiting.get(&id).is_some_and(answers)
            && let Some(waiting) = pending.waiting.remove(&id)
        {
            let _ = waiting.post.send(bytes);
        }
    }
}
