//! The free text of a bounce: which recipients it names and what is said about each, up to the copy of the message.

use super::transcript::{Line, Transcript};

const TEXT_LIMIT: usize = 16 * 1024;
/// How mailers announce the other server's own words, lower case.
const ANNOUNCED: &[&str] =
    &["the error that the other server returned was:", "the response from the remote server was:", "the response was:"];

#[derive(Debug, Default)]
pub(super) struct FreeText {
    text: String,
    over: bool,
}

#[derive(Debug, Default)]
pub(super) struct Told {
    whole: String,
    sections: Vec<(String, String)>,
}

impl FreeText {
    pub(super) const fn is_over(&self) -> bool {
        self.over
    }

    pub(super) fn line(&mut self, line: &str) {
        self.over |= !self.text.trim().is_empty() && opens_copy(line);
        if !self.over && self.text.len() + line.len() < TEXT_LIMIT {
            self.text.push_str(&without_tags(line));
            self.text.push('\n');
        }
    }

    /// Sections by recipient; `sender` is the one to whom the bounce came.
    pub(super) fn finish(self, sender: Option<&str>) -> Told {
        let mut told = Told { whole: self.text, sections: Vec::new() };
        let whole = std::mem::take(&mut told.whole);
        let is_sender = |address: &str| Some(address.to_ascii_lowercase().as_str()) == sender;
        let mut transcript = Transcript::default();
        let mut sender_follows = false;
        for line in whole.lines() {
            let unclaimed = line.trim_start().starts_with(">>>").then(|| transcript.unclaimed()).flatten();
            told.extend(unclaimed.filter(|(a, _)| !is_sender(a)));
            match transcript.line(line) {
                Line::Kept => continue,
                Line::Verdict(address, said) if !is_sender(&address) => {
                    told.extend([(address, said)]);
                    continue;
                }
                Line::Verdict(..) | Line::Other => {}
            }
            let named = leading_address(line).filter(|a| !is_sender(a) && !sender_follows);
            if !line.trim().is_empty() {
                sender_follows = sender_is_next(line);
            }
            match named {
                Some(address) => told.extend([(address, line.to_owned())]),
                None if announces_recipients(line) => told.sections.retain(|(_, said)| !is_message_field(said)),
                None => told.continued(line),
            }
        }
        told.extend(transcript.unclaimed().filter(|(a, _)| !is_sender(a)));
        told.whole = whole;
        told
    }
}

impl Told {
    /// More that is said of recipients, the known ones' added to theirs.
    fn extend(&mut self, said: impl IntoIterator<Item = (String, String)>) {
        for (address, text) in said {
            let room = self.sections.len() < super::RECIPIENT_LIMIT;
            match self.sections.iter_mut().find(|(a, _)| a.eq_ignore_ascii_case(&address)) {
                Some((_, known)) => add(known, &text),
                None if room => self.sections.push((address, text)),
                None => {}
            }
        }
    }

    /// A line that names nobody belongs to whom the last one named. Where a mailer announces the other server's own
    /// words, what it said itself before is only form.
    fn continued(&mut self, line: &str) {
        if let Some((address, text)) = self.sections.last_mut() {
            let lower = line.to_ascii_lowercase();
            let announced = ANNOUNCED.iter().find_map(|w| lower.find(w).map(|at| at + w.len()));
            if let Some(end) = announced {
                text.clone_from(address);
                add(text, line.get(end..).unwrap_or(""));
                return;
            }
            add(text, line);
        }
    }

    pub(super) fn whole(&self) -> &str {
        &self.whole
    }

    pub(super) fn recipients(&self) -> Vec<String> {
        self.sections.iter().map(|(a, _)| a.clone()).collect()
    }

    /// Read anew with every address taken for a recipient.
    pub(super) fn again(self) -> Self {
        FreeText { text: self.whole, over: false }.finish(None)
    }

    /// What is said about one recipient, else all that is said.
    pub(super) fn of(&self, recipient: &str) -> String {
        let found = self.sections.iter().find(|(a, _)| a.eq_ignore_ascii_case(recipient));
        found.map_or_else(|| self.whole.clone(), |(_, text)| text.clone())
    }
}

