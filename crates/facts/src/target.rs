//! What is audited, and with which of the user's statements about it.

use crate::Name;
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
}

impl Target {
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
