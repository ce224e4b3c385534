//! Whether the servers of an account let its owner in, and let a sender through. A password is given to a server of the
//! account's own domain, of a known provider, or that the owner named; and never where TLS did not come about.

use crate::client_services::{self, ClientService, Source};
use crate::known_hosts;
use crate::sessions::Session;
use facts::answer::{Phase, Reply, StepEnd, Text, Try};
use facts::{Gap, Inquiry, Protocol, Question, Reason, Recipient, Script, Sender, Target};
use records::client_config::Kind;

/// What became of one service of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The service.
    pub service: ClientService,
    /// Whether the owner gets in.
    pub login: Login,
    /// Whether the sender gets through; none where none was to be tried.
    pub sender: Option<Passage>,
}

/// Whether the owner of an account gets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// No password was given.
    NoPassword,
    /// He does.
    Granted,
    /// The host has no address.
    NoHost,
    /// Nobody listens on the port.
    NobodyThere,
    /// The server refuses, in these words.
    Refused(String),
    /// The server offers no log-in by name and password.
    NotOffered,
    /// It is not known.
    Unknown(Gap),
}

/// Whether a server lets a sender through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// It does.
    Granted,
    /// It does not, in these words.
    Refused(String),
    /// It is not known.
    Unknown(Gap),
}

/// Reads all services of the account; none where the target is none.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<Entry> {
    let Some(account) = &target.account else { return Vec::new() };
    let all = client_services::read(target, inquiry).into_iter();
    all.map(|service| {
        let from = account.from.clone().filter(|_| service.kind == Kind::Smtp);
        let (login, sender) = of_service(&service, account.label.as_deref(), from, target, inquiry);
        Entry { service, login, sender }
    })
    .collect()
}

type Outcome = (Login, Option<Passage>);

fn of_service(service: &ClientService, label: Option<&str>, from: Option<String>, target: &Target, inquiry: &Inquiry<'_>) -> Outcome {
    let session = match way_in(service) {
        Ok(session) => session,
        Err(login) => return (login, None),
    };
    let Some(label) = label else { return (Login::NoPassword, None) };
    if !confirmed(service, target) {
        return (Login::Unknown(session.gap(Reason::HostUnconfirmed)), None);
    }
    let question = question(service, session, label, from.clone(), target);
    match inquiry.smtp(&question) {
        Err(gap) => (Login::Unknown(gap), None),
        Ok(answer) => match answer.tries.last() {
            Some(attempt) => told(attempt, &question, from.is_some()),
            None => (Login::Unknown(Gap::new(&question, Reason::Ambiguous)), None),
        },
    }
}

/// The dialogue with the first address that answered, or why there is none.
fn way_in(service: &ClientService) -> Result<&Session, Login> {
    let sessions = &service.host.sessions;
    if let Some(open) = sessions.iter().find(|s| s.connected() == Some(true)) {
        return Ok(open);
    }
    let silent = |s: &Session| match &s.talk {
        Err(gap) => Some(gap.clone()),
        Ok(_) if s.tries().iter().any(|t| t.end_of(Phase::Connect) == Some(&StepEnd::ConnectRefused)) => None,
        Ok(_) => Some(s.gap(Reason::Timeout)),
    };
    match service.host.gaps.iter().cloned().chain(sessions.iter().filter_map(silent)).next() {
        Some(gap) => Err(Login::Unknown(gap)),
        None if sessions.is_empty() => Err(Login::NoHost),
        None => Err(Login::NobodyThere),
    }
}

/// RFC 6186 6: a host that an answer without proof names is confirmed by its user before it gets a password.
fn confirmed(service: &ClientService, target: &Target) -> bool {
    let host = &service.host.name;
    service.source == Source::Given || host.is_within(&target.domain) || known_hosts::is_known(host.as_str())
}

fn question(service: &ClientService, session: &Session, label: &str, from: Option<String>, target: &Target) -> Question {
    let (addr, port, security, sni) = (session.address, service.host.port, service.host.security, Some(service.host.name.clone()));
    let mailbox = |protocol| Question::Mailbox { addr, port, protocol, security, sni: sni.clone(), login: Some(label.to_owned()) };
    match service.kind {
        Kind::Imap => mailbox(Protocol::Imap),
        Kind::Pop3 => mailbox(Protocol::Pop3),
        Kind::Smtp => {
            let script = Script::Login { account: label.to_owned(), from };
            Question::Smtp { addr, port, security, sni, helo: target.probe_name.clone(), script }
        }
    }
}

