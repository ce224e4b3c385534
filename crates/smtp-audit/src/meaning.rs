//! What a server's reply is about, in the words in which `explain` tells it.

use facts::answer::Reply;
use findings::{Evidence, Phrase, Value};

/// A reply as evidence: its words for the hole `{reply}`, and the title of its kind for the hole `{meaning}`. Who renders the
/// report draws the whole explanation from the words.
#[must_use]
pub fn quoted(reply: &str) -> Evidence {
    Evidence::new().with("meaning", meaning(reply)).with("reply", Value::Reply(reply.to_owned()))
}

/// A reply, word for word.
#[must_use]
pub fn word_for_word(reply: &Reply) -> Value {
    Value::Reply(reply.to_text())
}

/// The title of the kind of `reply`.
#[must_use]
pub fn meaning(reply: &str) -> Value {
    let title = smtp_replies::explain(reply.as_bytes()).kind.words().title;
    Value::Phrase(Phrase { en: title.en, ru: title.ru })
}
