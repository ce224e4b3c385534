//! Whom a reply is about: the address and the domain that the audit it calls for is aimed at, and the recipient.

use crate::explain::Explanation;
use crate::kind::Kind;
use crate::named::Named;
use std::net::IpAddr;

/// What a later audit is aimed at, as far as the text names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// The address that the reply blames: the first public one in the server's own words, else the first.
    pub ip: Option<IpAddr>,
    /// The domain that it is about, lower case: the sender's where the sender is blamed, else the recipient's.
    pub domain: Option<String>,
    /// To whom the message went, as written.
    pub recipient: Option<String>,
    /// Who sent it, as written.
    pub sender: Option<String>,
}

/// Whose domain a kind of reply is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The sender's: name, address, authentication, reputation.
    Sender,
    /// The recipient's: mailbox, mail servers, their certificates.
    Recipient,
}

impl Kind {
    /// Whose domain it is about.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::ReputationIp
            | Self::ReputationDomain
            | Self::DnsblIp
            | Self::DnsblDomain
            | Self::DnsblMisconfig
            | Self::DnsblDead
            | Self::Geo
            | Self::Ptr
            | Self::Helo
            | Self::Spf
            | Self::Dkim
            | Self::Dmarc
            | Self::AuthMissing
            | Self::SpamContent
            | Self::RfcFormat
            | Self::AuthRequired
            | Self::AuthFailed
            | Self::SenderNotOwned
            | Self::SenderDomain
            | Self::SenderInvalid
            | Self::TenantRestriction
            | Self::Feedback => Side::Sender,
            _ => Side::Recipient,
        }
    }
}

impl Subject {
    /// Reads what the explained text names; `recipient` is what a bounce or a log says beside it.
    #[must_use]
    pub fn of(explanation: &Explanation, recipient: Option<&str>) -> Self {
        let text = explanation.reply.text();
        let own = own_words(&text);
        let named = if own.len() == text.len() { explanation.named.clone() } else { Named::read(own) };
        let side = explanation.kind.side();
        let ip = pick(&named.addresses).or_else(|| pick(&explanation.named.addresses).filter(|_| side == Side::Recipient));
        let logged = |open: &str| between(&text, open).map(str::to_owned);
        let recipient = recipient.map(str::to_owned).or_else(|| logged(" to=<")).or_else(|| told_recipient(&text));
        let is_recipient = |m: &&String| recipient.as_deref().is_some_and(|r| r.eq_ignore_ascii_case(m));
        let first = |of_sender: bool| named.mailboxes.iter().find(|m| !is_recipient(m)).filter(|_| of_sender).cloned();
        let sender = logged(" from=<").or_else(|| first(side == Side::Sender && !blames_recipient(explanation.kind)));
        let recipient = recipient.or_else(|| named.mailboxes.first().filter(|_| side == Side::Recipient).cloned());
        let party = if side == Side::Sender { sender.as_deref() } else { recipient.as_deref() };
        let other = if side == Side::Sender { recipient.as_deref().and_then(host) } else { None };
        let domain = party.and_then(host).or_else(|| bare_domain(&named, other.as_deref()));
        Self { ip, domain, recipient, sender }
    }
}

/// Of a wrapped reply what the other server said: the reporter's words before it name that server.
fn own_words(text: &str) -> &str {
    [" said: ", "SMTP; ", "smtp; ", "smtp;"].iter().find_map(|mark| text.split_once(mark)).map_or(text, |(_, own)| own)
}

fn pick(addresses: &[IpAddr]) -> Option<IpAddr> {
    addresses.iter().find(|a| is_reachable(**a)).or_else(|| addresses.first()).copied()
}

fn is_reachable(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified() || v4.is_broadcast()),
        IpAddr::V6(v6) => !(v6.is_loopback() || v6.is_unspecified() || (v6.segments()[0] & 0xfe00) == 0xfc00),
    }
}

/// `<a@b>: Recipient address rejected`, `mailbox a@b is full`: the sentence says that the address is the recipient's.
fn told_recipient(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let says = ["recipient address rejected", "relay access denied", "relaying denied", "rcpt to:<"];
    if !says.iter().any(|w| lower.contains(w)) {
        return None;
    }
    let address = between(text, "RCPT TO:<").or_else(|| between(text, "<"))?;
    address.contains('@').then(|| address.to_owned())
}

