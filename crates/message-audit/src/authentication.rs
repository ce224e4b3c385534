//! Whose message it is: SPF for its envelope, alignment with From, and DMARC (RFC 9989 4.4, 5.3).

use crate::letter::Letter;
use crate::signatures::{Outcome, Signature};
use facts::{Gap, Inquiry, Name, Reason, Target};
use readings::dmarc::{self, Discovery, Walk};
use readings::spf::{self, Evaluation, Sender, SpfResult};
use records::dmarc::{Alignment, DmarcRecord};
use records::domain;
use std::net::IpAddr;
use std::sync::Arc;

/// At most so many domains of From are judged.
const MOST_FROM: usize = 5;
/// At most so many signing domains are looked at for alignment.
const MOST_SIGNERS: usize = 20;

/// Where the envelope was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The user's options.
    Given,
    /// The trace on top of the message.
    Trace,
}

/// Who brought the message, and as whose.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    /// The address that it came from.
    pub ip: Option<(IpAddr, Source)>,
    /// MAIL FROM; empty for the null sender.
    pub mail_from: Option<(String, Source)>,
    /// HELO.
    pub helo: Option<String>,
}

/// What became of one way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Passes, and aligned.
    Aligned,
    /// Does not, for certain.
    Not,
    /// Not known.
    Unknown(Gap),
}

/// What DMARC says of the message for one domain of From.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DmarcResult {
    /// No policy.
    None,
    /// Aligned by one way at least.
    Pass,
    /// By none.
    Fail,
    /// Not known.
    Unknown(Gap),
}

/// One domain of From.
#[derive(Clone, Debug)]
pub struct Author {
    /// The domain.
    pub domain: Name,
    /// The policy in force.
    pub policy: Discovery,
    /// Whether a passing signature is aligned.
    pub dkim: Way,
    /// Whether SPF passes aligned.
    pub spf: Way,
    /// Whether the domain of MAIL FROM is aligned, whatever SPF says; `None` when not known.
    pub envelope_aligned: Option<bool>,
    /// Signatures aligned with it, by their place.
    pub signatures: Vec<usize>,
    /// What DMARC says.
    pub dmarc: DmarcResult,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Authentication {
    /// The envelope.
    pub envelope: Envelope,
    /// The domain that SPF was asked for, as text; `None` when not known.
    pub spf_domain: Option<String>,
    /// SPF's word.
    pub spf: Option<Evaluation>,
    /// Domains of From, in order.
    pub authors: Vec<Author>,
}

impl Envelope {
    /// By the user's options, else by the trace: the topmost hop that crossed the Internet, and Return-Path.
    #[must_use]
    pub fn of(target: &Target, letter: &Letter) -> Self {
        let hop = letter.hops.iter().find(|h| h.is_public());
        let given = target.ips.first().map(|ip| (*ip, Source::Given));
        let mail_from = target.mail_from.clone().map(|m| (bare(&m), Source::Given));
        Self {
            ip: given.or_else(|| hop.and_then(|h| h.ip).map(|ip| (ip, Source::Trace))),
            mail_from: mail_from.or_else(|| letter.return_path.clone().map(|m| (m, Source::Trace))),
            helo: target.helo.clone().or_else(|| hop.filter(|_| target.ips.is_empty()).and_then(|h| h.helo.clone())),
        }
    }

