//! iCloud Mail. Apple names neither a volume nor a share of complaints, and offers no feedback loop.

use super::{DKIM, DMARC, FORMAT, LINK, PTR, SPF};
use crate::kinds;
use crate::proof::{Knows, Proof};
use crate::provider::{Provider, Requirement, Source};
use findings::{Applies, Phrase, SourceStanding};

const PAGE: Source = Source { page: "https://support.apple.com/102322", standing: SourceStanding::Provider };
/// In the page's version of 25 February 2025, which others tell of.
const NEWER: Source = Source { standing: SourceStanding::Secondary, ..PAGE };
const BULK: Applies = Applies::Bulk(None);

pub const ICLOUD: Provider = Provider {
    id: "icloud",
    name: Phrase { en: "iCloud", ru: "iCloud" },
    place: Phrase {
        en: "your own records: Apple shows senders nothing (icloudadmin@apple.com answers about refusals)",
        ru: "ваши собственные данные: Apple ничего не показывает отправителям (об отказах пишут на icloudadmin@apple.com)",
    },
    requirements: &[
        Requirement {
            kind: kinds::SPF,
            demands: Phrase { en: "Mail is authenticated by SPF.", ru: "Письма подтверждены через SPF." },
            since: None,
            applies: BULK,
            proof: SPF,
            replies: &["HME1"],
            source: PAGE,
        },
        Requirement {
            kind: kinds::DKIM,
            demands: Phrase { en: "Mail is authenticated by DKIM.", ru: "Письма подтверждены через DKIM." },
            since: None,
            applies: BULK,
            proof: DKIM,
            replies: &["HME1"],
            source: PAGE,
        },
        Requirement {
            kind: kinds::DMARC,
            demands: Phrase { en: "A DMARC policy is published.", ru: "Опубликована политика DMARC." },
            since: None,
            applies: BULK,
            proof: DMARC,
            replies: &["5.7.1"],
            source: NEWER,
        },
        Requirement {
            kind: kinds::PTR,
            demands: Phrase {
                en: "Sending addresses have reverse names in your domain.",
                ru: "У адресов отправки есть обратные имена в вашем домене.",
            },
            since: None,
            applies: BULK,
            proof: PTR,
            replies: &[],
            source: PAGE,
        },
        Requirement {
            kind: kinds::FORMAT,
            demands: Phrase { en: "Messages comply with RFC 5322.", ru: "Письма отвечают RFC 5322." },
            since: None,
            applies: BULK,
            proof: FORMAT,
            replies: &[],
            source: PAGE,
        },
        Requirement {
            kind: kinds::LINK,
            demands: Phrase {
                en: "Each message offers a link that unsubscribes at once.",
                ru: "В каждом письме есть ссылка, которая сразу отписывает.",
            },
            since: None,
            applies: BULK,
            proof: LINK,
            replies: &[],
            source: PAGE,
        },
        Requirement {
            kind: kinds::CONSENT,
            demands: Phrase {
                en: "Only who explicitly subscribed is written to; no bought or rented lists.",
                ru: "Пишут только тем, кто явно подписался; купленные и арендованные базы недопустимы.",
            },
            since: None,
            applies: BULK,
            proof: Proof::Unseen(Knows::Sender),
            replies: &[],
            source: PAGE,
        },
        Requirement {
            kind: kinds::HYGIENE,
            demands: Phrase {
                en: "Errors of the servers are acted upon, and addresses that bounce are dropped.",
                ru: "На ошибки серверов реагируют, недоставляемые адреса удаляют.",
            },
            since: None,
            applies: BULK,
            proof: Proof::Unseen(Knows::Sender),
            replies: &[],
            source: PAGE,
        },
    ],
};
