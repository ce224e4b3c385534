//! ClientHellos made by hand, for what the TLS library does not speak: one connection each, which ends before any key is
//! agreed upon; but for the certificate of the other key type in TLS 1.3, which takes a handshake.

mod read;
mod suites;
mod write;

use crate::turns::Turns;
use crate::way::Way;
use crate::{Accounts, mailbox, smtp, tls};
use facts::answer::{Heard, ServerHello, StepEnd};
use facts::{Answer, HelloAnswer, Name, Offer, Protocol, Script, Security};
use read::Listening;
use rustls::SignatureScheme;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// How long the farewell may take.
const FAREWELL: Duration = Duration::from_millis(500);
/// Reads of what a server still says behind its flight.
const MOST_LEFT: usize = 16;
/// The alert close_notify, a warning: no fault that a server would log (RFC 5246 7.2.1).
const CLOSE_NOTIFY: [u8; 7] = [21, 3, 1, 0, 2, 1, 0];

/// The suites that `offer` names, by their numbers in IANA's registry, the best first; those of the signals included.
#[must_use]
pub fn offered_suites(offer: Offer) -> Vec<u16> {
    suites::of(offer)
}

/// Whom to call, and what to offer.
pub(crate) struct Call {
    pub(crate) to: SocketAddr,
    pub(crate) protocol: Protocol,
    pub(crate) security: Security,
    pub(crate) sni: Option<Name>,
    pub(crate) helo: String,
    pub(crate) offer: Offer,
}

/// Says the ClientHello to the server at `addr` when it is its turn.
pub(crate) async fn hold(turns: Turns, addr: IpAddr, call: Call) -> Answer {
    let mut turn = match turns.at(addr).await {
        Ok(turn) => turn,
        Err(why) => return Answer::NotAsked(why),
    };
    let mut way = Way::new(call.to, call.sni.clone(), turns.limits());
    let mut heard = None;
    match way.connect().await {
        Err(why) => return Answer::NotAsked(why),
        Ok(None) => {}
        Ok(Some(stream)) => {
            let (gone, stream) = until_tls(&call, way, stream).await;
            way = gone;
            if let Some(stream) = stream {
                let deadline = way.until(way.limits.handshake);
                heard = Some(match suites::library_schemes(call.offer) {
                    Some(schemes) => shake(schemes, &call, stream, deadline).await,
                    None => listen(stream, &write::record(call.offer, call.sni.as_ref()), deadline).await,
                });
            }
        }
    }
    turn.note(&way.done);
    Answer::Hello(HelloAnswer { steps: way.done.steps, heard })
}

async fn until_tls(call: &Call, way: Way, stream: TcpStream) -> (Way, Option<TcpStream>) {
    match (call.security, call.protocol) {
        (Security::Implicit, _) | (_, Protocol::Https) => (way, Some(stream)),
        (Security::Starttls, Protocol::Smtp) => {
            let (sni, helo) = (call.sni.clone(), call.helo.clone());
            let asked =
                smtp::Call { to: call.to, security: call.security, sni, helo, script: Script::Session, accounts: Accounts::default() };
            smtp::until_tls(&asked, way, stream).await
        }
        (Security::Starttls, protocol) => mailbox::until_tls(way, protocol, stream).await,
    }
}

/// What the library brings where TLS 1.3 would hide the certificate from a ClientHello alone.
async fn shake(schemes: &'static [SignatureScheme], call: &Call, stream: TcpStream, deadline: Instant) -> Heard {
    let shaken = tls::handshake_signed_by(schemes, stream, call.sni.as_ref(), call.to.ip(), deadline).await;
    let mut stream = match shaken.stream {
        Ok(stream) => stream,
        Err(StepEnd::TlsFailure(name)) => return Heard::Alert(name),
        Err(StepEnd::Timeout) => return Heard::Timeout,
        Err(_) => return Heard::Closed,
    };
    let session = stream.get_ref().1;
    let hello = ServerHello {
        version: session.protocol_version().map_or(0, u16::from),
        suite: session.negotiated_cipher_suite().map_or(0, |suite| u16::from(suite.suite())),
        group: session.negotiated_key_exchange_group().map(|group| u16::from(group.name())),
        retry: false,
        asks_certificate: shaken.facts.as_ref().is_some_and(|tls| tls.asks_certificate),
        chain: shaken.facts.map(|tls| tls.chain).unwrap_or_default(),
    };
    let _ = timeout_at(deadline.min(Instant::now() + FAREWELL), stream.shutdown()).await;
    Heard::Hello(hello)
}

async fn listen(mut stream: TcpStream, hello: &[u8], deadline: Instant) -> Heard {
    if !matches!(timeout_at(deadline, stream.write_all(hello)).await, Ok(Ok(()))) {
        return Heard::Closed;
    }
    let (mut listening, mut chunk) = (Listening::default(), [0; 8192]);
    loop {
        let heard = match timeout_at(deadline, stream.read(&mut chunk)).await {
            Err(_) => Some(listening.ended(Heard::Timeout)),
            Ok(Ok(0) | Err(_)) => return listening.ended(Heard::Closed),
            Ok(Ok(length)) => listening.add(&chunk[..length]),
        };
        if let Some(heard) = heard {
            let _ = timeout_at(deadline.min(Instant::now() + FAREWELL), async {
                stream.write_all(&CLOSE_NOTIFY).await?;
                stream.shutdown().await?;
                // Until the server has let go too, another connection would be a second one to it.
                for _ in 0..MOST_LEFT {
                    if stream.read(&mut chunk).await? == 0 {
                        break;
                    }
                }
                Ok::<(), std::io::Error>(())
            })
            .await;
            return heard;
        }
    }
}

#[cfg(test)]
mod tests;
