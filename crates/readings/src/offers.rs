//! What a server's TLS offers beside what the library negotiated: hand-made ClientHellos, one after the other, each chosen
//! by what the ones before brought, at most four. Judges nothing.
//!
//! Which four: old versions in one (a server takes the highest that it knows, so that a refusal excludes all three), weak
//! suites in one, then, behind a session of TLS 1.3, post-quantum groups and the certificate of the other key type; behind
//! one of TLS 1.2, which proves forward secrecy, that certificate alone; where the library's handshake failed, TLS 1.2 with
//! every suite, and with forward secrecy alone.

pub mod suites;

use crate::sessions::Session;
use facts::answer::{Der, Heard, Phase, ServerHello, StepEnd, TlsFacts};
use facts::{Gap, Inquiry, Offer, Protocol, Question, Reason, Security};

/// A greeting held back for so long, in milliseconds, is a defence that further connections would only set off again.
const SLOW_GREETING_MS: u32 = 5_000;
/// TLS 1.3 as sessions are told.
const TLS13: &str = "TLSv1.3";
/// `rsaEncryption` (RFC 3279 2.3.1) in DER, as it stands in a certificate's key.
const RSA_KEY: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// What one ClientHello brought: a ServerHello, a refusal, or nothing that is known.
pub type Brought = Result<Option<ServerHello>, Gap>;

/// What one address offers. Where nothing was asked the gap says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// To TLS 1.1 and below.
    pub old: Brought,
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
    /// The chain that is shown to those who take the other key type alone.
    #[must_use]
    pub fn second_chain(&self) -> Option<&[Der]> {
        match &self.other_key {
            Some(Ok(Some(hello))) if !hello.chain.is_empty() => Some(&hello.chain),
            _ => None,
        }
    }
}

/// Reads what the other end of `session` offers; `None` where no handshake was tried.
#[must_use]
pub fn read(session: &Session, inquiry: &Inquiry<'_>) -> Option<Offers> {
    let ended = session.tries().iter().rev().find_map(|t| t.end_of(Phase::Handshake))?;
    // A handshake that nobody answered tells nothing, and would be waited for again and again.
    if *ended == StepEnd::Timeout {
        return None;
    }
    let tls = session.tries().iter().rev().find_map(|t| t.tls.as_ref()).filter(|_| *ended == StepEnd::Done);
    let slow = |t: &facts::answer::Try| t.steps.iter().any(|s| s.phase == Phase::Greeting && s.took_ms >= SLOW_GREETING_MS);
    if session.tries().iter().any(slow) {
        let gap = || Err(session.gap(Reason::SlowServer));
        let post_quantum = tls.filter(|tls| tls.version == TLS13).map(|_| gap());
        return Some(Offers { old: gap(), weak: gap(), tls12: None, forward_secret: None, post_quantum, other_key: None });
    }
    let mut asking = Asking { session, inquiry, waits: false };
    let (old, weak) = (asking.ask(Offer::Tls11), asking.ask(Offer::Weak));
    let mut offers = Offers { old, weak, tls12: None, forward_secret: None, post_quantum: None, other_key: None };
    match tls {
        None => {
            offers.tls12 = Some(asking.ask(Offer::Tls12));
            offers.forward_secret = Some(asking.ask(Offer::ForwardSecret));
        }
        Some(tls) => {
            if tls.version == TLS13 {
                offers.post_quantum = Some(asking.ask(Offer::PostQuantum));
            }
            offers.other_key = Some(asking.ask(other_key(tls)));
        }
    }
    Some(offers)
}

fn other_key(tls: &TlsFacts) -> Offer {
    let rsa = tls.chain.first().is_some_and(|leaf| leaf.0.windows(RSA_KEY.len()).any(|w| w == RSA_KEY));
    if rsa { Offer::Ecdsa } else { Offer::Rsa }
}

/// Questions put one after the other.
struct Asking<'a, 'f> {
    session: &'a Session,
    inquiry: &'a Inquiry<'f>,
    /// Whether one is still open, or was met with silence: another would only be waited for as long.
    waits: bool,
}

impl Asking<'_, '_> {
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
            _ => return Err(self.session.gap(Reason::NotAsked)),
        };
        if self.waits {
            return Err(Gap::new(&question, Reason::NotAsked));
        }
        let answer = self.inquiry.hello(&question).inspect_err(|gap| self.waits |= gap.reason == Reason::NotAsked)?;
        match &answer.heard {
            // Nobody may take more than was offered; of who does nothing is known (RFC 8446 4.1.3).
            Some(Heard::Hello(hello)) if hello.version > most(offer) => Err(Gap::new(&question, Reason::Ambiguous)),
            Some(Heard::Hello(hello)) => Ok(Some(hello.clone())),
            // Some say nothing at all to what they refuse.
            Some(Heard::Alert(_) | Heard::Closed) => Ok(None),
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
        Offer::PostQuantum => 0x0304,
        _ => 0x0303,
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
        sessions.hosts.iter().flat_map(|h| &h.sessions).for_each(|s| drop(read(s, inquiry)));
    }

    fn offers(lines: &str) -> (Option<Offers>, usize) {
        let text =
            format!("example.com MX 10 mx.example.com\nmx.example.com A 44.128.1.1\nsmtp 44.128.1.1:25 mx.example.com good\n{lines}");
        let world = World::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        let recorded = world.gather(&world.target(), &[Planner { name: "tls", serves: &["tls"], plan }], &|_, _| vec![Der(vec![0x30])]);
        let inquiry = Inquiry::new(&recorded.facts);
        let asked = recorded.facts.iter().filter(|(q, _)| matches!(q, Question::Hello { .. })).count();
        let sessions = crate::sessions::read(&recorded.target, &inquiry);
        (sessions.hosts.iter().flat_map(|h| &h.sessions).next().and_then(|s| read(s, &inquiry)), asked)
    }

    #[test]
    fn at_most_four_each_for_its_reason() {
        let (healthy, asked) = offers("");
        let healthy = healthy.unwrap_or_else(|| panic!("offers"));
        assert_eq!(asked, 4);
        assert_eq!((&healthy.old, &healthy.weak), (&Ok(None), &Ok(None)));
        assert!(healthy.tls12.is_none() && healthy.post_quantum == Some(Ok(None)) && healthy.second_chain().is_none());
        let (twelve, asked) = offers("OFFERS TLSv1.2 TLSv1.1 rsa=good");
        let twelve = twelve.unwrap_or_else(|| panic!("offers"));
        assert_eq!(asked, 3);
        assert!(matches!(&twelve.old, Ok(Some(hello)) if hello.version == 0x0302));
        assert!(twelve.second_chain().is_some() && twelve.post_quantum.is_none());
        let (old, asked) = offers("OFFERS TLSv1.0 static");
        let old = old.unwrap_or_else(|| panic!("offers"));
        assert_eq!(asked, 4);
        assert!(matches!(&old.tls12, Some(Ok(Some(hello))) if hello.version == 0x0301));
        assert_eq!(old.forward_secret, Some(Ok(None)));
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
