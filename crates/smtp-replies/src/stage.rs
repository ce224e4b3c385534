//! Which command of the SMTP dialogue a reply answers, as far as the report says so.

/// The step of the dialogue that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Connection, greeting or HELO.
    Connect,
    /// Log-in.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA, or the end of the message.
    Data,
}

/// Phrases of the common servers, lower case: Postfix "(in reply to … command)", Exim "after …:", Sendmail ">>> …",
/// Gmail "(state N)", DragonFly "did not like our …", and what is like them.
const PHRASES: &[(Stage, &[&str])] = &[
    (
        Stage::Data,
        &[
            "end of data",
            ">>> data",
            "reply to data",
            "command data",
            "data command",
            "after data",
            "after pipelined data",
            "done sending",
            "did not like our data",
            "did not like our final",
            "(state 17)",
            "(state 18)",
            "after \".\"",
            "failed after i sent the message",
            "after end of message",
            ">>> .",
            ">>> bdat",
            "[data]",
        ],
    ),
    (
        Stage::Rcpt,
        &[
            "reply to rcpt",
            "after rcpt to",
            "after pipelined rcpt",
            ">>> rcpt to",
            "like our rcpt to",
            "rcpt to command",
            "rcpt command",
            "command rcpt",
            "does not like recipient",
            "(state 14)",
            "(state 15)",
            "rcpt to:<",
            "[rcpt_to]",
            "smtp:rcpt ",
            "rcpt to generated",
        ],
    ),
    (
        Stage::Mail,
        &[
            "reply to mail from",
            "after mail from",
            "after pipelined mail",
            ">>> mail from",
            "like our mail from",
            "mail from command",
            "command mail",
            "does not like sender",
            "(state 13)",
            "[mail_from]",
        ],
    ),
    (Stage::Auth, &["reply to auth", "after auth", ">>> auth", "smtp auth failed", "(state 8)", "(state 9)"]),
    (
        Stage::Connect,
        &[
            "refused to talk to me",
            "after initial connection",
            "reply to ehlo",
            "reply to helo",
            "after ehlo",
            "after helo",
            ">>> ehlo",
            ">>> helo",
            "but greeting failed",
            "but my name was rejected",
        ],
    ),
];

impl Stage {
    /// What the text says; where several are named, the one that comes first in it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let first = |phrases: &[&str]| phrases.iter().filter_map(|p| lower.find(p)).min();
        PHRASES.iter().filter_map(|(stage, phrases)| first(phrases).map(|at| (at, *stage))).min().map(|(_, stage)| stage)
    }

    /// The command as it stands in the dialogue.
    #[must_use]
    pub const fn command(self) -> &'static str {
        match self {
            Self::Connect => "EHLO",
            Self::Auth => "AUTH",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_name_the_command_that_was_refused() {
        let cases = [
            ("host mx said: 550 no (in reply to RCPT TO command)", Some(Stage::Rcpt)),
            ("554 spam (in reply to end of DATA command)", Some(Stage::Data)),
            ("SMTP error from remote mail server after MAIL FROM:<a@b> SIZE=1:", Some(Stage::Mail)),
            (">>> RCPT To:<a@example.org> <<< 550 no", Some(Stage::Rcpt)),
            ("192.0.2.1 does not like recipient.", Some(Stage::Rcpt)),
            ("192.0.2.1 failed after I sent the message.", Some(Stage::Data)),
            ("host mx refused to talk to me: 554", Some(Stage::Connect)),
            ("550 User unknown", None),
        ];
        for (text, stage) in cases {
            assert_eq!(Stage::read(text), stage, "{text}");
        }
    }
}
