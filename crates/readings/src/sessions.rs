//! The dialogues with a domain's mail hosts on port 25, one per host and address.
//!
//! They hold nothing of the audited domain, so that two domains on one host share them.

use crate::mail::{self, MailHost};
use facts::answer::Phase;
use facts::{Gap, Inquiry, Name, Question, Reason, Script, Security, SmtpAnswer, Target};
use std::net::IpAddr;

/// At most so many host and address pairs are talked to.
pub const MOST_SESSIONS: usize = 40;

/// One dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The exchange.
    pub host: Name,
    /// Its provider, when known.
    pub hosted: bool,
    /// The address talked to.
    pub address: IpAddr,
    /// What was said, or why nothing was.
    pub talk: Result<SmtpAnswer, Gap>,
}

/// Holds a dialogue with every public address of every mail host.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<Session> {
    let mail = mail::read(target, inquiry);
    let pairs: Vec<(&MailHost, IpAddr)> = mail.hosts.iter().flat_map(|h| h.public().map(move |a| (h, a))).collect();
    let session = |(index, (host, address)): (usize, (&MailHost, IpAddr))| {
        let question = question(target, &host.name, address);
        let talk = if target.no_smtp {
            Err(Gap::new(&question, Reason::SwitchedOff))
        } else if index >= MOST_SESSIONS {
            Err(Gap::new(&question, Reason::BudgetSpent))
        } else {
            inquiry.smtp(&question).cloned()
        };
        Session { host: host.name.clone(), hosted: host.provider.is_some(), address, talk }
    };
    pairs.into_iter().enumerate().map(session).collect()
}

/// The question for the dialogue with `host` at `address`.
#[must_use]
pub fn question(target: &Target, host: &Name, address: IpAddr) -> Question {
    Question::Smtp {
        addr: address,
        port: 25,
        security: Security::Starttls,
        sni: Some(host.clone()),
        helo: target.probe_name.clone(),
        script: Script::Session,
    }
}

impl Session {
    /// The last try, which decides.
    #[must_use]
    pub fn last(&self) -> Option<&facts::answer::Try> {
        self.talk.as_ref().ok().and_then(|t| t.tries.last())
    }

    /// The capability lines of a complete EHLO reply in the clear; `None` when there was none.
    #[must_use]
    pub fn capabilities(&self) -> Option<Vec<String>> {
        let reply = self.last()?.reply(Phase::Ehlo).filter(|r| r.code == 250)?;
        Some(reply.lines.iter().skip(1).map(|l| String::from_utf8_lossy(&l.0).into_owned()).collect())
    }
}
