//! Yahoo and AOL, with the domains whose mail they have taken over. It publishes no number for 'bulk'.

use super::{ALIGNED, DKIM, DMARC_PASS, EITHER, FORMAT, LINK, ONE_CLICK, PTR, SPF};
use crate::kinds;
use crate::proof::{Knows, Proof};
use crate::provider::{Provider, Requirement, Source};
use findings::{Applies, Phrase, SourceStanding};

const HUB: Source = Source { page: "https://senders.yahooinc.com/best-practices/", standing: SourceStanding::Secondary };
const START: Option<&str> = Some("2024-02");
const BULK: Applies = Applies::Bulk(None);
const PROMOTIONAL: Applies = Applies::Promotional(None);

pub const YAHOO: Provider = Provider {
    id: "yahoo",
    name: Phrase { en: "Yahoo", ru: "Yahoo" },
    place: Phrase {
        en: "Yahoo Sender Hub (senders.yahooinc.com), with the complaint feedback loop for your DKIM domain",
        ru: "Yahoo Sender Hub (senders.yahooinc.com) и отчёты о жалобах (CFL) для вашего домена DKIM",
    },
    requirements: &[
        Requirement {
            kind: kinds::EITHER,
            demands: Phrase {
                en: "Mail is authenticated by SPF or DKIM.", ru: "Письма подтверждены через SPF или DKIM."
            },
            since: START,
            applies: Applies::All,
            proof: EITHER,
            replies: &["5.7.9"],
            source: HUB,
        },
        Requirement {
            kind: kinds::SPF,
            demands: Phrase { en: "SPF is set up, beside DKIM.", ru: "Настроен SPF, вместе с DKIM." },
            since: START,
            applies: BULK,
            proof: SPF,
            replies: &["5.7.9"],
            source: HUB,
        },
        Requirement {
            kind: kinds::DKIM,
            demands: Phrase { en: "DKIM is set up, beside SPF.", ru: "Настроен DKIM, вместе с SPF." },
            since: START,
            applies: BULK,
            proof: DKIM,
            replies: &["5.7.5", "5.7.9"],
            source: HUB,
        },
        Requirement {
            kind: kinds::DMARC,
            demands: Phrase {
                en: "A DMARC record is published, at least p=none, and mail passes it.",
                ru: "Опубликована запись DMARC, не слабее p=none, и письма проходят проверку.",
            },
            since: START,
            applies: BULK,
            proof: DMARC_PASS,
            replies: &["5.7.9"],
            source: HUB,
        },
        Requirement {
            kind: kinds::ALIGNMENT,
            demands: Phrase {
                en: "The domain of From is aligned with SPF or DKIM.", ru: "Домен From совпадает с доменом SPF или DKIM."
            },
            since: START,
            applies: BULK,
            proof: ALIGNED,
            replies: &["5.7.9"],
            source: HUB,
        },
        Requirement {
            kind: kinds::PTR,
            demands: Phrase {
                en: "The sending address has valid forward and reverse DNS.",
                ru: "У адреса отправки верные прямая и обратная записи DNS.",
            },
            since: START,
            applies: Applies::All,
            proof: PTR,
            replies: &[],
            source: HUB,
        },
        Requirement {
            kind: kinds::FORMAT,
            demands: Phrase {
                en: "Messages comply with RFC 5321 and RFC 5322.", ru: "Письма отвечают RFC 5321 и RFC 5322."
            },
            since: START,
            applies: Applies::All,
            proof: FORMAT,
            replies: &[],
            source: HUB,
        },
        Requirement {
            kind: kinds::ONE_CLICK,
            demands: Phrase {
                en: "Promotional and subscribed mail offers one-click unsubscription by its headers (RFC 8058).",
                ru: "Рекламные письма и рассылки по подписке дают отписаться одним нажатием через заголовки (RFC 8058).",
            },
            since: Some("2024-06"),
            applies: PROMOTIONAL,
            proof: ONE_CLICK,
            replies: &[],
            source: HUB,
        },
        Requirement {
            kind: kinds::LINK,
            demands: Phrase {
                en: "The body has a visible link to unsubscribe.", ru: "В тексте письма есть заметная ссылка для отписки."
            },
            since: START,
            applies: PROMOTIONAL,
            proof: LINK,
            replies: &[],
            source: HUB,
        },
        Requirement {
            kind: kinds::IN_TIME,
            demands: Phrase {
                en: "Who unsubscribes is taken off the list within two days.",
                ru: "Отписавшегося исключают из рассылки за два дня.",
            },
            since: START,
            applies: PROMOTIONAL,
            proof: Proof::Unseen(Knows::Sender),
            replies: &[],
            source: HUB,
        },
        Requirement {
            kind: kinds::COMPLAINTS,
            demands: Phrase {
                en: "The share of spam complaints stays below 0.3 %.", ru: "Доля жалоб на спам остаётся ниже 0,3 %."
            },
            since: START,
            applies: Applies::All,
            proof: Proof::Unseen(Knows::Provider),
            replies: &["TSS04", "4.7.0"],
            source: HUB,
        },
    ],
};
