//! The commands that tell what is known: replies, checks, demands.

use super::values::{AreaParser, domain, selector};
use clap::Args;
use clap::builder::PossibleValuesParser;
use facts::Name;
use std::net::IpAddr;
use std::path::PathBuf;

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
