//! Why something is not known.

use crate::{Question, WhyNot};
use serde::{Deserialize, Serialize};

/// The closed list of reasons for which something is not known. Their words stand in `findings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Not asked: not in the recording, or not reached.
    NotAsked,
    /// Time or number of questions used up.
    BudgetSpent,
    /// Ctrl-C.
    Interrupted,
    /// Switched off by the user.
    SwitchedOff,
    /// The server asked to be left alone.
    BackedOff,
    /// The address was called as often as an audit calls one.
    CalledEnough,
    /// Not an address that an audit connects to.
    AddressNotAllowed,
    /// This program could not ask.
    LocalFailure,
    /// No answer in time.
    Timeout,
    /// SERVFAIL or an unreadable answer.
    ServerFailure,
    /// REFUSED.
    Refused,
    /// No TCP connection.
    ConnectRefused,
    /// The connection was cut before the answer was complete.
    Closed,
    /// A 4xx reply.
    TemporaryRefusal,
    /// The reply blames the address that the audit runs from.
    OwnAddressBlamed,
    /// The list refuses this resolver.
    ListRefused,
    /// The list fails its own test points.
    ListBroken,
    /// The resolver answers for names that cannot exist.
    ResolverRewrites,
    /// Selectors were only guessed.
    SelectorsGuessed,
    /// No sending address was given.
    NoSendingAddress,
    /// What came back can be read in more than one way.
    Ambiguous,
    /// The answer does not validate (DNSSEC): who validates sees none.
    DnssecBogus,
    /// Whether DNSSEC protects the answer could not be told.
    DnssecUndetermined,
    /// A zone file is the only source, and it says nothing about this.
    OutsideZoneFile,
    /// The control probe fails as well: the port is closed where the audit runs.
    PortBlockedHere,
    /// IPv6 does not work where the audit runs.
    NoIpv6Here,
    /// Something on our side alters the connection (antivirus, firewall, VPN).
    InterceptedHere,
    /// The server takes HELO and not EHLO, so that it names no extensions.
    HeloAlone,
    /// The server is so slow that no more connections were made to it.
    SlowServer,
    /// Only asked with `--active`.
    NeedsActive,
    /// Only asked with `--rdap`.
    NeedsRdap,
    /// The server's certificate does not hold, and nobody gives a password to such a server.
    CertificateUntrusted,
    /// The host was found outside of the account's domain, and its user did not name it.
    HostUnconfirmed,
    /// Only the provider, or the sender himself, can know.
    UnseenFromOutside,
    /// The server does not let the account in.
    LoginRefused,
    /// The server takes no password: its accounts log in otherwise (OAuth 2), or log-in is switched off.
    NoPasswordLogin,
    /// The server offers no TLS, and nobody gives a password away in the clear.
    NoTls,
    /// A message was not found within the wait.
    NotArrived,
    /// A message came back, or was refused.
    Returned,
    /// The receiver wrote no results of its checks into the message.
    NoResults,
}

impl From<WhyNot> for Reason {
    fn from(why: WhyNot) -> Self {
        match why {
            WhyNot::NotRecorded => Reason::NotAsked,
            WhyNot::BudgetSpent => Reason::BudgetSpent,
            WhyNot::Interrupted => Reason::Interrupted,
            WhyNot::SwitchedOff => Reason::SwitchedOff,
            WhyNot::BackedOff => Reason::BackedOff,
            WhyNot::CalledEnough => Reason::CalledEnough,
            WhyNot::AddressNotAllowed => Reason::AddressNotAllowed,
            WhyNot::LocalFailure => Reason::LocalFailure,
            WhyNot::OutsideZoneFile => Reason::OutsideZoneFile,
        }
    }
}

/// Something that is not known: what was asked, and why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Why.
    pub reason: Reason,
    /// What was asked, as a person reads it (`example.com TXT`).
    pub asked: String,
}

impl Gap {
    /// The gap that `question` leaves.
    #[must_use]
    pub fn new(question: &Question, reason: Reason) -> Self {
        Self { reason, asked: question.to_string() }
    }

    /// The same gap, for another reason.
    #[must_use]
    pub fn because(self, reason: Reason) -> Self {
        Self { reason, ..self }
    }
}
