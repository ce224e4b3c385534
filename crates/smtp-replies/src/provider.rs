//! Whose server speaks, by its host name or a mark in its text; and the numbers that it alone uses otherwise than the
//! registry.

use crate::kind::Kind;
use crate::reply::Enhanced;

/// Ends of host names of mail servers.
const HOSTS: &[(&str, &str)] = &[
    ("google.com", "Gmail"),
    ("googlemail.com", "Gmail"),
    ("olc.protection.outlook.com", "Outlook.com"),
    ("mail.protection.outlook.com", "Exchange Online"),
    ("prod.protection.outlook.com", "Exchange Online"),
    ("prod.outlook.com", "Exchange Online"),
    ("yahoodns.net", "Yahoo/AOL"),
    ("icloud.com", "iCloud"),
    ("mail.me.com", "iCloud"),
    ("yandex.ru", "Yandex"),
    ("yandex.net", "Yandex"),
    ("mail.ru", "Mail.ru"),
    ("rambler.ru", "Rambler"),
    ("mimecast.com", "Mimecast"),
    ("pphosted.com", "Proofpoint"),
    ("messagelabs.com", "MessageLabs"),
    ("barracudanetworks.com", "Barracuda"),
    ("iphmx.com", "Cisco IronPort"),
    ("secureserver.net", "GoDaddy"),
    ("orange.fr", "Orange"),
    ("gmx.net", "GMX"),
    ("web.de", "GMX"),
    ("t-online.de", "T-Online"),
    ("comcast.net", "Comcast"),
    ("zoho.com", "Zoho"),
    ("qq.com", "QQ"),
    ("163.com", "NetEase 163"),
    ("facebook.com", "Facebook"),
];

/// The provider of a mail server.
pub(crate) fn of_host(host: &str) -> Option<&'static str> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let ends = |end: &str| host.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('.'));
    HOSTS.iter().find(|(end, _)| ends(end)).map(|(_, provider)| *provider)
}

/// The provider whose mark stands in the text: Google's `gsmtp`, or the host that a mailer says it talked to.
pub(crate) fn of_text(text: &str) -> Option<&'static str> {
    if text.contains("gsmtp") || text.contains("support.google.com/mail") {
        return Some("Gmail");
    }
    if text.contains("prod.protection.outlook.com]") {
        return Some("Exchange Online");
    }
    if ["STOREDRV.", "RESOLVER.", "MapiException"].iter().any(|mark| text.contains(mark)) {
        return Some("Microsoft Exchange");
    }
    let words = text.split_whitespace().zip(text.split_whitespace().skip(1));
    words.filter(|(before, _)| *before == "host").find_map(|(_, host)| of_host(host.split('[').next().unwrap_or("")))
}

/// What Gmail means by numbers that the registry gives to something else.
pub(crate) fn clash(provider: Option<&str>, code: Enhanced) -> Option<Kind> {
    if provider != Some("Gmail") {
        return None;
    }
    Some(match (code.subject, code.detail?) {
        (7, 23 | 25) => Kind::Ptr,
        (7, 27) => Kind::Spf,
        (7, 29) => Kind::TlsRequired,
        (7, 30) => Kind::Dkim,
        (7, 32 | 40) => Kind::Dmarc,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain;

    #[test]
    fn a_host_tells_its_provider() {
        assert_eq!(of_host("gmail-smtp-in.l.google.com."), Some("Gmail"));
        assert_eq!(of_host("notgoogle.com"), None);
        assert_eq!(of_text("host mx.yandex.ru[192.0.2.1] said: 550 no"), Some("Yandex"));
        assert_eq!(of_text("Client host [192.0.2.1] rejected; a@mail.ru"), None);
    }

    #[test]
    fn gmail_uses_numbers_of_its_own() {
        for (number, gmail, registry) in [
            ("27", Kind::Spf, Kind::SenderDomain),
            ("29", Kind::TlsRequired, Kind::Dkim),
            ("30", Kind::Dkim, Kind::TlsRequired),
            ("32", Kind::Dmarc, Kind::Dmarc),
        ] {
            let told = format!("421-4.7.{number} In words that nobody knows. a12-34 - gsmtp");
            assert_eq!((explain(told.as_bytes()).kind, explain(told.as_bytes()).provider), (gmail, Some("Gmail")), "{number}");
            assert_eq!(explain(format!("421 4.7.{number}").as_bytes()).kind, registry, "{number}");
        }
    }
}
