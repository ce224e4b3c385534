//! A bounce read line by line in constant memory: multipart/report (RFC 3464), feedback (RFC 5965) or the free text of
//! older servers. Nothing is thrown away silently but what lies beyond the limits below.

use crate::charset::{decode, unlabelled};
use crate::explain::{Explanation, Persistence, explain_reply};
use crate::kind::Kind;
use crate::named::Named;
use crate::reply::Reply;
use crate::rules::matching;

mod part;
mod report;
mod text;
mod transcript;
mod transfer;

pub(crate) use transfer::quoted_printable;

use part::{Mime, PartType};
use report::{Group, bare};
use text::FreeText;
use transfer::Transfer;

/// At most so many recipients of one bounce are kept.
const RECIPIENT_LIMIT: usize = 200;
/// At most so much of a line or a field.
const FIELD_LIMIT: usize = 4096;
/// At most so many recipients of the returned message are kept.
const ORIGINAL_LIMIT: usize = 16;

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
    transfer: Transfer,
    groups: Vec<Group>,
    inner_groups: Vec<Group>,
    current: Group,
    field: String,
    text: FreeText,
    feedback: Group,
    original_to: Vec<String>,
}

impl BounceReader {
    /// A reader before its first line.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one line, with or without its end.
    pub fn line(&mut self, line: &[u8]) {
        let line = line.get(..FIELD_LIMIT).unwrap_or(line);
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.mime.takes(&unlabelled(line)) {
            self.end_of_part();
            return;
        }
        for decoded in self.transfer.lines(line, self.mime.encoding()) {
            self.content(&decoded);
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
        let mut failures = report::failures(&self.groups, &text);
        if feedback.is_some() {
            failures = self.complaints();
        } else if failures.is_empty() && self.mime.is_vacation() {
            let recipient = self.mime.author().map(str::to_owned);
            failures.push(Failure { recipient, remote: None, explanation: report::of_kind(Kind::Vacation) });
        } else if failures.is_empty() {
            failures = report::failures(&self.inner_groups, &text);
        }
        if failures.is_empty() {
            failures = from_text(&text, &self.mime, &self.original_to, sender.as_deref());
        }
        Bounce { failures, feedback }
    }

    fn complaints(&self) -> Vec<Failure> {
        let told = self.feedback.values(&["original-rcpt-to", "removal-recipient"]).map(bare);
        let mut named: Vec<String> = Vec::new();
        for one in told.chain(self.original_to.iter().cloned()) {
            if named.len() < RECIPIENT_LIMIT && text::address_in(&one).is_some() && !named.contains(&one) {
                named.push(one);
            }
        }
        // What the report says of the message (RFC 5965 3.2) stands for what a reply would name.
        let of = |name| self.feedback.values(name).map(bare).collect::<Vec<_>>().join(" ");
        let said = Named::read(&of(&["source-ip", "reported-domain", "original-mail-from", "reported-uri"]));
        let one = |recipient| {
            let explanation = Explanation { named: said.clone(), ..report::of_kind(Kind::Feedback) };
            Failure { recipient, remote: None, explanation }
        };
        if named.is_empty() { vec![one(None)] } else { named.into_iter().map(|n| one(Some(n))).collect() }
    }

    fn content(&mut self, line: &[u8]) {
        let line = decode(line, self.mime.charset());
        let line = line.trim_end_matches(['\r', '\n']);
        match self.mime.part() {
            PartType::Status => self.status_line(line),
            PartType::Feedback => self.feedback.add(line),
            PartType::Original => self.original_line(line),
            PartType::Text if self.mime.is_inner() => {}
            PartType::Text => {
                if self.text.is_over() {
                    self.original_line(line);
                }
                self.text.line(line);
            }
            PartType::Other => {}
        }
    }

    fn end_of_part(&mut self) {
        if let Some(rest) = self.transfer.rest() {
            self.content(&rest);
        }
        self.flush_field();
        self.flush_group();
    }

    fn flush_field(&mut self) {
        let field = std::mem::take(&mut self.field);
        if self.current.repeats(&field) {
            self.flush_group();
        }
        self.current.add(&field);
    }

    fn flush_group(&mut self) {
        let group = std::mem::take(&mut self.current);
        let groups = if self.mime.is_inner() { &mut self.inner_groups } else { &mut self.groups };
        if group.tells_of_a_recipient() && groups.len() < RECIPIENT_LIMIT {
            groups.push(group);
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

    fn original_line(&mut self, line: &str) {
        let named = |name: &str| ["to", "x-original-to", "delivered-to"].iter().any(|n| name.eq_ignore_ascii_case(n));
        if let Some((_, value)) = line.split_once(':').filter(|(name, _)| named(name)) {
            for address in value.split(',').filter_map(text::address_in) {
                if self.original_to.len() < ORIGINAL_LIMIT && !self.original_to.contains(&address) {
                    self.original_to.push(address);
                }
            }
        }
    }
}

fn from_text(text: &text::Told, mime: &Mime, to: &[String], sender: Option<&str>) -> Vec<Failure> {
    let delayed = matching(text.whole()).iter().any(|rule| rule.kind == Kind::Delayed);
    let explained = |told: &str, recipient: Option<String>| {
        let mut explanation = report::staged(report::widened(explain_reply(report::refusal(told)), text), told, text);
        if explanation.kind == Kind::Unknown {
            // What only the subject says.
            let of_subject = explain_reply(Reply::parse(mime.subject().as_bytes()));
            if of_subject.rule.is_some() {
                explanation.kind = of_subject.kind;
                explanation.rule = of_subject.rule;
                explanation.basis = of_subject.basis;
                explanation.persistence = explanation.persistence.or(of_subject.persistence);
            }
        }
        if delayed {
            explanation.persistence = explanation.persistence.or(Persistence::Temporary);
        } else if explanation.rule.is_some() && !matches!(explanation.kind, Kind::Delayed | Kind::Delivered) {
            // A mailer that returns a message has given it up.
            explanation.persistence = explanation.persistence.or(Persistence::Permanent);
        }
        Failure { recipient, remote: None, explanation }
    };
    let named: Vec<String> = if mime.failed_recipients().is_empty() { text.recipients() } else { mime.failed_recipients().to_vec() };
    if !named.is_empty() {
        return named.into_iter().take(RECIPIENT_LIMIT).map(|r| explained(&text.of(&r), Some(r))).collect();
    }
    let whole = text.whole();
    let any = text::addresses(whole).into_iter().find(|a| Some(a.to_ascii_lowercase().as_str()) != sender);
    let recipient = text::final_recipient(whole).or(any).or_else(|| to.first().cloned());
    if whole.trim().is_empty() && recipient.is_none() { Vec::new() } else { vec![explained(whole, recipient)] }
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
            "Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <a@example.org>\nSource-IP: 192.0.2.1\nReported-Domain: example.com\n\n--x--",
        );
        let subject = crate::Subject::of(&bounce.failures[0].explanation, Some("a@example.org"));
        assert_eq!((subject.ip, subject.domain.as_deref()), ("192.0.2.1".parse().ok(), Some("example.com")));
        assert_eq!(bounce.feedback.as_deref(), Some("abuse"));
        assert_eq!(bounce.failures[0].recipient.as_deref(), Some("a@example.org"));
    }
}
