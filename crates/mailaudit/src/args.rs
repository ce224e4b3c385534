//! The command line. Only words and values here; what they do stands in `commands`.

mod audits;
mod mail;
mod meaning;
mod tool;
mod values;

pub use audits::*;
pub use mail::*;
pub use meaning::*;
pub use tool::*;
pub use values::{address, domain, host};

use clap::{Args, Parser, Subcommand, ValueEnum};
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
    /// The SMTP dialogue alone: with the mail hosts of a domain, or with one host
    Smtp(SmtpArgs),
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
pub enum Color {
    Auto,
    Always,
    Never,
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