fn told(attempt: &Try, question: &Question, sender_tried: bool) -> Outcome {
    let unknown = |reason| (Login::Unknown(Gap::new(question, reason)), None);
    // Of several steps (USER, PASS) the last one decides.
    let Some(step) = attempt.steps.iter().rev().find(|s| s.phase == Phase::Login) else {
        return match attempt.steps.last().map(|s| &s.end) {
            Some(StepEnd::Timeout) => unknown(Reason::Timeout),
            _ if attempt.tls.is_none() || attempt.end_of(Phase::Handshake) != Some(&StepEnd::Done) => unknown(Reason::Closed),
            _ => match offers_password(attempt) {
                Some(false) => (Login::NotOffered, None),
                Some(true) => unknown(Reason::CertificateUntrusted),
                None => unknown(Reason::Ambiguous),
            },
        };
    };
    match &step.end {
        StepEnd::Reply(reply) if reply.code / 100 == 2 => (Login::Granted, sender_tried.then(|| passage(attempt, question))),
        StepEnd::Reply(reply) if reply.code / 100 == 5 => (Login::Refused(one_line(&reply.lines, Some(reply.code))), None),
        StepEnd::Reply(_) => unknown(Reason::TemporaryRefusal),
        StepEnd::Mailbox(reply) if reply.granted => (Login::Granted, None),
        StepEnd::Mailbox(reply) => {
            let said = one_line(&reply.lines, None);
            // RFC 5530 3 and RFC 3206 5: the server is at fault, or busy.
            let upper = said.to_ascii_uppercase();
            let passing = ["[UNAVAILABLE]", "[INUSE]", "[IN-USE]", "[LIMIT]", "[SYS/TEMP]", "[LOGIN-DELAY]", "[SERVERBUG]"];
            if passing.iter().any(|code| upper.contains(code)) { unknown(Reason::TemporaryRefusal) } else { (Login::Refused(said), None) }
        }
        StepEnd::Timeout => unknown(Reason::Timeout),
        _ => unknown(Reason::Closed),
    }
}

/// Whether the server offers log-in with name and password under TLS; `None` where it did not say.
#[must_use]
pub fn offers_password(attempt: &Try) -> Option<bool> {
    let by_tls = [Phase::CapabilityTls, Phase::EhloTls, Phase::Ehlo].into_iter().find_map(|phase| attempt.end_of(phase));
    let (lines, smtp) = match by_tls? {
        StepEnd::Reply(reply) => (&reply.lines, true),
        StepEnd::Mailbox(reply) => (&reply.lines, false),
        _ => return None,
    };
    let text: Vec<String> = lines.iter().map(|Text(l)| String::from_utf8_lossy(l).to_ascii_uppercase()).collect();
    let has = |word: &str| text.iter().any(|line| line.split([' ', '=']).any(|w| w == word));
    Some(if smtp {
        text.iter().any(|line| {
            let mut words = line.split([' ', '=']);
            words.next() == Some("AUTH") && words.any(|w| w == "PLAIN" || w == "LOGIN")
        })
    } else {
        !has("LOGINDISABLED") || has("PLAIN")
    })
}

/// What came to MAIL FROM, or to the recipient behind it: many servers say only there what they hold against a sender.
fn passage(attempt: &Try, question: &Question) -> Passage {
    let unknown = |reason| Passage::Unknown(Gap::new(question, reason));
    let refused = |reply: &Reply| Passage::Refused(one_line(&reply.lines, Some(reply.code)));
    let Some(mail) = attempt.reply(Phase::Mail(Sender::Own)) else { return unknown(Reason::Closed) };
    match mail.code / 100 {
        5 => return refused(mail),
        2 => {}
        _ => return unknown(Reason::TemporaryRefusal),
    }
    match attempt.reply(Phase::Rcpt(Recipient::Own)) {
        Some(reply) if reply.code / 100 == 2 => Passage::Granted,
        Some(reply) if reply.code / 100 == 5 && speaks_of_sender(reply) => refused(reply),
        Some(reply) if reply.code / 100 == 4 => unknown(Reason::TemporaryRefusal),
        Some(_) => unknown(Reason::Ambiguous),
        None => unknown(Reason::Closed),
    }
}

