//! `explain`: a page of the catalogue, what a server's reply means, a bounce as it came, or what a log tells. Nothing is asked.

use super::catalogue::explain_check;
use crate::args::{Common, ExplainArgs};
use crate::failure::Failure;
use crate::output::{lang, print, style};
use findings::About;
use report::Explained;
use smtp_replies::{BounceReader, Explanation, Summary};
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

/// Of a line no more is taken in.
const LONGEST_LINE: u64 = 64 * 1024;
/// Of a text without a report as much is explained as one reply.
const LONGEST_REPLY: usize = 16 * 1024;

/// Runs the command.
pub fn explain(common: &Common, args: &ExplainArgs) -> Result<u8, Failure> {
    if let Some(path) = &args.file {
        return bounce(common, path);
    }
    if !args.log.is_empty() {
        return logs(common, &args.log);
    }
    let catalogue = mailaudit::catalogue();
    match &args.what[..] {
        [word] => match one_word(word, &catalogue)? {
            Some(check) => explain_check(common, check),
            None => replies(common, &[explained(word.as_bytes())]),
        },
        words => replies(common, &[explained(words.join(" ").as_bytes())]),
    }
}

/// The check of that code or name; `None` for what a server may have said.
fn one_word<'a>(word: &str, catalogue: &'a [About]) -> Result<Option<&'a About>, Failure> {
    let same = |c: &&About| c.code.eq_ignore_ascii_case(word) || c.name.eq_ignore_ascii_case(word);
    if let Some(check) = catalogue.iter().find(same) {
        return Ok(Some(check));
    }
    if word.contains(char::is_whitespace) || word.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let near = catalogue.iter().find(|c| records::domain::one_edit_apart(&c.code.to_ascii_lowercase(), &word.to_ascii_lowercase()));
    let hint = near.map_or_else(|| "'mailaudit checks' lists all codes".to_owned(), |c| format!("did you mean {} ({})?", c.code, c.name));
    Err(Failure::Usage(format!("'{word}' is no check and no reply of a server; {hint}")))
}

fn explained(text: &[u8]) -> Explained {
    told(None, smtp_replies::explain(text))
}

fn told(recipient: Option<String>, explanation: Explanation) -> Explained {
    let known = mailaudit::catalogue();
    let checks = explanation.checks().iter().copied().filter(|code| known.iter().any(|c| c.code == *code)).collect();
    Explained { recipient, explanation, checks }
}

/// Reads the bounce line by line; a text that is none is taken for a reply.
fn bounce(common: &Common, path: &Path) -> Result<u8, Failure> {
    let (mut reader, mut head) = (BounceReader::new(), Vec::new());
    each_line(path, |line| {
        let room = LONGEST_REPLY - head.len();
        head.extend_from_slice(&line[..line.len().min(room)]);
        reader.line(line);
    })?;
    let found = reader.finish().failures;
    let all: Vec<Explained> =
        if found.is_empty() { vec![explained(&head)] } else { found.into_iter().map(|f| told(f.recipient, f.explanation)).collect() };
    replies(common, &all)
}

/// Counts the deliveries of the logs, line by line.
fn logs(common: &Common, paths: &[PathBuf]) -> Result<u8, Failure> {
    let mut summary = Summary::default();
    for path in paths {
        each_line(path, |line| smtp_replies::log_line(line).into_iter().for_each(|record| summary.add(record)))?;
    }
    if summary.is_empty() {
        return Err(Failure::Usage(
            "no line tells of a delivery; logs of Postfix, Exim and Sendmail and the message tracking of Exchange are read".into(),
        ));
    }
    print(&match common.is_json() {
        true => report::summary_json(&summary, lang(common))?,
        false => report::summary_page(&summary, &style(common)),
    })?;
    Ok(0)
}

/// Hands every line on, a longer one in parts.
fn each_line(path: &Path, mut take: impl FnMut(&[u8])) -> Result<(), Failure> {
    let fault = |source| Failure::Read { path: path.into(), source };
    let mut input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        Box::new(BufReader::new(std::fs::File::open(path).map_err(fault)?))
    };
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(fault)? == 0 {
            return Ok(());
        }
        take(&line);
    }
}

fn replies(common: &Common, told: &[Explained]) -> Result<u8, Failure> {
    print(&match common.is_json() {
        true => report::replies_json(told, lang(common))?,
        false => report::replies_page(told, &style(common)),
    })?;
    Ok(0)
}
