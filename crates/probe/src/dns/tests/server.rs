//! A DNS server on loopback that does what a closure says.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

/// A query as it came.
pub(super) struct Heard {
    pub(super) bytes: Vec<u8>,
    pub(super) tcp: bool,
    /// Counted from 0 over all queries.
    pub(super) nth: usize,
}

impl Heard {
    fn question_end(&self) -> usize {
        let mut at = 12;
        while self.bytes[at] != 0 {
            at += usize::from(self.bytes[at]) + 1;
        }
        at + 5
    }

    /// The name in lower case.
    pub(super) fn name(&self) -> String {
        let (mut at, mut labels) = (12, Vec::new());
        while self.bytes[at] != 0 {
            let length = usize::from(self.bytes[at]);
            labels.push(String::from_utf8_lossy(&self.bytes[at + 1..at + 1 + length]).to_lowercase());
            at += length + 1;
        }
        labels.join(".")
    }

    /// The number of the type asked for.
    pub(super) fn rtype(&self) -> u16 {
        let end = self.question_end();
        u16::from_be_bytes([self.bytes[end - 4], self.bytes[end - 3]])
    }

    pub(super) fn recursion_desired(&self) -> bool {
        self.bytes[2] & 1 == 1
    }

    pub(super) fn has_edns(&self) -> bool {
        self.bytes[11] == 1
    }

    /// A response with this code, the question repeated as it came.
    pub(super) fn reply(&self, rcode: u8) -> Reply {
        let mut bytes = self.bytes[..self.question_end()].to_vec();
        bytes[2] = 0x80 | (bytes[2] & 1);
        bytes[3] = 0x80 | rcode;
        bytes[6..12].fill(0);
        Reply(bytes)
    }
}

/// A response under construction; sections in order.
pub(super) struct Reply(pub(super) Vec<u8>);

impl Reply {
    fn record(mut self, count: usize, owner: &str, rtype: u16, class: u16, ttl: u32, rdata: &[u8]) -> Self {
        self.0[count] += 1;
        self.0.extend(name(owner));
        self.0.extend(rtype.to_be_bytes());
        self.0.extend(class.to_be_bytes());
        self.0.extend(ttl.to_be_bytes());
        self.0.extend(u16::try_from(rdata.len()).unwrap_or_default().to_be_bytes());
        self.0.extend(rdata);
        self
    }

    pub(super) fn answer(self, owner: &str, rtype: u16, rdata: &[u8]) -> Self {
        self.record(7, owner, rtype, 1, 60, rdata)
    }

    pub(super) fn a(self, owner: &str, last: u8) -> Self {
        self.answer(owner, 1, &[192, 0, 2, last])
    }

    pub(super) fn cname(self, owner: &str, target: &str) -> Self {
        self.answer(owner, 5, &name(target))
    }

    pub(super) fn soa(self, zone: &str) -> Self {
        let rdata = [name("m.example"), name("r.example"), vec![0; 20]].concat();
        self.record(9, zone, 6, 1, 60, &rdata)
    }

    pub(super) fn ns(self, zone: &str) -> Self {
        self.record(9, zone, 2, 1, 60, &name("ns.example"))
    }

    /// With authority.
    pub(super) fn own(mut self) -> Self {
        self.0[2] |= 4;
        self
    }

    /// A name server of `zone`, in the authority section.
    pub(super) fn delegate(self, zone: &str, server: &str) -> Self {
        self.record(9, zone, 2, 1, 300, &name(server))
    }

    /// An address, in the additional section, after everything else.
    pub(super) fn glue(self, server: &str, address: [u8; 4]) -> Self {
        self.record(11, server, 1, 1, 300, &address)
    }

    pub(super) fn extended(self, code: u16, text: &str) -> Self {
        let mut rdata = vec![0, 15];
        rdata.extend(u16::try_from(text.len() + 2).unwrap_or_default().to_be_bytes());
        rdata.extend(code.to_be_bytes());
        rdata.extend(text.as_bytes());
        self.record(11, "", 41, 1232, 0, &rdata)
    }

    pub(super) fn truncated(mut self) -> Self {
        self.0[2] |= 2;
        self
    }

    /// Sent at once.
    pub(super) fn now(self) -> Vec<(u64, Vec<u8>)> {
        vec![(0, self.0)]
    }
}

pub(super) fn name(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for label in text.split('.').filter(|l| !l.is_empty()) {
        out.push(u8::try_from(label.len()).unwrap_or_default());
        out.extend(label.as_bytes());
    }
    out.push(0);
    out
}

/// Whether the server takes TCP connections.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tcp {
    Served,
    Refused,
}

/// Both on one port: that of a UDP socket may be taken for TCP by another test.
async fn same_port() -> (UdpSocket, TcpListener) {
    loop {
        let udp = UdpSocket::bind("127.0.0.1:0").await.expect("a UDP port");
        if let Ok(listener) = TcpListener::bind(udp.local_addr().expect("an address")).await {
            return (udp, listener);
        }
    }
}

/// Serves until the runtime ends; each answer of `script` is sent after so many milliseconds.
pub(super) async fn serve<F>(tcp: Tcp, script: F) -> SocketAddr
where
    F: Fn(&Heard) -> Vec<(u64, Vec<u8>)> + Send + Sync + 'static,
{
    let (script, count) = (Arc::new(script), Arc::new(AtomicUsize::new(0)));
    let (udp, listener) = same_port().await;
    let (udp, at) = (Arc::new(udp), listener.local_addr().expect("an address"));
    if tcp == Tcp::Served {
        let (script, count) = (script.clone(), count.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (script, count) = (script.clone(), count.clone());
                tokio::spawn(async move {
                    let length = stream.read_u16().await?;
                    let mut bytes = vec![0; usize::from(length)];
                    stream.read_exact(&mut bytes).await?;
                    let heard = Heard { bytes, tcp: true, nth: count.fetch_add(1, Ordering::SeqCst) };
                    for (_, reply) in script(&heard) {
                        stream.write_u16(u16::try_from(reply.len()).unwrap_or(u16::MAX)).await?;
                        stream.write_all(&reply).await?;
                    }
                    Ok::<(), std::io::Error>(())
                });
            }
        });
    }
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        while let Ok((length, from)) = udp.recv_from(&mut buffer).await {
            let heard = Heard { bytes: buffer[..length].to_vec(), tcp: false, nth: count.fetch_add(1, Ordering::SeqCst) };
            for (delay, reply) in script(&heard) {
                let udp = udp.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(delay)).await;
                    let _ = udp.send_to(&reply, from).await;
                });
            }
        }
    });
    at
}
