//! What a server's reply is about, in the words in which `explain` tells it.

use findings::{Phrase, Value};

/// The title of the kind of `reply`, for the hole `{meaning}`.
#[must_use]
pub fn meaning(reply: &str) -> Value {
    let title = smtp_replies::explain(reply.as_bytes()).kind.words().title;
    Value::Phrase(Phrase { en: title.en, ru: title.ru })
}
