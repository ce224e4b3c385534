//! The kinds of certificate chains that a scenario can name, each with one fault, or none.

use std::fmt;

/// What a server presents in its handshake. Days are counted from the lab's `now`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChainKind {
    /// Leaf and intermediate, 60 of 90 days left.
    Good,
    /// The leaf ended ten days ago.
    Expired,
    /// The leaf begins in two days.
    NotYet,
    /// A leaf signed by its own key, for the right name.
    SelfSigned,
    /// A leaf for another host.
    WrongName,
    /// Leaf and root of a private authority that is in no store.
    Untrusted,
    /// The leaf alone; its AIA names where the intermediate can be had.
    Incomplete,
    /// A valid leaf under an intermediate that ended ten days ago.
    ExpiredIntermediate,
    /// Five of 90 days left.
    Expiring,
    /// Twenty of 365 days left.
    ExpiringSoon,
    /// Leaf, upper intermediate, lower intermediate: the last two in the wrong order.
    Disordered,
    /// Leaf, intermediate and the root, which is superfluous.
    RootSent,
    /// What Debian's package `ssl-cert` makes: self-signed, subject CN alone, ten years.
    Snakeoil,
    /// A leaf whose only purpose is client authentication.
    ClientAuthOnly,
}

impl ChainKind {
    /// All kinds.
    pub const ALL: [ChainKind; 14] = [
        ChainKind::Good,
        ChainKind::Expired,
        ChainKind::NotYet,
        ChainKind::SelfSigned,
        ChainKind::WrongName,
        ChainKind::Untrusted,
        ChainKind::Incomplete,
        ChainKind::ExpiredIntermediate,
        ChainKind::Expiring,
        ChainKind::ExpiringSoon,
        ChainKind::Disordered,
        ChainKind::RootSent,
        ChainKind::Snakeoil,
        ChainKind::ClientAuthOnly,
    ];

    /// The word of scenario text, and the name of the fixture file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ChainKind::Good => "good",
            ChainKind::Expired => "expired",
            ChainKind::NotYet => "notyet",
            ChainKind::SelfSigned => "selfsigned",
            ChainKind::WrongName => "wrongname",
            ChainKind::Untrusted => "untrusted",
            ChainKind::Incomplete => "incomplete",
            ChainKind::ExpiredIntermediate => "expired_intermediate",
            ChainKind::Expiring => "expiring",
            ChainKind::ExpiringSoon => "expiring_soon",
            ChainKind::Disordered => "disordered",
            ChainKind::RootSent => "rootsent",
            ChainKind::Snakeoil => "snakeoil",
            ChainKind::ClientAuthOnly => "clientauth_only",
        }
    }

    /// The kind that `word` names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// First and last day of the leaf.
    pub(crate) fn leaf_days(self) -> (i64, i64) {
        match self {
            ChainKind::Expired => (-100, -10),
            ChainKind::NotYet => (2, 92),
            ChainKind::Expiring => (-85, 5),
            ChainKind::ExpiringSoon => (-345, 20),
            ChainKind::Snakeoil => (-200, 3_450),
            _ => (-30, 60),
        }
    }
}

impl fmt::Display for ChainKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
