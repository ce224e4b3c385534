//! Questions for names that nobody published: whether a wildcard or the resolver answers them.

use facts::answer::Data;
use facts::{Gap, Inquiry, Name, RecordType, Seen};

/// A name that nobody published, under the domain or one of its service names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The name asked for.
    pub name: Name,
    /// The type asked for.
    pub rtype: RecordType,
    /// Whether it answers, so that a wildcard stands above it.
    pub answers: Result<bool, Gap>,
}

/// What the resolver says of a name that cannot exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The name asked for.
    pub name: Name,
    /// The addresses that it got; none for a resolver that tells the truth.
    pub addresses: Vec<String>,
}

/// A label that nobody publishes, the same in every run for one domain: letters and digits that
/// follow from the domain's name.
#[must_use]
pub fn control_label(domain: &Name) -> String {
    // FNV-1a, 64 bits: spread, not secrecy.
    let hash = domain.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("mailaudit-{hash:016x}")
}

pub(super) fn read(domain: &Name, inquiry: &Inquiry<'_>) -> Vec<Control> {
    let label = control_label(domain);
    let places =
        [(None, RecordType::Txt), (None, RecordType::Mx), (Some("_domainkey"), RecordType::Txt), (Some("_dmarc"), RecordType::Txt)];
    let names = places.into_iter().filter_map(|(under, rtype)| {
        let labels = under.map_or_else(|| label.clone(), |u| format!("{label}.{u}"));
        // A domain near the length limit has no room for a control below it.
        domain.below(&labels).ok().map(|name| (name, rtype))
    });
    names
        .map(|(name, rtype)| {
            let answers = match inquiry.dns(&name, rtype) {
                Seen::Unknown(gap) => Err(gap),
                seen => Ok(!seen.records().is_empty()),
            };
            Control { name, rtype, answers }
        })
        .collect()
}

/// `.com` has no wildcard of its own, and a reserved top level is often answered by the resolver
/// itself, truthfully: so the name stands directly under `.com`.
pub(super) fn rewrite(domain: &Name, inquiry: &Inquiry<'_>) -> Option<Rewrite> {
    let name = Name::parse(&format!("{}.com", control_label(domain))).ok()?;
    let seen = inquiry.dns(&name, RecordType::A);
    seen.answer()?;
    let addresses = seen.records().iter().filter_map(|r| if let Data::A(a) = r.data { Some(a.to_string()) } else { None });
    Some(Rewrite { name, addresses: addresses.collect() })
}
