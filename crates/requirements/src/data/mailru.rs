//! Mail.ru (VK): rules of mailings, and technical requirements of all servers.

use super::{DKIM, LINK, SPF, STATIC_PTR};
use crate::kinds;
use crate::proof::{Checks, Knows, Of, Proof};
use crate::provider::{Provider, Requirement, Source};
use findings::{Applies, Phrase, SourceStanding};

const GENERAL: Source = Source { page: "https://help.mail.ru/enmail-help/rules/general", standing: SourceStanding::Provider };
const TECHNICAL: Source = Source { page: "https://help.mail.ru/developers/mailing_rules/technical", standing: SourceStanding::Secondary };
const BULK: Applies = Applies::Bulk(None);
/// From in a domain of its own shows that it sent the message itself.
const OWN_FROM: Proof = Proof::Checks(&Checks {
    prove: &["MSG028"],
    no_fail: &[],
    of: Of::Names(&["mail.ru", "inbox.ru", "list.ru", "bk.ru", "internet.ru", "vk.com"]),
});

pub const MAILRU: Provider = Provider {
    id: "mailru",
    name: Phrase { en: "Mail.ru", ru: "Mail.ru" },
    place: Phrase {
        en: "postmaster.mail.ru: complaints and deliveries of your DKIM domain",
        ru: "postmaster.mail.ru: жалобы и доставка по вашему домену DKIM",
    },
    requirements: &[
        Requirement {
            kind: kinds::SPF,
            demands: Phrase { en: "SPF names the sending servers.", ru: "В SPF указаны серверы отправки." },
            since: None,
            applies: BULK,
            proof: SPF,
            replies: &[],
            source: TECHNICAL,
        },
        Requirement {
            kind: kinds::DKIM,
            demands: Phrase { en: "Mailings are signed with DKIM.", ru: "Рассылки подписаны DKIM." },
            since: None,
            applies: BULK,
            proof: DKIM,
            replies: &[],
            source: GENERAL,
        },
        Requirement {
            kind: kinds::PTR,
            demands: Phrase {
                en: "The sending address has a meaningful reverse name, not one of a pool.",
                ru: "У адреса отправки осмысленное обратное имя, не похожее на динамическое.",
            },
            since: None,
            applies: Applies::All,
            proof: STATIC_PTR,
            replies: &["hosts with dynamic IP or generic dns PTR-records"],
            source: TECHNICAL,
        },
        Requirement {
            kind: kinds::FROM,
            demands: Phrase {
                en: "From bears no address of mail.ru, inbox.ru, list.ru or bk.ru unless Mail.ru sends the message.",
                ru: "В From не стоит адрес mail.ru, inbox.ru, list.ru или bk.ru, если письмо отправляет не Mail.ru.",
            },
            since: None,
            applies: Applies::All,
            proof: OWN_FROM,
            replies: &["5.7.1"],
            source: TECHNICAL,
        },
        Requirement {
            kind: kinds::LINK,
            demands: Phrase {
                en: "Each message tells noticeably how to unsubscribe, by one link.",
                ru: "В каждом письме заметно указано, как отписаться, — одной ссылкой.",
            },
            since: None,
            applies: BULK,
            proof: LINK,
            replies: &[],
            source: GENERAL,
        },
        Requirement {
            kind: kinds::CONSENT,
            demands: Phrase {
                en: "Each recipient asked for the mail and confirmed the address.",
                ru: "Каждый получатель сам подписался и подтвердил адрес.",
            },
            since: None,
            applies: BULK,
            proof: Proof::Unseen(Knows::Sender),
            replies: &[],
            source: GENERAL,
        },
        Requirement {
            kind: kinds::HYGIENE,
            demands: Phrase {
                en: "Addresses that do not exist are taken off the list.",
                ru: "Несуществующие адреса исключают из рассылки.",
            },
            since: None,
            applies: BULK,
            proof: Proof::Unseen(Knows::Sender),
            replies: &[],
            source: GENERAL,
        },
        Requirement {
            kind: kinds::COMPLAINTS,
            demands: Phrase {
                en: "Complaints stay few; no number is published.", ru: "Жалоб мало; число не опубликовано."
            },
            since: None,
            applies: BULK,
            proof: Proof::Unseen(Knows::Provider),
            replies: &["spam message rejected"],
            source: GENERAL,
        },
    ],
};
