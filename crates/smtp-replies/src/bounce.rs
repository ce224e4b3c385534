//! A bounce read line by line in constant memory: multipart/report (RFC 3464), feedback (RFC 5965) or the free text of
//! older servers. Nothing is thrown away silently but what lies beyond the limits below.

use crate::explain::{Explanation, Persistence, explain_reply};
use crate::kind::Kind;
use crate::reply::{Enhanced, Reply};
use crate::rules;

mod part;
mod text;

use part::{Encoding, Mime, PartType};
use text::FreeText;

/// At most so many recipients of one bounce are kept.
const RECIPIENT_LIMIT: usize = 200;
/// At most so much of a field.
const FIELD_LIMIT: usize = 4096;

/// One recipient that the bounce tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The address, as told; `None` where only a reply stands.
    pub recipient: Option<String>,
    /// The server that gave the reply, as told.
    pub remote: Option<String>,
    /// What it means.
    pub explanation: Explanation,
}

/// What a message says about deliveries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounce {
    /// One element a recipient, in the order of the report.
    pub failures: Vec<Failure>,
    /// The kind of feedback (`abuse`, `fraud`, `auth-failure`…) of an ARF report.
    pub feedback: Option<String>,
}

/// Reads a message that is fed to it line by line.
#[derive(Debug, Default)]
pub struct BounceReader {
    mime: Mime,
    groups: Vec<Group>,
    current: Group,
    field: String,
    text: FreeText,
    base64: String,
    feedback: Group,
    original_to: Vec<String>,
}

#[derive(Debug, Default, Clone)]
struct Group {
    fields: Vec<(String, String)>,
}

impl Group {
    fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn add(&mut self, field: &str) {
        if let Some((name, value)) = field.split_once(':')
            && self.fields.len() < 64
        {
            self.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

impl BounceReader {
    /// A reader before its first line.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one line, with or without its end.
    pub fn line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line.get(..FIELD_LIMIT).unwrap_or(line));
        let line = line.trim_end_matches(['\r', '\n']);
        if self.mime.takes(line) {
            self.end_of_part();
            return;
        }
        match self.mime.part() {
            PartType::Status => self.status_line(line),
            PartType::Feedback => self.feedback_line(line),
            PartType::Original => self.original_line(line),
            PartType::Text => self.text_line(line),
            PartType::Other => {}
        }
    }

    /// What was read.
    #[must_use]
    pub fn finish(mut self) -> Bounce {
        self.end_of_part();
        let feedback = self.feedback.value("feedback-type").map(str::to_ascii_lowercase);
        let sender = self.mime.addressee().map(str::to_ascii_lowercase);
        let mut text = std::mem::take(&mut self.text).finish(sender.as_deref());
        if text.recipients().is_empty() {
            // A message to oneself: the bounce's addressee is also its recipient.
            text = text.again();
        }
        let mut failures = Vec::new();
        for group in &self.groups {
            if let Some(failure) = from_group(group, &text) {
                failures.push(failure);
            }
        }
        if feedback.is_some() {
            failures = self.complaints();
        } else if failures.is_empty() && self.mime.is_vacation() {
            let explanation = with_kind(explain_reply(Reply::default()), Kind::Vacation);
            failures.push(Failure { recipient: self.mime.author().map(str::to_owned), remote: None, explanation });
        } else if failures.is_empty() {
            failures = from_text(&text, self.mime.failed_recipients(), &self.original_to, sender.as_deref());
        }
        Bounce { failures, feedback }
    }

    fn complaints(&self) -> Vec<Failure> {
        let told = self.feedback.fields.iter().filter(|(n, _)| n == "original-rcpt-to").map(|(_, v)| bare(v));
        let named: Vec<String> = told.chain(self.original_to.iter().cloned()).take(RECIPIENT_LIMIT).collect();
        let explanation = with_kind(explain_reply(Reply::default()), Kind::Feedback);
        let one = |recipient| Failure { recipient, remote: None, explanation: explanation.clone() };
        if named.is_empty() { vec![one(None)] } else { named.into_iter().map(|n| one(Some(n))).collect() }
    }

    fn end_of_part(&mut self) {
        self.flush_field();
        self.flush_group();
        let decoded = part::decode_base64(&std::mem::take(&mut self.base64));
        for line in decoded.lines() {
            self.text.line(line);
        }
    }

    fn flush_field(&mut self) {
        let field = std::mem::take(&mut self.field);
        self.current.add(&field);
    }

    fn flush_group(&mut self) {
        let group = std::mem::take(&mut self.current);
        if group.value("final-recipient").or(group.value("original-recipient")).or(group.value("status")).is_some()
            && self.groups.len() < RECIPIENT_LIMIT
        {
            self.groups.push(group);
        }
    }

    fn status_line(&mut self, line: &str) {
        if line.trim().is_empty() {
            self.flush_field();
            self.flush_group();
        } else if line.starts_with([' ', '\t']) {
            if self.field.len() < FIELD_LIMIT {
                self.field.push('\n');
                self.field.push_str(line.trim());
            }
        } else {
            self.flush_field();
            line.clone_into(&mut self.field);
        }
    }

    fn feedback_line(&mut self, line: &str) {
        self.feedback.add(line);
    }

    fn original_line(&mut self, line: &str) {
        let to = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("to"));
        if let Some((_, value)) = to {
            for address in value.split(',').filter_map(text::address_in).take(16) {
                if self.original_to.len() < 16 {
                    self.original_to.push(address);
                }
            }
        }
    }