const fn blames_recipient(kind: Kind) -> bool {
    matches!(kind, Kind::Feedback)
}

fn between<'t>(text: &'t str, open: &str) -> Option<&'t str> {
    let inner = text.split_once(open)?.1.split_once('>')?.0;
    (!inner.is_empty() && inner.len() <= 320 && !inner.contains(char::is_whitespace)).then_some(inner)
}

fn host(mailbox: &str) -> Option<String> {
    mailbox.rsplit_once('@').map(|(_, domain)| domain.trim_end_matches('.').to_ascii_lowercase()).filter(|d| d.contains('.'))
}

/// A domain in running text that is neither the list's, nor a link's, nor the other party's, nor a help page's.
fn bare_domain(named: &Named, other: Option<&str>) -> Option<String> {
    let listed = |d: &str| named.blocklist.as_deref().is_some_and(|list| list == d || list.ends_with(&format!(".{d}")));
    let linked = |d: &str| named.links.iter().any(|link| link.to_ascii_lowercase().contains(d));
    let fits = |d: &&String| !listed(d) && !linked(d) && Some(d.as_str()) != other && !is_helper(d);
    named.domains.iter().find(fits).cloned()
}

/// Hosts of receivers' help pages, named beside the matter.
fn is_helper(domain: &str) -> bool {
    const OWNERS: [&str; 12] = [
        "google.com",
        "spamhaus.org",
        "spamhaus.com",
        "outlook.com",
        "microsoft.com",
        "office.com",
        "yahoo.com",
        "yahooinc.com",
        "mail.ru",
        "yandex.ru",
        "barracudacentral.org",
        "spamcop.net",
    ];
    const WORDS: [&str; 6] = ["support.", "postmaster.", "help.", "www.", "sender.", "senders."];
    WORDS.iter().any(|w| domain.starts_with(w)) && OWNERS.iter().any(|o| domain.ends_with(o)) || domain.ends_with(".prod.outlook.com")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain;

    fn subject(text: &str, recipient: Option<&str>) -> (String, String, String) {
        let s = Subject::of(&explain(text.as_bytes()), recipient);
        (s.ip.map(|ip| ip.to_string()).unwrap_or_default(), s.domain.unwrap_or_default(), s.recipient.unwrap_or_default())
    }

    #[test]
    fn the_blamed_party_is_named() {
        let cases = [
            ("554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", None, ("192.0.2.1", "", "")),
            (
                "host mx.example.org[198.51.100.9] said: 554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org",
                Some("a@example.org"),
                ("192.0.2.1", "", "a@example.org"),
            ),
            ("550 5.1.1 <a@Example.org>: Recipient address rejected: User unknown", None, ("", "example.org", "a@Example.org")),
            ("450 4.1.8 <boss@no.example>: Sender address rejected: Domain not found", None, ("", "no.example", "")),
            (
                "connect to mx.example.org[192.0.2.250]:25: Connection timed out",
                Some("b@example.org"),
                ("192.0.2.250", "example.org", "b@example.org"),
            ),
            ("550 5.7.23 SPF validation failed for example.com, ip 192.0.2.9", None, ("192.0.2.9", "example.com", "")),
            (
                "554 5.7.1 <b@example.org>: Relay access denied; from=<x@example.com> to=<b@example.org> proto=ESMTP",
                None,
                ("", "example.org", "b@example.org"),
            ),
            ("571", None, ("", "", "")),
        ];
        for (text, recipient, (ip, domain, to)) in cases {
            assert_eq!(subject(text, recipient), (ip.into(), domain.into(), to.into()), "{text}");
        }
    }

    #[test]
    fn a_private_address_stands_back() {
        assert_eq!(subject("550 5.7.25 [10.0.0.1] [192.0.2.7] has no reverse DNS", None).0, "192.0.2.7");
        assert_eq!(subject("550 5.7.25 10.0.0.1 has no reverse DNS", None).0, "10.0.0.1");
    }
}
