//! `[deliver]`: who sends test messages, and the mailboxes that get them. Passwords never stand here, only where they are.

use facts::Endpoint;
use serde::{Deserialize, Deserializer};
use std::path::PathBuf;

/// Who sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliverConfig {
    /// The sender's address.
    pub from: String,
    /// Server for sending, `HOST[:PORT][/starttls|/tls]`.
    #[serde(deserialize_with = "endpoint")]
    pub submission: Endpoint,
    /// Name to log in with; default: the sender's address. Without a password nobody logs in.
    pub user: Option<String>,
    /// File whose first line is the password.
    pub password_file: Option<PathBuf>,
    /// Variable that holds the password.
    pub password_env: Option<String>,
    /// The sender's own IMAP server, where bounces and replies come back.
    #[serde(default, deserialize_with = "some_endpoint")]
    pub imap: Option<Endpoint>,
    /// The mailboxes.
    #[serde(default)]
    pub mailbox: Vec<MailboxConfig>,
}

/// One mailbox.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxConfig {
    /// Its address.
    pub address: String,
    /// Whose it is: gmail, yandex, mailru, rambler, outlook, yahoo, icloud, or a word of the user's own.
    pub provider: Option<String>,
    /// Its IMAP server; default: its provider's.
    #[serde(default, deserialize_with = "some_endpoint")]
    pub imap: Option<Endpoint>,
    /// Its server for sending, for `--reply`; default: its provider's.
    #[serde(default, deserialize_with = "some_endpoint")]
    pub submission: Option<Endpoint>,
    /// Name to log in with; default: the address.
    pub user: Option<String>,
    /// File whose first line is the password.
    pub password_file: Option<PathBuf>,
    /// Variable that holds the password.
    pub password_env: Option<String>,
    /// The name that its receiver writes Authentication-Results under; default: known, or told by its Received.
    pub authserv_id: Option<String>,
}

/// Where a password is.
#[derive(Clone, Copy, Debug)]
pub enum Secret<'a> {
    /// In the first line of a file.
    File(&'a PathBuf),
    /// In a variable.
    Variable(&'a str),
}

impl<'a> Secret<'a> {
    /// The one of the two that is given; a file goes before a variable.
    pub fn of(file: &'a Option<PathBuf>, variable: &'a Option<String>) -> Option<Self> {
        file.as_ref().map(Secret::File).or(variable.as_deref().map(Secret::Variable))
    }
}

fn endpoint<'de, D: Deserializer<'de>>(d: D) -> Result<Endpoint, D::Error> {
    Endpoint::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
}

fn some_endpoint<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Endpoint>, D::Error> {
    endpoint(d).map(Some)
}
