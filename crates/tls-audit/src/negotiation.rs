//! How TLS was negotiated with one address, over one or two tries.

use facts::answer::{Phase, StepEnd, TlsFacts, Try};
use facts::{Gap, Question, Reason, Security};
use findings::{Phrase, Value};
use readings::opening::{self, Opening};
use readings::sessions::{Session, capabilities};

/// What became of the negotiation.
#[derive(Clone, Debug, PartialEq)]
pub enum Negotiation {
    /// A handshake finished.
    Done,
    /// No connection, or none that was asked for.
    Unreached(Gap),
    /// The server takes no mail at all; another check says so.
    TurnedAway,
    /// A full EHLO reply without STARTTLS.
    NotOffered,
    /// Offered, and every handshake failed, in these words.
    Failed(Value),
    /// Offered, and the command refused on both of two tries, with this reply.
    Refused {
        /// The last reply, as it came.
        reply: String,
        /// Why the handshake is not known.
        gap: Gap,
    },
    /// Not known. Whether STARTTLS was offered may be known all the same.
    Unknown {
        /// Whether a full EHLO reply offered it.
        offered: bool,
        /// Why.
        gap: Gap,
    },
    /// There was no connection to be made: the chain comes from a file.
    NoConnection,
}

impl Negotiation {
    /// Why it is not known what is served; none where it is, or where there is nothing to be served.
    #[must_use]
    pub fn gap(&self) -> Option<Gap> {
        match self {
            Negotiation::Unreached(gap) | Negotiation::Unknown { gap, .. } | Negotiation::Refused { gap, .. } => Some(gap.clone()),
            _ => None,
        }
    }
}

/// How one try ended, where it came to STARTTLS or to a handshake.
enum End {
    Done,
    Alert(String),
    Closed,
    Refused(String, Reason),
    Open(Reason),
}

/// Reads the negotiation of `session`.
pub fn read(session: &Session, security: Security) -> Negotiation {
    let ends = match security {
        Security::Implicit => {
            if let Some(gap) = unconnected(session) {
                return Negotiation::Unreached(gap);
            }
            session.tries().iter().map(handshake).collect()
        }
        Security::Starttls if matches!(session.question, Question::Mailbox { .. }) => match mailbox(session) {
            Ok(ends) => ends,
            Err(negotiation) => return negotiation,
        },
        Security::Starttls => {
            if let Some(unoffered) = unoffered(session) {
                return unoffered;
            }
            session.tries().iter().map(starttls).collect()
        }
    };
    decide(ends, session)
}

/// What the last try showed that saw a certificate.
pub fn shown(session: &Session) -> Option<&TlsFacts> {
    session.tries().iter().rev().filter_map(|t| t.tls.as_ref()).find(|tls| !tls.chain.is_empty())
}

fn unconnected(session: &Session) -> Option<Gap> {
    let connected = session.tries().iter().any(|t| t.end_of(Phase::Connect) == Some(&StepEnd::Done));
    match (&session.talk, connected) {
        (Err(gap), _) => Some(gap.clone()),
        (Ok(_), true) => None,
        (Ok(talk), false) => {
            let timeout = talk.tries.iter().any(|t| t.end_of(Phase::Connect) == Some(&StepEnd::Timeout));
            Some(session.gap(if timeout { Reason::Timeout } else { Reason::ConnectRefused }))
        }
    }
}

/// How the tries with an IMAP or POP3 server ended that offered TLS.
fn mailbox(session: &Session) -> Result<Vec<End>, Negotiation> {
    if let Some(gap) = unconnected(session) {
        return Err(Negotiation::Unreached(gap));
    }
    let said = |t: &Try, phase| match t.end_of(phase) {
        Some(StepEnd::Mailbox(reply)) => Some(reply.clone()),
        _ => None,
    };
    let asked = session.tries().iter().any(|t| t.end_of(Phase::Starttls).is_some());
    if !asked {
        let told = session.tries().iter().find_map(|t| said(t, Phase::Capability)).is_some_and(|reply| reply.granted);
        let gap = session.gap(Reason::Ambiguous);
        return Err(if told { Negotiation::NotOffered } else { Negotiation::Unknown { offered: false, gap } });
    }
    let end = |t: &Try| match said(t, Phase::Starttls) {
        Some(reply) if reply.granted => handshake(t),
        Some(reply) => End::Refused(reply.status, Reason::Ambiguous),
        None => End::Open(Reason::Ambiguous),
    };
    Ok(session.tries().iter().map(end).collect())
}

