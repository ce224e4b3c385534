//! Who stands in MAIL and RCPT of the fixed dialogues: one place for the asker, the fixture and the reader.
//! Never an address at which a person could be reached.

use crate::Name;
use crate::question::{Recipient, Sender};

/// The local part of the stranger for whom relaying is tried.
pub const STRANGER: &str = "relay-test";

/// The reserved domain (RFC 2606 3) that relaying is tried to, another one than the audited.
#[must_use]
pub fn foreign(domain: &Name) -> &'static str {
    let inside = |name: &str| domain.as_str() == name || domain.as_str().ends_with(&format!(".{name}"));
    if inside("example.net") { "example.org" } else { "example.net" }
}

impl Sender {
    /// The reverse-path, in its angle brackets; `helo` is our own EHLO name, `own` the account's sender.
    #[must_use]
    pub fn path(self, helo: &str, domain: &Name, own: &str) -> String {
        match self {
            Sender::Null | Sender::NullInClear => "<>".into(),
            Sender::Probe => format!("<postmaster@{helo}>"),
            // Of the recipient's domain it would be local mail to a server that holds that domain.
            Sender::Foreign if foreign(domain) == "example.net" => format!("<{STRANGER}@example.org>"),
            Sender::Foreign => format!("<{STRANGER}@example.com>"),
            Sender::Own => format!("<{own}>"),
        }
    }
}

impl Recipient {
    /// The forward-path, in its angle brackets; `nonce` is the random local part, `own` the account's address.
    #[must_use]
    pub fn path(self, domain: &Name, nonce: &str, own: &str) -> String {
        let foreign = foreign(domain);
        match self {
            Recipient::PostmasterAt | Recipient::FromProbe => format!("<postmaster@{domain}>"),
            Recipient::Postmaster => "<postmaster>".into(),
            Recipient::Abuse => format!("<abuse@{domain}>"),
            Recipient::Random => format!("<{nonce}@{domain}>"),
            Recipient::Foreign => format!("<{STRANGER}@{foreign}>"),
            Recipient::Percent => format!("<{STRANGER}%{foreign}@{domain}>"),
            Recipient::Bang => format!("<{foreign}!{STRANGER}@{domain}>"),
            Recipient::Quoted => format!("<\"{STRANGER}@{foreign}\"@{domain}>"),
            Recipient::SourceRoute => format!("<@{domain}:{STRANGER}@{foreign}>"),
            Recipient::Own => format!("<{own}>"),
        }
    }

    /// The forms in which relaying is tried, the plain one first.
    pub const RELAYED: [Recipient; 5] =
        [Recipient::Foreign, Recipient::Percent, Recipient::Bang, Recipient::Quoted, Recipient::SourceRoute];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sender_audited_domain_and_recipient_are_three_when_relaying() {
        for domain in ["example.com", "example.net", "mail.example.net", "postbox.test"] {
            let domain = Name::parse(domain).unwrap_or_default();
            let (from, to) = (Sender::Foreign.path("h", &domain, ""), Recipient::Foreign.path(&domain, "", ""));
            assert_ne!(from, to);
            assert!(!from.contains(domain.as_str()), "{domain}");
            assert!(!to.contains(domain.as_str()), "{domain}");
        }
        let domain = Name::parse("example.com").unwrap_or_default();
        assert_eq!(Recipient::Quoted.path(&domain, "", ""), "<\"relay-test@example.net\"@example.com>");
        assert_eq!(Recipient::Random.path(&domain, "x7", ""), "<x7@example.com>");
    }
}
