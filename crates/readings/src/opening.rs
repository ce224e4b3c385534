//! How a dialogue with a mail server began: greeting and EHLO. Says whose the failure is, never how bad.

use crate::blame::blames_client;
use crate::sessions::Session;
use facts::answer::{Phase, Reply, StepEnd, Try};
use facts::{Gap, Reason};

/// How a dialogue began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Greeting and EHLO (or HELO) were accepted.
    Accepted,
    /// No connection, or not asked at all.
    Unreached(Gap),
    /// Connected, and no greeting ended within the time or size of one.
    NoGreeting {
        /// It sent without end; else it stayed silent.
        endless: bool,
    },
    /// A 4xx that blames no address.
    TemporaryRefusal(Phase, Reply),
    /// Cut off at this step.
    Cut(Phase),
    /// A 5xx that blames no address.
    Refused(Phase, Reply),
    /// A reply that blames the address or name of the audit itself.
    ClientBlamed(Phase, Reply),
    /// Something that can be read in more than one way, or silence in mid-dialogue.
    Unclear(Phase, Reason),
}

/// How `session` began, by its first try that was accepted, else by its last.
#[must_use]
pub fn read(session: &Session) -> Opening {
    let talk = match &session.talk {
        Ok(talk) => talk,
        Err(gap) => return Opening::Unreached(gap.clone()),
    };
    let mut openings = talk.tries.iter().map(|t| of_try(session, t));
    let last = talk.tries.last().map(|t| of_try(session, t));
    openings.find(|o| *o == Opening::Accepted).or(last).unwrap_or_else(|| Opening::Unreached(session.gap(Reason::NotAsked)))
}

impl Opening {
    /// Why what comes after the opening is not known; `None` where it was accepted.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Opening::Accepted => None,
            Opening::Unreached(gap) => Some(gap.reason),
            Opening::NoGreeting { .. } => Some(Reason::Timeout),
            Opening::TemporaryRefusal(..) => Some(Reason::TemporaryRefusal),
            Opening::Cut(_) => Some(Reason::Closed),
            Opening::ClientBlamed(..) => Some(Reason::OwnAddressBlamed),
            Opening::Refused(..) => Some(Reason::Ambiguous),
            Opening::Unclear(_, reason) => Some(*reason),
        }
    }
}

/// How one try began.
fn of_try(session: &Session, attempt: &Try) -> Opening {
    match attempt.end_of(Phase::Connect) {
        Some(StepEnd::Done) => {}
        Some(StepEnd::Timeout) => return Opening::Unreached(session.gap(Reason::Timeout)),
        None => return Opening::Unreached(session.gap(Reason::NotAsked)),
        Some(_) => return Opening::Unreached(session.gap(Reason::ConnectRefused)),
    }
    // EHLO refused may be mended by HELO (RFC 5321 2.2.1); where that brings nothing, the refusal stands.
    for phase in [Phase::Greeting, Phase::Ehlo, Phase::Helo] {
        let Some(end) = attempt.end_of(phase) else { return Opening::Unclear(phase, Reason::Ambiguous) };
        let helo_follows = phase == Phase::Ehlo && attempt.end_of(Phase::Helo).is_some();
        match end {
            StepEnd::Reply(reply) if reply.code / 100 == 2 && phase == Phase::Greeting => {}
            StepEnd::Reply(reply) if reply.code / 100 == 2 => return Opening::Accepted,
            StepEnd::Reply(_) if helo_follows => {}
            end if phase == Phase::Helo => return after_helo(attempt, end),
            end => return failed(phase, end),
        }
    }
    Opening::Unclear(Phase::Helo, Reason::Ambiguous)
}

/// What HELO brought after EHLO was refused: blame in either reply is blame, and a server that hangs
/// up on HELO has said at EHLO why.
fn after_helo(attempt: &Try, end: &StepEnd) -> Opening {
    let ehlo = attempt.end_of(Phase::Ehlo).map(|end| failed(Phase::Ehlo, end));
    match (ehlo, failed(Phase::Helo, end)) {
        (Some(ehlo), Opening::Cut(_)) => ehlo,
        (Some(ehlo @ Opening::ClientBlamed(..)), _) => ehlo,
        (_, helo) => helo,
    }
}

