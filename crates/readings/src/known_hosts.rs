//! Hosts of large providers that people type into mail programs by hand, by service; against them a typo shows.
//! The lists are Thunderbird's database of settings and the providers' own help pages; a host that is missing here is only
//! not recognised.

use records::client_config::Kind;
use records::domain::one_edit_apart;

const IMAP: &[&str] = &[
    "imap.gmail.com",
    "imap.googlemail.com",
    "imap.mail.yahoo.com",
    "outlook.office365.com",
    "imap-mail.outlook.com",
    "imap.mail.me.com",
    "imap.yandex.ru",
    "imap.yandex.com",
    "imap.mail.ru",
    "imap.rambler.ru",
    "imap.beget.com",
    "imap.timeweb.ru",
    "imap.gmx.com",
    "imap.gmx.net",
    "imap.web.de",
    "imap.aol.com",
    "imap.fastmail.com",
    "imap.zoho.com",
    "imap.zoho.eu",
    "imap.mail.com",
    "imap.ionos.com",
    "imap.ionos.de",
    "imap.one.com",
    "secureimap.t-online.de",
];

const POP3: &[&str] = &[
    "pop.gmail.com",
    "pop.googlemail.com",
    "pop.mail.yahoo.com",
    "outlook.office365.com",
    "pop-mail.outlook.com",
    "pop.yandex.ru",
    "pop.yandex.com",
    "pop.mail.ru",
    "pop.rambler.ru",
    "pop3.beget.com",
    "pop3.timeweb.ru",
    "pop.gmx.com",
    "pop.gmx.net",
    "pop3.web.de",
    "pop.aol.com",
    "pop.fastmail.com",
    "pop.zoho.com",
    "pop.zoho.eu",
    "pop.mail.com",
    "pop.ionos.com",
    "pop.ionos.de",
    "pop.one.com",
    "securepop.t-online.de",
];

const SMTP: &[&str] = &[
    "smtp.gmail.com",
    "smtp.googlemail.com",
    "smtp.mail.yahoo.com",
    "smtp.office365.com",
    "smtp-mail.outlook.com",
    "smtp.mail.me.com",
    "smtp.yandex.ru",
    "smtp.yandex.com",
    "smtp.mail.ru",
    "smtp.rambler.ru",
    "smtp.beget.com",
    "smtp.timeweb.ru",
    "mail.gmx.com",
    "mail.gmx.net",
    "smtp.web.de",
    "smtp.aol.com",
    "smtp.fastmail.com",
    "smtp.zoho.com",
    "smtp.zoho.eu",
    "smtp.mail.com",
    "smtp.ionos.com",
    "smtp.ionos.de",
    "send.one.com",
    "securesmtp.t-online.de",
];

/// Providers' own domains, and the provider's word in their host names.
const OWN_DOMAINS: &[(&str, &str)] = &[
    ("gmail.com", "gmail.com"),
    ("googlemail.com", "gmail.com"),
    ("yandex.ru", "yandex.ru"),
    ("ya.ru", "yandex.ru"),
    ("yandex.com", "yandex.com"),
    ("mail.ru", "mail.ru"),
    ("bk.ru", "mail.ru"),
    ("list.ru", "mail.ru"),
    ("inbox.ru", "mail.ru"),
    ("internet.ru", "mail.ru"),
    ("rambler.ru", "rambler.ru"),
    ("lenta.ru", "rambler.ru"),
    ("ro.ru", "rambler.ru"),
    ("icloud.com", "mail.me.com"),
    ("me.com", "mail.me.com"),
    ("yahoo.com", "mail.yahoo.com"),
    ("aol.com", "aol.com"),
];

fn known(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Imap => IMAP,
        Kind::Pop3 => POP3,
        Kind::Smtp => SMTP,
    }
}

/// The known host of that service that `host`, in lower case, misses by one edit; `None` for a known one.
#[must_use]
pub fn meant(kind: Kind, host: &str) -> Option<&'static str> {
    let all = known(kind);
    if all.contains(&host) {
        return None;
    }
    all.iter().copied().find(|known| one_edit_apart(known, host))
}

/// Whether a provider's customers are sent to `host` for any service.
#[must_use]
pub fn is_known(host: &str) -> bool {
    [IMAP, POP3, SMTP].iter().any(|all| all.contains(&host))
}

/// The host of that service for addresses at a provider's own domain.
#[must_use]
pub fn of_domain(kind: Kind, domain: &str) -> Option<&'static str> {
    let (_, ending) = OWN_DOMAINS.iter().find(|(own, _)| *own == domain)?;
    known(kind).iter().copied().find(|host| host.split_once('.').is_some_and(|(_, rest)| rest == *ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_and_known_hosts() {
        assert_eq!(meant(Kind::Smtp, "smpt.yandex.ru"), Some("smtp.yandex.ru"));
        assert_eq!(meant(Kind::Imap, "imap.gmial.com"), Some("imap.gmail.com"));
        assert_eq!(meant(Kind::Pop3, "pop.mail.r"), Some("pop.mail.ru"));
        for right in ["smtp.yandex.ru", "smtp.mail.com", "mail.example.com", "imap.yandex.ru"] {
            assert_eq!(meant(Kind::Smtp, right), None, "{right}");
        }
    }

    #[test]
    fn a_provider_has_hosts_for_its_own_domains() {
        for (domain, _) in OWN_DOMAINS {
            for kind in [Kind::Imap, Kind::Smtp] {
                assert!(of_domain(kind, domain).is_some(), "{domain} {kind:?}");
            }
        }
        assert_eq!(of_domain(Kind::Smtp, "bk.ru"), Some("smtp.mail.ru"));
        assert_eq!(of_domain(Kind::Smtp, "example.com"), None);
    }
}