    fn text_line(&mut self, line: &str) {
        match self.mime.encoding() {
            Encoding::Base64 if self.base64.len() < 65_536 => self.base64.push_str(line.trim()),
            Encoding::Base64 => {}
            Encoding::QuotedPrintable => {
                if let Some(line) = self.mime.quoted_printable(line) {
                    self.text.line(&line);
                }
            }
            Encoding::Plain => {
                if self.text.is_over() {
                    self.original_line(line);
                }
                self.text.line(line);
            }
        }
    }
}

fn from_group(group: &Group, text: &text::Told) -> Option<Failure> {
    let recipient = ["final-recipient", "original-recipient", "x-actual-recipient"].iter().find_map(|n| group.value(n)).map(bare)?;
    let diagnostic = group.value("diagnostic-code").map(untyped).unwrap_or_default();
    let told = text.of(&recipient);
    let mut reply = Reply::parse(diagnostic.as_bytes());
    let status = group.value("status").and_then(|s| Reply::parse(s.split_whitespace().next().unwrap_or("").as_bytes()).enhanced);
    let aside = refusal(&told);
    reply.code = reply.code.or(aside.code);
    reply.enhanced = narrower(reply.enhanced.or(aside.enhanced.filter(|_| diagnostic.is_empty())), status);
    if rules::matching(&reply.text()).is_empty() {
        reply.lines.extend(aside.lines);
    }
    let mut explanation = staged(widened(explain_reply(reply), text), text);
    match group.value("action").map(str::to_ascii_lowercase).as_deref() {
        Some("delivered" | "relayed" | "expanded") => explanation = with_kind(explanation, Kind::Delivered),
        Some("delayed") if explanation.kind == Kind::Unknown => explanation = with_kind(explanation, Kind::Delayed),
        Some("failed") if explanation.persistence == Persistence::Unknown => explanation.persistence = Persistence::Permanent,
        _ => {}
    }
    let remote = group.value("remote-mta").map(untyped).filter(|r| !r.is_empty());
    Some(Failure { recipient: Some(recipient), remote, explanation })
}

fn from_text(text: &text::Told, failed: &[String], to: &[String], sender: Option<&str>) -> Vec<Failure> {
    let explained = |told: &str, recipient: Option<String>| Failure {
        recipient,
        remote: None,
        explanation: staged(widened(explain_reply(refusal(told)), text), text),
    };
    let named: Vec<String> = if failed.is_empty() { text.recipients() } else { failed.to_vec() };
    if !named.is_empty() {
        return named.into_iter().take(RECIPIENT_LIMIT).map(|r| explained(&text.of(&r), Some(r))).collect();
    }
    let whole = text.whole();
    let any = text::addresses(whole).into_iter().find(|a| Some(a.to_ascii_lowercase().as_str()) != sender);
    let recipient = any.or_else(|| to.first().cloned());
    if whole.trim().is_empty() && recipient.is_none() { Vec::new() } else { vec![explained(whole, recipient)] }
}

