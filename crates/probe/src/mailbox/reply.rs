//! Replies of IMAP and POP3 servers, read strictly, in bounded time and memory.

use crate::inbox::{Inbox, LONGEST_LINE, MOST_BYTES, MOST_LINES, More, garbage};
use facts::answer::{MailboxReply, StepEnd, Text};
use tokio::io::AsyncRead;
use tokio::time::Instant;

/// Which of the two is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Imap,
    Pop3,
}

impl Tongue {
    pub(super) fn starttls(self) -> &'static str {
        if self == Tongue::Imap { "STARTTLS" } else { "STLS" }
    }

    pub(super) fn capability(self) -> &'static str {
        if self == Tongue::Imap { "CAPABILITY" } else { "CAPA" }
    }

    pub(super) fn farewell(self) -> &'static str {
        if self == Tongue::Imap { "LOGOUT" } else { "QUIT" }
    }

    /// The one line that a server begins with.
    pub(super) async fn greeting<S: AsyncRead + Unpin>(self, inbox: &mut Inbox, stream: &mut S, deadline: Instant) -> StepEnd {
        let tag = if self == Tongue::Imap { "* " } else { "" };
        self.reply(inbox, stream, tag, false, deadline).await
    }

    /// The next reply, whole before `deadline`: to the command that bore `tag`; of several lines up to a dot where `long`.
    pub(super) async fn reply<S: AsyncRead + Unpin>(
        self,
        inbox: &mut Inbox,
        stream: &mut S,
        tag: &str,
        long: bool,
        deadline: Instant,
    ) -> StepEnd {
        let (mut reply, mut bytes) = (MailboxReply::default(), 0);
        loop {
            while let Some(line) = inbox.line() {
                bytes += line.len();
                if reply.lines.len() == MOST_LINES || bytes > MOST_BYTES {
                    return StepEnd::Endless;
                }
                let added = match self {
                    Tongue::Imap => imap(&mut reply, &line, tag.as_bytes()),
                    Tongue::Pop3 => pop3(&mut reply, &line, long),
                };
                match added {
                    Added::More => {}
                    Added::Whole => return StepEnd::Mailbox(reply),
                    Added::Garbage => return garbage(&line),
                }
            }
            if bytes + inbox.bytes.len() > MOST_BYTES {
                return StepEnd::Endless;
            }
            if reply.lines.is_empty() && !self.may_begin(&inbox.bytes) {
                return inbox.garbage(stream, deadline).await;
            }
            match inbox.more(stream, deadline).await {
                More::Some => {}
                More::End => return StepEnd::Closed,
                More::Late => return StepEnd::Timeout,
                More::Broken(end) => return end,
            }
        }
    }

    /// Whether an incomplete line can still become one of a reply.
    fn may_begin(self, bytes: &[u8]) -> bool {
        bytes.first().is_none_or(|first| match self {
            Tongue::Imap => matches!(first, b'*' | b'+' | b'a'),
            Tongue::Pop3 => matches!(first, b'+' | b'-'),
        })
    }
}

enum Added {
    More,
    Whole,
    Garbage,
}

fn keep(text: &[u8]) -> Text {
    Text(text[..text.len().min(LONGEST_LINE)].to_vec())
}

/// The first word, where it is one of `known`.
fn status(text: &[u8], known: &[&str]) -> Option<String> {
    let word = text.split(|b| *b == b' ').next().unwrap_or_default().to_ascii_uppercase();
    known.iter().find(|k| k.as_bytes() == word).map(|k| (*k).to_owned())
}

fn imap(reply: &mut MailboxReply, line: &[u8], tag: &[u8]) -> Added {
    // Under the tag '* ' this is the greeting, which is untagged itself.
    if let Some(text) = line.strip_prefix(tag) {
        let known = ["OK", "NO", "BAD", "BYE", "PREAUTH"];
        let Some(status) = status(text, &known) else { return Added::Garbage };
        reply.granted = matches!(status.as_str(), "OK" | "PREAUTH");
        reply.status = status;
        reply.lines.push(keep(text));
        return Added::Whole;
    }
    if let Some(text) = line.strip_prefix(b"* ") {
        reply.lines.push(keep(text));
        return Added::More;
    }
    if line.first() == Some(&b'+') {
        reply.status = "+".into();
        return Added::Whole;
    }
    // A literal's lines (RFC 9051 4.3) follow an untagged response that announces them.
    if reply.lines.is_empty() { Added::Garbage } else { Added::More }
}

fn pop3(reply: &mut MailboxReply, line: &[u8], long: bool) -> Added {
    if reply.lines.is_empty() {
        if line == b"+ " || line == b"+" {
            reply.status = "+".into();
            return Added::Whole;
        }
        let Some(status) = status(line, &["+OK", "-ERR"]) else { return Added::Garbage };
        reply.granted = status == "+OK";
        reply.status = status;
        reply.lines.push(keep(line));
        return if long && reply.granted { Added::More } else { Added::Whole };
    }
    if line == b"." {
        return Added::Whole;
    }
    reply.lines.push(keep(line));
    Added::More
}