fn speaks_of_sender(reply: &Reply) -> bool {
    let said = one_line(&reply.lines, None).to_ascii_lowercase();
    reply.code == 553 || ["sender", "not owned", "send as", "sendas", "mail from", "from address"].iter().any(|words| said.contains(words))
}

/// A reply as one line, uncleaned.
fn one_line(lines: &[Text], code: Option<u16>) -> String {
    let lines: Vec<_> = lines.iter().map(|Text(l)| String::from_utf8_lossy(l).trim().to_owned()).collect();
    let said = lines.join(" ");
    code.map_or_else(|| said.clone(), |code| format!("{code} {said}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    const MAIL: &str = "mail.example.com A 44.128.1.2\nsmtp 44.128.1.2:465 mail.example.com good\n\
        imap 44.128.1.2:993 mail.example.com good\n";
    const TARGET: &str =
        "target example.com account=anna@example.com imap=mail.example.com smtp=mail.example.com login=a1 from=boss@example.com";

    fn entries(text: &str) -> Vec<(Kind, Login, Option<Passage>)> {
        let world = World::layers(&["example.com A 44.128.1.1", MAIL, text]).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "login", serves: &["cfg"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| vec![facts::answer::Der(vec![1])]);
        let all = read(&recorded.target, &Inquiry::new(&recorded.facts));
        all.into_iter().map(|e| (e.service.kind, e.login, e.sender)).collect()
    }

    fn smtp(text: &str) -> (Login, Option<Passage>) {
        let all = entries(&format!("{TARGET}\nsmtp 44.128.1.2:465 mail.example.com good\n{text}"));
        all.into_iter().find(|e| e.0 == Kind::Smtp).map(|e| (e.1, e.2)).unwrap_or_else(|| panic!("no service"))
    }

    #[test]
    fn who_gets_in_and_who_may_send() {
        assert_eq!(entries(TARGET), [(Kind::Imap, Login::Granted, None), (Kind::Smtp, Login::Granted, Some(Passage::Granted))]);
        assert_eq!(smtp("C: AUTH\nS: 535 5.7.8 no").0, Login::Refused("535 5.7.8 no".into()));
        assert!(matches!(smtp("C: AUTH\nS: 454 4.7.0 later").0, Login::Unknown(_)));
        assert_eq!(smtp("C: MAIL\nS: 553 5.7.1 not owned").1, Some(Passage::Refused("553 5.7.1 not owned".into())));
        assert!(matches!(smtp("C: MAIL\nS: 451 4.3.0 later").1, Some(Passage::Unknown(_))));
        assert!(matches!(smtp("C: RCPT\nS: 553 5.7.1 Sender address rejected").1, Some(Passage::Refused(_))));
        assert!(matches!(smtp("C: RCPT\nS: 550 5.1.1 no such user").1, Some(Passage::Unknown(_))));
        assert_eq!(smtp("REFUSE").0, Login::NobodyThere);
        assert!(matches!(smtp("DROP").0, Login::Unknown(_)));
    }

    #[test]
    fn no_password_goes_where_nobody_named_the_host() {
        let found = "target example.com account=anna@example.com login=a1\n_submissions._tcp.example.com SRV 0 1 465 mx.elsewhere.example\n\
            mx.elsewhere.example A 44.128.1.3\nsmtp 44.128.1.3:465 mx.elsewhere.example good";
        let login = entries(found).into_iter().find(|e| e.0 == Kind::Smtp).map(|e| e.1);
        assert!(matches!(login, Some(Login::Unknown(gap)) if gap.reason == Reason::HostUnconfirmed));
        assert!(entries(&TARGET.replace("login=a1 ", "")).iter().all(|e| e.1 == Login::NoPassword));
        assert!(entries("target example.com account=anna@example.com smtp=gone.example.com").iter().any(|e| e.1 == Login::NoHost));
    }
}
