//! How lines of IMAP, POP3 and SMTP differ: tags, refusals, continuations. Holds no dialogue itself.

use facts::Protocol;
use facts::fixture::server::{Act, Command, Memory, Server};
use std::borrow::Cow;

/// A client's line taken apart.
pub(super) struct Said {
    /// IMAP's tag with a space behind it (RFC 9051 2.2.1); empty elsewhere.
    pub(super) tag: String,
    pub(super) command: Command,
}

impl Said {
    pub(super) fn read(protocol: Protocol, line: &str, tls: bool) -> Self {
        let (tag, rest) = match protocol {
            Protocol::Imap => line.split_once(' ').unwrap_or((line, "")),
            _ => ("", line),
        };
        let tag = if tag.is_empty() { String::new() } else { format!("{tag} ") };
        Self { tag, command: Command::read(rest, tls) }
    }

    /// What `server` does on it. Only SMTP counts repetitions: a mailbox's commands hold passwords, and are kept nowhere.
    pub(super) fn acts<'a>(
        &self,
        server: &'a Server,
        memory: impl FnOnce(&dyn Fn(&mut Memory) -> u32) -> u32,
        sender: &str,
    ) -> Cow<'a, [Act]> {
        match server.protocol {
            Protocol::Smtp => server.to(&self.command, memory(&|memory| memory.note(sender, &self.command))),
            _ => Cow::Borrowed(server.on(&self.command.verb, self.command.tls)),
        }
    }

    /// Whether the talk ends with the answer.
    pub(super) fn is_farewell(&self) -> bool {
        matches!(self.command.verb.as_str(), "QUIT" | "LOGOUT")
    }
}

/// Whether `verb` is one that each healthy server answers, so that a script without an answer cuts the line.
pub(super) fn is_scripted(protocol: Protocol, verb: &str) -> bool {
    match protocol {
        Protocol::Imap => matches!(verb, "CAPABILITY" | "STARTTLS" | "LOGIN" | "LOGOUT"),
        Protocol::Pop3 => matches!(verb, "CAPA" | "STLS" | "USER" | "PASS" | "QUIT"),
        _ => matches!(verb, "EHLO" | "HELO" | "STARTTLS" | "QUIT"),
    }
}

/// `line` as it goes over the wire, behind the tag where it ends an IMAP reply.
pub(super) fn tagged(tag: &str, line: &str) -> String {
    let tag = if line.starts_with(['*', '+']) { "" } else { tag };
    format!("{tag}{line}\r\n")
}

/// Whether the server waits for the rest of a log-in behind `line`.
pub(super) fn wants_more(protocol: Protocol, line: &str) -> bool {
    match protocol {
        Protocol::Smtp => line.starts_with("334"),
        _ => line == "+" || line.starts_with("+ "),
    }
}

/// To a command that no script knows.
pub(super) fn refusal(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Imap => "BAD not in this script",
        Protocol::Pop3 => "-ERR not in this script",
        _ => "502 5.5.1 not in this script",
    }
}

/// A line that others can follow without end.
pub(super) fn endless(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Imap => "* and another thing\r\n",
        Protocol::Pop3 => "+OK and another thing\r\n",
        _ => "250-and another thing\r\n",
    }
}
