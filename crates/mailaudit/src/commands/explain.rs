//! `explain`: a page of the catalogue; or what replies, bounces, mailboxes, logs and receivers' results mean, and, where
//! `--check` is given, whether it is still so.

use super::catalogue::explain_check;
use crate::args::{Common, ExplainArgs, Format};
use crate::failure::Failure;
use crate::input;
use crate::output::{lang, print, style};
use findings::About;
use report::{Explained, Now};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

mod gather;
mod now;

use gather::Gathered;

/// Replies that a page tells one by one; more are told in numbers.
const PAGES: usize = 10;

/// Runs the command. Gives the exit code: with `--check` 1 where it is still so, 3 where that cannot be told; else 0.
pub fn explain(common: &Common, args: &ExplainArgs) -> Result<u8, Failure> {
    let mut gathered = Gathered::default();
    match material(args)? {
        Material::Check(check) => return explain_check(common, &check),
        Material::Words(words) => gathered.words(&words)?,
        Material::Files(paths) => {
            for path in paths {
                gathered.path(&path)?;
            }
        }
        Material::Logs(mut paths) => {
            input::by_age(&mut paths);
            for path in paths {
                gathered.log(&path)?;
            }
        }
    }
    gathered.finish();
    if gathered.is_empty() {
        return Err(Failure::Usage(gathered.nothing()));
    }
    tell(common, args, &gathered)
}

fn tell(common: &Common, args: &ExplainArgs, gathered: &Gathered) -> Result<u8, Failure> {
    let in_numbers = args.summary || gathered.is_log() || gathered.count() > PAGES;
    let examples = if gathered.holds_all() { Vec::new() } else { gathered.examples() };
    let replies = if gathered.holds_all() { gathered.replies() } else { &examples };
    let now = if args.check { Some(now::ask(common, args, replies)?) } else { None };
    print(&match common.format {
        Some(Format::Csv) => report::summary_csv(gathered.summary()).map_err(Failure::Output)?,
        Some(Format::Json) => {
            let summary = (in_numbers || gathered.is_many()).then(|| gathered.summary());
            report::replies_json(replies, summary, now.as_ref(), lang(common))
        }
        _ if in_numbers => pages_of_many(gathered, now.as_ref(), common),
        _ => report::replies_page(replies, now.as_ref(), &style(common)),
    })?;
    gathered.tell_passed_over(common);
    Ok(now.map_or(0, |now| match now.standing() {
        report::Standing::Still => 1,
        report::Standing::NoLonger => 0,
        report::Standing::Unknown => 3,
    }))
}

fn pages_of_many(gathered: &Gathered, now: Option<&Now>, common: &Common) -> String {
    let style = style(common);
    let summary = report::summary_page(gathered.summary(), &style);
    let none: [Explained; 0] = [];
    now.map_or_else(|| summary.clone(), |now| format!("{summary}\n{}", report::replies_page(&none, Some(now), &style)))
}

/// What the command line gives.
enum Material {
    Check(Box<About>),
    Words(String),
    Files(Vec<PathBuf>),
    Logs(Vec<PathBuf>),
}

fn material(args: &ExplainArgs) -> Result<Material, Failure> {
    if !args.file.is_empty() {
        return Ok(Material::Files(args.file.clone()));
    }
    if !args.log.is_empty() {
        return Ok(Material::Logs(args.log.clone()));
    }
    match &args.what[..] {
        [] if std::io::stdin().is_terminal() => Err(Failure::Usage(
            "nothing to explain: give a code, a reply in quotes or a file, or pipe a text into it; 'mailaudit help explain' tells more"
                .into(),
        )),
        [] => Ok(Material::Files(vec!["-".into()])),
        [word] => one_word(word),
        words if words.iter().all(|w| is_path(w)) => Ok(Material::Files(words.iter().map(PathBuf::from).collect())),
        words => match words.iter().find(|w| looks_like_path(w) && !is_path(w)).filter(|_| words.iter().any(|w| is_path(w))) {
            Some(missing) => Err(not_found(missing)),
            None => Ok(Material::Words(words.join(" "))),
        },
    }
}

/// A check's code or name, a file, or what a server may have said.
fn one_word(word: &str) -> Result<Material, Failure> {
    let catalogue = mailaudit::catalogue();
    let same = |c: &&About| c.code.eq_ignore_ascii_case(word) || c.name.eq_ignore_ascii_case(word);
    if let Some(check) = catalogue.iter().find(same) {
        return Ok(Material::Check(Box::new(*check)));
    }
    if is_path(word) {
        return Ok(Material::Files(vec![word.into()]));
    }
    let begins = |c: char| c.is_ascii_digit() || c == '#';
    if word.contains(char::is_whitespace) || word.contains(['=', ';']) || word.starts_with(begins) && !looks_like_path(word) {
        return Ok(Material::Words(word.to_owned()));
    }
    if looks_like_path(word) {
        return Err(not_found(word));
    }
    let near = catalogue.iter().find(|c| records::domain::one_edit_apart(&c.code.to_ascii_lowercase(), &word.to_ascii_lowercase()));
    let hint = near.map_or_else(|| "'mailaudit checks' lists all codes".to_owned(), |c| format!("did you mean {} ({})?", c.code, c.name));
    Err(Failure::Usage(format!("'{word}' is no check, no file and no reply of a server; {hint}")))
}

fn is_path(word: &str) -> bool {
    word == "-" || Path::new(word).exists()
}

fn looks_like_path(word: &str) -> bool {
    const ENDINGS: [&str; 9] = [".eml", ".msg", ".mbox", ".log", ".txt", ".csv", ".gz", ".mail", ".bounce"];
    let lower = word.to_ascii_lowercase();
    !word.contains(char::is_whitespace) && (word.starts_with(['/', '.', '~']) || ENDINGS.iter().any(|e| lower.ends_with(e)))
}

/// In the system's own words, as every file that is not there.
fn not_found(word: &str) -> Failure {
    let source = Path::new(word).metadata().err().unwrap_or_else(|| std::io::ErrorKind::NotFound.into());
    Failure::Read { path: word.into(), source }
}