    /// The domain that SPF is asked for: of MAIL FROM, or HELO for the null sender (RFC 7208 2.4).
    #[must_use]
    pub fn domain(&self) -> Option<String> {
        let (from, _) = self.mail_from.as_ref()?;
        let text = if from.is_empty() { self.helo.clone()? } else { from.rsplit_once('@').map_or(from.as_str(), |(_, d)| d).to_owned() };
        Some(Name::from_person(&text).map_or(text, |name| name.to_string()))
    }
}

fn bare(text: &str) -> String {
    text.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// Reads all of it.
#[must_use]
pub fn read(target: &Target, letter: &Letter, signatures: &[Signature], inquiry: &Inquiry<'_>) -> Authentication {
    let envelope = Envelope::of(target, letter);
    let spf_domain = envelope.domain();
    let spf = evaluate(&envelope, spf_domain.as_deref(), inquiry);
    let judge = |domain: &Name| author(domain, signatures, spf_domain.as_deref(), spf.as_ref(), inquiry);
    let authors = letter.from_domains().into_iter().take(MOST_FROM).map(judge).collect();
    Authentication { envelope, spf_domain, spf, authors }
}

fn evaluate(envelope: &Envelope, domain: Option<&str>, inquiry: &Inquiry<'_>) -> Option<Evaluation> {
    let (domain, (ip, _)) = (domain?, envelope.ip?);
    let mail_from = envelope.mail_from.as_ref().map(|(m, _)| m.clone()).unwrap_or_default();
    let helo = envelope.helo.clone().unwrap_or_else(|| domain.to_owned());
    Some(spf::check_host(inquiry, &Sender { ip, domain: domain.to_owned(), mail_from, helo }).0)
}

fn author(domain: &Name, signatures: &[Signature], spf_domain: Option<&str>, spf: Option<&Evaluation>, inquiry: &Inquiry<'_>) -> Author {
    let (walk, policy) = dmarc::discovery(domain, inquiry);
    let own = Own { domain, walk: &walk, record: record(&policy) };
    let (dkim, aligned) = dkim(&own, signatures, inquiry);
    let envelope = spf_domain.and_then(|d| Name::parse(d).ok()).map(|d| own.aligned(&d, own.record.map(|r| r.aspf), inquiry));
    let spf = spf_way(envelope.as_ref(), spf_domain.is_some(), spf);
    let dmarc = match &policy {
        Discovery::Unknown(gap) => DmarcResult::Unknown(gap.clone()),
        Discovery::Missing | Discovery::Void { .. } => DmarcResult::None,
        Discovery::Applied(_) => match (&dkim, &spf) {
            (Way::Aligned, _) | (_, Way::Aligned) => DmarcResult::Pass,
            (Way::Unknown(gap), _) | (_, Way::Unknown(gap)) => DmarcResult::Unknown(gap.clone()),
            (Way::Not, Way::Not) => DmarcResult::Fail,
        },
    };
    Author { domain: domain.clone(), dkim, spf, envelope_aligned: envelope.and_then(Result::ok), signatures: aligned, dmarc, policy }
}

fn record(policy: &Discovery) -> Option<&Arc<DmarcRecord>> {
    match policy {
        Discovery::Applied(applied) => Some(&applied.record),
        Discovery::Void { record, .. } => Some(record),
        Discovery::Missing | Discovery::Unknown(_) => None,
    }
}

/// The domain of From, with what its own walk showed.
struct Own<'a> {
    domain: &'a Name,
    walk: &'a Walk,
    record: Option<&'a Arc<DmarcRecord>>,
}

impl Own<'_> {
    /// RFC 9989 4.4: equal names, or, relaxed, equal organisational domains. Where nobody published anything the public
    /// suffix list tells, as receivers do that judge alignment without a policy.
    fn aligned(&self, other: &Name, mode: Option<Alignment>, inquiry: &Inquiry<'_>) -> Result<bool, Gap> {
        if self.domain == other {
            return Ok(true);
        }
        if mode == Some(Alignment::Strict) {
            return Ok(false);
        }
        let theirs = dmarc::discovery(other, inquiry).0;
        let listed = domain::organisational(self.domain.as_str());
        let same_listed = listed.is_some() && listed == domain::organisational(other.as_str());
        if self.walk.records().next().is_none() && theirs.records().next().is_none() {
            let gap = [self.walk, &theirs].into_iter().find_map(|w| w.organisational.as_ref().err());
            return gap.map_or(Ok(same_listed), |gap| Err(gap.clone()));
        }
        let (own, theirs) = (self.walk.organisational.as_ref(), theirs.organisational.as_ref());
        Ok(own.map_err(Gap::clone)? == theirs.map_err(Gap::clone)?)
    }
}

/// Whether a passing signature is aligned, and which signatures are, passing or not.
fn dkim(own: &Own<'_>, signatures: &[Signature], inquiry: &Inquiry<'_>) -> (Way, Vec<usize>) {
    let (mut way, mut aligned, mut seen) = (Way::Not, Vec::new(), Vec::<(String, Result<bool, Gap>)>::new());
    for (place, signature) in signatures.iter().enumerate() {
        let known = seen.iter().find(|(d, _)| *d == signature.field.domain).map(|(_, a)| a.clone());
        let is = match known {
            Some(is) => is,
            None if seen.len() >= MOST_SIGNERS => continue,
            None => {
                let name = Name::parse(&signature.field.domain);
                let is = name.map_or(Ok(false), |d| own.aligned(&d, own.record.map(|r| r.adkim), inquiry));
                seen.push((signature.field.domain.clone(), is.clone()));
                is
            }
        };
        if is == Ok(true) {
            aligned.push(place);
        }
        match (&signature.outcome, is) {
            (Outcome::Pass, Ok(true)) => way = Way::Aligned,
            (Outcome::Unknown(gap), Ok(true)) | (Outcome::Unknown(gap), Err(_)) if way == Way::Not => way = Way::Unknown(gap.clone()),
            (Outcome::Pass, Err(gap)) if way == Way::Not => way = Way::Unknown(gap),
            _ => {}
        }
    }
    (way, aligned)
}

fn spf_way(aligned: Option<&Result<bool, Gap>>, named: bool, spf: Option<&Evaluation>) -> Way {
    let unknown = |reason| Way::Unknown(Gap { reason, asked: "SPF".into() });
    match (aligned, spf) {
        (Some(Ok(false)), _) => Way::Not,
        (None, _) if named => Way::Not,
        (None, _) | (_, None) => unknown(Reason::NoSendingAddress),
        (Some(aligned), Some(spf)) => match (spf.result, aligned) {
            (SpfResult::Pass, Ok(true)) => Way::Aligned,
            (SpfResult::Pass, Err(gap)) => Way::Unknown(gap.clone()),
            (SpfResult::Temperror, _) => spf.gaps.first().map_or_else(|| unknown(Reason::ServerFailure), |g| Way::Unknown(g.clone())),
            _ => Way::Not,
        },
    }
}
