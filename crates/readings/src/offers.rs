//! What a server's TLS offers beside what the library negotiated: ClientHellos of their own, one after the other, each chosen
//! by what the ones before brought. Judges nothing.
//!
//! An address and port sees six connections in all, whatever they are for, so that names that share one share what is found.
//! Which are asked, in order: old versions in one (a server takes the highest that it knows, so that a refusal excludes all
//! three), the certificate of the other key type and weak suites in one as long as both are refused, behind a session of
//! TLS 1.3 post-quantum groups; while there is room, what is older than the old version that was taken. Where the library's
//! handshake failed: TLS 1.2 with every suite, and with forward secrecy alone, in place of the certificate.

pub mod suites;

use crate::room::{self, MOST_CONNECTIONS};
use crate::sessions::Session;
use crate::{recipients, web_hosts};
use facts::answer::{Der, Heard, Phase, ServerHello, StepEnd, TlsFacts};
use facts::{Answer, Gap, Inquiry, Offer, Protocol, Question, Reason, Security, Target};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

/// A greeting held back for so long, in milliseconds, is a defence that further connections would only set off again.
const SLOW_GREETING_MS: u32 = 5_000;
/// TLS 1.3 as sessions are told.
const TLS13: &str = "TLSv1.3";
/// The lowest version that is not old.
const TLS12: u16 = 0x0303;
/// `rsaEncryption` (RFC 3279 2.3.1) in DER, as it stands in a certificate's key.
const RSA_KEY: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// What one ClientHello brought: a ServerHello, a refusal, or nothing that is known.
pub type Brought = Result<Option<ServerHello>, Gap>;

/// What one address offers. Where nothing was asked the gap says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// To TLS 1.1 and below.
    pub old: Brought,
    /// To what is older than that, while there was room to ask.
    pub older: Vec<Brought>,
    /// To weak suites alone.
    pub weak: Brought,
    /// To TLS 1.2 with every suite, where the library's handshake failed.
    pub tls12: Option<Brought>,
    /// To suites with forward secrecy alone, where nothing else proves or excludes it.
    pub forward_secret: Option<Brought>,
    /// To post-quantum groups alone, behind a session of TLS 1.3.
    pub post_quantum: Option<Brought>,
    /// To suites of the other key type.
    pub other_key: Option<Brought>,
}

impl Offers {
    fn unasked(gap: &dyn Fn() -> Gap) -> Self {
        let (old, weak) = (Err(gap()), Err(gap()));
        Self { old, older: Vec::new(), weak, tls12: None, forward_secret: None, post_quantum: None, other_key: None }
    }

    /// The chain that is shown to those who take the other key type alone.
    #[must_use]
    pub fn second_chain(&self) -> Option<&[Der]> {
        match &self.other_key {
            Some(Ok(Some(hello))) if !hello.chain.is_empty() => Some(&hello.chain),
            _ => None,
        }
    }

    /// The chain that is shown where the library's handshake fails.
    #[must_use]
    pub fn only_chain(&self) -> Option<&[Der]> {
        self.tls12.as_ref()?;
        self.hellos().map(|hello| &hello.chain[..]).find(|chain| !chain.is_empty())
    }

    /// The versions below TLS 1.2 that were taken, the highest first.
    #[must_use]
    pub fn old_versions(&self) -> Vec<u16> {
        let taken: BTreeSet<u16> = self.hellos().map(|hello| hello.version).filter(|version| *version < TLS12).collect();
        taken.into_iter().rev().collect()
    }

    fn hellos(&self) -> impl Iterator<Item = &ServerHello> {
        let brought = [self.tls12.as_ref(), Some(&self.old), self.forward_secret.as_ref(), Some(&self.weak), self.other_key.as_ref()];
        let brought = brought.into_iter().flatten().chain(&self.older);
        brought.filter_map(|brought| brought.as_ref().ok()?.as_ref())
    }
}

