//! One connection to a scripted server: its acts over a real socket. It takes a message where its script answers DATA.

use super::shake::{self, IDLE, Opening};
use super::shelves::Reader;
use super::tongue::{self, Said};
use super::wire::Boxed;
use crate::counts::{Counts, Received};
use crate::tls::Chains;
use facts::fixture::server::{Act, Command, Memory, Server};
use facts::{Protocol, Security};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// RFC 5321 4.5.3.1.4 allows 512 octets; more is answered, up to here.
const LONGEST_COMMAND: usize = 4_096;

const LARGEST_MESSAGE: usize = 1 << 20;

/// Whether the talk goes on.
enum Then {
    Go,
    Stop,
}

/// How a connection ends that is not simply closed.
enum Last<'a> {
    Silence,
    Alert(&'a str),
}

pub(super) struct Talk {
    server: Server,
    chains: Arc<Chains>,
    counts: Arc<Counts>,
    wire: Boxed,
    encrypted: bool,
    /// Bytes read behind the last command.
    pending: Vec<u8>,
    /// The path of the last MAIL.
    sender: String,
    /// The path of the last RCPT.
    recipient: String,
    /// Which folder is open.
    reader: Reader,
    /// What the server was asked so far, over all its connections.
    memory: Arc<Mutex<Memory>>,
}

impl Talk {
    pub(super) fn new(server: Server, chains: Arc<Chains>, counts: Arc<Counts>, memory: Arc<Mutex<Memory>>, stream: TcpStream) -> Self {
        Self {
            server,
            chains,
            counts,
            wire: Box::new(stream),
            encrypted: false,
            pending: Vec::new(),
            sender: String::new(),
            recipient: String::new(),
            reader: Reader::new(),
            memory,
        }
    }

    /// Plays to the end. An error is the asker's going away, which ends the play too.
    pub(super) async fn play(mut self) -> io::Result<()> {
        let server = self.server.clone();
        if server.security() == Security::Implicit && matches!(self.act("", std::slice::from_ref(&server.first)).await?, Then::Stop) {
            return Ok(());
        }
        let mut then = self.act("", server.greeting()).await?;
        while let Then::Go = then {
            then = match self.command().await? {
                Some(line) => self.answer(&server, &line).await?,
                None => Then::Stop,
            };
        }
        self.wire.shutdown().await
    }

    async fn answer(&mut self, server: &Server, line: &str) -> io::Result<Then> {
        let said = Said::read(server.protocol, line, self.encrypted);
        let command = &said.command;
        if matches!(command.verb.as_str(), "DATA" | "BDAT") {
            self.counts.visit(server.at, |visits| visits.messages += 1);
        }
        if command.verb == "MAIL" {
            self.sender.clone_from(&command.argument);
        }
        if command.verb == "RCPT" {
            self.recipient.clone_from(&command.argument);
        }
        let memory = Arc::clone(&self.memory);
        let acts = said.acts(server, |note| note(&mut memory.lock().unwrap_or_else(PoisonError::into_inner)), &self.sender);
        if !acts.is_empty() {
            let then = self.act(&said.tag, &acts).await?;
            if command.verb == "DATA" && acts.iter().any(|act| matches!(act, Act::Say(line) if line.starts_with("354"))) {
                return self.message(server).await;
            }
            return Ok(if said.is_farewell() { Then::Stop } else { then });
        }
        if tongue::is_scripted(server.protocol, &command.verb) {
            return Ok(Then::Stop);
        }
        if let Some(answer) = self.reader.answer(server, &self.counts, line).filter(|_| server.protocol == Protocol::Imap && self.encrypted)
        {
            self.wire.write_all(&answer).await?;
            self.wire.flush().await?;
            return Ok(Then::Go);
        }
        self.wire.write_all(tongue::tagged(&said.tag, tongue::refusal(server.protocol)).as_bytes()).await?;
        self.wire.flush().await?;
        Ok(Then::Go)
    }

    /// Takes a message up to its dot, and says what the script says to it.
    async fn message(&mut self, server: &Server) -> io::Result<Then> {
        let mut text = String::new();
        loop {
            let Some(line) = self.command().await?.filter(|_| text.len() < LARGEST_MESSAGE) else { return Ok(Then::Stop) };
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push_str("\r\n");
        }
        let bare = |path: &str| path.trim_matches(['<', '>']).to_owned();
        self.counts.receive(Received { from: bare(&self.sender), to: bare(&self.recipient), text });
        let acts = server.to(&Command { verb: ".".into(), argument: String::new(), tls: self.encrypted }, 1).into_owned();
        self.act("", &acts).await
    }

    async fn act(&mut self, tag: &str, acts: &[Act]) -> io::Result<Then> {
        for act in acts {
            let then = match act {
                Act::Say(line) => {
                    self.wire.write_all(tongue::tagged(tag, line).as_bytes()).await?;
                    self.rest_of_login(line).await?
                }
                Act::Wait(ms) => {
                    self.wire.flush().await?;
                    tokio::time::sleep(Duration::from_millis(u64::from(*ms))).await;
                    Then::Go
                }
                Act::Close => Then::Stop,
                Act::Silence => self.stop(Last::Silence).await?,
                Act::Endless => self.babble().await?,
                Act::Tls(chain) => self.handshake(chain).await?,
                Act::TlsFail(alert) => self.stop(Last::Alert(alert)).await?,
            };
            if let Then::Stop = then {
                return Ok(Then::Stop);
            }
        }
        self.wire.flush().await?;
        Ok(Then::Go)
    }

    /// Takes what the server waits for behind a challenge (RFC 4954 4), and forgets it.
    async fn rest_of_login(&mut self, line: &str) -> io::Result<Then> {
        if !tongue::wants_more(self.server.protocol, line) {
            return Ok(Then::Go);
        }
        self.wire.flush().await?;
        Ok(if self.command().await?.is_some() { Then::Go } else { Then::Stop })
    }

    async fn stop(&mut self, last: Last<'_>) -> io::Result<Then> {
        self.wire.flush().await?;
        match last {
            Last::Silence => shake::hold(&mut *self.wire).await?,
            Last::Alert(name) => shake::fail(&mut *self.wire, name).await?,
        }
        Ok(Then::Stop)
    }

    async fn babble(&mut self) -> io::Result<Then> {
        let lines = tongue::endless(self.server.protocol).repeat(40);
        loop {
            self.wire.write_all(lines.as_bytes()).await?;
            self.wire.flush().await?;
            tokio::task::yield_now().await;
        }
    }

    async fn handshake(&mut self, chain: &str) -> io::Result<Then> {
        self.wire.flush().await?;
        let mut plain = std::mem::replace(&mut self.wire, Box::new(tokio::io::empty()));
        // What came before the handshake is not part of it (RFC 3207 4.2).
        if !self.server.keeps_cleartext {
            self.pending.clear();
        }
        let opening = Opening::read(&mut *plain).await?;
        let Some(wire) = opening.answer(plain, &self.server, chain, &self.chains).await? else { return Ok(Then::Stop) };
        (self.wire, self.encrypted) = (wire, true);
        Ok(Then::Go)
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
