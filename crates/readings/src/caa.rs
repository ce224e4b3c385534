//! CAA records of the mail hosts: which authorities their owner lets issue certificates (RFC 8659).
//! A matter of issuance alone: whoever meets a certificate must not judge it by them.

use crate::mail::{self, Mail};
use facts::answer::Data;
use facts::{Gap, Inquiry, Name, Question, Reason, RecordType, Seen, Target};

/// At most so many levels above a host are asked.
const MOST_LEVELS: usize = 10;
/// Properties that authorities understand (RFC 8659 4, RFC 9495, CA/Browser Forum baseline requirements).
const KNOWN: &[&str] = &["issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"];

/// What stands at a host and above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostCaa {
    /// The host.
    pub host: Name,
    /// The host, the name above it, and so on to the top-level domain.
    levels: Vec<(Name, Result<Vec<Property>, Gap>)>,
}

/// One CAA record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Whether an authority that does not understand it must not issue.
    pub critical: bool,
    /// Its tag, in lower case.
    pub tag: String,
    /// Its value.
    pub value: String,
}

/// The records that decide about a name, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy<'a> {
    /// The closest name that has any.
    pub at: &'a Name,
    /// All of them.
    pub properties: &'a [Property],
}

/// Reads the CAA records of the hosts that the domain's owner answers for; all levels at once, so that
/// climbing takes no turns.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<HostCaa> {
    // They are held against certificates, which only a look at the hosts shows.
    let wanted = target.wants("dns") && target.wants("tls") && !target.no_smtp;
    if !wanted || !target.is_domain() || target.domain.is_root() {
        return Vec::new();
    }
    let Mail { hosts, .. } = mail::read(target, inquiry);
    hosts.into_iter().filter(|h| h.provider.is_none() && !h.is_literal()).map(|h| host(h.name, inquiry)).collect()
}

fn host(name: Name, inquiry: &Inquiry<'_>) -> HostCaa {
    let above = std::iter::successors(Some(name.clone()), Name::parent).take_while(|n| !n.is_root()).take(MOST_LEVELS);
    let levels = above.map(|at| (at.clone(), properties(&at, inquiry))).collect();
    HostCaa { host: name, levels }
}

fn properties(at: &Name, inquiry: &Inquiry<'_>) -> Result<Vec<Property>, Gap> {
    let property = |data: &Data| match data {
        Data::Caa { critical, tag, value } => {
            Some(Property { critical: *critical, tag: tag.to_ascii_lowercase(), value: String::from_utf8_lossy(&value.0).into_owned() })
        }
        _ => None,
    };
    match inquiry.dns(at, RecordType::Caa) {
        Seen::Unknown(gap) => Err(gap),
        seen => Ok(seen.records().iter().filter_map(|r| property(&r.data)).collect()),
    }
}

impl HostCaa {
    /// The records that decide about the host, or about the wildcard that covers it, which stands one
    /// level higher (RFC 8659 3); `None` where anybody may issue.
    ///
    /// # Errors
    /// The gap of a level that may hold the deciding ones.
    pub fn policy(&self, wildcard: bool) -> Result<Option<Policy<'_>>, Gap> {
        for (at, properties) in self.levels.iter().skip(usize::from(wildcard)) {
            let properties = properties.as_ref().map_err(Clone::clone)?;
            if !properties.is_empty() {
                return Ok(Some(Policy { at, properties }));
            }
        }
        if self.levels.len() < self.host.depth() {
            return Err(Gap::new(&Question::Dns { name: self.host.clone(), rtype: RecordType::Caa }, Reason::BudgetSpent));
        }
        Ok(None)
    }
}

