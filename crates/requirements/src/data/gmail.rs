//! Gmail: personal accounts.

use super::{ALIGNED, DKIM, DMARC, EITHER, FORMAT, LINK, ONE_CLICK, PTR, SPF, TLS};
use crate::kinds;
use crate::proof::{Checks, Knows, Of, Proof};
use crate::provider::{Provider, Requirement, Source};
use findings::{Applies, Phrase, SourceStanding};

const GUIDELINES: Source = Source { page: "https://support.google.com/a/answer/81126", standing: SourceStanding::Provider };
const FAQ: Source = Source { page: "https://support.google.com/a/answer/14229414", standing: SourceStanding::Secondary };
const START: Option<&str> = Some("2024-02-01");
const BULK: Applies = Applies::Bulk(Some(5_000));
const PROMOTIONAL: Applies = Applies::Promotional(Some(5_000));
/// From in a domain of its own shows that it sent the message itself.
const OWN_FROM: Proof = Proof::Checks(&Checks { prove: &["MSG028"], no_fail: &[], of: Of::Names(&["gmail.com", "googlemail.com"]) });

pub const GMAIL: Provider = Provider {
    id: "gmail",
    name: Phrase { en: "Gmail", ru: "Gmail" },
    place: Phrase {
        en: "Postmaster Tools (postmaster.google.com): Compliance status, Spam rate",
        ru: "Postmaster Tools (postmaster.google.com): соответствие требованиям, доля спама",
    },
    requirements: &[
        Requirement {
            kind: kinds::EITHER,
            demands: Phrase {
                en: "SPF or DKIM is set up for the sending domain.", ru: "Для домена отправителя настроен SPF или DKIM."
            },
            since: START,
            applies: Applies::All,
            proof: EITHER,
            replies: &["4.7.26", "5.7.26"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::SPF,
            demands: Phrase { en: "SPF is set up, beside DKIM.", ru: "Настроен SPF, вместе с DKIM." },
            since: START,
            applies: BULK,
            proof: SPF,
            replies: &["4.7.24", "5.7.24", "4.7.27", "5.7.27"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::DKIM,
            demands: Phrase { en: "DKIM is set up, beside SPF.", ru: "Настроен DKIM, вместе с SPF." },
            since: START,
            applies: BULK,
            proof: DKIM,
            replies: &["4.7.30", "5.7.30"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::DMARC,
            demands: Phrase {
                en: "A DMARC record is published; p=none is enough.", ru: "Опубликована запись DMARC; достаточно p=none."
            },
            since: START,
            applies: BULK,
            proof: DMARC,
            replies: &["4.7.31", "4.7.40", "5.7.40"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::ALIGNMENT,
            demands: Phrase {
                en: "The organisational domain of From is that of SPF or of DKIM.",
                ru: "Организационный домен From совпадает с доменом SPF или DKIM.",
            },
            since: START,
            applies: BULK,
            proof: ALIGNED,
            replies: &["4.7.32", "5.7.32"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::PTR,
            demands: Phrase {
                en: "The sending address has a reverse name that resolves back to it.",
                ru: "У адреса отправки есть обратное имя, которое ведёт обратно на этот адрес.",
            },
            since: START,
            applies: Applies::All,
            proof: PTR,
            replies: &["4.7.23", "5.7.25"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::TLS,
            demands: Phrase { en: "Mail is handed over under TLS.", ru: "Письма передаются по TLS." },
            since: START,
            applies: Applies::All,
            proof: TLS,
            replies: &["4.7.29", "5.7.29"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::FORMAT,
            demands: Phrase { en: "Messages are formed as RFC 5322 says.", ru: "Письма составлены по RFC 5322." },
            since: START,
            applies: Applies::All,
            proof: FORMAT,
            replies: &["RfcMessageNonCompliant"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::FROM,
            demands: Phrase {
                en: "From bears no address of gmail.com unless Gmail sends the message.",
                ru: "В From не стоит адрес gmail.com, если письмо отправляет не Gmail.",
            },
            since: START,
            applies: Applies::All,
            proof: OWN_FROM,
            replies: &["5.7.26"],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::ONE_CLICK,
            demands: Phrase {
                en: "Promotional and subscribed mail offers one-click unsubscription (RFC 8058).",
                ru: "Рекламные письма и рассылки по подписке поддерживают отписку одним нажатием (RFC 8058).",
            },
            since: Some("2024-06-01"),
            applies: PROMOTIONAL,
            proof: ONE_CLICK,
            replies: &[],
            source: FAQ,
        },
        Requirement {
            kind: kinds::LINK,
            demands: Phrase {
                en: "The body has a clearly visible link to unsubscribe.",
                ru: "В тексте письма есть хорошо заметная ссылка для отписки.",
            },
            since: START,
            applies: PROMOTIONAL,
            proof: LINK,
            replies: &[],
            source: GUIDELINES,
        },
        Requirement {
            kind: kinds::IN_TIME,
            demands: Phrase {
                en: "Who unsubscribes is taken off the list within 48 hours.",
                ru: "Отписавшегося исключают из рассылки за 48 часов.",
            },
            since: Some("2024-06-01"),
            applies: PROMOTIONAL,
            proof: Proof::Unseen(Knows::Sender),
            replies: &[],
            source: FAQ,
        },
        Requirement {
            kind: kinds::COMPLAINTS,
            demands: Phrase {
                en: "The spam rate in Postmaster Tools stays below 0.10 % and never reaches 0.30 %.",
                ru: "Доля жалоб на спам в Postmaster Tools держится ниже 0,10 % и никогда не достигает 0,30 %.",
            },
            since: START,
            applies: Applies::All,
            proof: Proof::Unseen(Knows::Provider),
            replies: &["4.7.28", "5.7.28"],
            source: GUIDELINES,
        },
    ],
};
