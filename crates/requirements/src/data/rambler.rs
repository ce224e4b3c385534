//! Rambler: no rules for senders were found published, so that nothing can be told as met.

use crate::kinds;
use crate::proof::{Knows, Proof};
use crate::provider::{Provider, Requirement, Source};
use findings::{Applies, Phrase, SourceStanding};

pub const RAMBLER: Provider = Provider {
    id: "rambler",
    name: Phrase { en: "Rambler", ru: "Рамблер" },
    place: Phrase { en: "abuse@rambler-co.ru answers senders", ru: "отправителям отвечает abuse@rambler-co.ru" },
    requirements: &[Requirement {
        kind: kinds::POLICY,
        demands: Phrase {
            en: "No rules for senders are published; what the others demand is a good guess.",
            ru: "Правила для отправителей не опубликованы; разумно соблюдать то, чего требуют остальные.",
        },
        since: None,
        applies: Applies::All,
        proof: Proof::Unseen(Knows::Provider),
        replies: &["5.7.1", "4.5.3"],
        source: Source { page: "https://help.rambler.ru/mail/", standing: SourceStanding::Unverified },
    }],
};
