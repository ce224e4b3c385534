//! The server's side of a handshake: the ClientHello is looked at, then answered by the TLS library, or by hand where the
//! library does not speak what the scenario offers.

use super::alert;
use super::wire::{Boxed, Replayed, Wire};
use crate::hello::{ClientHello, flight};
use crate::tls::Chains;
use facts::Offer;
use facts::answer::Heard;
use facts::fixture::server::Server;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// The lab does not hold connections of askers that have forgotten them.
pub(super) const IDLE: Duration = Duration::from_secs(600);
/// For an asker to read the last word before the connection ends.
const FAREWELL: Duration = Duration::from_secs(1);
/// A ClientHello with every suite and group stays far below.
const LONGEST_HELLO: usize = 32 * 1024;
const TLS12: u16 = 0x0303;

/// The first bytes of a client, and its ClientHello where they are one.
pub(super) struct Opening {
    bytes: Vec<u8>,
    hello: Option<ClientHello>,
}

impl Opening {
    /// Reads until the ClientHello is whole, or can no longer become one.
    pub(super) async fn read(wire: &mut dyn Wire) -> io::Result<Self> {
        let (mut bytes, mut chunk) = (Vec::new(), [0; 4_096]);
        loop {
            if let Some(hello) = ClientHello::read(&bytes) {
                return Ok(Self { bytes, hello: Some(hello) });
            }
            if bytes.len() > LONGEST_HELLO || !ClientHello::may_become(&bytes) {
                return Ok(Self { bytes, hello: None });
            }
            match timeout(IDLE, wire.read(&mut chunk)).await {
                Ok(Ok(0)) | Err(_) => return Ok(Self { bytes, hello: None }),
                Ok(read) => bytes.extend_from_slice(&chunk[..read?]),
            }
        }
    }

    /// The host name that the client asks for (RFC 6066 3).
    pub(super) fn name(&self) -> Option<&str> {
        self.hello.as_ref()?.name.as_deref()
    }

    /// Answers as `server` would with the chain of this word; the encrypted wire, none where the handshake is over.
    pub(super) async fn answer(self, mut wire: Boxed, server: &Server, word: &str, chains: &Chains) -> io::Result<Option<Boxed>> {
        let offers = &server.offers;
        let last = match self.hello.as_ref().map(|hello| (hello, hello.offer())) {
            Some((hello, Some(offer))) if !library_speaks(offer, server) => {
                let chain = |other: Option<&str>| chains.certificates(other.unwrap_or(word), &server.name);
                match offers.hello(offer, &chain, server.asks_certificate) {
                    Heard::Hello(answer) => flight(hello, &answer, offers),
                    Heard::Alert(name) => alert::fatal(&name).to_vec(),
                    _ => Vec::new(),
                }
            }
            _ => match (offers.handshake(), chains.config(word, server)) {
                (Ok(_), Some(config)) => {
                    let replayed = Replayed { front: self.bytes, wire };
                    return match TlsAcceptor::from(config).accept(replayed).into_fallible().await {
                        Ok(stream) => Ok(Some(Box::new(stream))),
                        Err((_, mut replayed)) => {
                            part(&mut replayed).await?;
                            Ok(None)
                        }
                    };
                }
                (Err(name), _) => alert::fatal(name).to_vec(),
                (Ok(_), None) => Vec::new(),
            },
        };
        wire.write_all(&last).await?;
        part(&mut *wire).await?;
        Ok(None)
    }
}

/// Sends the alert of this name to a client that has begun.
pub(super) async fn fail(wire: &mut dyn Wire, name: &str) -> io::Result<()> {
    Opening::read(wire).await?;
    fail_now(wire, name).await
}

/// Sends the alert of this name to a client whose ClientHello was read.
pub(super) async fn fail_now(wire: &mut dyn Wire, name: &str) -> io::Result<()> {
    wire.write_all(&alert::fatal(name)).await?;
    part(wire).await
}

/// Keeps the connection, and says nothing, until the asker leaves.
pub(super) async fn hold(wire: &mut dyn Wire) -> io::Result<()> {
    let mut sink = [0; 1_024];
    while let Ok(read) = timeout(IDLE, wire.read(&mut sink)).await {
        if read? == 0 {
            break;
        }
    }
    Ok(())
}

/// Ends the connection. Closing on unread bytes would reset it, and lose what was said last.
pub(super) async fn part(wire: &mut dyn Wire) -> io::Result<()> {
    wire.flush().await?;
    wire.shutdown().await?;
    let _ = timeout(FAREWELL, hold(wire)).await;
    Ok(())
}

/// Whether the library negotiates what `offer` is after, with this server's versions and key exchange.
fn library_speaks(offer: Offer, server: &Server) -> bool {
    let speaks_12 = server.offers.versions.contains(&TLS12) && server.offers.forward_secret;
    speaks_12 && matches!(offer, Offer::Tls12 | Offer::ForwardSecret | Offer::Ecdsa)
}