/// What the other ends of `sessions` offer, in their order; `None` where no handshake was tried.
#[must_use]
pub fn all(target: &Target, sessions: &[&Session], inquiry: &Inquiry<'_>) -> Vec<Option<Offers>> {
    let mut seen: BTreeMap<SocketAddr, Offers> = BTreeMap::new();
    let others = Others::of(target, sessions, inquiry);
    let each = |session: &&Session| {
        let (ended, at) = (handshake(session)?, session.place());
        if let Some(known) = seen.get(&at) {
            // The certificate may be another for another name.
            return Some(Offers { other_key: None, ..known.clone() });
        }
        let others = others.at(session);
        let mut asking = Asking {
            session,
            inquiry,
            left: MOST_CONNECTIONS.saturating_sub(others.unwrap_or_default()),
            // How many connections are left shows when all are over.
            waits: others.is_none(),
            only_newer: false,
        };
        let offers = asking.all(ended);
        seen.insert(at, offers.clone());
        Some(offers)
    };
    sessions.iter().map(each).collect()
}

/// How the last handshake of `session` ended. One that nobody answered tells nothing, and would be waited for again and again.
fn handshake(session: &Session) -> Option<&StepEnd> {
    let ended = session.tries().iter().rev().find_map(|t| t.end_of(Phase::Handshake))?;
    (*ended != StepEnd::Timeout).then_some(ended)
}

/// What else connects to where the sessions were held.
struct Others<'a, 'f> {
    target: &'a Target,
    sessions: &'a [&'a Session],
    inquiry: &'a Inquiry<'f>,
    /// With the user's leave a server is called more often; how often, its answers decide.
    recipients: Option<recipients::Recipients>,
    /// Whether all documents of the web are there that others ask for.
    fetched: bool,
}

impl<'a, 'f> Others<'a, 'f> {
    fn of(target: &'a Target, sessions: &'a [&'a Session], inquiry: &'a Inquiry<'f>) -> Self {
        let recipients = (target.active && target.is_domain() && target.wants("smtp")).then(|| recipients::read(target, inquiry));
        let web = sessions.iter().any(|session| matches!(session.question, Question::Https { .. }));
        Self { target, sessions, inquiry, recipients, fetched: !web || web_hosts::are_fetched(target, inquiry) }
    }

    /// How many connections there were and will be beside the ClientHellos; `None` while that is not known.
    fn at(&self, session: &Session) -> Option<usize> {
        let at = session.place();
        if matches!(session.question, Question::Https { .. }) {
            let document = |question: &Question| matches!(question, Question::Https { addr, url, .. } if at == place(*addr, url));
            let asked = self.inquiry.facts().iter().filter(|(q, answer)| document(q) && !matches!(answer.answer, Answer::NotAsked(_)));
            return self.fetched.then(|| asked.count());
        }
        let spent = room::taken_at(at, self.sessions.iter().copied(), self.inquiry)?;
        let there = |recipients: &recipients::Recipients| {
            let talks = recipients.hosts.iter().flat_map(|host| &host.talks);
            talks.into_iter().find(|talk| talk.address == at.ip()).map(recipients::Talk::connections)
        };
        match self.recipients.as_ref().filter(|_| at.port() == 25).and_then(there) {
            Some(connections) => Some(spent + connections?),
            None => Some(spent + usize::from(self.target.account.is_some() || self.target.is_domain() && at.port() == 25)),
        }
    }
}

fn place(addr: std::net::IpAddr, url: &str) -> SocketAddr {
    SocketAddr::new(addr, crate::sessions::authority(url).1)
}

/// What shows the certificate of the other key type: beside weak suites, alone, and in TLS 1.3.
fn other_key(tls: &TlsFacts) -> (Offer, Offer) {
    let rsa = tls.chain.first().is_some_and(|leaf| leaf.0.windows(RSA_KEY.len()).any(|w| w == RSA_KEY));
    if rsa { (Offer::EcdsaOrWeak, Offer::Ecdsa13) } else { (Offer::RsaOrWeak, Offer::Rsa13) }
}

/// Whether the certificate is another than the library was shown.
fn is_other(hello: &ServerHello, tls: &TlsFacts) -> bool {
    hello.chain.first().is_some_and(|leaf| tls.chain.first().is_some_and(|seen| seen != leaf))
}

/// Questions put one after the other.
struct Asking<'a, 'f> {
    session: &'a Session,
    inquiry: &'a Inquiry<'f>,
    /// Connections that may still be made.
    left: usize,
    /// Whether one is still open, or was met with silence: another would only be waited for as long.
    waits: bool,
    /// Whether the last one was refused since the server speaks none but newer versions.
    only_newer: bool,
}

impl Asking<'_, '_> {
    fn all(&mut self, ended: &StepEnd) -> Offers {
        let session = self.session;
        let tls = session.tries().iter().rev().find_map(|t| t.tls.as_ref()).filter(|_| *ended == StepEnd::Done);
        let slow = |t: &facts::answer::Try| t.steps.iter().any(|s| s.phase == Phase::Greeting && s.took_ms >= SLOW_GREETING_MS);
        if session.tries().iter().any(slow) {
            let gap = || session.gap(Reason::SlowServer);
            let post_quantum = tls.filter(|tls| tls.version == TLS13).map(|_| Err(gap()));
            return Offers { post_quantum, ..Offers::unasked(&gap) };
        }
        let mut offers = Offers { old: self.ask(Offer::Tls11), ..Offers::unasked(&|| session.gap(Reason::NotAsked)) };
        match tls {
            None => {
                offers.tls12 = Some(self.ask(Offer::Tls12));
                // Without TLS 1.2 forward secrecy is the least of its troubles.
                if matches!(&offers.tls12, Some(Ok(Some(hello))) if hello.version < TLS12) {
                    offers.weak = self.ask(Offer::Weak);
                    offers.forward_secret = Some(self.ask(Offer::ForwardSecret));
                } else {
                    offers.forward_secret = Some(self.ask(Offer::ForwardSecret));
                    offers.weak = self.ask(Offer::Weak);
                }
            }
            Some(tls) => self.beside(tls, &mut offers),
        }
        self.older(&mut offers);
        offers
    }

