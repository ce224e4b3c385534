//! What TLS, a hand-made ClientHello and an HTTPS request show. Judges none of it.

use crate::answer::{Der, Step, Text};
use serde::{Deserialize, Serialize};

/// What a TLS handshake showed, verified or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsFacts {
    /// `TLSv1.2` or `TLSv1.3`; empty when the handshake did not finish.
    #[serde(default)]
    pub version: String,
    /// Suite, by its IANA name.
    #[serde(default)]
    pub suite: String,
    /// Key-exchange group, by its IANA name.
    #[serde(default)]
    pub group: String,
    /// The certificates as presented, leaf first.
    pub chain: Vec<Der>,
    /// Whether the server proved that it holds the leaf's key.
    #[serde(default)]
    pub key_proved: bool,
    /// The stapled OCSP response (RFC 6066 8), as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocsp: Option<Der>,
    /// Whether the server asked for a client certificate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_certificate: bool,
}

/// What a hand-made ClientHello brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloAnswer {
    /// The steps up to the ClientHello; the last one says why it was never sent, where `heard` is none.
    pub steps: Vec<Step>,
    /// What the server said to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Heard>,
}

/// What a server says to a ClientHello.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// ServerHello, or HelloRetryRequest.
    Hello(ServerHello),
    /// An alert, by its name (RFC 8446 6): `protocol_version`, `handshake_failure`.
    Alert(String),
    /// The connection was closed.
    Closed,
    /// Nothing came in time.
    Timeout,
    /// Bytes that are no TLS record; the first 200 of them.
    Garbage(Text),
}

/// A ServerHello and what followed it in the clear.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerHello {
    /// Version chosen: 0x0300 SSLv3 to 0x0304 TLS 1.3.
    pub version: u16,
    /// Suite chosen, by its number in IANA's registry.
    pub suite: u16,
    /// Key-exchange group chosen or asked for, by its number, where one was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u16>,
    /// Whether it was a HelloRetryRequest (RFC 8446 4.1.4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retry: bool,
    /// The certificates, leaf first; none where they are encrypted (TLS 1.3) or there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<Der>,
    /// Whether a client certificate was asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_certificate: bool,
}

/// What an HTTPS request brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpsAnswer {
    /// Connect, handshake, request: as far as it came; the last one tells how it ended.
    pub steps: Vec<Step>,
    /// What the handshake showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsFacts>,
    /// The response, where one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<HttpResponse>,
}

/// An HTTP response, no redirect followed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Content-Type, uncleaned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Location, uncleaned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The body, at most [`MOST_BODY`] octets.
    pub body: Text,
    /// Whether the body was longer, or was cut off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
}

/// Octets of a body that are kept.
pub const MOST_BODY: usize = 256 * 1024;
