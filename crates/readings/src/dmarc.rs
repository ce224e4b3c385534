//! Which DMARC policy applies to a domain, by RFC 9989's tree walk, and where its reports go.
//!
//! A gap on the path to the policy leaves it unknown; nothing missing is concluded from silence.

mod lookup;
mod reports;
mod walk;

pub use lookup::Found;
pub use reports::{Authorisation, MOST_REPORT_HOSTS, ReportHost};
pub use walk::{Step, Walk};

use facts::{Gap, Inquiry, Name, RecordType, Seen, Target};
use records::dmarc::{DmarcRecord, NearMiss, Policy};
use records::domain;
use std::sync::Arc;

/// What DMARC says of a domain.
#[derive(Clone, Debug)]
pub struct Dmarc {
    /// The target's domain.
    pub domain: Name,
    /// Every step of the tree walk from the domain upwards.
    pub walk: Walk,
    /// The organisational domain by the public suffix list; `None` for a public suffix.
    pub listed_organisational: Option<Name>,
    /// The policy that applies.
    pub policy: Discovery,
    /// Where the reports of that policy go, by host.
    pub reports: Vec<ReportHost>,
    /// Report hosts beyond [`MOST_REPORT_HOSTS`].
    pub reports_left_out: usize,
    /// TXT records that were meant as the domain's policy and are not.
    pub near_misses: Vec<Stray>,
    /// Places where such records could not be looked for.
    pub near_miss_gaps: Vec<Gap>,
}

/// What policy discovery brought (RFC 9989 4.10.1).
#[derive(Clone, Debug)]
pub enum Discovery {
    /// A policy.
    Applied(Applied),
    /// A record that names no usable policy and has no usable report address: as good as none.
    Void {
        /// The domain whose record it is.
        from: Name,
        /// The record.
        record: Arc<DmarcRecord>,
    },
    /// No record at the domain or above it.
    Missing,
    /// Not known.
    Unknown(Gap),
}

/// A policy in force.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The domain whose record it is: the audited one, or one above it.
    pub from: Name,
    /// The record.
    pub record: Arc<DmarcRecord>,
    /// The tag that the policy was taken from: `p`, `sp` or `np`.
    pub tag: &'static str,
    /// What that tag asks for; none for a record without a readable policy that has an address for reports.
    pub asked: Policy,
    /// What receivers apply: one step weaker under `t=y`.
    pub policy: Policy,
}

/// A TXT record that was meant as a policy and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Where it stands.
    pub at: Name,
    /// Its text.
    pub text: String,
    /// What keeps it from being one.
    pub fault: StrayFault,
}

/// What keeps a record from being the domain's policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrayFault {
    /// The way it is written.
    Spelling(NearMiss),
    /// It stands at the domain itself instead of under `_dmarc`.
    AtDomain,
    /// It stands under the domain's name twice: a form added the domain to a full name.
    DoubledName,
}

/// Reads DMARC for the target.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Dmarc {
    let domain = &target.domain;
    let walk = walk::read(domain, inquiry);
    let policy = discover(domain, &walk, inquiry);
    let (reports, reports_left_out) = match &policy {
        Discovery::Applied(applied) => reports::read(&applied.from, &applied.record, inquiry),
        _ => (Vec::new(), 0),
    };
    let (near_misses, near_miss_gaps) = strays(domain, &walk, inquiry);
    Dmarc {
        domain: domain.clone(),
        listed_organisational: domain::organisational(domain.as_str()).and_then(|d| Name::parse(d).ok()),
        walk,
        policy,
        reports,
        reports_left_out,
        near_misses,
        near_miss_gaps,
    }
}

/// Whether the policy that applies is reject; `None` when not known.
#[must_use]
pub fn rejects(target: &Target, inquiry: &Inquiry<'_>) -> Option<bool> {
    let walk = walk::read(&target.domain, inquiry);
    match discover(&target.domain, &walk, inquiry) {
        Discovery::Applied(applied) => Some(applied.policy == Policy::Reject),
        Discovery::Void { .. } | Discovery::Missing => Some(false),
        Discovery::Unknown(_) => None,
    }
}

/// The tree walk from `domain` and the policy that applies to it, for who needs nothing else of DMARC.
#[must_use]
pub fn discovery(domain: &Name, inquiry: &Inquiry<'_>) -> (Walk, Discovery) {
    let walk = walk::read(domain, inquiry);
    let policy = discover(domain, &walk, inquiry);
    (walk, policy)
}

/// The organisational domain of the target, by the tree walk (RFC 9989 4.10.2).
///
/// # Errors
/// The gap that hides it.
pub fn organisational(target: &Target, inquiry: &Inquiry<'_>) -> Result<Name, Gap> {
    walk::read(&target.domain, inquiry).organisational
}