impl Policy<'_> {
    /// The authorities that may issue, as the records name them, in lower case; `None` where the records
    /// restrict nobody. An empty list forbids all.
    #[must_use]
    pub fn issuers(&self, wildcard: bool) -> Option<Vec<String>> {
        let of = |tag: &str| {
            let values: Vec<&str> = self.properties.iter().filter(|p| p.tag == tag).map(|p| p.value.as_str()).collect();
            (!values.is_empty()).then_some(values)
        };
        // For a wildcard its own property goes first (RFC 8659 4.3).
        let values = wildcard.then(|| of("issuewild")).flatten().or_else(|| of("issue"))?;
        Some(values.into_iter().filter_map(issuer).collect())
    }

    /// A critical property that no authority understands, so that none may issue (RFC 8659 4.5).
    #[must_use]
    pub fn unknown_critical(&self) -> Option<&Property> {
        self.properties.iter().find(|p| p.critical && !KNOWN.contains(&p.tag.as_str()))
    }
}

/// The authority's name before the parameters (RFC 8659 4.2); `None` for an empty or malformed value,
/// which allows nobody.
fn issuer(value: &str) -> Option<String> {
    let name = value.split(';').next().unwrap_or_default().trim_matches([' ', '\t']).to_ascii_lowercase();
    let fits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    fits.then_some(name)
}

impl std::fmt::Display for Property {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} \"{}\"", if self.critical { 128 } else { 0 }, self.tag, self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn caa(text: &str) -> HostCaa {
        let base = "example.com MX 10 mx.example.com\nmx.example.com A 44.128.1.1\n";
        let world = World::layers(&[base, text]).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "caa", serves: &["tls"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts)).remove(0)
    }

    fn issuers(text: &str, wildcard: bool) -> Option<Vec<String>> {
        let caa = caa(text);
        caa.policy(wildcard).unwrap_or_else(|gap| panic!("{gap:?}"))?.issuers(wildcard)
    }

    #[test]
    fn the_closest_set_decides_alone() {
        let both = "example.com CAA 0 issue \"a.example\"\nmx.example.com CAA 0 issue \"b.example\"";
        assert_eq!(issuers(both, false), Some(vec!["b.example".into()]));
        assert_eq!(issuers(both, true), Some(vec!["a.example".into()]), "a wildcard is of the level above");
        assert_eq!(issuers("com CAA 0 issue \"c.example\"", false), Some(vec!["c.example".into()]));
        assert_eq!(issuers("", false), None);
        assert!(caa("mx.example.com CAA TIMEOUT\nexample.com CAA 0 issue \";\"").policy(false).is_err());
        assert!(caa("example.com CAA TIMEOUT\nmx.example.com CAA 0 issue \";\"").policy(false).is_ok());
    }

    #[test]
    fn values_are_read_as_the_rfc_says() {
        assert_eq!(issuers("example.com CAA 0 issue \";\"", false), Some(Vec::new()));
        assert_eq!(issuers("example.com CAA 0 issue \"\"", false), Some(Vec::new()));
        assert_eq!(issuers("example.com CAA 0 issue \"%%%%%\"", false), Some(Vec::new()));
        assert_eq!(issuers("example.com CAA 0 issue \" CA.example ; account=230123\"", false), Some(vec!["ca.example".into()]));
        assert_eq!(issuers("example.com CAA 0 iodef \"mailto:a@example.com\"", false), None);
        let wild = "example.com CAA 0 issue \"a.example\"\nexample.com CAA 0 issuewild \";\"";
        assert_eq!(issuers(wild, false), Some(vec!["a.example".into()]));
        assert_eq!(issuers(wild, true), Some(Vec::new()));
        assert_eq!(issuers("example.com CAA 0 issuewild \"a.example\"", false), None);
        assert_eq!(issuers("example.com CAA 0 issue \"a.example\"", true), Some(vec!["a.example".into()]));
    }

    #[test]
    fn critical_properties() {
        let critical = |text: &str| caa(text).policy(false).ok().flatten().is_some_and(|p| p.unknown_critical().is_some());
        assert!(critical("example.com CAA 128 tbs \"Unknown\""));
        assert!(!critical("example.com CAA 0 tbs \"Unknown\""));
        assert!(!critical("example.com CAA 128 issue \"a.example\""));
    }
}
