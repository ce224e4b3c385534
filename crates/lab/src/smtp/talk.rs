//! One connection to a scripted server: its acts over a real socket. It never takes a message.

use super::alert;
use crate::counts::Counts;
use crate::tls::Chains;
use facts::fixture::server::{Act, Command, Memory, Server};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// RFC 5321 4.5.3.1.4 allows 512 octets; more is answered, up to here.
const LONGEST_COMMAND: usize = 4_096;
/// The lab does not hold connections of askers that have forgotten them.
const IDLE: Duration = Duration::from_secs(600);
/// Ports on which TLS begins with the first byte (RFC 8314 3.3, 7.1).
const IMPLICIT_TLS: [u16; 3] = [465, 993, 995];
const SCRIPTED: [&str; 4] = ["EHLO", "HELO", "STARTTLS", "QUIT"];

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// Whether the talk goes on.
enum Then {
    Go,
    Stop,
}

pub(super) struct Talk {
    server: Arc<Server>,
    chains: Arc<Chains>,
    counts: Arc<Counts>,
    wire: Box<dyn Wire>,
    encrypted: bool,
    /// Bytes read behind the last command.
    pending: Vec<u8>,
    /// The path of the last MAIL.
    sender: String,
    /// What the server was asked so far, over all its connections.
    memory: Arc<Mutex<Memory>>,
}

impl Talk {
    pub(super) fn new(
        server: Arc<Server>,
        chains: Arc<Chains>,
        counts: Arc<Counts>,
        memory: Arc<Mutex<Memory>>,
        stream: TcpStream,
    ) -> Self {
        let _ = stream.set_nodelay(true);
        Self { server, chains, counts, wire: Box::new(stream), encrypted: false, pending: Vec::new(), sender: String::new(), memory }
    }

    /// Plays to the end. An error is the asker's going away, which ends the play too.
    pub(super) async fn play(mut self) -> io::Result<()> {
        let server = Arc::clone(&self.server);
        if IMPLICIT_TLS.contains(&server.at.port()) && matches!(self.handshake(&server.chain).await?, Then::Stop) {
            return Ok(());
        }
        let mut then = self.act(server.greeting()).await?;
        while let Then::Go = then {
            then = match self.command().await? {
                Some(line) => self.answer(&server, &line).await?,
                None => Then::Stop,
            };
        }
        self.wire.shutdown().await
    }

    async fn answer(&mut self, server: &Server, line: &str) -> io::Result<Then> {
        let command = Command::read(line, self.encrypted);
        if matches!(command.verb.as_str(), "DATA" | "BDAT") {
            self.counts.visit(server.at, |visits| visits.messages += 1);
        }
        if command.verb == "MAIL" {
            self.sender.clone_from(&command.argument);
        }
        let nth = self.memory.lock().unwrap_or_else(PoisonError::into_inner).note(&self.sender, &command);
        let acts = server.to(&command, nth);
        if !acts.is_empty() {
            let then = self.act(&acts).await?;
            return Ok(if command.verb == "QUIT" { Then::Stop } else { then });
        }
        if SCRIPTED.contains(&command.verb.as_str()) {
            return Ok(Then::Stop);
        }
        self.wire.write_all(b"502 5.5.1 not in this script\r\n").await?;
        self.wire.flush().await?;
        Ok(Then::Go)
    }

    async fn act(&mut self, acts: &[Act]) -> io::Result<Then> {
        for act in acts {
            let then = match act {
                Act::Say(line) => {
                    self.wire.write_all(format!("{line}\r\n").as_bytes()).await?;
                    Then::Go
                }
                Act::Wait(ms) => {
                    self.wire.flush().await?;
                    tokio::time::sleep(Duration::from_millis(u64::from(*ms))).await;
                    Then::Go
                }
                Act::Close => Then::Stop,
                Act::Silence => self.hold().await?,
                Act::Endless => self.babble().await?,
                Act::Tls(chain) => self.handshake(chain).await?,
                Act::TlsFail(alert) => self.fail_handshake(alert).await?,
            };
            if let Then::Stop = then {
                return Ok(Then::Stop);
            }
        }
        self.wire.flush().await?;
        Ok(Then::Go)
    }

    /// Keeps the connection, and says nothing, until the asker leaves.
    async fn hold(&mut self) -> io::Result<Then> {
        let mut sink = [0; 1_024];
        while let Ok(read) = tokio::time::timeout(IDLE, self.wire.read(&mut sink)).await {
            if read? == 0 {
                break;
            }
        }
        Ok(Then::Stop)
    }

    async fn babble(&mut self) -> io::Result<Then> {
        let lines = "250-and another thing\r\n".repeat(40);
        loop {
            self.wire.write_all(lines.as_bytes()).await?;
            self.wire.flush().await?;
            tokio::task::yield_now().await;
        }
    }

    async fn handshake(&mut self, chain: &str) -> io::Result<Then> {
        self.wire.flush().await?;
        let Some(config) = self.chains.config(chain, &self.server) else { return Ok(Then::Stop) };
        let plain = std::mem::replace(&mut self.wire, Box::new(tokio::io::empty()));
        // What came before the handshake is not part of it (RFC 3207 4.2).
        if !self.server.keeps_cleartext {
            self.pending.clear();
        }
        self.wire = Box::new(TlsAcceptor::from(config).accept(plain).await?);
        self.encrypted = true;
        Ok(Then::Go)
    }

    async fn fail_handshake(&mut self, name: &str) -> io::Result<Then> {
        self.wire.flush().await?;
        let mut hello = [0; 1_024];
        let _ = self.wire.read(&mut hello).await?;
        self.wire.write_all(&alert::fatal(name)).await?;
        self.wire.flush().await?;
        // Closing on unread bytes would reset the connection, and the alert with it.
        self.wire.shutdown().await?;
        let _ = tokio::time::timeout(Duration::from_secs(1), self.hold()).await;
        Ok(Then::Stop)
    }

    /// The next line; `None` when the asker left.
    async fn command(&mut self) -> io::Result<Option<String>> {
        let mut chunk = [0; 512];
        loop {
            if let Some(end) = self.pending.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.pending.drain(..=end).collect();
                return Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()));
            }
            if self.pending.len() > LONGEST_COMMAND {
                return Ok(None);
            }
            match tokio::time::timeout(IDLE, self.wire.read(&mut chunk)).await {
                Ok(Ok(0)) | Err(_) => return Ok(None),
                Ok(read) => self.pending.extend_from_slice(&chunk[..read?]),
            }
        }
    }
}
