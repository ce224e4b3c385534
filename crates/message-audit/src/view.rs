//! What the checks of this crate look at: the message, what became of its signatures, and whose it is.

use crate::authentication::{self, Authentication, Author};
use crate::chain::{self, Chain};
use crate::html::Link;
use crate::letter::Letter;
use crate::linked::{self, Linked};
use crate::links;
use crate::signatures::{self, Outcome, Signature};
use facts::answer::Data;
use facts::{Facts, Gap, Inquiry, Moment, Name, Profile, Reason, RecordType, Seen, Target};
use findings::{Evidence, Subject, Verdict};
use records::signature::SignatureFault;
use std::rc::Rc;

/// From so many messages a day on a sender is a bulk sender (Google, Yahoo, Microsoft).
pub const BULK_VOLUME: u64 = 5_000;

/// The message's side of an audit.
#[derive(Clone, Debug)]
pub struct View {
    /// What is audited.
    pub target: Target,
    /// When.
    pub now: Moment,
    /// The message.
    pub letter: Rc<Letter>,
    /// Its DKIM signatures, from the top.
    pub signatures: Vec<Signature>,
    /// Its ARC chain.
    pub chain: Chain,
    /// Whose it is.
    pub authentication: Authentication,
    /// Where it links to, HTML first.
    pub links: Vec<Link>,
    /// What the lists say of those domains.
    pub linked: Vec<Linked>,
    /// Linked domains beyond those that were asked about.
    pub linked_left_out: usize,
    /// Whether the envelope's domain can take what comes back; none without one.
    pub return_host: Option<Return>,
    /// What everything is about: the domain of From, or of the envelope.
    pub subject: Name,
}

/// Whether bounces have a way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Return {
    /// An MX, or an address.
    Open,
    /// A null MX (RFC 7505).
    NullMx,
    /// Neither.
    Nowhere,
    /// Not known.
    Unknown(Gap),
}

impl View {
    /// Reads `facts`; nothing where the target has no message.
    #[must_use]
    pub fn new(target: &Target, facts: &Facts) -> Option<Self> {
        Self::read(target, &Inquiry::new(facts))
    }

    /// Reads what `inquiry` shows.
    #[must_use]
    pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Option<Self> {
        let message = target.message.as_ref()?;
        let letter = Letter::of(message);
        let signatures = signatures::read(message, &letter, inquiry);
        let authentication = authentication::read(target, &letter, &signatures, inquiry);
        let links = links::all(&letter);
        let domains = links::domains(&links);
        let return_host = authentication.spf_domain.as_deref().map(|d| return_host(d, inquiry));
        let first = letter.from_domains().first().map(|d| (*d).clone());
        Some(Self {
            now: inquiry.facts().observed_at,
            chain: chain::chain(message, &letter, inquiry),
            linked: linked::read(target, &domains, inquiry),
            linked_left_out: domains.len().saturating_sub(linked::MOST_DOMAINS),
            subject: first.unwrap_or_else(|| target.domain.clone()),
            target: target.clone(),
            letter,
            signatures,
            authentication,
            links,
            return_host,
        })
    }

    /// One verdict about the message as a whole.
    pub fn one(&self, verdict: Verdict) -> Vec<(Subject, Verdict)> {
        vec![(Subject::from(&self.subject), verdict)]
    }

    /// A fail about the message with this evidence, or a pass.
    pub fn fails_if(&self, broken: bool, evidence: Evidence) -> Vec<(Subject, Verdict)> {
        self.one(if broken { Verdict::fail(evidence) } else { Verdict::Pass(evidence) })
    }

    /// A verdict for each domain of From; of several on one domain the first.
    pub fn by_author(&self, judge: impl Fn(&Author) -> Verdict) -> Vec<(Subject, Verdict)> {
        let mut verdicts: Vec<_> = self.authentication.authors.iter().map(|a| (Subject::from(&a.domain), judge(a))).collect();
        verdicts.sort_by(|a, b| a.0.cmp(&b.0));
        verdicts
    }

    /// Whether it is sent to many: by its own header, or by the sender's word.
    #[must_use]
    pub fn is_bulk(&self) -> bool {
        let bulk = |p: &str| matches!(p.trim().to_ascii_lowercase().as_str(), "bulk" | "list");
        let says = ["list-unsubscribe", "list-unsubscribe-post", "list-id", "feedback-id"].iter().any(|f| self.letter.has(f));
        says || self.letter.value("precedence").is_some_and(bulk) || self.target.volume.is_some_and(|v| v >= BULK_VOLUME)
    }

    /// Whether rules for bulk mail apply: it is bulk mail, and sending is judged.
    #[must_use]
    pub fn bulk_rules(&self) -> bool {
        self.target.profile != Profile::Receive && self.is_bulk()
    }

    /// The signatures that speak for the message: aligned ones that hold; else those that hold; else all that can be read.
    #[must_use]
    pub fn speaking(&self) -> Vec<&Signature> {
        let aligned = |place: &usize| self.authentication.authors.iter().any(|a| a.signatures.contains(place));
        // One that leaves out From is void, and just what is asked about.
        let readable = |s: &Signature| s.field.faults.iter().all(|f| *f == SignatureFault::FromUnsigned);
        let all: Vec<(usize, &Signature)> = self.signatures.iter().enumerate().filter(|(_, s)| readable(s)).collect();
        let holds = |s: &Signature| s.outcome == Outcome::Pass;
        let choices: [Vec<&Signature>; 3] = [
            all.iter().filter(|(n, s)| aligned(n) && holds(s)).map(|(_, s)| *s).collect(),
            all.iter().filter(|(_, s)| holds(s)).map(|(_, s)| *s).collect(),
            all.iter().map(|(_, s)| *s).collect(),
        ];
        choices.into_iter().find(|c| !c.is_empty()).unwrap_or_default()
    }
}

/// RFC 5321 5.1, RFC 7505: an MX that is not null, else an address.
fn return_host(domain: &str, inquiry: &Inquiry<'_>) -> Return {
    let Ok(name) = Name::parse(domain) else { return Return::Nowhere };
    let (mx, a, aaaa) = (inquiry.dns(&name, RecordType::Mx), inquiry.dns(&name, RecordType::A), inquiry.dns(&name, RecordType::Aaaa));
    match mx {
        Seen::Unknown(gap) => return Return::Unknown(gap),
        Seen::Records(_, records) => {
            let null = records.iter().all(|r| matches!(&r.data, Data::Mx { exchange, .. } if exchange.is_root()));
            return if null { Return::NullMx } else { Return::Open };
        }
        Seen::NoData(_) | Seen::NoSuchName(_) => {}
    }
    match (a, aaaa) {
        (Seen::Records(..), _) | (_, Seen::Records(..)) => Return::Open,
        (Seen::Unknown(gap), _) | (_, Seen::Unknown(gap)) => Return::Unknown(gap),
        _ => Return::Nowhere,
    }
}

/// What is not known because no address, or no envelope, is.
#[must_use]
pub fn no_envelope() -> Gap {
    Gap { reason: Reason::NoSendingAddress, asked: "MAIL FROM".into() }
}
