//! What is audited, and with which of the user's statements about it.

use crate::answer::Der;
use crate::{DeliveryTarget, Name, Security};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Which use of the domain the audit judges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Readiness to send.
    Send,
    /// Readiness to receive.
    Receive,
    /// Both.
    #[default]
    Full,
}

impl Profile {
    /// The word of the command line and of the JSON report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Send => "send",
            Profile::Receive => "receive",
            Profile::Full => "full",
        }
    }
}

/// The audited domain and all that its owner said about it; recorded together with the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The domain, as A-labels.
    pub domain: Name,
    /// Which use is judged.
    #[serde(default)]
    pub profile: Profile,
    /// Addresses that the user names as his senders (`--ip`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ips: Vec<IpAddr>,
    /// DKIM selectors that the user named (`--selector`), lower case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selectors: Vec<String>,
    /// The HELO name of the user's own sender (`--helo`), as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helo: Option<String>,
    /// The envelope sender of the user's own mail (`--mail-from`), as given; none: `postmaster` at the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_from: Option<String>,
    /// Messages that are to be sent a day (`--volume`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<u64>,
    /// Exchanges that the configuration allows (MX017); none given: no such check.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_mx: Vec<Name>,
    /// Areas that were asked for (`--only`), lower case; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Whether SMTP and TLS connections were switched off (`--no-smtp`).
    #[serde(default)]
    pub no_smtp: bool,
    /// The name with which the audit greets servers (`--probe-name`): a host name, or an address literal.
    #[serde(default)]
    pub probe_name: String,
    /// Labels of the blocklist keys that the configuration holds (`spamhaus_dqs`); never the keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The one port that is looked at (`tls HOST:PORT`): the domain is then a host, and its exchanges are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Roots that the user trusts beside the built-in ones (`--ca-file`), DER in base64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra_roots: Vec<String>,
    /// DNSSEC trust anchors that stand in for the built-in ones (`--dnssec-anchor`), as DS or DNSKEY lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
    /// Hosts of the control probe (`--control`), names or addresses; empty means the built-in ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<Name>,
    /// Whether what could annoy a server was asked for (`--active`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub active: bool,
    /// Letters and digits for the random recipient of `--active`: of each run its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nonce: String,
    /// Certificate revocation lists (`--crl`), DER in base64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crls: Vec<String>,
    /// Whether registration data is asked for (`--rdap`), and where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rdap: Option<Rdap>,
    /// The message that is judged (`message`, `check --message`); its envelope is in `ips`, `mail_from` and `helo`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageTarget>,
    /// The account whose settings are looked at (`account`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountTarget>,
    /// The messages that are sent (`deliver`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryTarget>,
}

/// Where registration data is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rdap {
    /// An ending of names, a space, and the base URL of its registry's server: from a bootstrap file of the user's
    /// (RFC 9224); empty means the built-in table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<String>,
}

/// A message as it is stored or was received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageTarget {
    /// Its octets; base64 in JSON.
    pub raw: Der,
    /// SHA-256 of them, in lower-case hexadecimal: how a question names it.
    pub digest: String,
}

/// A mail account as its owner would set it up; never its password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountTarget {
    /// The address, `user@domain`.
    pub address: String,
    /// The IMAP server that was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imap: Option<Endpoint>,
    /// The POP3 server that was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pop3: Option<Endpoint>,
    /// The submission server that was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp: Option<Endpoint>,
    /// Label that stands for name and password, where a password was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The sender that the server is asked to let through (`--from`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// A server as a person types it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The host.
    pub host: Name,
    /// The port, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// How TLS begins, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<Security>,
}

impl Endpoint {
    /// Reads `HOST`, `HOST:PORT` or `HOST:PORT/starttls`; `tls` and `ssl` say that TLS comes first.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (place, word) = text.trim().split_once('/').map_or((text.trim(), None), |(place, word)| (place, Some(word)));
        let security = match word.map(str::to_ascii_lowercase).as_deref() {
            None => None,
            Some("tls" | "ssl") => Some(Security::Implicit),
            Some("starttls") => Some(Security::Starttls),
            Some(other) => return Err(format!("'{other}' is no kind of security; it is tls (from the first byte) or starttls")),
        };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, digits)) => {
                let port = digits.parse().ok().filter(|port| *port != 0).ok_or_else(|| format!("'{digits}' is no port"))?;
                (host, Some(port))
            }
            None => (place, None),
        };
        let host = Name::from_person(host).map_err(|e| e.to_string())?;
        Ok(Self { host, port, security })
    }
}

impl Target {
    /// Whether a domain with its mail hosts is looked at: neither one port of a host nor one account, nor where a message arrives.
    #[must_use]
    pub fn is_domain(&self) -> bool {
        self.port.is_none() && self.account.is_none() && self.delivery.is_none()
    }

    /// A target with every option at its default.
    #[must_use]
    pub fn new(domain: Name) -> Self {
        Self { domain, probe_name: "[127.0.0.1]".into(), ..Self::default() }
    }

    /// What is audited, in a word: the domain, or the addresses where there is none.
    #[must_use]
    pub fn title(&self) -> String {
        if !self.domain.is_root() {
            return self.domain.to_string();
        }
        self.ips.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// Whether results of `area` (lower case) are wanted.
    #[must_use]
    pub fn wants(&self, area: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|a| a == area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_as_a_person_types_it() {
        let read = |text| Endpoint::parse(text).map(|e| (e.host.to_string(), e.port, e.security));
        assert_eq!(read("IMAP.example.com."), Ok(("imap.example.com".into(), None, None)));
        assert_eq!(read("mail.example.com:587/STARTTLS"), Ok(("mail.example.com".into(), Some(587), Some(Security::Starttls))));
        assert_eq!(read("mail.example.com/ssl"), Ok(("mail.example.com".into(), None, Some(Security::Implicit))));
        for wrong in ["", "a.example:0", "a.example:x", "a.example/plain", "a b"] {
            assert!(Endpoint::parse(wrong).is_err(), "{wrong}");
        }
    }
}
