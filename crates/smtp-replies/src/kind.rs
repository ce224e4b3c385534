//! The kinds of replies and who must act on them.

/// Who can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// The person who wrote the message.
    Sender,
    /// Who runs the sending server or domain.
    SenderAdmin,
    /// The person written to.
    Recipient,
    /// Who runs the receiving server or domain.
    RecipientAdmin,
    /// Nobody in particular: the way between, or time.
    Network,
}

impl Actor {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::SenderAdmin => "sender_admin",
            Self::Recipient => "recipient",
            Self::RecipientAdmin => "recipient_admin",
            Self::Network => "network",
        }
    }
}

/// What a reply is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Unknown recipient.
    UserUnknown,
    /// Mailbox switched off.
    MailboxDisabled,
    /// Mailbox full.
    MailboxFull,
    /// Recipient has moved.
    UserMoved,
    /// Refused by the recipient.
    BlockedByRecipient,
    /// Greylisting.
    Greylist,
    /// Rate limit.
    Rate,
    /// Too many connections.
    Connections,
    /// Too many recipients.
    RecipientsLimit,
    /// Bad reputation of the sending address.
    ReputationIp,
    /// Bad reputation of the domain.
    ReputationDomain,
    /// Address is blocklisted.
    DnsblIp,
    /// Domain is blocklisted.
    DnsblDomain,
    /// Receiver misreads a blocklist.
    DnsblMisconfig,
    /// Receiver uses a dead blocklist.
    DnsblDead,
    /// Refused by country.
    Geo,
    /// IPv6 refused.
    Ipv6,
    /// No valid reverse DNS.
    Ptr,
    /// Bad HELO name.
    Helo,
    /// SPF not passed.
    Spf,
    /// DKIM not passed.
    Dkim,
    /// DMARC not passed.
    Dmarc,
    /// Neither SPF nor DKIM.
    AuthMissing,
    /// Judged as spam.
    SpamContent,
    /// Virus found.
    Virus,
    /// Attachment refused.
    Attachment,
    /// Message too large.
    Size,
    /// Malformed message.
    RfcFormat,
    /// Refused by policy.
    Policy,
    /// Relaying denied.
    RelayDenied,
    /// Authentication needed.
    AuthRequired,
    /// Log-in refused.
    AuthFailed,
    /// Sender address is not of this account.
    SenderNotOwned,
    /// Sender's domain does not resolve.
    SenderDomain,
    /// Sender address refused.
    SenderInvalid,
    /// Sending is switched off.
    TenantRestriction,
    /// Malformed address.
    AddressSyntax,
    /// Non-ASCII addresses not supported.
    Smtputf8,
    /// Protocol error.
    Protocol,
    /// TLS needed.
    TlsRequired,
    /// Certificate not accepted.
    TlsCert,
    /// MTA-STS not satisfied.
    MtaSts,
    /// DANE not satisfied.
    Dane,
    /// Domain or mail server not found.
    Dns,
    /// Takes no mail.
    NullMx,
    /// Mail loop.
    Loop,
    /// No connection.
    Network,
    /// Temporary trouble at the receiver.
    TempSystem,
    /// Server out of disk space.
    SystemFull,
    /// Exchange back pressure.
    Backpressure,
    /// Delivery program failed.
    MailerError,
    /// Server misconfigured.
    ConfigError,
    /// Gave up after retries.
    Expired,
    /// Delayed.
    Delayed,
    /// Delivered.
    Delivered,
    /// Complaint of a recipient.
    Feedback,
    /// Automatic answer.
    Vacation,
    /// No known reason.
    Unknown,
}

