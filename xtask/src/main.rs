//! The workspace's own tasks; `cargo xtask help` lists them.
//!
//! Depends on no crate of the workspace, so that it runs when the rest does not build.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

mod cargo;
mod ci;
mod codegen;
mod corpus;
mod docs;
mod generated;
mod metadata;
mod new_check;
mod tidy;
mod workspace;

use std::process::ExitCode;
use workspace::Workspace;

const HELP: &str = "\
usage: cargo xtask COMMAND

  new-check CODE NAME --crate CRATE   write the skeleton of a check and list it
  codegen [--check]                   write the lists of checks from the check files
  corpus [--accept]                   judge all recordings again: which verdicts moved
  docs [--check]                      write docs/checks*.md and schema/ from the built program
  tidy                                imports, purity, codes, unfinished places
  ci                                  all that must hold before a change lands
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
        ["new-check", code, name, "--crate", crate_name] => new_check::run(&workspace, code, name, crate_name),
        ["corpus"] => corpus::check(&workspace),
        ["corpus", "--accept"] => corpus::accept(&workspace),
        ["docs"] => docs::write(&workspace),
        ["docs", "--check"] => docs::check(&workspace),
        ["tidy"] => tidy::run(&workspace),
        ["ci"] => ci::run(&workspace),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("no such command: '{}'\n\n{HELP}", other.join(" "))),
    }
}
