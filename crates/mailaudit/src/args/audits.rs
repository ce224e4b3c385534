//! The commands that judge a domain, a host or an address.

use super::values::{AreaParser, domain, host, moment, selector};
use clap::{Args, ValueEnum};
use facts::{Moment, Name, Profile};
use findings::Severity;
use std::net::IpAddr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Domains, also internationalised ones
    #[arg(value_name = "DOMAIN", value_parser = domain, required_unless_present = "replay")]
    pub domains: Vec<Name>,
    #[command(flatten)]
    pub sender: SenderArgs,
    /// Messages that you send a day: decides which requirements of mailbox providers and which limits of mailboxes concern you
    #[arg(long, value_name = "N")]
    pub volume: Option<u64>,
    /// Judge this message (.eml) with its domain, in one report
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub message: Option<PathBuf>,
    /// MAIL FROM of your own mail
    #[arg(long, value_name = "ADDRESS", requires = "message")]
    pub mail_from: Option<String>,
    /// Areas to judge: dns, mx, spf, dkim, dmarc, ptr, bl, smtp, tls, …
    #[arg(long, value_name = "AREA", value_delimiter = ',', hide_possible_values = true, value_parser = AreaParser)]
    pub only: Vec<String>,
    /// Write target, options and every answer to a file
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub record: Option<PathBuf>,
    /// Judge a recording again, with the options it was made with; nothing is asked
    #[arg(long, value_name = "FILE", conflicts_with_all = ["profile", "ip", "selector", "helo", "volume"])]
    pub replay: Option<PathBuf>,
    /// Lay the records of this zone file over what is published, and show the score before and after; `NAME TYPE -` deletes
    #[arg(long = "with", value_name = "ZONE", conflicts_with = "zone", help_heading = "What if")]
    pub with: Vec<PathBuf>,
    /// Judge this zone file, published or not: it is the only source, unless --resolver is given for what lies outside it
    #[arg(long, value_name = "ZONE", conflicts_with_all = ["replay", "record"], help_heading = "What if")]
    pub zone: Option<PathBuf>,
    #[command(flatten)]
    pub outcome: OutcomeArgs,
}

#[derive(Debug, Args)]
pub struct FixArgs {
    /// The domain
    #[arg(value_name = "DOMAIN", value_parser = domain, required_unless_present = "replay")]
    pub domain: Option<Name>,
    #[command(flatten)]
    pub sender: SenderArgs,
    /// Areas to judge and to propose for: mx, spf, dkim, dmarc, sts, rpt, dane, …
    #[arg(long, value_name = "AREA", value_delimiter = ',', hide_possible_values = true, value_parser = AreaParser)]
    pub only: Vec<String>,
    /// The domain neither sends nor receives: propose the set that says so
    #[arg(long)]
    pub parked: bool,
    /// Make a DKIM key for the last --selector: the private key goes into this new file, readable by you alone; the record into the proposal
    #[arg(long, value_name = "FILE", requires = "selector", conflicts_with_all = ["parked", "replay"], help_heading = "New DKIM key")]
    pub dkim_key: Option<PathBuf>,
    /// Kind of the new key: rsa (2048 bits, what every receiver reads) or ed25519 (only beside an RSA key)
    #[arg(long, value_name = "KIND", value_enum, default_value_t = KeyKind::Rsa, requires = "dkim_key", help_heading = "New DKIM key")]
    pub dkim_type: KeyKind,
    /// Write target, options and every answer to a file
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub record: Option<PathBuf>,
    /// Propose for a recording, with the options it was made with; nothing is asked
    #[arg(long, value_name = "FILE", conflicts_with_all = ["profile", "ip", "selector", "helo"])]
    pub replay: Option<PathBuf>,
}

// No doc comments on what is flattened: clap would take them for the description of the command.

// Who sends for a domain, and which use of it is judged: `check`, `dns` and `fix`.
#[derive(Clone, Debug, Args)]
pub struct SenderArgs {
    /// Which use of the domain is judged
    #[arg(long, value_enum, default_value_t = ProfileArg::Full)]
    pub profile: ProfileArg,
    /// Address that sends mail for the domain
    #[arg(long, value_name = "ADDR")]
    pub ip: Vec<IpAddr>,
    /// DKIM selector in use; without one the known selectors are tried
    #[arg(long, value_name = "S", value_parser = selector)]
    pub selector: Vec<String>,
    /// HELO name of your own sender
    #[arg(long, value_name = "NAME")]
    pub helo: Option<String>,
}

// When to exit with 1, and how much is shown: `check`, `dns`, `smtp` and `message`.
#[derive(Clone, Debug, Args)]
pub struct OutcomeArgs {
    /// Exit with 1 at a finding of this severity or worse
    #[arg(long, value_enum, default_value_t = FailOn::Error, help_heading = "Output")]
    pub fail_on: FailOn,
    /// Exit with 1 below this score (0 to 100)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100), help_heading = "Output")]
    pub min_score: Option<u32>,
    /// Show what passed, too
    #[arg(long, help_heading = "Output")]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct TlsArgs {
    /// HOST or HOST:PORT (25 by default), also an address; 443, 465, 993, 995 and the like speak TLS at once, the others SMTP with STARTTLS
    #[arg(value_name = "HOST[:PORT]", required_unless_present = "file", conflicts_with = "file")]
    pub target: Option<String>,
    /// Certificates in PEM form, leaf first
    #[arg(long, value_name = "PEM", requires = "name")]
    pub file: Option<PathBuf>,
    /// The host name that the certificate must be valid for
    #[arg(long, value_name = "HOST", value_parser = host)]
    pub name: Option<Name>,
    /// Judge as of this time (RFC 3339); default: now
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "file")]
    pub at: Option<Moment>,
    /// Trust no chain with more intermediate certificates than this
    #[arg(long, value_name = "N", requires = "file")]
    pub max_depth: Option<usize>,
}

#[derive(Debug, Args)]
pub struct SmtpArgs {
    /// A domain, whose mail hosts are talked to; or a HOST without MX records, HOST:PORT or an address, which is talked to itself
    #[arg(value_name = "DOMAIN|HOST[:PORT]", required = true)]
    pub targets: Vec<String>,
    #[command(flatten)]
    pub outcome: OutcomeArgs,
}

#[derive(Debug, Args)]
pub struct BlocklistArgs {
    /// A domain or an address
    #[arg(value_name = "DOMAIN|ADDR", required = true)]
    pub targets: Vec<String>,
    /// Show what passed, too
    #[arg(long, help_heading = "Output")]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct SpfArgs {
    /// The domain; default: that of --mail-from, else of --helo
    #[arg(value_name = "DOMAIN", value_parser = domain)]
    pub domain: Option<Name>,
    /// The sending address
    #[arg(long, value_name = "ADDR")]
    pub ip: IpAddr,
    /// MAIL FROM; an empty one is judged as postmaster@HELO
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// HELO name
    #[arg(long, value_name = "NAME")]
    pub helo: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProfileArg {
    Send,
    Receive,
    Full,
}

impl From<ProfileArg> for Profile {
    fn from(arg: ProfileArg) -> Self {
        match arg {
            ProfileArg::Send => Profile::Send,
            ProfileArg::Receive => Profile::Receive,
            ProfileArg::Full => Profile::Full,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Notice,
    Warning,
    Error,
    Critical,
    Never,
}

impl FailOn {
    /// The mildest severity that is a reason; none where there is no reason.
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Notice => Some(Severity::Notice),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Error => Some(Severity::Error),
            FailOn::Critical => Some(Severity::Critical),
            FailOn::Never => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeyKind {
    Rsa,
    Ed25519,
}
