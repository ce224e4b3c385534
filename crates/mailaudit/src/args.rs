//! The command line. Only words and values here; what they do stands in `commands`.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use facts::{Endpoint, Moment, Name};
use std::ffi::OsStr;
use std::net::IpAddr;
use std::path::PathBuf;

/// E-mail deliverability audit: one domain in, one scored report out.
#[derive(Debug, Parser)]
#[command(
    name = "mailaudit",
    version,
    propagate_version = true,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Audit domains: DNS, MX, SPF, DKIM, DMARC, PTR, blocklists, SMTP and TLS of the mail hosts
    Check(CheckArgs),
    /// The DNS side alone: zone, MX, SPF, DKIM, DMARC, PTR
    Dns(CheckArgs),
    /// The certificate chain of one host, or of a file before it is installed
    Tls(TlsArgs),
    /// The settings of one mailbox: servers, ports, certificates, log-in, and who may be the sender
    Account(AccountArgs),
    /// Send a test message to mailboxes of yours, then tell where it landed and how each receiver judged it
    Deliver(DeliverArgs),
    /// Blocklists alone: a domain, or an address
    Blocklist(BlocklistArgs),
    /// The RFC 7208 result for a sending address, with the tree that leads to it
    Spf(SpfArgs),
    /// What to publish: records that clear findings and cut nobody off, with the score before and after
    Fix(FixArgs),
    /// A message (.eml) as its receivers see it: DKIM, SPF, DMARC, ARC, header, parts, links, unsubscribing
    Message(MessageArgs),
    /// What a server's reply, a bounce or a check code means, and what to do about it
    Explain(ExplainArgs),
    /// The catalogue of checks
    Checks(ChecksArgs),
    /// What mailbox providers demand of senders, with the sources
    Requirements(RequirementsArgs),
    /// Audit a healthy, a sick and a parked domain of the built-in lab; nothing leaves this machine
    Demo(DemoArgs),
    /// Completions for a shell: bash, zsh, fish, elvish or powershell
    Completions(CompletionsArgs),
    /// The manual, made from this command line
    Man(ManArgs),
    /// Print the JSON schema of a format
    #[command(hide = true)]
    Schema(SchemaArgs),
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Common {
    /// DNS upstream: `system`, `recursive` (own walk from the root), ADDR[:PORT], tls://… or https://…; a second one is asked when the first stays silent
    #[arg(long, global = true, value_name = "UPSTREAM", help_heading = "Network")]
    pub resolver: Vec<String>,
    /// Root servers for `--resolver recursive` to begin with (zone file: NS, A, AAAA) instead of IANA's; takes the built-in trust anchor away
    #[arg(long, global = true, value_name = "FILE", help_heading = "Network")]
    pub root_hints: Option<PathBuf>,
    /// DNSSEC trust anchors instead of the built-in one (DS or DNSKEY records)
    #[arg(long, global = true, value_name = "FILE", help_heading = "Network")]
    pub dnssec_anchor: Vec<PathBuf>,
    /// Trust the certificates of this PEM file beside the built-in roots
    #[arg(long, global = true, value_name = "PEM", help_heading = "Network")]
    pub ca_file: Vec<PathBuf>,
    /// Look certificates up in this revocation list (PEM or DER) of their authority; several may be given
    #[arg(long, global = true, value_name = "FILE", help_heading = "Network")]
    pub crl: Vec<PathBuf>,
    /// Carry connections elsewhere, as curl does: HOST:PORT:ADDR:PORT; empty fields match all
    #[arg(long, global = true, value_name = "RULE", help_heading = "Network")]
    pub connect_to: Vec<String>,
    /// Well-known mail host that shows whether port 25, IPv6 and TLS work from here; default: hosts of large providers
    #[arg(long, global = true, value_name = "HOST", help_heading = "Network")]
    pub control: Vec<String>,
    /// The name to greet servers with; default: this host's FQDN, else an address literal
    #[arg(long, global = true, value_name = "NAME", help_heading = "Network")]
    pub probe_name: Option<String>,
    /// Make no SMTP or TLS connection; what hangs on it is unknown
    #[arg(long, global = true, help_heading = "Network")]
    pub no_smtp: bool,
    /// Also ask what could annoy a server: relaying, a random recipient, VRFY and EXPN, a second try after greylisting
    #[arg(long, global = true, help_heading = "Network")]
    pub active: bool,
    /// Also ask the registry (RDAP) when the domain was registered and when it ends
    #[arg(long, global = true, help_heading = "Network")]
    pub rdap: bool,
    /// Where registries have their RDAP servers: a bootstrap file (RFC 9224, IANA's dns.json) in place of the built-in table
    #[arg(long, global = true, value_name = "FILE", requires = "rdap", help_heading = "Network")]
    pub rdap_bootstrap: Option<PathBuf>,
    /// Also connect to private, loopback and reserved addresses
    #[arg(long, global = true, help_heading = "Network")]
    pub allow_private: bool,
    /// Seconds for one DNS question
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600), help_heading = "Network")]
    pub timeout: u64,
    /// Seconds for one domain; what is open then is unknown
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600), help_heading = "Network")]
    pub budget: u64,
    /// Configuration (TOML): resolver, probe_name, allowed_mx, spamhaus_dqs_key, …
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Language of the report
    #[arg(long, global = true, value_enum, default_value_t = Language::En, help_heading = "Output")]
    pub lang: Language,
    /// Form of the output; default: zone for `fix`, else table; nsupdate too is for `fix`, csv for `explain`
    #[arg(long, global = true, value_enum, help_heading = "Output")]
    pub format: Option<Format>,
    /// Colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, help_heading = "Output")]
    pub color: Color,
    /// No progress line
    #[arg(short, long, global = true, help_heading = "Output")]
    pub quiet: bool,
    /// Tell on stderr what is asked
    #[arg(short, long, global = true, help_heading = "Output")]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Domains, also internationalised ones
    #[arg(value_name = "DOMAIN", value_parser = domain, required_unless_present = "replay")]
    pub domains: Vec<Name>,
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
pub struct FixArgs {
    /// The domain
    #[arg(value_name = "DOMAIN", value_parser = domain, required_unless_present = "replay")]
    pub domain: Option<Name>,
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
}

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
    /// Write target, options and every answer to a file
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub record: Option<PathBuf>,
    /// Judge a recording again, with the options it was made with; nothing is asked
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "ip", "mail_from", "helo", "volume"])]
    pub replay: Option<PathBuf>,
    /// Lay the records of this zone file over what is published, and show the score before and after; `NAME TYPE -` deletes
    #[arg(long = "with", value_name = "ZONE", help_heading = "What if")]
    pub with: Vec<PathBuf>,
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
pub struct ExplainArgs {
    /// A check code (SPF004) or its name; what a server said ('553 5.7.1 …', 571, 4.7.1); an Authentication-Results header; or
    /// files and directories: bounces, complaints, mailboxes (mbox, maildir), mail logs, replies line by line, also gzipped; '-' for stdin
    #[arg(value_name = "CODE|REPLY|FILE")]
    pub what: Vec<String>,
    /// A file that is read whatever its name, '-' for stdin; what it holds is recognised
    #[arg(long, value_name = "FILE", conflicts_with = "what")]
    pub file: Vec<PathBuf>,
    /// Log of Postfix, Exim, Sendmail or Exchange, '-' for stdin: what became of the messages, causes and what to do first
    #[arg(long, value_name = "FILE", conflicts_with_all = ["what", "file"])]
    pub log: Vec<PathBuf>,
    /// Numbers in place of each reply, however few there are
    #[arg(long, help_heading = "Output")]
    pub summary: bool,
    /// Ask whether it is still so: the checks that the reply calls for, aimed at the address and domain that it names
    #[arg(long, help_heading = "Is it so now")]
    pub check: bool,
    /// The address to check, in place of the one that the reply names
    #[arg(long, value_name = "ADDR", requires = "check", help_heading = "Is it so now")]
    pub ip: Option<IpAddr>,
    /// The domain to check, in place of the one that the reply names
    #[arg(long, value_name = "DOMAIN", value_parser = domain, requires = "check", help_heading = "Is it so now")]
    pub domain: Option<Name>,
    /// DKIM selector in use
    #[arg(long, value_name = "S", value_parser = selector, requires = "check", help_heading = "Is it so now")]
    pub selector: Vec<String>,
    /// Write targets, options and every answer to a file
    #[arg(long, value_name = "FILE", requires = "check", conflicts_with = "replay", help_heading = "Is it so now")]
    pub record: Option<PathBuf>,
    /// Judge by a recording; nothing is asked
    #[arg(long, value_name = "FILE", requires = "check", help_heading = "Is it so now")]
    pub replay: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ChecksArgs {
    /// Only these areas
    #[arg(long, value_name = "AREA", value_delimiter = ',', hide_possible_values = true, value_parser = AreaParser)]
    pub only: Vec<String>,
}

#[derive(Debug, Args)]
pub struct RequirementsArgs {
    /// Only these: gmail, yahoo, outlook, icloud, yandex, mailru, rambler
    #[arg(value_name = "PROVIDER", hide_possible_values = true, value_parser = PossibleValuesParser::new(requirements::all().iter().map(|p| p.id)))]
    pub providers: Vec<String>,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Keep the lab up and print the command line that audits it
    #[arg(long, conflicts_with = "record")]
    pub serve: bool,
    /// Write targets, options and every answer to a file
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Show what passed, too
    #[arg(long, help_heading = "Output")]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Which shell; the output goes where that shell looks for completions
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write one page for each command into this directory; default: all pages to stdout
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which one
    #[arg(value_parser = ["report", "reply"])]
    pub of: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    En,
    Ru,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    // The last three are for `fix` and `explain`; a doc comment here would change the form of every help page.
    Zone,
    Nsupdate,
    Csv,
}

impl Common {
    /// The form of every command but `fix`: JSON or not.
    pub fn is_json(&self) -> bool {
        self.format == Some(Format::Json)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeyKind {
    Rsa,
    Ed25519,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProfileArg {
    Send,
    Receive,
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Notice,
    Warning,
    Error,
    Critical,
    Never,
}

/// Areas of the catalogue; `--only` takes these, also those that have no checks yet.
const AREAS: [&str; 17] =
    ["dns", "mx", "spf", "dkim", "dmarc", "sts", "rpt", "dane", "bimi", "ptr", "smtp", "tls", "bl", "cfg", "msg", "dlv", "req"];

/// A domain as a person types it. No top-level domain is a number (RFC 3696 2), so such a text is a mistyped address.
pub fn domain(text: &str) -> Result<Name, String> {
    if text.trim().parse::<IpAddr>().is_ok() {
        return Err(format!("an address, not a domain; 'mailaudit blocklist {}' asks the lists about it", text.trim()));
    }
    let name = Name::from_person(text).map_err(|e| e.to_string())?;
    let is_number = name.labels().next_back().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
    if is_number { Err(format!("'{text}' is no domain name: it ends in a number")) } else { Ok(name) }
}

/// A host name, or an address with or without brackets, which stands in place of a name.
pub fn host(text: &str) -> Result<Name, String> {
    let bare = text.trim();
    let bare = bare.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(bare);
    match bare.parse::<IpAddr>() {
        Ok(address) => Name::parse(&address.to_string()).map_err(|e| e.to_string()),
        Err(_) if bare != text.trim() => Err(format!("'{text}' holds no address between its brackets")),
        Err(_) => domain(text),
    }
}

/// A mail address, `local@domain`, that stays one word in a dialogue.
pub fn address(text: &str) -> Result<String, String> {
    let bad = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"');
    match text.rsplit_once('@') {
        Some((local, host)) if !local.is_empty() && !text.contains(bad) => domain(host).map(|_| text.to_owned()),
        _ => Err(format!("'{text}' is no address of the form user@domain")),
    }
}

fn selector(text: &str) -> Result<String, String> {
    let name = Name::parse(text).map_err(|e| e.to_string())?;
    let plain = |l: &str| l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if name.is_root() || !name.labels().all(plain) { Err(format!("'{text}' is no DKIM selector")) } else { Ok(name.as_str().to_owned()) }
}

/// Reads an area in any case, and lists them all, so that shells complete them.
#[derive(Clone)]
struct AreaParser;

impl TypedValueParser for AreaParser {
    type Value = String;

    fn parse_ref(&self, command: &clap::Command, arg: Option<&clap::Arg>, value: &OsStr) -> Result<String, clap::Error> {
        let lower = value.to_string_lossy().trim().to_ascii_lowercase();
        PossibleValuesParser::new(AREAS).parse_ref(command, arg, OsStr::new(&lower))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(AREAS.iter().map(PossibleValue::new)))
    }
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "no RFC 3339 time, such as 2026-11-23T12:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_host_may_be_an_address() {
        let read = |text| host(text).map(|n| n.as_str().to_owned());
        assert_eq!(read("MX.example.com."), Ok("mx.example.com".into()));
        assert_eq!(read("192.0.2.1"), Ok("192.0.2.1".into()));
        assert_eq!(read("[2001:DB8::0:1]"), Ok("2001:db8::1".into()));
        assert!(read("[mx.example.com]").is_err() && read("a:25").is_err());
    }

    #[test]
    fn what_a_person_mistypes_is_refused_with_a_reason() {
        for wrong in [
            ["mailaudit", "check", "a@b.com"],
            ["mailaudit", "check", "http://x.com/"],
            ["mailaudit", "tls", "--file"],
            ["mailaudit", "check", "1.2.3.4.5"],
        ] {
            assert!(Cli::try_parse_from(wrong).is_err(), "{wrong:?}");
        }
        assert!(Cli::try_parse_from(["mailaudit", "check", "x.com", "--only", "spf,nonsense"]).is_err());
        assert!(Cli::try_parse_from(["mailaudit", "check", "почта.рф", "--only", "SPF, bl", "--selector", "S1"]).is_ok());
    }
}
