//! What the material holds: replies one by one up to a limit, and all of them in numbers.

use crate::args::Common;
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::output::lang;
use report::{Explained, Told};
use smtp_replies::{Explanation, LogReader, MailboxReader, Message, MessageReader, MethodResult, Source, Subject, Summary, continues};
use std::path::Path;

/// Replies that are kept one by one.
const KEPT: usize = 1_000;
/// Of a text without a report as much is explained as one reply.
const LONGEST_REPLY: usize = 16 * 1024;

/// What was read.
#[derive(Default)]
pub struct Gathered {
    replies: Vec<Explained>,
    summary: Summary,
    /// Replies and results, also those beyond the limit.
    count: usize,
    logs: usize,
    /// A mailbox, a directory, a list, or several files.
    many: bool,
    sources: usize,
    /// Messages of mailboxes that are no bounces.
    passed_over: usize,
}

impl Gathered {
    /// Takes words of the command line.
    pub fn words(&mut self, text: &str) -> Result<(), Failure> {
        if Source::of(text.as_bytes()) == Source::Log {
            // A line of a log, for what was said in it.
            let mut reader = LogReader::new();
            for line in text.lines() {
                reader.each(line.as_bytes(), |d| {
                    let recipient = Some(String::from_utf8_lossy(d.recipient).into_owned()).filter(|r| !r.is_empty());
                    self.reply(smtp_replies::explain_reply(d.reply()), recipient.as_deref(), None, d.day);
                });
            }
            if self.count > 0 {
                return Ok(());
            }
        }
        // In one line a header has no beginning of its own.
        let results = smtp_replies::authentication_results(text.as_bytes());
        if !results.is_empty() && !text.trim().contains('\n') && !text.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            results.into_iter().for_each(|r| self.result(r));
            return Ok(());
        }
        self.input(Input::of_text(text)?)
    }

    /// Takes a file, a directory or stdin, whatever it holds.
    pub fn path(&mut self, path: &Path) -> Result<(), Failure> {
        if path.is_dir() {
            self.many = true;
            return input::each_file(path, |file| self.input(Input::open(file)?));
        }
        self.input(Input::open(path)?)
    }

    /// Takes a log, also one that does not begin like one.
    pub fn log(&mut self, path: &Path) -> Result<(), Failure> {
        if path.is_dir() {
            return input::each_file(path, |file| self.read_log(Input::open(file)?));
        }
        self.read_log(Input::open(path)?)
    }

    fn input(&mut self, mut input: Input) -> Result<(), Failure> {
        self.sources += 1;
        self.many |= self.sources > 1;
        match Source::of(input.head()?) {
            Source::Log => self.read_log(input),
            Source::Mailbox => self.mailbox(input),
            Source::Message | Source::Results => self.message(input, MessageReader::new()),
            Source::Text => self.message(input, MessageReader::of_text()),
            Source::Replies => self.list(input),
            Source::Reply => self.one(input),
            Source::Empty => Ok(()),
            Source::Binary if self.many => Ok(()),
            Source::Binary => Err(Failure::Usage(format!(
                "{} is not text; if it is a message that Outlook saved as .msg, save it as .eml or as text first",
                input.path().display()
            ))),
        }
    }

    fn read_log(&mut self, mut input: Input) -> Result<(), Failure> {
        self.logs += 1;
        let mut reader = LogReader::new();
        while let Some(block) = input.block()? {
            reader.block(block, &mut self.summary);
        }
        reader.finish(input.newest(), &mut self.summary);
        Ok(())
    }

    fn mailbox(&mut self, mut input: Input) -> Result<(), Failure> {
        self.many = true;
        let mut reader = MailboxReader::new();
        input.lines(|line| {
            if let Some(message) = reader.line(line) {
                self.letter(message);
            }
        })?;
        if let Some(message) = reader.finish() {
            self.letter(message);
        }
        Ok(())
    }

    /// One message of many: letters of people are passed over.
    fn letter(&mut self, message: Message) {
        if message.is_report { self.failures(message) } else { self.passed_over += 1 }
    }

    fn failures(&mut self, message: Message) {
        for failure in message.bounce.failures {
            self.reply(failure.explanation, failure.recipient.as_deref(), failure.remote, message.day);
        }
    }

    /// One message by itself: a bounce, else the results in its headers, else its words.
    fn message(&mut self, mut input: Input, mut reader: MessageReader) -> Result<(), Failure> {
        let mut head = Vec::new();
        input.lines(|line| {
            let room = LONGEST_REPLY - head.len();
            head.extend_from_slice(&line[..line.len().min(room)]);
            reader.line(line);
        })?;
        let message = reader.finish();
        if self.many && !message.is_report && message.results.is_empty() {
            self.passed_over += 1;
        } else if !message.is_report && !message.results.is_empty() {
            message.results.into_iter().for_each(|r| self.result(r));
        } else if message.bounce.failures.is_empty() {
            self.reply(smtp_replies::explain(&head), None, None, message.day);
        } else {
            self.failures(message);
        }
        Ok(())
    }

    fn one(&mut self, mut input: Input) -> Result<(), Failure> {
        let head = input.head()?;
        let text = head.get(..LONGEST_REPLY).unwrap_or(head).to_vec();
        self.reply(smtp_replies::explain(&text), None, None, None);
        Ok(())
    }

    /// A reply in each line; lines of one reply are put together.
    fn list(&mut self, mut input: Input) -> Result<(), Failure> {
        self.many = true;
        let mut open: Vec<u8> = Vec::new();
        input.lines(|line| {
            if line.trim_ascii().is_empty() {
                return;
            }
            if open.len() + line.len() < LONGEST_REPLY {
                open.extend_from_slice(line);
            }
            if !continues(&String::from_utf8_lossy(line.get(..8).unwrap_or(line))) {
                self.reply(smtp_replies::explain(&std::mem::take(&mut open)), None, None, None);
            }
        })?;
        if !open.is_empty() {
            self.reply(smtp_replies::explain(&open), None, None, None);
        }
        Ok(())
    }

    fn reply(&mut self, explanation: Explanation, recipient: Option<&str>, remote: Option<String>, day: Option<smtp_replies::Day>) {
        self.summary.add_explained(&explanation, recipient, day);
        self.count += 1;
        if self.replies.len() < KEPT {
            self.replies.push(told(explanation, recipient, remote));
        }
    }

    fn result(&mut self, result: MethodResult) {
        self.count += 1;
        if self.replies.len() < KEPT {
            let sender = result.told.properties.iter().find(|(name, _)| name == "smtp.mailfrom").map(|(_, value)| value.clone());
            let subject = Subject { ip: result.address(), domain: result.domain(), recipient: None, sender };
            let checks = known(result.words().checks);
            self.replies.push(Explained { told: Told::Result(result), subject, remote: None, checks });
        }
    }

    /// Ends the reading.
    pub fn finish(&mut self) {
        self.summary = std::mem::take(&mut self.summary).finish();
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.count == 0 && self.summary.is_empty()
    }

    /// What to say then.
    pub fn nothing(&self) -> String {
        if self.logs > 0 {
            "no line tells of a delivery; logs of Postfix, Exim and Sendmail, message tracking and protocol logs of Exchange are read"
                .into()
        } else if self.passed_over > 0 {
            format!("messages: {}; none of them is a bounce or a complaint", self.passed_over)
        } else {
            "nothing to explain: the text is empty".into()
        }
    }

    /// Whether logs were read, which tell only numbers.
    pub fn is_log(&self) -> bool {
        self.logs > 0
    }

    /// Whether more than one message or reply was looked for.
    pub fn is_many(&self) -> bool {
        self.many
    }

    /// How many replies there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether [`Gathered::replies`] are all.
    pub fn holds_all(&self) -> bool {
        self.logs == 0 && self.count <= KEPT
    }

    /// The replies, a thousand at most.
    pub fn replies(&self) -> &[Explained] {
        &self.replies
    }

    /// The first reply of each class, the most frequent class first.
    pub fn examples(&self) -> Vec<Explained> {
        let examples = self.summary.classes().into_iter().filter_map(|(kind, _)| self.summary.example(kind));
        examples.map(|e| told(e.explanation.clone(), e.recipient.as_deref(), None)).collect()
    }

    /// All in numbers.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Tells on stderr what was left out.
    pub fn tell_passed_over(&self, common: &Common) {
        if self.passed_over > 0 && !common.quiet {
            let words = lang(common).pick("messages that are no bounces, passed over", "писем, которые не являются отказами, пропущено");
            anstream::eprintln!("mailaudit: {words}: {}", self.passed_over);
        }
    }
}

fn told(explanation: Explanation, recipient: Option<&str>, remote: Option<String>) -> Explained {
    let subject = Subject::of(&explanation, recipient);
    let checks = known(explanation.checks());
    Explained { told: Told::Reply(Box::new(explanation)), subject, remote, checks }
}

/// Those that this program has.
fn known(checks: &[&'static str]) -> Vec<&'static str> {
    let catalogue = mailaudit::catalogue();
    checks.iter().copied().filter(|code| catalogue.iter().any(|c| c.code == *code)).collect()
}
