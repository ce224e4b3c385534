//! `completions` and `man`: files for shells and the manual, made from the command line itself.

use crate::args::{Cli, CompletionsArgs, ManArgs};
use crate::failure::Failure;
use crate::output::print;
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use std::path::Path;

/// Prints the completions of one shell.
pub fn completions(args: &CompletionsArgs) -> Result<u8, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "mailaudit", &mut text);
    print(&String::from_utf8_lossy(&text))?;
    Ok(0)
}

/// Prints all pages of the manual, or writes one file for each command.
pub fn man(args: &ManArgs) -> Result<u8, Failure> {
    let pages = pages();
    match &args.dir {
        Some(dir) => write(dir, &pages)?,
        None => print(&pages.iter().map(|(_, text)| text.as_str()).collect::<String>())?,
    }
    Ok(0)
}

/// File name and text of each page: the program's first, then its commands in order.
fn pages() -> Vec<(String, String)> {
    let mut program = Cli::command();
    program.build();
    let commands: Vec<Command> = program.get_subcommands().filter(|c| !c.is_hide_set() && c.get_name() != "help").cloned().collect();
    let mut pages = vec![page(program, "mailaudit".into())];
    for command in commands {
        let name = format!("mailaudit-{}", command.get_name());
        pages.push(page(command, name));
    }
    pages
}

fn page(command: Command, name: String) -> (String, String) {
    let file = format!("{name}.1");
    // The title of a page is its file's name, as `man` looks it up.
    let man = Man::new(command.display_name(name.clone())).title(name.to_uppercase()).manual("mailaudit");
    let mut text = Vec::new();
    // Writing into memory does not fail.
    let _ = man.render(&mut text);
    (file, String::from_utf8_lossy(&text).into_owned())
}

fn write(dir: &Path, pages: &[(String, String)]) -> Result<(), Failure> {
    let fault = |path: &Path| {
        let path = path.to_owned();
        move |source| Failure::Write { path, source }
    };
    std::fs::create_dir_all(dir).map_err(fault(dir))?;
    for (file, text) in pages {
        let path = dir.join(file);
        std::fs::write(&path, text).map_err(fault(&path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap_complete::Shell;

    fn commands() -> Vec<String> {
        let program = Cli::command();
        program.get_subcommands().filter(|c| !c.is_hide_set()).map(|c| c.get_name().to_owned()).collect()
    }

    #[test]
    fn every_shell_learns_every_command_and_every_closed_list() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Elvish, Shell::PowerShell] {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "mailaudit", &mut text);
            let text = String::from_utf8_lossy(&text);
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            for command in commands() {
                assert!(words.contains(&command.as_str()), "{shell}: {command}");
            }
            // Elvish and PowerShell complete names alone.
            if matches!(shell, Shell::Bash | Shell::Zsh | Shell::Fish) {
                for value in ["send", "receive", "critical", "dmarc", "always", "ru"] {
                    assert!(words.contains(&value), "{shell}: {value}");
                }
            }
        }
    }

    #[test]
    fn there_is_a_page_for_every_command() {
        let pages = pages();
        assert_eq!(pages.len(), commands().len() + 1);
        assert!(commands().iter().all(|c| pages[0].1.contains(&format!("mailaudit\\-{c}"))), "{}", pages[0].1);
        for (file, text) in &pages {
            let title = file.trim_end_matches(".1").to_uppercase();
            assert!(text.contains(&format!(".TH {title} 1")), "{file}: {text}");
        }
    }

    /// Only where `man` and its formatter are installed.
    #[test]
    fn man_formats_the_pages_without_a_word() {
        use std::process::Command;
        if !Command::new("man").arg("--version").output().is_ok_and(|o| o.status.success()) {
            return;
        }
        let dir = std::env::temp_dir().join(format!("mailaudit-man-{}", std::process::id()));
        write(&dir, &pages()).unwrap_or_else(|e| panic!("{e}"));
        for (file, _) in pages() {
            let shown = Command::new("man").args(["--warnings", "-E", "UTF-8", "-l", "-P", "cat"]).arg(dir.join(&file)).output();
            let shown = shown.unwrap_or_else(|e| panic!("man: {e}"));
            let (page, words) = (String::from_utf8_lossy(&shown.stdout), String::from_utf8_lossy(&shown.stderr));
            assert!(words.trim().is_empty() && (page.is_empty() || page.contains("mailaudit")), "{file}: {words}");
        }
        std::fs::remove_dir_all(&dir).unwrap_or_else(|e| panic!("{e}"));
    }
}
