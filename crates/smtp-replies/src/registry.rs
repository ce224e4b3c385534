//! What the codes mean by RFC 5321, RFC 3463 and the IANA registry, and which are habits of vendors.

use crate::kind::Kind;
use crate::reply::Enhanced;
use crate::words::{Text, t};

mod tables;

/// A code's meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasicMeaning {
    /// What it usually is about.
    pub kind: Kind,
    /// The meaning in words.
    pub text: Text,
    /// Stands in no RFC: some servers' habit.
    pub vendor: bool,
}

/// The meaning of three digits, also of those that no RFC knows.
#[must_use]
pub fn basic_meaning(code: u16) -> BasicMeaning {
    if let Some((_, kind, text)) = tables::BASIC.iter().find(|row| row.0 == code) {
        return BasicMeaning { kind: *kind, text: *text, vendor: text.en.contains("vendor's habit") };
    }
    let kind = match (code / 100, code / 10 % 10) {
        (2 | 3, _) => Kind::Delivered,
        (_, 0) => Kind::Protocol,
        (_, 2) => Kind::Network,
        (4, _) => Kind::TempSystem,
        (5, _) => Kind::Policy,
        _ => Kind::Unknown,
    };
    BasicMeaning {
        kind,
        text: t("a code of no RFC; its first digit decides", "код, которого нет в RFC; решает первая цифра"),
        vendor: true,
    }
}

/// The registry's meaning of an enhanced code; private numbers of Microsoft and Gmail by their kind.
/// With `X.Y` alone, and for numbers that are not registered, the meaning of `X.Y.0`.
#[must_use]
pub fn enhanced_meaning(code: Enhanced) -> (Kind, Text) {
    let found = |detail| tables::ENHANCED.iter().find(|row| row.0 == code.subject && row.1 == detail);
    let registered = code.detail.and_then(found).or_else(|| found(0));
    let meaning = registered.map_or((Kind::Unknown, t("a number that is not registered", "номер, которого нет в реестре")), |r| (r.2, r.3));
    if let (5.., Some(kind)) = (code.detail.unwrap_or(0), private(code)) { (kind, meaning.1) } else { meaning }
}

/// Numbers that only Microsoft uses (three digits), and those only Gmail does.
fn private(code: Enhanced) -> Option<Kind> {
    Some(match (code.subject, code.detail?) {
        (0, 350) => Kind::Policy,
        (1, 90) => Kind::Rate,
        (1, 351) => Kind::UserUnknown,
        (2, 121 | 122) => Kind::Rate,
        (4, 14) => Kind::Loop,
        (4, 310 | 312) => Kind::Dns,
        (4, 316 | 318) => Kind::Network,
        (4, 317) => Kind::TlsRequired,
        (7, 32 | 40 | 509 | 515) => Kind::Dmarc,
        (7, 51 | 124 | 129 | 133 | 134 | 900..=999) => Kind::Policy,
        (7, 54 | 64 | 68) => Kind::RelayDenied,
        (7, 57) => Kind::AuthRequired,
        (7, 139) => Kind::AuthFailed,
        (7, 320 | 322 | 325) => Kind::TlsCert,
        (7, 321) => Kind::TlsRequired,
        (7, 323 | 324) => Kind::Dane,
        (7, 504 | 505) => Kind::MailboxDisabled,
        (7, 501..=503) => Kind::ReputationDomain,
        (7, 506) => Kind::Helo,
        (7, 507 | 513) => Kind::BlockedByRecipient,
        (7, 508) => Kind::Rate,
        (7, 510) => Kind::Ipv6,
        (7, 512) => Kind::RfcFormat,
        (7, 652 | 653) => Kind::Connections,
        (7, 700 | 705 | 708 | 750) if code.class == 5 => Kind::TenantRestriction,
        (7, 700) => Kind::TempSystem,
        (7, 500..=699 | 850..=899) => Kind::ReputationIp,
        _ => return None,
    })
}