    /// Beside a session that the library has.
    fn beside(&mut self, tls: &TlsFacts, offers: &mut Offers) {
        match &offers.old {
            // One question told of two things; so does the next, which names weak suites first.
            Ok(Some(hello)) if is_other(hello, tls) => {
                offers.other_key = Some(offers.old.clone());
                offers.older.push(self.ask(Offer::Tls10));
                offers.weak = match &offers.older[0] {
                    Ok(Some(hello)) if suites::is_weak(hello.suite) => offers.older[0].clone(),
                    _ => self.ask(Offer::Weak),
                };
            }
            _ => self.both(tls, offers),
        }
        if tls.version == TLS13 {
            offers.post_quantum = Some(self.ask(Offer::PostQuantum));
        }
    }

    /// The other certificate and weak suites, in one as long as both are refused.
    fn both(&mut self, tls: &TlsFacts, offers: &mut Offers) {
        let (both, in_13) = other_key(tls);
        let brought = self.ask(both);
        let only_newer = self.only_newer;
        (offers.other_key, offers.weak) = match &brought {
            // Whoever takes a weak suite before all that are signed with the other key has no such key.
            Ok(Some(hello)) if suites::is_weak(hello.suite) => (Some(Ok(None)), brought),
            Ok(Some(_)) => (Some(brought), self.ask(Offer::Weak)),
            _ => (Some(brought.clone()), brought),
        };
        if tls.version == TLS13 && only_newer && offers.old == Ok(None) {
            // TLS 1.3 has no weak suites, and shows its certificates to who shakes hands alone.
            offers.other_key = Some(self.ask(in_13));
        }
    }

    /// What is older than what was taken, one version after the other: a refusal excludes all that is older still.
    fn older(&mut self, offers: &mut Offers) {
        let lowest = |offers: &Offers| match offers.older.last().unwrap_or(&offers.old) {
            Ok(Some(hello)) => Some(hello.version),
            _ => None,
        };
        for (offer, below) in [(Offer::Tls10, 0x0302), (Offer::Ssl3, 0x0301)] {
            if self.left > 0 && lowest(offers).is_some_and(|taken| taken >= below) {
                offers.older.push(self.ask(offer));
            }
        }
    }

