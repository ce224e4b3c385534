//! DNS over HTTPS (RFC 8484): POST over one HTTP/2 connection, a stream for each question.

use super::End;
use super::dial::Stream;
use crate::dns::message::{self, Match, Query};
use bytes::Bytes;
use h2::client::SendRequest;
use h2::{Reason, RecvStream};
use http::{Method, Request, Response, Uri, header};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::task::AbortHandle;

const MEDIA_TYPE: &str = "application/dns-message";
/// No DNS message is longer.
const LONGEST: usize = 65_535;

/// One connection; dropping it closes it.
pub(super) struct Session {
    requests: SendRequest<Bytes>,
    uri: Uri,
    closed: Arc<AtomicBool>,
    heard: AtomicU64,
    carrier: AbortHandle,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.carrier.abort();
    }
}

impl Session {
    pub(super) async fn new(stream: Stream, uri: Uri) -> Result<Self, String> {
        if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
            return Err("it does not speak HTTP/2, which DNS over HTTPS needs (RFC 8484 5.2)".to_owned());
        }
        let (requests, connection) = h2::client::handshake(stream).await.map_err(|e| format!("it began no HTTP/2 session: {e}"))?;
        let closed = Arc::new(AtomicBool::new(false));
        let flag = closed.clone();
        let carrier = tokio::spawn(async move {
            // How it ended is told to each request that was open.
            let _ = connection.await;
            flag.store(true, Ordering::Release);
        });
        Ok(Self { requests, uri, closed, heard: AtomicU64::new(0), carrier: carrier.abort_handle() })
    }

    pub(super) fn is_open(&self) -> bool {
        !self.closed.load(Ordering::Acquire)
    }

    pub(super) fn heard(&self) -> u64 {
        self.heard.load(Ordering::Acquire)
    }

    /// The response, whenever it comes; whoever waits sets the limit.
    pub(super) async fn exchange(&self, query: &Query) -> Result<Vec<u8>, End> {
        let mut requests = self.requests.clone().ready().await.map_err(|e| end_of(&e))?;
        // Caches want id 0 (RFC 8484 4.1); the stream tells which question is answered.
        let sent = query.encode(0, None);
        let (response, mut body) = requests.send_request(self.request(sent.len())?, false).map_err(|e| end_of(&e))?;
        body.send_data(Bytes::from(sent.clone()), true).map_err(|e| end_of(&e))?;
        let response = response.await.map_err(|e| end_of(&e))?;
        self.heard.fetch_add(1, Ordering::AcqRel);
        check(&response)?;
        let bytes = collect(response.into_body()).await?;
        let is_answer = message::response_id(&bytes) == Some(0) && message::matches(&bytes, &sent, query.question_length()) != Match::No;
        if is_answer { Ok(bytes) } else { Err(End::Refused("it answered another question".to_owned())) }
    }

    fn request(&self, length: usize) -> Result<Request<()>, End> {
        Request::builder()
            .method(Method::POST)
            .uri(self.uri.clone())
            .header(header::ACCEPT, MEDIA_TYPE)
            .header(header::CONTENT_TYPE, MEDIA_TYPE)
            .header(header::CONTENT_LENGTH, length)
            .body(())
            .map_err(|e| End::Refused(e.to_string()))
    }
}

fn check(response: &Response<RecvStream>) -> Result<(), End> {
    if !response.status().is_success() {
        return Err(End::Refused(format!("HTTP status {}; is its path right?", response.status().as_u16())));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case(MEDIA_TYPE) {
        Ok(())
    } else {
        Err(End::Refused(format!("it answers with '{kind}' instead of {MEDIA_TYPE}; is its path right?")))
    }
}

async fn collect(mut body: RecvStream) -> Result<Vec<u8>, End> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.data().await {
        let chunk = chunk.map_err(|e| end_of(&e))?;
        if bytes.len() + chunk.len() > LONGEST {
            return Err(End::Refused("its answer is longer than a DNS message can be".to_owned()));
        }
        bytes.extend_from_slice(&chunk);
        body.flow_control().release_capacity(chunk.len()).map_err(|e| end_of(&e))?;
    }
    Ok(bytes)
}

/// A stream that was refused unprocessed, or lost with its connection, may be asked anew (RFC 9113 8.7).
fn end_of(error: &h2::Error) -> End {
    match error.reason() {
        Some(reason) if error.is_reset() && reason != Reason::REFUSED_STREAM => End::Refused(format!("it broke off the request: {reason}")),
        _ => End::Closed,
    }
}
