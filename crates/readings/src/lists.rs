//! What the answers of DNS lists mean (RFC 5782): which lists there are, how each is tested, what
//! its codes say. Never asks a list and never judges a listing.

mod meanings;
mod retired;
mod table;

pub use retired::{CHILDREN, DEAD};
pub use table::LISTS;

use facts::reverse_labels;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What a list is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// An IPv4 address.
    Ip4,
    /// An IPv6 address.
    Ip6,
    /// A domain or host name.
    Domain,
}

/// What a list collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Sources of abuse.
    Block,
    /// Ranges that should not send directly.
    Policy,
    /// Whole networks, the innocent with the guilty.
    Netblock,
    /// Senders that are well thought of.
    Welcome,
    /// A reputation as a number.
    Score,
    /// Names that are new.
    Age,
}

/// How many receivers refuse mail by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// So many that nothing is known of a sender while this list gives no answer.
    Major,
    /// Few, or as a score among others.
    Minor,
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody with a resolver of his own.
    Open,
    /// Resolvers whose address was registered at this page.
    Registered(&'static str),
    /// Only with a key of one's own.
    Key,
}

/// The list's zone for holders of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyZone {
    /// What the key is called in the configuration and in questions.
    pub label: &'static str,
    /// The zone below which the key stands as a label.
    pub zone: &'static str,
}

/// Which form of a name the list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Host names as well as registrable domains.
    Any,
    /// Registrable domains only.
    Registrable,
}

/// Our own words, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bilingual {
    /// English.
    pub en: &'static str,
    /// Russian.
    pub ru: &'static str,
}

/// Which answers have one meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// This address.
    One([u8; 4]),
    /// These addresses, both ends included.
    Range([u8; 4], [u8; 4]),
    /// 127.0.0.N with this bit set in N; an answer may have several.
    Bit(u8),
    /// 127.0.C.T with this T, for any category C but 0.
    Trust(u8),
    /// Whatever no other row takes.
    Rest,
}

/// What a listing amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listing {
    /// Neither good nor bad (scores, ages).
    Neutral,
    /// Well thought of.
    Welcome,
    /// A whole network is listed, not this address.
    Network,
    /// The range should not send directly; no sign of abuse.
    Policy,
    /// A name that is abused by others, or in doubt.
    Grey,
    /// Abuse, on a list that few refuse by.
    Minor,
    /// Abuse, on a list that many refuse by.
    Major,
    /// Abuse, on a list that most receivers refuse by.
    Grave,
}

/// The meaning of some codes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Which answers.
    pub codes: Codes,
    /// What they amount to.
    pub listing: Listing,
    /// What they say.
    pub words: Bilingual,
}

/// One list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// Its zone, without the final dot.
    pub zone: &'static str,
    /// Its name as people know it.
    pub name: &'static str,
    /// Who runs it: listings of one operator count once.
    pub operator: &'static str,
    /// What it is asked about.
    pub objects: &'static [Object],
    /// What it collects.
    pub kind: Kind,
    /// How much it counts.
    pub weight: Weight,
    /// Whether it is asked unless the user says otherwise.
    pub on: bool,
    /// Who may ask.
    pub access: Access,
    /// Its zone for holders of a key, asked in place of `zone` when there is one.
    pub key: Option<KeyZone>,
    /// Names that must be listed and must not be, for lists of names; addresses have those of RFC 5782 5.
    pub test_names: Option<(&'static str, &'static str)>,
    /// Which names it holds.
    pub form: Form,
    /// Codes with which it refuses to answer, beside [`GENERAL_REFUSALS`].
    pub refusals: &'static [Codes],
    /// What its other codes mean; the first row that takes a code says it.
    pub meanings: &'static [Meaning],
    /// Where a listing is looked up and taken back.
    pub delist: &'static str,
    /// Whence this row.
    pub evidence: &'static str,
}

/// What one address of an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Listed; at least one meaning.
    Listed(Vec<&'static Meaning>),
    /// The list refuses whoever asked.
    Refused,
    /// Outside 127/8: not the list speaks, or the list is gone (RFC 5782 2.1).
    Outside,
    /// In 127/8, and nothing that the list is known to say.
    Undocumented,
}

/// Codes that refuse on every list: first used by Spamhaus, taken over by others.
pub const GENERAL_REFUSALS: Codes = Codes::Range([127, 255, 255, 0], [127, 255, 255, 255]);

impl Codes {
    /// Whether `code` is among them; [`Codes::Rest`] takes any.
    #[must_use]
    pub fn take(&self, code: Ipv4Addr) -> bool {
        let octets = code.octets();
        match *self {
            Codes::One(one) => octets == one,
            Codes::Range(low, high) => (low..=high).contains(&octets),
            Codes::Bit(bit) => octets[..3] == [127, 0, 0] && octets[3] & bit != 0,
            Codes::Trust(trust) => octets[..2] == [127, 0] && octets[2] != 0 && octets[3] == trust,
            Codes::Rest => true,
        }
    }
}

impl List {
    /// What `code` says on this list.
    #[must_use]
    pub fn read(&self, code: Ipv4Addr) -> Said {
        if !code.is_loopback() {
            return Said::Outside;
        }
        if GENERAL_REFUSALS.take(code) || self.refusals.iter().any(|r| r.take(code)) {
            return Said::Refused;
        }
        let bits = |m: &&Meaning| matches!(m.codes, Codes::Bit(_)) && m.codes.take(code);
        let mut found: Vec<&'static Meaning> = self.meanings.iter().filter(bits).collect();
        if found.is_empty() {
            found.extend(self.meanings.iter().find(|m| !matches!(m.codes, Codes::Bit(_)) && m.codes.take(code)));
        }
        if found.is_empty() { Said::Undocumented } else { Said::Listed(found) }
    }

    /// The labels in front of the zone that must be listed, and those that must not be (RFC 5782 5).
    #[must_use]
    pub fn test_points(&self, object: Object) -> (String, String) {
        let address = |v4: Ipv4Addr| match object {
            Object::Ip6 => reverse_labels(IpAddr::V6(Ipv6Addr::from_bits(0xffff_0000_0000 | u128::from(v4.to_bits())))),
            _ => reverse_labels(IpAddr::V4(v4)),
        };
        match object {
            Object::Domain => {
                let (listed, clear) = self.test_names.unwrap_or(("test", "invalid"));
                (listed.into(), clear.into())
            }
            _ => (address(Ipv4Addr::new(127, 0, 0, 2)), address(Ipv4Addr::new(127, 0, 0, 1))),
        }
    }

    /// The zone to ask when the user holds the keys with these labels; `None` when the list is not
    /// to be asked. The label `_key-LABEL` stands for the key itself.
    #[must_use]
    pub fn asked_zone(&self, keys: &[String]) -> Option<String> {
        match self.key {
            Some(key) if keys.iter().any(|k| k == key.label) => Some(format!("_key-{}.{}", key.label, key.zone)),
            _ => (self.on && self.access != Access::Key).then(|| self.zone.into()),
        }
    }

    /// Whether any of its codes amounts to `listing`.
    #[must_use]
    pub fn tells(&self, listing: Listing) -> bool {
        self.meanings.iter().any(|m| m.listing == listing)
    }
}

#[cfg(test)]
mod tests;