    fn ask(&mut self, offer: Offer) -> Brought {
        let question = match &self.session.question {
            Question::Smtp { addr, port, security, sni, helo, .. } => {
                let protocol = if *security == Security::Implicit { Protocol::Https } else { Protocol::Smtp };
                let (sni, helo) = (sni.clone(), helo.clone());
                Question::Hello { addr: *addr, port: *port, protocol, security: *security, sni, helo, offer }
            }
            Question::Mailbox { addr, port, protocol, security, sni, .. } => {
                let (sni, helo) = (sni.clone(), String::new());
                Question::Hello { addr: *addr, port: *port, protocol: *protocol, security: *security, sni, helo, offer }
            }
            Question::Https { addr, .. } => {
                let (port, sni, helo) = (self.session.place().port(), self.session.sni(), String::new());
                let (protocol, security) = (Protocol::Https, Security::Implicit);
                Question::Hello { addr: *addr, port, protocol, security, sni, helo, offer }
            }
            _ => return Err(self.session.gap(Reason::NotAsked)),
        };
        self.only_newer = false;
        if self.waits {
            return Err(Gap::new(&question, Reason::NotAsked));
        }
        let Some(left) = self.left.checked_sub(1) else { return Err(Gap::new(&question, Reason::CalledEnough)) };
        self.left = left;
        let answer = self.inquiry.hello(&question).inspect_err(|gap| self.waits |= gap.reason == Reason::NotAsked)?;
        match &answer.heard {
            // Nobody may take more than was offered; of who does nothing is known (RFC 8446 4.1.3).
            Some(Heard::Hello(hello)) if hello.version > most(offer) => Err(Gap::new(&question, Reason::Ambiguous)),
            Some(Heard::Hello(hello)) => Ok(Some(hello.clone())),
            // Some say nothing at all to what they refuse.
            Some(Heard::Alert(name)) => {
                self.only_newer = name == "protocol_version";
                Ok(None)
            }
            Some(Heard::Closed) => Ok(None),
            Some(Heard::Timeout) => {
                self.waits = true;
                Err(Gap::new(&question, Reason::Timeout))
            }
            Some(Heard::Garbage(_)) => Err(Gap::new(&question, Reason::Ambiguous)),
            None => Err(Gap::new(&question, way(answer.steps.last().map(|s| &s.end)))),
        }
    }
}

/// The highest version that is offered.
fn most(offer: Offer) -> u16 {
    match offer {
        Offer::Ssl3 => 0x0300,
        Offer::Tls10 => 0x0301,
        Offer::Tls11 => 0x0302,
        Offer::PostQuantum | Offer::Rsa13 | Offer::Ecdsa13 => 0x0304,
        _ => TLS12,
    }
}

/// Why the ClientHello was never said.
fn way(end: Option<&StepEnd>) -> Reason {
    match end {
        Some(StepEnd::ConnectRefused) => Reason::ConnectRefused,
        Some(StepEnd::Timeout) => Reason::Timeout,
        Some(StepEnd::Closed) => Reason::Closed,
        Some(StepEnd::Reply(reply)) if reply.code / 100 == 4 => Reason::TemporaryRefusal,
        _ => Reason::Ambiguous,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn plan(target: &facts::Target, inquiry: &Inquiry<'_>) {
        let sessions = crate::sessions::read(target, inquiry);
        let all_of_them: Vec<&Session> = sessions.hosts.iter().flat_map(|h| &h.sessions).collect();
        drop(all(target, &all_of_them, inquiry));
    }

    fn offers(lines: &str) -> (Option<Offers>, usize) {
        let text =
            format!("example.com MX 10 mx.example.com\nmx.example.com A 44.128.1.1\nsmtp 44.128.1.1:25 mx.example.com good\n{lines}");
        let world = World::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        let recorded = world
            .gather(&world.target(), &[Planner { name: "tls", serves: &["tls"], plan }], &|word, _| vec![Der(word.as_bytes().to_vec())]);
        let inquiry = Inquiry::new(&recorded.facts);
        let asked = recorded.facts.iter().filter(|(q, _)| matches!(q, Question::Hello { .. })).count();
        let sessions = crate::sessions::read(&recorded.target, &inquiry);
        let all_of_them: Vec<&Session> = sessions.hosts.iter().flat_map(|h| &h.sessions).collect();
        (all(&recorded.target, &all_of_them, &inquiry).into_iter().next().flatten(), asked)
    }

    #[test]
    fn at_most_four_each_for_its_reason() {
        let (healthy, asked) = offers("");
        let healthy = healthy.unwrap_or_else(|| panic!("offers"));
        assert_eq!(asked, 3);
        assert_eq!((&healthy.old, &healthy.weak), (&Ok(None), &Ok(None)));
        assert!(healthy.tls12.is_none() && healthy.post_quantum == Some(Ok(None)) && healthy.second_chain().is_none());
        let (twelve, asked) = offers("OFFERS TLSv1.2 TLSv1.1 TLSv1.0 rsa=good");
        let twelve = twelve.unwrap_or_else(|| panic!("offers"));
        assert_eq!((asked, twelve.old_versions()), (4, vec![0x0302, 0x0301]));
        assert!(matches!(&twelve.old, Ok(Some(hello)) if hello.version == 0x0302));
        assert!(twelve.second_chain().is_some() && twelve.post_quantum.is_none());
        let (old, asked) = offers("OFFERS TLSv1.0 static");
        let old = old.unwrap_or_else(|| panic!("offers"));
        assert_eq!(asked, 4);
        assert!(matches!(&old.tls12, Some(Ok(Some(hello))) if hello.version == 0x0301));
        assert_eq!((&old.forward_secret, old.only_chain().is_some()), (&Some(Ok(None)), true));
    }

    #[test]
    fn behind_tls_1_3_alone_the_library_asks_for_the_other_certificate() {
        let (offers, asked) = offers("OFFERS TLSv1.3 rsa=good");
        let offers = offers.unwrap_or_else(|| panic!("offers"));
        assert_eq!((asked, &offers.weak), (4, &Ok(None)));
        assert!(matches!(&offers.other_key, Some(Ok(Some(hello))) if hello.version == 0x0304) && offers.second_chain().is_some());
    }

    #[test]
    fn names_that_share_an_address_share_what_is_found_there() {
        let shared = "example.com MX 20 mx2.example.com\nmx2.example.com A 44.128.1.1\n";
        let (first, asked) = offers(&format!("{shared}OFFERS rsa=good"));
        // Two dialogues and the recipients leave three: the certificate and the weak suites come first.
        assert_eq!(asked, 3);
        let spent = |brought: Option<Brought>| brought.is_some_and(|b| b.is_err_and(|gap| gap.reason == Reason::CalledEnough));
        let first = first.unwrap_or_else(|| panic!("offers"));
        assert!(first.second_chain().is_some() && first.weak == Ok(None) && spent(first.post_quantum));
        let (first, asked) = offers(shared);
        assert!(asked == 3 && first.is_some_and(|first| first.post_quantum == Some(Ok(None))));
    }

    #[test]
    fn everything_at_once_is_seen_in_four() {
        let (all, asked) = offers("OFFERS SSLv3 TLSv1.0 TLSv1.1 TLSv1.2 TLSv1.3 weak=000a pq rsa=expired");
        let all = all.unwrap_or_else(|| panic!("offers"));
        assert_eq!((asked, all.old_versions()), (4, vec![0x0302, 0x0301, 0x0300]));
        assert!(all.second_chain().is_some() && matches!((&all.weak, &all.post_quantum), (Ok(Some(_)), Some(Ok(Some(_))))));
        let (one, asked) = offers("OFFERS TLSv1.0 TLSv1.1 TLSv1.2 TLSv1.3");
        let one = one.unwrap_or_else(|| panic!("offers"));
        assert_eq!((asked, one.old_versions(), &one.weak, one.post_quantum), (4, vec![0x0302, 0x0301], &Ok(None), Some(Ok(None))));
    }

    #[test]
    fn who_is_slow_or_never_came_to_tls_is_asked_nothing() {
        let (slow, asked) = offers("WAIT 5000\nS: 220 mx.example.com");
        let slow = slow.unwrap_or_else(|| panic!("offers"));
        assert!(asked == 0 && slow.weak.is_err_and(|gap| gap.reason == Reason::SlowServer));
        assert!(slow.post_quantum.is_some_and(|brought| brought.is_err()), "never asked is never 'not offered'");
        for lines in ["C: EHLO\nS: 250 mx", "REFUSE", "S: 421 busy", "C: STARTTLS\nS: 220 go\nTLS SILENCE"] {
            assert_eq!(offers(lines), (None, 0), "{lines}");
        }
    }
}
