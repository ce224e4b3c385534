//! The workspace's own tasks; `cargo xtask help` lists them.
//!
//! Depends on no crate of the workspace, so that it runs when the rest does not build.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

mod codegen;
mod workspace;

use std::process::ExitCode;
use workspace::Workspace;

const HELP: &str = "\
usage: cargo xtask COMMAND

  codegen [--check]                    write each audit crate's list of checks from its files
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[&str]) -> Result<(), String> {
    let workspace = Workspace::here();
    match args {
        ["codegen"] => codegen::write(&workspace),
        ["codegen", "--check"] => codegen::check(&workspace),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("no such command: '{}'\n\n{HELP}", other.join(" "))),
    }
}
