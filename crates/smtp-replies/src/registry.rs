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

/// The first and second digit (RFC 5321 4.2.1); the third is a serial number without a meaning of its own.
pub(crate) fn each_digit(code: u16) -> [(String, Text); 2] {
    let first = match code / 100 {
        2 => t("success", "успех"),
        3 => t("go on, more is expected", "продолжайте, ожидаются данные"),
        4 => t("temporary refusal: try again later", "временный отказ: повторите позже"),
        5 => t("permanent refusal: do not send the same again", "окончательный отказ: не отправляйте то же самое"),
        _ => t("no reply of SMTP", "не ответ SMTP"),
    };
    let second = match code / 10 % 10 {
        0 => t("syntax of commands", "синтаксис команд"),
        1 => t("information", "сведения"),
        2 => t("connection", "соединение"),
        3 => t("authentication (RFC 4954)", "аутентификация (RFC 4954)"),
        5 => t("mail system", "почтовая система"),
        _ => t("not defined by RFC 5321: a vendor's habit", "в RFC 5321 не определена: обычай отдельных серверов"),
    };
    [(format!("{}yz", code / 100), first), (format!("x{}z", code / 10 % 10), second)]
}

/// Class and subject (RFC 3463 2 and 3).
pub(crate) fn each_number(code: Enhanced) -> [(String, Text); 2] {
    let class = match code.class {
        2 => t("success", "успех"),
        4 => t("persistent transient failure: try again later", "временный сбой: повторите позже"),
        _ => t("permanent failure: do not send the same again", "постоянный сбой: не отправляйте то же самое"),
    };
    let subject = match code.subject {
        0 => t("not specified", "не уточнено"),
        1 => t("addressing", "адресация"),
        2 => t("mailbox", "почтовый ящик"),
        3 => t("mail system", "почтовая система"),
        4 => t("network and routing", "сеть и маршрутизация"),
        5 => t("mail delivery protocol", "протокол доставки"),
        6 => t("message content", "содержимое письма"),
        7 => t("security or policy", "безопасность или политика"),
        _ => t("a number that is not registered", "номер, которого нет в реестре"),
    };
    [(format!("{}.y.z", code.class), class), (format!("x.{}.z", code.subject), subject)]
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
