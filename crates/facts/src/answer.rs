//! What came back, word for word: silence and refusals are answers too.

mod dialogue;
mod dns;
mod octets;
mod reason;

pub use self::dialogue::{MailboxReply, Phase, Reply, SmtpAnswer, Step, StepEnd, Try};
pub use self::dns::{Alias, Data, DnsAnswer, ExtendedError, Outcome, Record};
pub use self::octets::{Der, Text};
pub use self::reason::{Gap, Reason};
use crate::SignaturesAnswer;
pub use crate::delivery::{FoldersAnswer, SearchAnswer};
pub use crate::transport::{Heard, HelloAnswer, HttpResponse, HttpsAnswer, MOST_BODY, ServerHello, TlsFacts};
use serde::{Deserialize, Serialize};

/// The answer to one [`Question`](crate::Question).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To `Dns` and `DnsAt`.
    Dns(DnsAnswer),
    /// To `Smtp`, `Mailbox` and `Submission`.
    Smtp(SmtpAnswer),
    /// To `Hello`.
    Hello(HelloAnswer),
    /// To `Https`.
    Https(HttpsAnswer),
    /// To `Signatures`.
    Signatures(SignaturesAnswer),
    /// To `Folders`.
    Folders(FoldersAnswer),
    /// To `Search`.
    Search(SearchAnswer),
    /// The question was not sent.
    NotAsked(WhyNot),
}

/// Why a question was never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// The recording that is replayed holds no such question.
    NotRecorded,
    /// The domain's time or number of questions was used up.
    BudgetSpent,
    /// The user pressed Ctrl-C.
    Interrupted,
    /// Switched off by the user (`--no-smtp`).
    SwitchedOff,
    /// The server asked to be left alone (421) earlier in this run.
    BackedOff,
    /// The address and port was called as often as a run calls one.
    CalledEnough,
    /// The address is not one that an audit connects to (private, loopback, reserved).
    AddressNotAllowed,
    /// This program could not send it (no route, no socket); the text stands in the run's log.
    LocalFailure,
    /// A zone file is the only source, and it says nothing about this.
    OutsideZoneFile,
}
