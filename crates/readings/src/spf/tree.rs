//! What the walk shows: policies with their terms, and what each term costs.

use facts::{Gap, Name};
use records::spf::SpfRecord;
use serde::{Serialize, Serializer};
use std::net::IpAddr;
use std::sync::Arc;

/// The policy of one domain, and those that it leads to.
#[derive(Clone, Debug, Serialize)]
pub struct Policy {
    /// Whose policy; text that cannot be a DNS name as it was written.
    pub domain: String,
    /// How deep it lies: 1 for the domain's own, one more for each include or redirect on the way.
    #[serde(skip)]
    pub level: usize,
    /// What is published there.
    pub status: Status,
    /// The record, with U+FFFD for what is not printable ASCII.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Look-ups that its terms and all below them cost (RFC 7208 4.6.4).
    pub lookups: u32,
    /// Void look-ups of its terms and all below them, those that hang on the sender left out.
    #[serde(skip)]
    pub voids: u32,
    /// Its terms, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// Terms beyond what is shown; their look-ups are counted.
    #[serde(skip_serializing_if = "is_zero")]
    pub terms_left_out: usize,
    /// Why it is not known.
    #[serde(rename = "unknown", skip_serializing_if = "Option::is_none", serialize_with = "gap")]
    pub gap: Option<Gap>,
    /// The parsed record.
    #[serde(skip)]
    pub parsed: Option<Arc<SpfRecord>>,
}

/// What is published at a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// One SPF record.
    Record,
    /// The name exists, and has none.
    NoRecord,
    /// The name does not exist.
    NoSuchName,
    /// Two or more, a permerror (RFC 7208 4.5).
    Several,
    /// Not known.
    Unknown,
    /// The domain stands on its own path already.
    Loop,
    /// Its terms are shown elsewhere in the tree; its look-ups count again.
    ShownBefore,
    /// Too deep, or too much before it: not looked at.
    LeftOut,
    /// No name that the DNS could hold.
    BadName,
}

/// One term of a policy.
#[derive(Clone, Debug, Serialize)]
pub struct Term {
    /// Its text.
    #[serde(rename = "term")]
    pub text: String,
    /// Its column in the record, from 1.
    pub column: usize,
    /// What it is: a mechanism's name, `redirect`, `exp`, `modifier` or `broken`.
    pub kind: &'static str,
    /// Its own look-up: 1 or 0.
    pub cost: u32,
    /// Its own look-up and all below.
    pub lookups: u32,
    /// False for a mechanism behind `all`, and for a redirect beside `all`: no receiver looks at it.
    pub reached: bool,
    /// The name that it leads to, macros expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Whether that name hangs on who sends; shown for a sample sender then.
    pub sender_macros: bool,
    /// Whether the look-up was void; `None` where there was none, or where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void: Option<bool>,
    /// Whether the DNS says that the target does not exist at all.
    #[serde(skip)]
    pub no_such_name: bool,
    /// How many exchanges an `mx` brought; more than 10 is a permerror.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchanges: Option<usize>,
    /// What `a` and `mx` resolve to, with the host.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Resolved>,
    /// The policy that `include` and `redirect` lead to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Box<Policy>>,
    /// What could not be looked up.
    #[serde(rename = "unknown", skip_serializing_if = "Vec::is_empty", serialize_with = "gaps")]
    pub gaps: Vec<Gap>,
    /// Its place among the terms of the record.
    #[serde(skip)]
    pub index: usize,
}

/// An address that a term brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resolved {
    /// The host that has it.
    pub host: Name,
    /// The address.
    pub address: IpAddr,
}

impl Term {
    /// Void look-ups of its own and below it.
    pub(super) fn voids(&self) -> u32 {
        let own = self.reached && self.void == Some(true) && !self.sender_macros;
        self.policy.as_ref().map_or(0, |p| p.voids).saturating_add(own.into())
    }
}

impl Policy {
    pub(super) fn new(domain: impl Into<String>, status: Status) -> Self {
        Self {
            domain: domain.into(),
            level: 1,
            status,
            record: None,
            lookups: 0,
            voids: 0,
            terms: Vec::new(),
            terms_left_out: 0,
            gap: None,
            parsed: None,
        }
    }

    /// This policy and all below, each before what it leads to.
    #[must_use]
    pub fn all(&self) -> Vec<&Policy> {
        let mut found = vec![self];
        let mut next = 0;
        while let Some(policy) = found.get(next).copied() {
            let below: Vec<&Policy> = policy.terms.iter().filter_map(|t| t.policy.as_deref()).collect();
            next += 1;
            found.splice(next..next, below);
        }
        found
    }

    /// Every reached term of this policy and all below, with the policy that it stands in.
    pub fn reached(&self) -> impl Iterator<Item = (&Policy, &Term)> {
        self.all().into_iter().flat_map(|p| p.terms.iter().filter(|t| t.reached).map(move |t| (p, t)))
    }

    /// This record and those that it redirects to, in that order, each with its policy.
    #[must_use]
    pub fn chain(&self) -> Vec<(&Policy, &Arc<SpfRecord>)> {
        let mut chain = Vec::new();
        let mut at = Some(self);
        while let Some(policy) = at {
            let Some(record) = &policy.parsed else { break };
            chain.push((policy, record));
            at = policy.redirect().and_then(|t| t.policy.as_deref());
        }
        chain
    }

    /// The used redirect.
    #[must_use]
    pub fn redirect(&self) -> Option<&Term> {
        self.terms.iter().find(|t| t.kind == "redirect" && t.reached)
    }

    /// All that could not be looked up, here and below.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let policies = self.all();
        let own = policies.iter().filter_map(|p| p.gap.clone());
        own.chain(policies.iter().flat_map(|p| p.terms.iter().flat_map(|t| t.gaps.clone()))).collect()
    }
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

#[expect(clippy::ref_option, reason = "serde hands the field by reference")]
fn gap<S: Serializer>(gap: &Option<Gap>, s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(gap.iter().map(Unknown::from))
}

#[expect(clippy::ptr_arg, reason = "serde hands the field by reference")]
fn gaps<S: Serializer>(gaps: &Vec<Gap>, s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(gaps.iter().map(Unknown::from))
}

#[derive(Serialize)]
struct Unknown<'a> {
    asked: &'a str,
    reason: facts::Reason,
}

impl<'a> From<&'a Gap> for Unknown<'a> {
    fn from(gap: &'a Gap) -> Self {
        Self { asked: &gap.asked, reason: gap.reason }
    }
}