impl Dmarc {
    /// What stands at the domain's own `_dmarc` name.
    #[must_use]
    pub fn own(&self) -> &Found {
        self.walk.steps.first().map_or(&Found::None, |step| &step.found)
    }

    /// The record in force or void, with the domain that it stands at.
    ///
    /// # Errors
    /// The gap when it is not known; no gap when there is none.
    pub fn record(&self) -> Result<(&Name, &Arc<DmarcRecord>), Option<&Gap>> {
        match &self.policy {
            Discovery::Applied(applied) => Ok((&applied.from, &applied.record)),
            Discovery::Void { from, record } => Ok((from, record)),
            Discovery::Missing => Err(None),
            Discovery::Unknown(gap) => Err(Some(gap)),
        }
    }

    /// Whether the domain is an organisational one; by the list where the walk cannot tell.
    #[must_use]
    pub fn is_organisational(&self) -> bool {
        self.walk.organisational.as_ref().map_or(self.listed_organisational.as_ref() == Some(&self.domain), |o| *o == self.domain)
    }
}

/// The own record, or that of the organisational domain, or that of the public suffix above it.
fn discover(domain: &Name, walk: &Walk, inquiry: &Inquiry<'_>) -> Discovery {
    match walk.steps.first().map(|s| &s.found) {
        Some(Found::Record(record)) => return apply(domain, record, [("p", record.p.valid())].into_iter()),
        Some(Found::Unknown(gap)) => return Discovery::Unknown(gap.clone()),
        _ => {}
    }
    let organisational = match &walk.organisational {
        Ok(name) => name,
        Err(gap) => return Discovery::Unknown(gap.clone()),
    };
    let Some((from, record)) = walk.record_of(organisational).or_else(|| walk.suffix_record()) else {
        return Discovery::Missing;
    };
    inherit(domain, from, record, inquiry)
}

/// `np` counts for a name that does not exist, `sp` for one that does, each falling back on the next.
fn inherit(domain: &Name, from: &Name, record: &Arc<DmarcRecord>, inquiry: &Inquiry<'_>) -> Discovery {
    let existing = [("sp", record.sp.valid()), ("p", record.p.valid())];
    let Some(np) = record.np.valid().filter(|np| existing.iter().find_map(|(_, policy)| *policy) != Some(*np)) else {
        return apply(from, record, existing.into_iter());
    };
    match inquiry.dns(domain, RecordType::Mx) {
        Seen::Unknown(gap) => Discovery::Unknown(gap),
        // An alias is a name that exists, wherever it leads (RFC 6604 3).
        Seen::NoSuchName(answer) if answer.aliases.is_empty() => apply(from, record, [("np", Some(np))].into_iter()),
        _ => apply(from, record, existing.into_iter()),
    }
}

/// RFC 9989 4.10.1: an unreadable policy is `p=none` beside a usable report address, and nothing without.
fn apply(from: &Name, record: &Arc<DmarcRecord>, mut tags: impl Iterator<Item = (&'static str, Option<Policy>)>) -> Discovery {
    let (from, record) = (from.clone(), Arc::clone(record));
    if !record.is_sound() {
        if !record.has_usable_rua() {
            return Discovery::Void { from, record };
        }
        return Discovery::Applied(Applied { from, record, tag: "p", asked: Policy::None, policy: Policy::None });
    }
    let (tag, asked) = tags.find_map(|(tag, policy)| policy.map(|p| (tag, p))).unwrap_or(("p", Policy::None));
    let policy = if record.test { asked.weaker() } else { asked };
    Discovery::Applied(Applied { from, record, tag, asked, policy })
}

fn strays(domain: &Name, walk: &Walk, inquiry: &Inquiry<'_>) -> (Vec<Stray>, Vec<Gap>) {
    let (mut strays, mut gaps) = (Vec::new(), Vec::new());
    let mut look = |at: &Name, whole: Option<StrayFault>| match lookup::texts(at, inquiry) {
        Err(gap) => gaps.push(gap),
        Ok(texts) => {
            for (text, near) in &texts.near {
                strays.push(Stray { at: at.clone(), text: text.clone(), fault: StrayFault::Spelling(*near) });
            }
            if let Some(fault) = whole {
                strays.extend(texts.records.iter().map(|r| Stray { at: at.clone(), text: r.text.clone(), fault }));
            }
        }
    };
    let Ok(own) = domain.below("_dmarc") else { return (strays, gaps) };
    look(&own, None);
    look(domain, Some(StrayFault::AtDomain));
    let has_record = matches!(walk.steps.first().map(|s| &s.found), Some(Found::Record(_)));
    if !has_record && let Ok(doubled) = domain.below(own.as_str()) {
        look(&doubled, Some(StrayFault::DoubledName));
    }
    (strays, gaps)
}

#[cfg(test)]
mod tests;