/// Why a dialogue never came to STARTTLS; `None` where it was offered.
fn unoffered(session: &Session) -> Option<Negotiation> {
    let opening = opening::read(session);
    let reason = match &opening {
        Opening::Accepted => {
            let told: Vec<Vec<String>> = session.tries().iter().filter_map(capabilities).collect();
            if told.iter().any(|lines| lines.iter().any(|l| is_starttls(l))) {
                return None;
            }
            // Without a full EHLO reply (HELO alone) nothing was said about STARTTLS.
            if !told.is_empty() {
                return Some(Negotiation::NotOffered);
            }
            Reason::HeloAlone
        }
        Opening::Unreached(gap) => return Some(Negotiation::Unreached(gap.clone())),
        Opening::Refused(..) => return Some(Negotiation::TurnedAway),
        other => other.reason().unwrap_or(Reason::Ambiguous),
    };
    Some(Negotiation::Unknown { offered: false, gap: session.gap(reason) })
}

fn is_starttls(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("STARTTLS"))
}

fn starttls(attempt: &Try) -> End {
    match attempt.end_of(Phase::Starttls) {
        Some(StepEnd::Reply(reply)) if reply.code == 220 => handshake(attempt),
        // RFC 5321 3.8: 421 may come at any time and closes the connection; it is no answer to the command.
        Some(StepEnd::Reply(reply)) if reply.code == 421 => End::Open(Reason::TemporaryRefusal),
        Some(StepEnd::Reply(reply)) if reply.code / 100 == 4 => End::Refused(reply.to_text(), Reason::TemporaryRefusal),
        Some(StepEnd::Reply(reply)) if reply.code / 100 == 5 => End::Refused(reply.to_text(), Reason::Ambiguous),
        Some(StepEnd::Closed) => End::Closed,
        Some(StepEnd::Timeout) => End::Open(Reason::Timeout),
        // This try broke off before the command.
        None => End::Open(Reason::Closed),
        Some(_) => End::Open(Reason::Ambiguous),
    }
}

fn handshake(attempt: &Try) -> End {
    match attempt.end_of(Phase::Handshake) {
        Some(StepEnd::Done) => End::Done,
        Some(StepEnd::TlsFailure(alert)) => End::Alert(alert.clone()),
        Some(StepEnd::Closed) => End::Closed,
        Some(StepEnd::Timeout) => End::Open(Reason::Timeout),
        None => End::Open(Reason::Closed),
        Some(_) => End::Open(Reason::Ambiguous),
    }
}

