//! The mailbox providers that deliveries are told of by name: their domains, the names they judge under, where a sender
//! learns of his reputation.

use findings::Phrase;

/// One provider.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its word in the configuration and in JSON.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Domains of its own mailboxes; for others the configuration names it.
    pub domains: &'static [&'static str],
    /// Endings of the names that it writes Authentication-Results under.
    pub servers: &'static [&'static str],
    /// Whether it writes them without a name.
    pub nameless: bool,
    /// What to do where its filter takes mail for spam.
    pub remedy: Phrase,
}

const OTHER_REMEDY: Phrase = Phrase {
    en: "compare text and links with a message that arrives, look at SPF, DKIM, DMARC and PTR ('mailaudit check'), and ask the operator of the mailbox what its filter found.",
    ru: "сравните текст и ссылки с письмом, которое доходит, проверьте SPF, DKIM, DMARC и PTR ('mailaudit check') и спросите у владельца почтовой системы, что нашёл фильтр.",
};

const ALL: [Provider; 7] = [
    Provider {
        key: "gmail",
        name: "Gmail",
        domains: &["gmail.com", "googlemail.com"],
        servers: &["google.com"],
        nameless: false,
        remedy: Phrase {
            en: "look at spam rate and reputation of the domain in Postmaster Tools (postmaster.google.com), and at what Gmail writes above the message.",
            ru: "посмотрите долю жалоб и репутацию домена в Postmaster Tools (postmaster.google.com) и пояснение, которое Gmail показывает над письмом.",
        },
    },
    Provider {
        key: "yandex",
        name: "Yandex",
        domains: &["yandex.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz", "narod.ru"],
        servers: &["yandex.net", "yandex.ru", "yandex.com"],
        nameless: false,
        remedy: Phrase {
            en: "add the domain at postmaster.yandex.ru, look at complaints and reputation there, and write to its support from there.",
            ru: "добавьте домен в postmaster.yandex.ru, посмотрите там жалобы и репутацию и напишите оттуда в поддержку.",
        },
    },
    Provider {
        key: "mailru",
        name: "Mail.ru",
        domains: &["mail.ru", "inbox.ru", "list.ru", "bk.ru", "internet.ru"],
        servers: &["mail.ru"],
        nameless: false,
        remedy: Phrase {
            en: "add the domain at postmaster.mail.ru, look at complaints and reputation there, and write to abuse@corp.mail.ru.",
            ru: "добавьте домен в postmaster.mail.ru, посмотрите там жалобы и репутацию и напишите на abuse@corp.mail.ru.",
        },
    },
    Provider {
        key: "rambler",
        name: "Rambler",
        domains: &["rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru", "rambler.ua"],
        servers: &["rambler.ru"],
        nameless: false,
        remedy: Phrase {
            en: "mark the message as no spam in the mailbox, and write to abuse@rambler-co.ru with its whole header.",
            ru: "отметьте письмо в ящике как «не спам» и напишите на abuse@rambler-co.ru, приложив все заголовки.",
        },
    },
    Provider {
        key: "outlook",
        name: "Outlook",
        domains: &["outlook.com", "hotmail.com", "live.com", "msn.com", "live.ru", "outlook.fr", "outlook.de"],
        servers: &["outlook.com", "microsoft.com"],
        nameless: true,
        remedy: Phrase {
            en: "look at the sending addresses in SNDS, join JMRP, and read SCL and BCL in X-Forefront-Antispam-Report of the message.",
            ru: "посмотрите адреса отправки в SNDS, подключите JMRP и прочтите SCL и BCL в заголовке X-Forefront-Antispam-Report письма.",
        },
    },
    Provider {
        key: "yahoo",
        name: "Yahoo",
        domains: &["yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "yahoo.de", "yahoo.fr", "yahoo.co.uk"],
        servers: &["yahoo.com", "yahoodns.net", "aol.com"],
        nameless: false,
        remedy: Phrase {
            en: "join the complaint feedback loop at senders.yahooinc.com, and ask for help with its form.",
            ru: "подключите цикл обратной связи по жалобам на senders.yahooinc.com и обратитесь через форму на этом сайте.",
        },
    },
    Provider {
        key: "icloud",
        name: "iCloud",
        domains: &["icloud.com", "me.com", "mac.com"],
        servers: &["icloud.com", "apple.com"],
        nameless: false,
        remedy: Phrase {
            en: "compare the message with Apple's rules for bulk senders (support.apple.com/102322), and write to icloudadmin@apple.com.",
            ru: "сверьте письмо с правилами Apple для массовых отправителей (support.apple.com/102322) и напишите на icloudadmin@apple.com.",
        },
    },
];

/// The provider of this word; `None` for one that is not in the list.
#[must_use]
pub fn of_key(key: &str) -> Option<&'static Provider> {
    ALL.iter().find(|p| p.key == key)
}

/// The provider whose own mailbox this address is.
#[must_use]
pub fn of_address(address: &str) -> Option<&'static Provider> {
    let domain = address.rsplit_once('@')?.1.to_ascii_lowercase();
    ALL.iter().find(|p| p.domains.contains(&domain.as_str()))
}

/// The words that the configuration may use.
pub fn keys() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|p| p.key)
}

/// What to do about spam at `key`.
#[must_use]
pub fn remedy(key: &str) -> Phrase {
    of_key(key).map_or(OTHER_REMEDY, |p| p.remedy)
}
