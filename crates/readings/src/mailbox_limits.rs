//! How much a mailbox may send in a day: published limits of mailbox providers.
//!
//! A provider that publishes no number has no row (Mail.ru and Rambler publish none).

use crate::providers::Provider;
use facts::Name;

/// The limit of one mailbox.
#[derive(Debug, PartialEq, Eq)]
pub struct MailboxLimit {
    /// Whose mailbox, as people know it.
    pub name: &'static str,
    /// Recipients in 24 hours; each counts as often as it is written to.
    pub a_day: u64,
    /// Recipients of one message that a mail program sends.
    pub a_letter: Option<u64>,
    /// Where it is published.
    pub source: &'static str,
}

const GMAIL: MailboxLimit =
    MailboxLimit { name: "Gmail", a_day: 500, a_letter: Some(100), source: "https://support.google.com/mail/answer/22839" };
const WORKSPACE: MailboxLimit =
    MailboxLimit { name: "Google Workspace", a_day: 2_000, a_letter: Some(100), source: "https://support.google.com/a/answer/166852" };
const YANDEX: MailboxLimit = MailboxLimit {
    name: "Yandex",
    a_day: 500,
    a_letter: Some(35),
    source: "https://yandex.com/support/mail/web/letter/create/send-many-letters.html",
};
const OUTLOOK: MailboxLimit = MailboxLimit {
    name: "Outlook.com",
    a_day: 5_000,
    a_letter: Some(500),
    source: "https://support.microsoft.com/office/279ee200-594c-40f0-9ec8-bb6af7735c2e",
};
const EXCHANGE: MailboxLimit = MailboxLimit {
    name: "Microsoft 365",
    a_day: 10_000,
    a_letter: Some(1_000),
    source: "https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits",
};
const ICLOUD: MailboxLimit = MailboxLimit { name: "iCloud", a_day: 1_000, a_letter: Some(500), source: "https://support.apple.com/102198" };

/// Domains in which anyone may have a mailbox.
const OPEN: &[(&str, &MailboxLimit)] = &[
    ("gmail.com", &GMAIL),
    ("googlemail.com", &GMAIL),
    ("hotmail.com", &OUTLOOK),
    ("icloud.com", &ICLOUD),
    ("live.com", &OUTLOOK),
    ("mac.com", &ICLOUD),
    ("me.com", &ICLOUD),
    ("msn.com", &OUTLOOK),
    ("outlook.com", &OUTLOOK),
    ("ya.ru", &YANDEX),
    ("yandex.by", &YANDEX),
    ("yandex.com", &YANDEX),
    ("yandex.kz", &YANDEX),
    ("yandex.ru", &YANDEX),
];
/// Providers of mailboxes in domains of their customers, by their names in [`crate::providers`].
const HOSTS: &[(&str, &MailboxLimit)] =
    &[("Google Workspace", &WORKSPACE), ("Yandex 360", &YANDEX), ("Microsoft 365", &EXCHANGE), ("Apple iCloud", &ICLOUD)];

/// The limit of a mailbox in `domain`, whose mail `host` takes.
#[must_use]
pub fn of(domain: &Name, host: Option<&Provider>) -> Option<&'static MailboxLimit> {
    let open = OPEN.iter().find(|(name, _)| *name == domain.as_str());
    let hosted = || HOSTS.iter().find(|(name, _)| host.is_some_and(|h| h.name == *name));
    open.or_else(hosted).map(|(_, limit)| *limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    #[test]
    fn every_host_is_a_known_provider() {
        for (name, limit) in HOSTS {
            assert!(providers::all().iter().any(|p| p.name == *name), "{name}");
            assert!(limit.a_day > 0 && limit.source.starts_with("https://"), "{name}");
        }
    }

    #[test]
    fn an_open_domain_has_its_own_limit() {
        let name = |text| Name::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let google = providers::of_exchange(&name("smtp.google.com"));
        assert_eq!(of(&name("gmail.com"), google).map(|l| l.a_day), Some(500));
        assert_eq!(of(&name("example.com"), google).map(|l| l.a_day), Some(2_000));
        assert_eq!(of(&name("example.com"), providers::of_exchange(&name("emx.mail.ru"))), None, "no number is published");
        assert_eq!(of(&name("example.com"), None), None);
    }
}