fn decide(ends: Vec<End>, session: &Session) -> Negotiation {
    let (mut alert, mut closed, mut refused, mut open) = (None, 0, Vec::new(), None);
    for end in ends {
        match end {
            End::Done => return Negotiation::Done,
            End::Alert(name) => alert = alert.or(Some(name)),
            End::Closed => closed += 1,
            End::Refused(reply, reason) => refused.push((reply, reason)),
            End::Open(reason) => open = Some(reason),
        }
    }
    if let Some(name) = alert {
        return Negotiation::Failed(Value::Text(name));
    }
    if closed >= 2 {
        let words = Phrase {
            en: "the server closes the connection, on both of two tries", ru: "сервер закрывает соединение, обе попытки"
        };
        return Negotiation::Failed(Value::Phrase(words));
    }
    if refused.len() >= 2
        && let Some((reply, reason)) = refused.pop()
    {
        return Negotiation::Refused { reply, gap: session.gap(reason) };
    }
    let reason = open.or(refused.pop().map(|(_, reason)| reason)).unwrap_or(if closed > 0 { Reason::Closed } else { Reason::NotAsked });
    Negotiation::Unknown { offered: true, gap: session.gap(reason) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::answer::{Reply, SmtpAnswer, Step, Text};
    use facts::{Name, Script};

    fn said(code: u16, lines: &[&str]) -> StepEnd {
        StepEnd::Reply(Reply { code, lines: lines.iter().map(|l| Text::from(*l)).collect() })
    }

    /// A try that was offered STARTTLS, ending in `steps`.
    fn offered(steps: &[(Phase, StepEnd)]) -> Try {
        let opening = [
            (Phase::Connect, StepEnd::Done),
            (Phase::Greeting, said(220, &["mx.example.com"])),
            (Phase::Ehlo, said(250, &["mx.example.com", "STARTTLS"])),
        ];
        let steps = opening.iter().chain(steps).map(|(phase, end)| Step { phase: *phase, end: end.clone(), took_ms: 1 });
        Try { steps: steps.collect(), tls: None }
    }

    fn after(tries: Vec<Try>, security: Security) -> Negotiation {
        let question = Question::Smtp {
            addr: [44, 128, 1, 1].into(),
            port: 25,
            security,
            sni: Some(Name::parse("mx.example.com").expect("name")),
            helo: "audit.example".into(),
            script: Script::Session,
        };
        read(&Session { address: [44, 128, 1, 1].into(), question, talk: Ok(SmtpAnswer { tries }) }, security)
    }

    fn go(end: StepEnd) -> Try {
        offered(&[(Phase::Starttls, said(220, &["go"])), (Phase::Handshake, end)])
    }

    fn refused(code: u16) -> Try {
        offered(&[(Phase::Starttls, said(code, &["no"]))])
    }

    #[test]
    fn a_closed_connection_counts_after_one_retry() {
        let both = |first, second| after(vec![first, second], Security::Starttls);
        assert!(matches!(both(go(StepEnd::Closed), go(StepEnd::Closed)), Negotiation::Failed(_)));
        assert!(matches!(after(vec![go(StepEnd::Closed)], Security::Starttls), Negotiation::Unknown { offered: true, .. }));
        assert_eq!(both(go(StepEnd::Closed), go(StepEnd::Done)), Negotiation::Done);
        assert!(matches!(both(go(StepEnd::Closed), go(StepEnd::Timeout)), Negotiation::Unknown { offered: true, .. }));
        assert!(matches!(both(go(StepEnd::Closed), go(StepEnd::TlsFailure("x".into()))), Negotiation::Failed(_)));
        let busy = Try { steps: vec![Step { phase: Phase::Connect, end: StepEnd::ConnectRefused, took_ms: 1 }], tls: None };
        assert!(matches!(both(go(StepEnd::Closed), busy), Negotiation::Unknown { offered: true, .. }));
    }

    #[test]
    fn a_refusal_counts_when_it_comes_twice_and_421_never() {
        let both = |first, second| after(vec![first, second], Security::Starttls);
        assert!(matches!(both(refused(454), refused(454)), Negotiation::Refused { .. }));
        assert!(matches!(both(refused(454), refused(502)), Negotiation::Refused { reply, .. } if reply == "502 no"));
        assert!(matches!(after(vec![refused(454)], Security::Starttls), Negotiation::Unknown { offered: true, .. }));
        assert!(matches!(both(refused(421), refused(421)), Negotiation::Unknown { offered: true, .. }));
        assert!(matches!(both(refused(250), refused(250)), Negotiation::Unknown { offered: true, .. }));
        assert_eq!(both(refused(454), go(StepEnd::Done)), Negotiation::Done);
        assert!(matches!(both(refused(454), go(StepEnd::Closed)), Negotiation::Unknown { offered: true, .. }));
    }

    #[test]
    fn tls_from_the_first_byte() {
        let step = |phase, end| Step { phase, end, took_ms: 1 };
        let with = |end| Try { steps: vec![step(Phase::Connect, StepEnd::Done), step(Phase::Handshake, end)], tls: None };
        assert_eq!(after(vec![with(StepEnd::Done)], Security::Implicit), Negotiation::Done);
        assert!(matches!(after(vec![with(StepEnd::TlsFailure("x".into()))], Security::Implicit), Negotiation::Failed(_)));
        let refused = Try { steps: vec![step(Phase::Connect, StepEnd::ConnectRefused)], tls: None };
        assert!(matches!(after(vec![refused], Security::Implicit), Negotiation::Unreached(_)));
        assert!(matches!(after(Vec::new(), Security::Implicit), Negotiation::Unreached(_)));
        assert!(matches!(after(Vec::new(), Security::Starttls), Negotiation::Unreached(_)));
    }
}
