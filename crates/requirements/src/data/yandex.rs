//! Yandex Mail: its requirements for honest mailing lists.

use super::{DKIM, LINK, LIST_UNSUBSCRIBE, PTR, SPF};
use crate::kinds;
use crate::proof::{Knows, Proof};
use crate::provider::{Provider, Requirement, Source};
use findings::{Applies, Phrase, SourceStanding};

const HONEST: Source = Source { page: "https://yandex.ru/support/mail/spam/honest-mailers.html", standing: SourceStanding::Secondary };
const BULK: Applies = Applies::Bulk(None);

pub const YANDEX: Provider = Provider {
    id: "yandex",
    name: Phrase { en: "Yandex", ru: "Яндекс" },
    place: Phrase {
        en: "postmaster.yandex.ru: complaints and statistics of your domain",
        ru: "postmaster.yandex.ru: жалобы и статистика вашего домена",
    },
    requirements: &[
        Requirement {
            kind: kinds::SPF,
            demands: Phrase { en: "SPF names the servers of the mailing.", ru: "В SPF указаны серверы рассылки." },
            since: None,
            applies: BULK,
            proof: SPF,
            replies: &["5.7.1"],
            source: HONEST,
        },
        Requirement {
            kind: kinds::DKIM,
            demands: Phrase { en: "The mailing is signed with DKIM.", ru: "Рассылка подписана DKIM." },
            since: None,
            applies: BULK,
            proof: DKIM,
            replies: &["5.7.1"],
            source: HONEST,
        },
        Requirement {
            kind: kinds::PTR,
            demands: Phrase {
                en: "The sending address has a lasting reverse name.",
                ru: "У адреса отправки есть постоянное обратное имя.",
            },
            since: None,
            applies: BULK,
            proof: PTR,
            replies: &["5.7.1"],
            source: HONEST,
        },
        Requirement {
            kind: kinds::LIST_UNSUBSCRIBE,
            demands: Phrase {
                en: "Each message has a List-Unsubscribe header.", ru: "В каждом письме есть заголовок List-Unsubscribe."
            },
            since: None,
            applies: BULK,
            proof: LIST_UNSUBSCRIBE,
            replies: &[],
            source: HONEST,
        },
        Requirement {
            kind: kinds::LINK,
            demands: Phrase {
                en: "Each message has a link that unsubscribes without logging in.",
                ru: "В каждом письме есть ссылка для отписки без входа в учётную запись.",
            },
            since: None,
            applies: BULK,
            proof: LINK,
            replies: &[],
            source: HONEST,
        },
        Requirement {
            kind: kinds::CONSENT,
            demands: Phrase {
                en: "Recipients agreed explicitly; who did not confirm is reminded once at most.",
                ru: "Получатели дали явное согласие; не подтвердившему напоминают не более одного раза.",
            },
            since: None,
            applies: BULK,
            proof: Proof::Unseen(Knows::Sender),
            replies: &[],
            source: HONEST,
        },
        Requirement {
            kind: kinds::HYGIENE,
            demands: Phrase {
                en: "Addresses that are refused for good (5xx) are written to no more.",
                ru: "На адреса с постоянным отказом (5xx) больше не пишут.",
            },
            since: None,
            applies: BULK,
            proof: Proof::Unseen(Knows::Sender),
            replies: &[],
            source: HONEST,
        },
        Requirement {
            kind: kinds::COMPLAINTS,
            demands: Phrase {
                en: "Complaints stay few; no number is published.", ru: "Жалоб мало; число не опубликовано."
            },
            since: None,
            applies: BULK,
            proof: Proof::Unseen(Knows::Provider),
            replies: &["5.7.1"],
            source: HONEST,
        },
    ],
};
