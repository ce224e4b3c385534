//! Adding a check is one file by hand: in a copy of the workspace, a new check is written, listed
//! by codegen, compiled, and found in the catalogue of its crate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CRATE: &str = "smtp-audit";
const FINDS_IT: &str = r#"//! Looks for the new check.
#[test]
fn it_is_listed() {
    assert!((smtp_audit::AUDIT.checks)().iter().any(|c| c.code == "SMTP999" && c.name == "smtp-example"));
}
"#;

#[test]
fn one_file_by_hand() {
    let copy = copy_of_the_workspace();
    ok(&xtask(&copy, &["new-check", "SMTP999", "smtp-example", "--crate", CRATE]));
    let checks = copy.join("crates").join(CRATE).join("src/checks");
    let written = checks.join("smtp999_example.rs");
    assert!(written.is_file());
    ok(&xtask(&copy, &["codegen", "--check"]));

    // The list heals from its deletion, and is stale once a check is gone or came by hand.
    fs::remove_file(checks.with_extension("rs")).expect("the list is deleted");
    assert!(!xtask(&copy, &["codegen", "--check"]).status.success());
    ok(&xtask(&copy, &["codegen"]));
    fs::rename(&written, checks.join("smtp999_other.rs")).expect("the check is renamed");
    assert!(!xtask(&copy, &["codegen", "--check"]).status.success());
    ok(&xtask(&copy, &["codegen"]));

    // A code is never used twice.
    assert!(!xtask(&copy, &["new-check", "SMTP999", "smtp-again", "--crate", CRATE]).status.success());

    let tests = copy.join("crates").join(CRATE).join("tests");
    fs::create_dir_all(&tests).and_then(|()| fs::write(tests.join("finds_it.rs"), FINDS_IT)).expect("the test is written");
    ok(&run(cargo(&copy).args(["test", "--quiet", "--offline", "--package", "mailaudit-smtp-audit", "--test", "finds_it"])));
}

/// The sources, below the target directory.
fn copy_of_the_workspace() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("add-a-check");
    let _ = fs::remove_dir_all(&copy);
    for entry in ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "crates", "xtask", "tests", "docs"] {
        copy_all(&root.join(entry), &copy.join(entry));
    }
    copy
}

fn copy_all(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().expect("below the copy")).expect("a directory is made");
        fs::copy(from, to).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
        return;
    }
    fs::create_dir_all(to).expect("a directory is made");
    for entry in fs::read_dir(from).expect("a directory is read") {
        let entry = entry.expect("an entry is read");
        copy_all(&entry.path(), &to.join(entry.file_name()));
    }
}

fn xtask(copy: &Path, args: &[&str]) -> Output {
    run(Command::new(env!("CARGO_BIN_EXE_xtask")).args(args).env("CARGO_MANIFEST_DIR", copy.join("xtask")))
}

fn cargo(copy: &Path) -> Command {
    // Cargo names the artefacts of two copies of a workspace alike: in one target directory the
    // copy's crates would stand for the real ones.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("add-a-check-target");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(copy).env("CARGO_TARGET_DIR", target).env_remove("CARGO_MANIFEST_DIR");
    cargo
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"))
}

fn ok(output: &Output) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", text(&output.stdout), text(&output.stderr));
}