fn failed(phase: Phase, end: &StepEnd) -> Opening {
    match end {
        StepEnd::Reply(reply) if blames_client(reply) => Opening::ClientBlamed(phase, reply.clone()),
        StepEnd::Reply(reply) if reply.code / 100 == 4 => Opening::TemporaryRefusal(phase, reply.clone()),
        StepEnd::Reply(reply) if reply.code / 100 == 5 => Opening::Refused(phase, reply.clone()),
        StepEnd::Closed | StepEnd::ConnectRefused => Opening::Cut(phase),
        StepEnd::Timeout if phase == Phase::Greeting => Opening::NoGreeting { endless: false },
        StepEnd::Endless if phase == Phase::Greeting => Opening::NoGreeting { endless: true },
        StepEnd::Timeout => Opening::Unclear(phase, Reason::Timeout),
        _ => Opening::Unclear(phase, Reason::Ambiguous),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::answer::{SmtpAnswer, Step, Text};
    use facts::{Question, Script, Security};

    fn said(code: u16) -> StepEnd {
        StepEnd::Reply(Reply { code, lines: vec![Text::from("mx.example.com")] })
    }

    fn opening(tries: &[&[(Phase, StepEnd)]]) -> Opening {
        let steps = |t: &&[(Phase, StepEnd)]| t.iter().map(|(phase, end)| Step { phase: *phase, end: end.clone(), took_ms: 1 }).collect();
        let tries = tries.iter().map(|t| Try { steps: steps(t), tls: None }).collect();
        let address = [44, 128, 1, 1].into();
        let question = Question::Smtp {
            addr: address,
            port: 25,
            security: Security::Starttls,
            sni: None,
            helo: "audit.example".into(),
            script: Script::Session,
        };
        read(&Session { address, question, talk: Ok(SmtpAnswer { tries }) })
    }

    #[test]
    fn one_accepted_try_is_enough() {
        let good: &[_] = &[(Phase::Connect, StepEnd::Done), (Phase::Greeting, said(220)), (Phase::Ehlo, said(250))];
        let busy: &[_] = &[(Phase::Connect, StepEnd::Done), (Phase::Greeting, said(421))];
        assert_eq!(opening(&[good, busy]), Opening::Accepted);
        assert!(matches!(opening(&[busy, busy]), Opening::TemporaryRefusal(Phase::Greeting, _)));
        assert!(matches!(opening(&[]), Opening::Unreached(_)));
        assert!(matches!(opening(&[&[]]), Opening::Unreached(_)));
    }

    #[test]
    fn helo_decides_where_ehlo_is_not_known() {
        let talk = |ehlo, helo: Option<StepEnd>| {
            let mut steps = vec![(Phase::Connect, StepEnd::Done), (Phase::Greeting, said(220)), (Phase::Ehlo, ehlo)];
            steps.extend(helo.map(|end| (Phase::Helo, end)));
            opening(&[&steps])
        };
        assert_eq!(talk(said(502), Some(said(250))), Opening::Accepted);
        assert!(matches!(talk(said(502), Some(said(550))), Opening::Refused(Phase::Helo, _)));
        assert!(matches!(talk(said(550), None), Opening::Refused(Phase::Ehlo, _)));
        assert!(matches!(talk(said(502), Some(StepEnd::Closed)), Opening::Refused(Phase::Ehlo, _)));
        assert_eq!(talk(said(502), Some(StepEnd::Timeout)), Opening::Unclear(Phase::Helo, Reason::Timeout));
        assert!(matches!(talk(said(502), Some(said(421))), Opening::TemporaryRefusal(Phase::Helo, _)));
        let blamed = || StepEnd::Reply(Reply { code: 550, lines: vec![Text::from("your host has no PTR")] });
        assert!(matches!(talk(blamed(), Some(said(503))), Opening::ClientBlamed(Phase::Ehlo, _)));
        assert!(matches!(talk(blamed(), Some(StepEnd::Closed)), Opening::ClientBlamed(Phase::Ehlo, _)));
        assert_eq!(talk(blamed(), Some(said(250))), Opening::Accepted);
        assert_eq!(talk(StepEnd::Timeout, None), Opening::Unclear(Phase::Ehlo, Reason::Timeout));
        assert_eq!(talk(said(354), None), Opening::Unclear(Phase::Ehlo, Reason::Ambiguous));
    }
}
