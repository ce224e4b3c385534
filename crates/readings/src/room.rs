//! How often one address and port is called in the audit of a domain, and which names get the calls where several lead there.
//!
//! The name is said in the handshake alone: of a server that never came to one, what it said to the first name is what it says to
//! all. Another name has a session of its own while there is room, and is unknown beyond it.

use crate::sessions::Session;
use facts::{Answer, Gap, Inquiry, Question, Reason, SmtpAnswer, Target};
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// Connections to one address and port in the audit of a domain, whatever they are for.
pub const MOST_CONNECTIONS: usize = 6;
/// Tries that one dialogue may take.
const MOST_TRIES: usize = 2;

/// The dialogues of one reading, each place's in the order in which they are asked for.
pub(crate) struct Room<'a> {
    target: &'a Target,
    places: BTreeMap<SocketAddr, Place>,
}

#[derive(Default)]
struct Place {
    /// Connections that there were.
    spent: usize,
    /// Whether one is still open: how much room is left shows when it is over.
    open: bool,
    /// What ended before a handshake, without the name.
    nameless: BTreeMap<Question, SmtpAnswer>,
}

impl<'a> Room<'a> {
    pub(crate) fn new(target: &'a Target) -> Self {
        Self { target, places: BTreeMap::new() }
    }

    /// What is said to `question`, a dialogue of a name with a host.
    pub(crate) fn hold(&mut self, question: &Question, inquiry: &Inquiry<'_>) -> Result<SmtpAnswer, Gap> {
        let (Some(at), Some(nameless)) = (place(question), without_name(question)) else { return inquiry.smtp(question).cloned() };
        let reserved = self.reserved(at.port());
        let place = self.places.entry(at).or_default();
        if place.open {
            return Err(Gap::new(question, Reason::NotAsked));
        }
        if let Some(said) = place.nameless.get(&nameless) {
            return Ok(said.clone());
        }
        if place.spent + MOST_TRIES + reserved > MOST_CONNECTIONS {
            return Err(Gap::new(question, Reason::CalledEnough));
        }
        let answer = inquiry.smtp(question).cloned();
        place.spent += taken(question, inquiry);
        place.open = answer.as_ref().is_err_and(|gap| gap.reason == Reason::NotAsked);
        if let Some(answer) = answer.as_ref().ok().filter(|answer| !came_to_tls(answer)) {
            place.nameless.insert(nameless, answer.clone());
        }
        answer
    }

    /// Connections that other dialogues need: that with the recipients, with the user's leave another one; the log-in.
    fn reserved(&self, port: u16) -> usize {
        match port {
            25 if self.target.is_domain() => 1 + usize::from(self.target.active),
            _ => usize::from(self.target.account.is_some()),
        }
    }
}

/// How many connections the dialogue of `question` took: none where nobody held it.
pub(crate) fn taken(question: &Question, inquiry: &Inquiry<'_>) -> usize {
    match inquiry.facts().answer(question) {
        Some(Answer::Smtp(answer)) => answer.tries.len(),
        _ => 0,
    }
}

/// How many connections the dialogues of `sessions` at `at` took; `None` while one is still open.
pub(crate) fn taken_at<'s>(at: SocketAddr, sessions: impl IntoIterator<Item = &'s Session>, inquiry: &Inquiry<'_>) -> Option<usize> {
    let there = sessions.into_iter().filter(|session| session.place() == at);
    let open = |session: &Session| session.talk.as_ref().is_err_and(|gap| gap.reason == Reason::NotAsked);
    there.map(|session| (!open(session)).then(|| taken(&session.question, inquiry))).sum()
}

fn place(question: &Question) -> Option<SocketAddr> {
    match question {
        Question::Smtp { addr, port, .. } | Question::Mailbox { addr, port, .. } => Some(SocketAddr::new(*addr, *port)),
        _ => None,
    }
}

fn without_name(question: &Question) -> Option<Question> {
    let mut question = question.clone();
    match &mut question {
        Question::Smtp { sni, .. } | Question::Mailbox { sni, .. } => *sni = None,
        _ => return None,
    }
    Some(question)
}