impl Kind {
    /// All kinds, in the order of their declaration.
    pub const ALL: [Self; 58] = [
        Self::UserUnknown,
        Self::MailboxDisabled,
        Self::MailboxFull,
        Self::UserMoved,
        Self::BlockedByRecipient,
        Self::Greylist,
        Self::Rate,
        Self::Connections,
        Self::RecipientsLimit,
        Self::ReputationIp,
        Self::ReputationDomain,
        Self::DnsblIp,
        Self::DnsblDomain,
        Self::DnsblMisconfig,
        Self::DnsblDead,
        Self::Geo,
        Self::Ipv6,
        Self::Ptr,
        Self::Helo,
        Self::Spf,
        Self::Dkim,
        Self::Dmarc,
        Self::AuthMissing,
        Self::SpamContent,
        Self::Virus,
        Self::Attachment,
        Self::Size,
        Self::RfcFormat,
        Self::Policy,
        Self::RelayDenied,
        Self::AuthRequired,
        Self::AuthFailed,
        Self::SenderNotOwned,
        Self::SenderDomain,
        Self::SenderInvalid,
        Self::TenantRestriction,
        Self::AddressSyntax,
        Self::Smtputf8,
        Self::Protocol,
        Self::TlsRequired,
        Self::TlsCert,
        Self::MtaSts,
        Self::Dane,
        Self::Dns,
        Self::NullMx,
        Self::Loop,
        Self::Network,
        Self::TempSystem,
        Self::SystemFull,
        Self::Backpressure,
        Self::MailerError,
        Self::ConfigError,
        Self::Expired,
        Self::Delayed,
        Self::Delivered,
        Self::Feedback,
        Self::Vacation,
        Self::Unknown,
    ];

    /// The name in data and JSON (`user_unknown`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserUnknown => "user_unknown",
            Self::MailboxDisabled => "mailbox_disabled",
            Self::MailboxFull => "mailbox_full",
            Self::UserMoved => "user_moved",
            Self::BlockedByRecipient => "blocked_by_recipient",
            Self::Greylist => "greylist",
            Self::Rate => "rate",
            Self::Connections => "connections",
            Self::RecipientsLimit => "recipients_limit",
            Self::ReputationIp => "reputation_ip",
            Self::ReputationDomain => "reputation_domain",
            Self::DnsblIp => "dnsbl_ip",
            Self::DnsblDomain => "dnsbl_domain",
            Self::DnsblMisconfig => "dnsbl_misconfig",
            Self::DnsblDead => "dnsbl_dead",
            Self::Geo => "geo",
            Self::Ipv6 => "ipv6",
            Self::Ptr => "ptr",
            Self::Helo => "helo",
            Self::Spf => "spf",
            Self::Dkim => "dkim",
            Self::Dmarc => "dmarc",
            Self::AuthMissing => "auth_missing",
            Self::SpamContent => "spam_content",
            Self::Virus => "virus",
            Self::Attachment => "attachment",
            Self::Size => "size",
            Self::RfcFormat => "rfc_format",
            Self::Policy => "policy",
            Self::RelayDenied => "relay_denied",
            Self::AuthRequired => "auth_required",
            Self::AuthFailed => "auth_failed",
            Self::SenderNotOwned => "sender_not_owned",
            Self::SenderDomain => "sender_domain",
            Self::SenderInvalid => "sender_invalid",
            Self::TenantRestriction => "tenant_restriction",
            Self::AddressSyntax => "address_syntax",
            Self::Smtputf8 => "smtputf8",
            Self::Protocol => "protocol",
            Self::TlsRequired => "tls_required",
            Self::TlsCert => "tls_cert",
            Self::MtaSts => "mta_sts",
            Self::Dane => "dane",
            Self::Dns => "dns",
            Self::NullMx => "null_mx",
            Self::Loop => "loop",
            Self::Network => "network",
            Self::TempSystem => "temp_system",
            Self::SystemFull => "system_full",
            Self::Backpressure => "backpressure",
            Self::MailerError => "mailer_error",
            Self::ConfigError => "config_error",
            Self::Expired => "expired",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Feedback => "feedback",
            Self::Vacation => "vacation",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
