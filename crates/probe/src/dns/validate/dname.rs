//! Names in canonical form and order (RFC 4034 6.1, 6.2).

use std::cmp::Ordering;
use std::fmt;

/// Labels in lower case, leftmost first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Dname(Vec<Vec<u8>>);

impl Dname {
    /// Folds the letters' case.
    pub(super) fn new(mut labels: Vec<Vec<u8>>) -> Self {
        for label in &mut labels {
            label.make_ascii_lowercase();
        }
        Self(labels)
    }

    pub(super) fn labels(&self) -> &[Vec<u8>] {
        &self.0
    }

    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The ancestor with `depth` labels; the name itself where it has no more.
    pub(super) fn suffix(&self, depth: usize) -> Self {
        Self(self.0[self.0.len().saturating_sub(depth)..].to_vec())
    }

    pub(super) fn parent(&self) -> Option<Self> {
        self.depth().checked_sub(1).map(|depth| self.suffix(depth))
    }

    /// Whether this is `other` or lies below it.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.0.ends_with(&other.0)
    }

    pub(super) fn is_below(&self, other: &Self) -> bool {
        self.depth() > other.depth() && self.is_within(other)
    }

    pub(super) fn is_wildcard(&self) -> bool {
        self.0.first().is_some_and(|label| label == b"*")
    }

    /// Number of labels as an RRSIG counts them: a leading asterisk does not count (RFC 4034 3.1.3).
    pub(super) fn signed_labels(&self) -> usize {
        self.depth() - usize::from(self.is_wildcard())
    }

    /// The wildcard directly below.
    pub(super) fn wildcard(&self) -> Self {
        let mut labels = vec![b"*".to_vec()];
        labels.extend_from_slice(&self.0);
        Self(labels)
    }

    /// The deepest ancestor of both.
    pub(super) fn common(&self, other: &Self) -> Self {
        let same = self.0.iter().rev().zip(other.0.iter().rev()).take_while(|(a, b)| a == b).count();
        self.suffix(same)
    }

    /// `from` at the end replaced by `to` (RFC 6672 2.2); nothing when the result would be too long.
    pub(super) fn rebased(&self, from: &Self, to: &Self) -> Option<Self> {
        let head = self.depth().checked_sub(from.depth())?;
        let labels: Vec<_> = self.0[..head].iter().chain(&to.0).cloned().collect();
        let name = Self(labels);
        (name.wire().len() <= 255).then_some(name)
    }

    pub(super) fn wire(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.iter().map(|l| l.len() + 1).sum::<usize>() + 1);
        for label in &self.0 {
            bytes.push(u8::try_from(label.len()).unwrap_or(63));
            bytes.extend_from_slice(label);
        }
        bytes.push(0);
        bytes
    }
}

impl Ord for Dname {
    /// Canonical order: by labels from the right, each as octets (RFC 4034 6.1).
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl PartialOrd for Dname {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Dname {
    /// As facts spell names; the root is a dot.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_root() {
            return f.write_str(".");
        }
        f.write_str(self.told().as_str())
    }
}

impl Dname {
    pub(super) fn told(&self) -> facts::Name {
        facts::Name::from_labels(self.0.iter().map(Vec::as_slice)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Dname {
        Dname::new(facts::Name::parse(text).unwrap().wire_labels())
    }

    #[test]
    fn the_order_is_that_of_the_rfc() {
        // RFC 4034 6.1.
        let sorted = [
            "example",
            "a.example",
            "yljkjljk.a.example",
            "Z.a.example",
            "zABC.a.EXAMPLE",
            "z.example",
            "\\001.z.example",
            "*.z.example",
            "\\200.z.example",
        ];
        for pair in sorted.windows(2) {
            assert!(name(pair[0]) < name(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn ancestors_end_on_labels() {
        let deep = name("a\\.b.example.com");
        assert!(deep.is_within(&name("example.com")) && deep.is_within(&deep) && !deep.is_below(&deep));
        assert!(!deep.is_within(&name("b.example.com")));
        assert_eq!(deep.common(&name("x.example.com")), name("example.com"));
        assert_eq!(deep.rebased(&name("com"), &name("net")), Some(name("a\\.b.example.net")));
        assert_eq!((name("*.example").signed_labels(), name("a.example").signed_labels()), (1, 2));
        assert_eq!(Dname::default().to_string(), ".");
    }
}