/// A server that took the recipient and says 'unknown' only after the data filters for the recipient.
fn staged(explanation: Explanation, text: &text::Told) -> Explanation {
    let own = explanation.reply.text().to_ascii_lowercase();
    let whole = text.whole().to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| own.contains(w) || whole.contains(w));
    let after_data = says(&["end of data", ">>> data", "reply to data", "command data", "after data", "done sending"])
        && !says(&[">>> rcpt", "reply to rcpt", "after rcpt"]);
    // A pipelined RCPT refusal shows up behind DATA too; X.1.Y says that it was about the address.
    let addressing = explanation.reply.enhanced.is_some_and(|e| e.subject == 1);
    if explanation.kind == Kind::UserUnknown && after_data && !addressing {
        with_kind(explanation, Kind::BlockedByRecipient)
    } else {
        explanation
    }
}

/// A bounce tells of no success: a number under 400 in its text is no reply code.
fn refusal(text: &str) -> Reply {
    let mut reply = Reply::parse(text.as_bytes());
    reply.code = reply.code.filter(|c| *c >= 400);
    reply.enhanced = reply.enhanced.filter(|e| e.class != 2);
    reply
}

/// Where what is said about the recipient tells nothing, all that the bounce says is read.
fn widened(mut own: Explanation, text: &text::Told) -> Explanation {
    if own.rule.is_some_and(|r| r.tier < 3) || matches!(own.basis, crate::Basis::Enhanced) {
        return own;
    }
    let mut reply = own.reply.clone();
    let whole = refusal(text.whole());
    if own.kind == Kind::Unknown {
        reply.code = reply.code.or(whole.code);
        reply.enhanced = reply.enhanced.or(whole.enhanced);
    }
    reply.lines.extend(whole.lines);
    let wide = explain_reply(reply);
    if wide.rule.is_some_and(|r| r.tier < 3) || own.kind == Kind::Unknown {
        own = wide;
    }
    own
}

/// `X.0.0` tells nothing: the other code wins then; else the reply's own before the reporter's.
fn narrower(reply: Option<Enhanced>, status: Option<Enhanced>) -> Option<Enhanced> {
    let vague = |e: &Enhanced| e.subject == 0 || e.detail.is_none();
    match (reply, status) {
        (Some(own), Some(told)) if vague(&own) && !vague(&told) => Some(told),
        (own, told) => own.or(told),
    }
}

fn with_kind(mut explanation: Explanation, kind: Kind) -> Explanation {
    explanation.kind = kind;
    if kind == Kind::Delivered {
        explanation.persistence = Persistence::Success;
    }
    explanation
}

/// `rfc822; <a@example.org>` without type and brackets.
fn bare(value: &str) -> String {
    untyped(value).trim().trim_matches(['<', '>', '"']).to_owned()
}

fn untyped(value: &str) -> String {
    match value.split_once(';') {
        Some((kind, rest)) if kind.len() < 24 && kind.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
            rest.trim().to_owned()
        }
        _ => value.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(message: &str) -> Bounce {
        let mut reader = BounceReader::new();
        message.lines().for_each(|line| reader.line(line.as_bytes()));
        reader.finish()
    }

    #[test]
    fn a_report_with_two_recipients() {
        let bounce = read(concat!(
            "To: me@example.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n",
            "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nFinal-Recipient: rfc822; a@example.org\n",
            "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1\n  User unknown\n\nFinal-Recipient: rfc822; b@example.org\n",
            "Action: failed\nStatus: 5.2.2\n\n--b--\n"
        ));
        let kinds: Vec<Kind> = bounce.failures.iter().map(|f| f.explanation.kind).collect();
        assert_eq!(kinds, [Kind::UserUnknown, Kind::MailboxFull]);
        assert_eq!(bounce.failures[0].recipient.as_deref(), Some("a@example.org"));
        assert_eq!(bounce.failures[0].explanation.reply.code, Some(550));
    }

    #[test]
    fn free_text_and_nothing() {
        let bounce = read("To: me@example.com\n\nYour message failed:\n\n<you@example.org>:\n550 5.7.1 Relaying denied\n");
        assert_eq!(bounce.failures[0].recipient.as_deref(), Some("you@example.org"));
        assert_eq!(bounce.failures[0].explanation.kind, Kind::RelayDenied);
        assert_eq!(read(""), Bounce::default());
    }

    #[test]
    fn a_complaint_names_its_recipient() {
        let bounce = read(
            "Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <a@example.org>\n\n--x--",
        );
        assert_eq!(bounce.feedback.as_deref(), Some("abuse"));
        assert_eq!(bounce.failures[0].recipient.as_deref(), Some("a@example.org"));
    }
}
