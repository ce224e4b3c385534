//! The whole program, as the tests of its commands start it: over recordings and files, or over the lab's names and hosts.

use lab::Lab;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A file for the program to read or to write, gone when it is dropped.
pub struct File(PathBuf);

impl File {
    pub fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("mailaudit-test-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("a writable temporary directory");
        Self(path)
    }

    pub fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// In a terminal of so many columns. Without a resolver among the arguments it finds that of this machine.
pub fn run_at(columns: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    command.args(args).args(["--quiet", "--probe-name", "probe.example.net"]).env("COLUMNS", columns);
    command.output().expect("the program runs")
}

pub fn run(args: &[&str]) -> Output {
    run_at("80", args)
}

/// With the lab's resolver, hosts and certification authority.
pub async fn in_lab(lab: &Lab, args: &[&str]) -> Output {
    let root = File::new(&format!("ca-{}.pem", lab.resolver().port()), lab.ca_pem());
    let mut all: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
    all.extend(["--resolver".into(), lab.resolver().to_string(), "--ca-file".into(), root.path().into()]);
    lab.connect_to().into_iter().for_each(|rule| all.extend(["--connect-to".into(), rule]));
    let ran = tokio::task::spawn_blocking(move || run(&all.iter().map(String::as_str).collect::<Vec<_>>()));
    let output = ran.await.expect("no panic");
    drop(root);
    output
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {} {}", stdout(output), stderr(output)))
}