fn came_to_tls(answer: &SmtpAnswer) -> bool {
    answer.tries.iter().any(|attempt| attempt.end_of(facts::answer::Phase::Handshake).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sessions;
    use facts::fixture::World;
    use facts::{Planner, Script};

    fn plan(target: &Target, inquiry: &Inquiry<'_>) {
        let sessions = sessions::read(target, inquiry);
        let all: Vec<&Session> = sessions.hosts.iter().flat_map(|h| &h.sessions).collect();
        drop(crate::offers::all(target, &all, inquiry));
        drop(crate::recipients::read(target, inquiry));
    }

    /// Connections to the one address, and of each name whether a session was held for it, or why not.
    fn called(names: usize, lines: &str) -> (usize, Vec<Option<Reason>>) {
        let mut text = format!("{lines}\n");
        (1..=names).for_each(|n| text.insert_str(0, &format!("example.com MX {n} mx{n}.example.com\nmx{n}.example.com A 44.128.1.1\n")));
        let world = World::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "all", serves: &["smtp", "tls"], plan };
        let recorded = world.gather(&world.target(), &[planner], &|word, _| vec![facts::answer::Der(word.as_bytes().to_vec())]);
        let inquiry = Inquiry::new(&recorded.facts);
        let hosts = sessions::read(&recorded.target, &inquiry).hosts;
        let told = hosts.iter().map(|host| host.sessions[0].talk.as_ref().err().map(|gap| gap.reason));
        let each = recorded.facts.iter().map(|(question, timed)| match &timed.answer {
            Answer::Hello(_) => 1,
            _ => taken(question, &inquiry),
        });
        (each.sum(), told.collect())
    }

    const HEALTHY: &str = "smtp 44.128.1.1:25 mx.example.com good";
    const ACTIVE: &str = "target example.com active=yes nonce=x7q2\n";

    #[test]
    fn however_many_names_lead_there_it_is_six() {
        for names in 1..=9 {
            for lines in [HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS SSLv3 TLSv1.0 TLSv1.2 TLSv1.3 weak=000a pq rsa=expired"]
            {
                for target in ["", ACTIVE] {
                    let (connections, told) = called(names, &format!("{target}{lines}"));
                    assert!(connections <= MOST_CONNECTIONS, "{names} {target}: {connections}");
                    let most = if target.is_empty() { 4 } else { 3 };
                    let enough = told.iter().filter(|reason| **reason == Some(Reason::CalledEnough)).count();
                    assert_eq!((told[0], enough), (None, names.saturating_sub(most)), "{names} {target}");
                }
            }
            let cut = "C: STARTTLS\nS: 220 go\nTLS CLOSE";
            assert!(called(names, &format!("{HEALTHY}\n{cut}")).0 <= MOST_CONNECTIONS, "{names}");
            let later = format!("{ACTIVE}{HEALTHY}\nC: RCPT\nS: 450 4.2.0 Greylisted\n");
            assert!(called(names, &later).0 <= MOST_CONNECTIONS, "{names}");
            assert!(called(names, &format!("{later}{cut}")).0 <= MOST_CONNECTIONS, "{names}");
        }
    }

    #[test]
    fn what_was_said_before_the_name_is_said_to_all() {
        let none: Vec<Option<Reason>> = vec![None; 7];
        for (lines, connections) in [("S: 421 busy", 1), ("REFUSE", 1), ("C: EHLO\nS: 250 mx", 2), ("C: STARTTLS\nS: 454 no", 3)] {
            assert_eq!(called(7, &format!("{HEALTHY}\n{lines}")), (connections, none.clone()), "{lines}");
        }
    }

    #[test]
    fn only_dialogues_have_a_place() {
        let (addr, port) = ([44, 128, 1, 1].into(), 25);
        let (security, helo, script) = (facts::Security::Starttls, String::new(), Script::Session);
        let session = Question::Smtp { addr, port, security, sni: facts::Name::parse("a.example").ok(), helo, script };
        assert_eq!(place(&session), Some(SocketAddr::new(addr, port)));
        assert!(matches!(without_name(&session), Some(Question::Smtp { sni: None, .. })));
        let page = Question::Https { addr, url: "https://a.example/".into(), post: None };
        assert_eq!((place(&page), without_name(&page)), (None, None));
    }
}
