//! Commands as a person would start them from the root of the workspace.

use std::path::Path;
use std::process::Command;

/// What `cargo run` sets for the program that it starts.
const OF_THIS_PROGRAM: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"];

/// Cargo itself.
pub fn cargo(root: &Path) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), root)
}

/// A program that may call cargo. The variables that tell of xtask are taken away: ring's build script asks for
/// them, so that ring, and all that stands upon it, would be compiled again at each change between a shell and xtask.
pub fn command(program: &str, root: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| OF_THIS_PROGRAM.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(&name);
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    #[test]
    fn nothing_tells_a_command_of_this_program() {
        // Cargo sets it for tests, too.
        assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
        let command = command("cargo", Path::new("."));
        let taken_away = |name: &str| command.get_envs().any(|(n, value)| n == OsStr::new(name) && value.is_none());
        assert!(taken_away("CARGO_MANIFEST_DIR") && taken_away("CARGO_PKG_NAME"));
        assert!(!taken_away("PATH") && !taken_away("CARGO_HOME"));
    }
}
