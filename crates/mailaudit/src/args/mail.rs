//! The commands about messages and mailboxes.

use super::values::{AreaParser, address};
use super::{FailOn, OutcomeArgs, ProfileArg};
use clap::Args;
use facts::Endpoint;
use std::net::IpAddr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct AccountArgs {
    /// The address of the mailbox, user@domain
    #[arg(value_name = "ADDRESS", value_parser = address)]
    pub address: String,
    /// IMAP server as it stands in the mail program: HOST, HOST:PORT, HOST:PORT/starttls or /tls; default: what the domain publishes
    #[arg(long, value_name = "HOST[:PORT]", value_parser = Endpoint::parse)]
    pub imap: Option<Endpoint>,
    /// POP3 server
    #[arg(long, value_name = "HOST[:PORT]", value_parser = Endpoint::parse)]
    pub pop3: Option<Endpoint>,
    /// Server for sending
    #[arg(long, value_name = "HOST[:PORT]", value_parser = Endpoint::parse)]
    pub smtp: Option<Endpoint>,
    /// Ask the server for sending whether it lets this sender through; nothing is sent
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub from: Option<String>,
    /// Name to log in with; default: the address
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// Read the password from the first line of this file, '-' for stdin; else it is taken from MAILAUDIT_PASSWORD, or asked for
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Do not log in
    #[arg(long, conflicts_with_all = ["password_file", "from"])]
    pub no_login: bool,
    /// Write target, options and every answer to a file
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Show what passed, too
    #[arg(long, help_heading = "Output")]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct DeliverArgs {
    /// The message to send (.eml); default: a short text. A marker is put into its header, To, Date and Message-ID are made anew unless it is signed
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub message: Option<PathBuf>,
    /// Only to these mailboxes of the configuration
    #[arg(long, value_name = "ADDRESS", value_parser = address, conflicts_with = "replay")]
    pub to: Vec<String>,
    /// Seconds that a message may be on its way
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=86_400), conflicts_with = "replay")]
    pub wait: u32,
    /// Each mailbox that got its message answers, and the answer is looked for in the sender's own mailbox
    #[arg(long, conflicts_with = "replay")]
    pub reply: bool,
    /// Send without asking
    #[arg(short, long)]
    pub yes: bool,
    /// Write target, options and every answer to a file; passwords never, of messages the header, of bounces the text
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub record: Option<PathBuf>,
    /// Judge a recording again; nothing is sent
    #[arg(long, value_name = "FILE")]
    pub replay: Option<PathBuf>,
    /// Exit with 1 at a finding of this severity or worse
    #[arg(long, value_enum, default_value_t = FailOn::Error, help_heading = "Output")]
    pub fail_on: FailOn,
    /// Show what passed, too
    #[arg(long, help_heading = "Output")]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct MessageArgs {
    /// The message as it was sent or received, '-' for stdin
    #[arg(value_name = "FILE", required_unless_present = "replay")]
    pub file: Option<PathBuf>,
    /// The address that it comes from; default: the topmost Received that names a public one
    #[arg(long, value_name = "ADDR")]
    pub ip: Option<IpAddr>,
    /// MAIL FROM, empty for the null sender; default: Return-Path
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// HELO name; default: that of the Received that names the address
    #[arg(long, value_name = "NAME")]
    pub helo: Option<String>,
    /// Messages that are sent a day; from 5000 on the rules for bulk mail apply
    #[arg(long, value_name = "N")]
    pub volume: Option<u64>,
    /// Which use is judged: what is only demanded of who sends is left out of receive
    #[arg(long, value_enum, default_value_t = ProfileArg::Send)]
    pub profile: ProfileArg,
    /// Areas to judge; default: msg,req (the message, and the matrix of mailbox providers)
    #[arg(long, value_name = "AREA", value_delimiter = ',', hide_possible_values = true, value_parser = AreaParser)]
    pub only: Vec<String>,
    /// Write target, options and every answer to a file
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub record: Option<PathBuf>,
    /// Judge a recording again, with the options it was made with; nothing is asked
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "ip", "mail_from", "helo", "volume", "profile"])]
    pub replay: Option<PathBuf>,
    /// Lay the records of this zone file over what is published, and show the score before and after; `NAME TYPE -` deletes
    #[arg(long = "with", value_name = "ZONE", help_heading = "What if")]
    pub with: Vec<PathBuf>,
    #[command(flatten)]
    pub outcome: OutcomeArgs,
}
