//! Outlook.com: the consumer domains of Microsoft (outlook.com, hotmail.com, live.com, msn.com).

use super::{ALIGNED, DKIM, DMARC, PTR, SPF_PASS};
use crate::kinds;
use crate::proof::{Knows, Proof};
use crate::provider::{Provider, Requirement, Source};
use findings::{Applies, Phrase, SourceStanding};

const ANNOUNCED: Source = Source {
    page: "https://techcommunity.microsoft.com/blog/microsoftdefenderforoffice365blog/strengthening-email-ecosystem-outlook%E2%80%99s-new-requirements-for-high%E2%80%90volume-senders/4399730",
    standing: SourceStanding::Provider,
};
const POLICIES: Source =
    Source { page: "https://sendersupport.olc.protection.outlook.com/pm/policies.aspx", standing: SourceStanding::Secondary };
const START: Option<&str> = Some("2025-05-05");
const BULK: Applies = Applies::Bulk(Some(5_000));
const REFUSED: &[&str] = &["5.7.515"];

pub const OUTLOOK: Provider = Provider {
    id: "outlook",
    name: Phrase { en: "Outlook.com", ru: "Outlook.com" },
    place: Phrase {
        en: "SNDS and JMRP (sendersupport.olc.protection.outlook.com)",
        ru: "SNDS и JMRP (sendersupport.olc.protection.outlook.com)",
    },
    requirements: &[
        Requirement {
            kind: kinds::SPF,
            demands: Phrase {
                en: "SPF passes for the sending domain.", ru: "SPF домена отправителя проходит проверку."
            },
            since: START,
            applies: BULK,
            proof: SPF_PASS,
            replies: REFUSED,
            source: ANNOUNCED,
        },
        Requirement {
            kind: kinds::DKIM,
            demands: Phrase { en: "DKIM passes.", ru: "DKIM проходит проверку." },
            since: START,
            applies: BULK,
            proof: DKIM,
            replies: REFUSED,
            source: ANNOUNCED,
        },
        Requirement {
            kind: kinds::DMARC,
            demands: Phrase {
                en: "A DMARC record is published, at least p=none.", ru: "Опубликована запись DMARC, не слабее p=none."
            },
            since: START,
            applies: BULK,
            proof: DMARC,
            replies: REFUSED,
            source: ANNOUNCED,
        },
        Requirement {
            kind: kinds::ALIGNMENT,
            demands: Phrase {
                en: "The domain of From is aligned with SPF or DKIM, better with both.",
                ru: "Домен From совпадает с доменом SPF или DKIM, лучше с обоими.",
            },
            since: START,
            applies: BULK,
            proof: ALIGNED,
            replies: REFUSED,
            source: ANNOUNCED,
        },
        Requirement {
            kind: kinds::PTR,
            demands: Phrase {
                en: "The sending server has a valid reverse name.", ru: "У сервера отправки верное обратное имя."
            },
            since: None,
            applies: Applies::All,
            proof: PTR,
            replies: &[],
            source: POLICIES,
        },
        Requirement {
            kind: kinds::COMPLAINTS,
            demands: Phrase {
                en: "Complaints stay few; no number is published.", ru: "Жалоб мало; число не опубликовано."
            },
            since: None,
            applies: Applies::All,
            proof: Proof::Unseen(Knows::Provider),
            replies: &["S3140", "S3150"],
            source: POLICIES,
        },
    ],
};
