//! The transcript of a dialogue as Sendmail and its kin print it: which refusal belongs to which recipient.

/// At most so much of a transcript waits for its recipient.
const PENDING_LIMIT: usize = 4096;

/// Lines of the dialogue that wait for the line which names the recipient.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    pending: String,
    asked: Option<String>,
    open: bool,
}

/// What one line of the text is.
pub(super) enum Line {
    /// A part of the dialogue; kept here.
    Kept,
    /// The verdict on a recipient, with the dialogue before it.
    Verdict(String, String),
    /// No part of a transcript.
    Other,
}

impl Transcript {
    /// Takes a line of the text.
    pub(super) fn line(&mut self, line: &str) -> Line {
        let trimmed = line.trim_start();
        let lower = trimmed.to_ascii_lowercase();
        if lower.trim_start_matches(['.', ' ']).starts_with("while talking to") || trimmed.starts_with(">>>") {
            self.pending.clear();
            self.open = true;
            self.asked = lower.starts_with(">>> rcpt to").then(|| super::text::address_in(trimmed)).flatten();
            self.keep(line);
            return Line::Kept;
        }
        if self.open && trimmed.starts_with("<<<") {
            self.keep(line);
            return Line::Kept;
        }
        match verdict(trimmed) {
            Some(address) => {
                self.keep(line);
                self.asked = None;
                Line::Verdict(address, std::mem::take(&mut self.pending))
            }
            // `421 example.org (smtp)... Deferred`: the state of a host, said of no recipient.
            None if self.open && is_host_state(trimmed) => Line::Kept,
            None => Line::Other,
        }
    }

    /// The recipient of a RCPT that was refused without a verdict after it, and the dialogue.
    pub(super) fn unclaimed(&mut self) -> Option<(String, String)> {
        let asked = self.asked.take()?;
        let said = std::mem::take(&mut self.pending);
        let refused = said.lines().any(|l| l.trim_start().strip_prefix("<<<").is_some_and(|r| r.trim_start().starts_with(['4', '5'])));
        refused.then_some((asked, said))
    }

    fn keep(&mut self, line: &str) {
        if self.pending.len() + line.len() < PENDING_LIMIT {
            self.pending.push_str(line);
            self.pending.push('\n');
        }
    }
}

fn is_host_state(line: &str) -> bool {
    let code = line.split(' ').next().unwrap_or("");
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()) && line.contains(" (smtp)...")
}

/// `550 5.1.1 <a@example.org>... User unknown`: digits, address, dots.
fn verdict(line: &str) -> Option<String> {
    let (before, _) = line.split_once("...")?;
    let mut words = before.split_whitespace();
    let code = words.next()?;
    let last = words.next_back()?;
    let digits = code.len() == 3 && code.starts_with(['4', '5']) && code.bytes().all(|b| b.is_ascii_digit());
    if digits && words.count() < 2 { super::text::address_in(last) } else { None }
}
