//! Sentences about proposals, in both languages.

use facts::{Gap, Name};
use findings::{Evidence, Phrase, Value};

/// Words with holes, and what fills them.
pub fn sentence(en: &'static str, ru: &'static str, evidence: Evidence) -> Value {
    Value::Sentence(Phrase { en, ru }, evidence)
}

/// Words without holes.
pub fn plain(en: &'static str, ru: &'static str) -> Value {
    Value::Phrase(Phrase { en, ru })
}

pub fn not_known(gap: &Gap) -> Value {
    sentence(
        "what stands there now is not known ({asked}): a proposal could delete records; try again once the name servers answer",
        "неизвестно, что опубликовано там сейчас ({asked}): предложение могло бы удалить чужие записи; повторите, когда серверы имён ответят",
        Evidence::new().with("asked", gap.asked.clone()),
    )
}

pub fn alias(name: &Name, target: &Name) -> Value {
    sentence(
        "{name} is an alias (CNAME) of {target}: nothing else can stand there; publish at {target}, or replace the alias",
        "{name} — псевдоним (CNAME) имени {target}: рядом с ним ничего не опубликовать; меняйте запись в {target} или замените псевдоним",
        Evidence::new().with("name", name).with("target", target),
    )
}

pub fn rollover() -> Value {
    plain(
        "this is the key that the server serves now: keep it when the certificate is renewed (certbot: --reuse-key); before another key is installed, publish its record beside this one and wait twice the TTL; take the old one out afterwards",
        "это ключ, который сервер предъявляет сейчас: сохраняйте его при продлении сертификата (certbot: --reuse-key); перед установкой другого ключа опубликуйте его запись рядом с этой и выждите два TTL, а старую уберите потом",
    )
}

pub fn not_cleared() -> Value {
    plain(
        "tried over what is published, the records did not clear the finding; see the finding for what to do by hand",
        "проверка поверх опубликованного показала, что записи нарушение не устраняют; что делать вручную, сказано в самом нарушении",
    )
}

pub fn harmful(code: &str) -> Value {
    sentence(
        "tried over what is published, the records would bring another finding: {code}",
        "проверка поверх опубликованного показала, что записи вызвали бы другое нарушение: {code}",
        Evidence::new().with("code", code),
    )
}

pub fn costly() -> Value {
    plain(
        "tried over what is published, the records would lower the score",
        "проверка поверх опубликованного показала, что записи снизили бы оценку",
    )
}
