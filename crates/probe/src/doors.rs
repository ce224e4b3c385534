//! What is known of a mail server's TLS whichever name it is called by: a ClientHello that one domain has said is not said
//! again for the next, and few are said in all where several names lead to one address.

use facts::answer::{Heard, ServerHello};
use facts::{Answer, HelloAnswer, Name, Offer, Protocol, Question, Security};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

/// Connections to one address and port, ClientHellos included.
const MOST_CONNECTIONS: usize = 6;
/// ClientHellos that a server hears however many names lead to it: what is old, and what is weak.
const FEWEST_HELLOS: usize = 2;
/// Servers remembered before they are forgotten.
const MOST_DOORS: usize = 10_000;

/// The servers of a run.
#[derive(Default)]
pub(crate) struct Doors(Mutex<HashMap<SocketAddr, Door>>);

#[derive(Default)]
struct Door {
    /// The names that dialogues asked for; beyond the most connections none is remembered.
    names: BTreeSet<Option<Name>>,
    /// The dialogues, likewise.
    dialogues: BTreeSet<Question>,
    /// Who was the first to say it.
    said: BTreeMap<Offer, Question>,
}

/// How a question is to be answered.
pub(crate) enum Passage {
    /// By asking.
    Open,
    /// As this one was, whose certificates are those of another name.
    Shared(Question),
    /// Not at all: the server has heard enough.
    Closed,
}

impl Doors {
    /// What `question` may do, which is noted.
    pub(crate) fn pass(&self, question: &Question) -> Passage {
        let mut doors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if doors.len() >= MOST_DOORS {
            doors.clear();
        }
        match question {
            Question::Smtp { addr, port, sni, .. } | Question::Mailbox { addr, port, sni, .. } => {
                doors.entry(SocketAddr::new(*addr, *port)).or_default().dialogue(sni.as_ref(), question);
                Passage::Open
            }
            Question::Hello { addr, port, protocol, security, offer, .. } if is_mail(*protocol, *security, *port) && is_of_host(*offer) => {
                doors.entry(SocketAddr::new(*addr, *port)).or_default().hello(*port, *offer, question)
            }
            _ => Passage::Open,
        }
    }
}

impl Door {
    fn dialogue(&mut self, sni: Option<&Name>, question: &Question) {
        if self.dialogues.len() < MOST_CONNECTIONS {
            self.names.insert(sni.cloned());
            self.dialogues.insert(question.clone());
        }
    }

    fn hello(&mut self, port: u16, offer: Offer, question: &Question) -> Passage {
        match self.said.get(&offer) {
            Some(first) if first == question => return Passage::Open,
            Some(first) => return Passage::Shared(first.clone()),
            None => {}
        }
        // A name's session, and on the port of delivery its recipients, which may be still to come.
        let others = (self.names.len() * if port == 25 { 2 } else { 1 }).max(self.dialogues.len());
        if self.said.len() >= MOST_CONNECTIONS.saturating_sub(others).max(FEWEST_HELLOS) {
            return Passage::Closed;
        }
        self.said.insert(offer, question.clone());
        Passage::Open
    }
}

/// Web servers take versions and suites by the name that is asked for, too.
fn is_mail(protocol: Protocol, security: Security, port: u16) -> bool {
    protocol != Protocol::Https || security == Security::Implicit && port != 443
}

/// Whether it tells of the server rather than of a name's certificate.
fn is_of_host(offer: Offer) -> bool {
    match offer {
        Offer::Tls11 | Offer::Tls10 | Offer::Ssl3 | Offer::Weak | Offer::RsaOrWeak | Offer::EcdsaOrWeak | Offer::PostQuantum => true,
        Offer::Tls12 | Offer::ForwardSecret | Offer::Rsa | Offer::Ecdsa | Offer::Rsa13 | Offer::Ecdsa13 => false,
    }
}

/// `answer` without the certificates, which are those of another name.
pub(crate) fn without_certificates(answer: Answer) -> Answer {
    match answer {
        Answer::Hello(HelloAnswer { steps, heard: Some(Heard::Hello(hello)) }) => {
            let hello = ServerHello { chain: Vec::new(), ..hello };
            Answer::Hello(HelloAnswer { steps, heard: Some(Heard::Hello(hello)) })
        }
        answer => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Script;
    use std::net::IpAddr;

    fn name(text: &str) -> Option<Name> {
        Name::parse(text).ok()
    }

    fn session(sni: &str) -> Question {
        let (addr, helo) = (IpAddr::from([44, 1, 0, 1]), "probe.example".to_owned());
        Question::Smtp { addr, port: 25, security: Security::Starttls, sni: name(sni), helo, script: Script::Session }
    }

    fn hello(sni: &str, offer: Offer) -> Question {
        let (addr, helo) = (IpAddr::from([44, 1, 0, 1]), "probe.example".to_owned());
        Question::Hello { addr, port: 25, protocol: Protocol::Smtp, security: Security::Starttls, sni: name(sni), helo, offer }
    }

    #[test]
    fn what_was_said_for_one_name_is_not_said_for_another() {
        let doors = Doors::default();
        assert!(matches!(doors.pass(&session("one.example")), Passage::Open));
        assert!(matches!(doors.pass(&hello("one.example", Offer::Tls11)), Passage::Open));
        assert!(matches!(doors.pass(&hello("one.example", Offer::Tls11)), Passage::Open), "the memo has the answer");
        assert!(
            matches!(doors.pass(&hello("two.example", Offer::Tls11)), Passage::Shared(first) if first == hello("one.example", Offer::Tls11))
        );
        assert!(matches!(doors.pass(&hello("two.example", Offer::Tls12)), Passage::Open));
    }

    #[test]
    fn the_more_names_the_fewer_hellos() {
        let open = |names: &[&str]| {
            let doors = Doors::default();
            names.iter().for_each(|sni| drop(doors.pass(&session(sni))));
            let offers = [Offer::Tls11, Offer::RsaOrWeak, Offer::PostQuantum, Offer::Tls10, Offer::Ssl3, Offer::Weak];
            offers.into_iter().filter(|offer| matches!(doors.pass(&hello("one.example", *offer)), Passage::Open)).count()
        };
        assert_eq!(open(&["one.example"]), 4);
        assert_eq!(open(&["one.example", "two.example"]), 2);
        assert_eq!(open(&["a.example", "b.example", "c.example", "d.example"]), 2);
        let doors = Doors::default();
        let recipients = |domain: &str| match session("one.example") {
            Question::Smtp { addr, port, security, sni, helo, .. } => {
                let script = Script::Recipients { domain: Name::parse(domain).unwrap_or_default() };
                Question::Smtp { addr, port, security, sni, helo, script }
            }
            other => other,
        };
        for question in [session("one.example"), recipients("a.example"), recipients("b.example"), recipients("b.example")] {
            drop(doors.pass(&question));
        }
        let offers = [Offer::Tls11, Offer::RsaOrWeak, Offer::PostQuantum, Offer::Tls10];
        let passes = offers.map(|offer| matches!(doors.pass(&hello("one.example", offer)), Passage::Open));
        assert_eq!(passes, [true, true, true, false], "three dialogues leave three");
    }
}
