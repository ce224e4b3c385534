//! The commands about the program itself.

use clap::Args;
use std::path::PathBuf;

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
    #[arg(value_parser = ["report", "reply", "fix"])]
    pub of: String,
}