fn add(text: &mut String, line: &str) {
    if text.len() < TEXT_LIMIT {
        text.push('\n');
        text.push_str(line);
    }
}

fn sender_is_next(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.contains("message sent by") || lower.trim_end().ends_with("from:") || lower.contains("message that you sent by")
}

/// Exchange repeats the header of the message before it comes to those whom it did not reach.
fn announces_recipients(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    ["did not reach the following recipient", "has encountered a delivery problem"].iter().any(|w| lower.contains(w))
}

fn is_message_field(said: &str) -> bool {
    said.trim_start().get(..3).is_some_and(|name| name.eq_ignore_ascii_case("to:"))
}

fn opens_copy(line: &str) -> bool {
    let lower = line.trim().to_ascii_lowercase();
    let header = ["received:", "return-path:", "x-received:"].iter().any(|h| lower.starts_with(h));
    let ruled = lower.starts_with("--") || lower.starts_with("==") || lower.ends_with("--");
    let copy = [
        "copy of the message",
        "original message",
        "copy of your message",
        "unsent message",
        "message header",
        "returned message",
        "message follows",
        "headers of",
    ]
    .iter()
    .any(|w| lower.contains(w));
    header || (ruled && copy) || lower.starts_with("original message") || lower.starts_with("your original message")
}

fn without_tags(line: &str) -> String {
    let lower = line.to_ascii_lowercase();
    if !["<br", "<p", "<td", "<div", "<span", "<font", "<html", "<body", "<b>", "</"].iter().any(|t| lower.contains(t)) {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let mut inside = false;
    for c in line.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The address with which a line opens, alone or before what is said of it.
fn leading_address(line: &str) -> Option<String> {
    let trimmed = line.trim_start_matches([' ', '\t', '*', '>', '-', '(']);
    let opens = [
        "recipient:",
        "to:",
        "recipients:",
        "user:",
        "rcpt to:",
        "final recipient:",
        "email address:",
        "address:",
        "failed recipient:",
        "recipient address:",
    ];
    let lower = trimmed.to_ascii_lowercase();
    let rest = opens.iter().find_map(|o| lower.starts_with(o).then(|| trimmed.get(o.len()..).unwrap_or(""))).unwrap_or(trimmed);
    if let Some((_, mailbox)) = rest.split_once(":SMTP=").filter(|_| lower.starts_with("c=")) {
        // An X.400 address that wraps one of the Internet: `c=US;a= ;p=X;dda:SMTP=a@example.org; on Fri, …`.
        return mailbox.split([';', ' ']).next().filter(|a| is_address(a)).map(str::to_owned);
    }
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("[SMTP:").and_then(|r| r.split(']').next()).unwrap_or(rest);
    let word = rest.split_whitespace().next()?;
    let inner = match word.strip_prefix('<').or_else(|| word.strip_prefix("mailto:")) {
        Some(open) => open.split('>').next().unwrap_or(""),
        None => word.split(['<', '(']).next().unwrap_or("").trim_end_matches([':', ',', ';', '.', ')']).trim_matches(['"', '\'', '<', '>']),
    };
    is_address(inner).then(|| inner.to_owned())
}

/// The first address in a field or sentence.
pub(super) fn address_in(value: &str) -> Option<String> {
    addresses(value).into_iter().next()
}

/// Whom the fields of a report name that stand in the text itself.
pub(super) fn final_recipient(text: &str) -> Option<String> {
    let field =
        |line: &str| line.trim().split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("final-recipient")).map(|f| f.1.to_owned());
    text.lines().filter_map(field).find_map(|value| address_in(&value))
}

/// At most sixteen addresses of a text.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let parts = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"' | '\'');
    let words = text.split(parts).map(|w| w.trim_matches(['.', ':', '!']).trim_start_matches("mailto:"));
    words.filter(|w| is_address(w)).map(str::to_owned).take(16).collect()
}

fn is_address(word: &str) -> bool {
    let Some((local, domain)) = word.rsplit_once('@') else { return false };
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_') || b >= 0x80;
    !local.is_empty() && word.len() < 320 && domain.len() > 2 && domain.bytes().all(plain) && !local.contains(['<', '>', '/', ' '])
}
