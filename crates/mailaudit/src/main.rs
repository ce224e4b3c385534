//! The command `mailaudit`: arguments in, report out, exit code. Thin by design.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod config;
mod dkim_key;
mod failure;
mod input;
mod message_file;
mod output;
mod progress;
mod run;
mod secret;
mod setup;
mod signed;

use args::{Cli, Command, Format};
use clap::Parser as _;
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run_command(&cli) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            anstream::eprintln!("mailaudit: {}", report::clean(&failure.to_string()));
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run_command(cli: &Cli) -> Result<u8, Failure> {
    let common = &cli.common;
    if !matches!(cli.command, Command::Fix(_)) && matches!(common.format, Some(Format::Zone | Format::Nsupdate)) {
        return Err(Failure::Usage("--format zone and --format nsupdate are for 'fix', which proposes records".into()));
    }
    if common.format == Some(args::Format::Csv) && !matches!(cli.command, Command::Explain(_)) {
        return Err(Failure::Usage("--format csv is of use with 'explain' only".into()));
    }
    match &cli.command {
        Command::Check(args) => commands::check(common, args, &[]),
        Command::Dns(args) => commands::check(common, args, &["dns", "mx", "spf", "dkim", "dmarc", "ptr"]),
        Command::Tls(args) => commands::tls(common, args),
        Command::Smtp(args) => commands::smtp(common, args),
        Command::Account(args) => commands::account(common, args),
        Command::Deliver(args) => commands::deliver(common, args),
        Command::Blocklist(args) => commands::blocklist(common, args),
        Command::Spf(args) => commands::spf(common, args),
        Command::Fix(args) => commands::fix(common, args),
        Command::Message(args) => commands::message(common, args),
        Command::Explain(args) => commands::explain(common, args),
        Command::Checks(args) => commands::checks(common, args),
        Command::Requirements(args) => commands::requirements(common, args),
        Command::Demo(args) => commands::demo(common, args),
        Command::Completions(args) => commands::completions(args),
        Command::Man(args) => commands::man(args),
        Command::Schema(args) => commands::schema(args),
    }
}
