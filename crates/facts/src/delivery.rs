//! Test messages on their way: whose mailboxes they go to, and what was found there. Never a password, and of a message
//! no more than its header.

use crate::answer::{Text, Try};
use crate::{Endpoint, Name, Security};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The header field that bears the marker of a test message.
pub const MARKER_FIELD: &str = "X-Mailaudit-Delivery";

/// Octets of a header, or of a bounce, that are kept.
pub const MOST_LETTER: usize = 64 * 1024;

/// A test of delivery (`deliver`): one message to each mailbox, all of them the user's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryTarget {
    /// The sender, in the envelope.
    pub from: String,
    /// Where the messages are handed in.
    pub submission: Endpoint,
    /// Label of the account to log in there; none: a server that takes mail from this host without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Where the sender's own mail is read: bounces and replies come back there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbox: Option<Access>,
    /// The mailboxes.
    pub mailboxes: Vec<DeliveryMailbox>,
    /// Letters and digits of this run; each message has its own marker made from it.
    pub token: String,
    /// Seconds that a message may be on its way.
    pub wait_s: u32,
    /// Whether each mailbox that got its message answers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reply: bool,
}

/// A mailbox server and who logs in there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The server.
    pub server: Endpoint,
    /// Label of the account.
    pub account: String,
}

/// One mailbox that a message goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryMailbox {
    /// Its address.
    pub address: String,
    /// Whose it is (`gmail`); empty where that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provider: String,
    /// Where it is read.
    pub imap: Access,
    /// Where its owner's mail is handed in, for the way back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<Endpoint>,
    /// The name that its receiver signs Authentication-Results with, where the user gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authserv_id: Option<String>,
}

impl DeliveryTarget {
    /// The marker of the message to the mailbox of this place; a word of letters and digits, so that every server finds it.
    #[must_use]
    pub fn marker(&self, place: usize) -> String {
        format!("{}n{place:02}", self.token)
    }

    /// The marker of the answer from that mailbox.
    #[must_use]
    pub fn reply_marker(&self, place: usize) -> String {
        format!("{}r{place:02}", self.token)
    }
}

/// A folder of a mailbox, as the server names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// Its name in modified UTF-7 (RFC 3501 5.1.3), uncleaned.
    pub name: Text,
    /// Its attributes (`\Junk`), uncleaned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
}

/// What a question for folders brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoldersAnswer {
    /// The dialogue.
    pub done: Try,
    /// The folders; none where the server was not as far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folders: Option<Vec<Folder>>,
}

/// What is looked for in a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// A message that bears a marker in its header; looking ends with it.
    Message,
    /// Reports that quote a marker; looking ends when no message of the markers is on its way any more.
    Bounces,
}

/// Where a test message is handed in, and which.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Submission {
    /// Where to connect.
    pub addr: IpAddr,
    /// TCP port.
    pub port: u16,
    /// How TLS begins.
    pub security: Security,
    /// The name asked for.
    pub sni: Option<Name>,
    /// Our own EHLO name.
    pub helo: String,
    /// Label of the account; none: without log-in.
    pub account: Option<String>,
    /// The sender.
    pub from: String,
    /// The mailbox.
    pub to: String,
    /// What the message is known by.
    pub marker: String,
}

/// Which mailbox is looked through, and for what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Search {
    /// Where to connect.
    pub addr: IpAddr,
    /// TCP port.
    pub port: u16,
    /// How TLS begins.
    pub security: Security,
    /// The name asked for.
    pub sni: Option<Name>,
    /// Label of the account.
    pub account: String,
    /// What is looked for.
    pub wanted: Wanted,
    /// What the messages are known by.
    pub markers: Vec<String>,
    /// The folders, in modified UTF-7, in the order of looking.
    pub folders: Vec<Text>,
    /// Seconds to wait.
    pub wait_s: u32,
}

/// What a look into a mailbox brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// The dialogue; of the last connection, where it had to be made again.
    pub done: Try,
    /// What was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Letter>,
    /// How often all folders were looked through without a fault.
    pub polls: u32,
    /// How long was looked, in milliseconds.
    pub waited_ms: u64,
}

/// A message that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The marker that it bears or quotes.
    pub marker: String,
    /// The folder, in modified UTF-7.
    pub folder: Text,
    /// When it was found, in milliseconds after looking began.
    pub after_ms: u64,
    /// When the server took it in (INTERNALDATE), as the server writes it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub taken_in: String,
    /// The header of a message, the whole of a report; at most [`MOST_LETTER`] octets.
    pub text: Text,
}
