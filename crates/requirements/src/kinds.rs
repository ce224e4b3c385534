//! What requirements are about, in the order in which tables show them.

use crate::provider::Kind;
use findings::Phrase;

macro_rules! kinds {
    ($($name:ident $id:literal $en:literal $ru:literal)*) => {
        $(pub const $name: &Kind = &Kind { id: $id, title: Phrase { en: $en, ru: $ru } };)*
        /// All of them.
        pub const ALL: &[&Kind] = &[$($name),*];
    };
}

kinds! {
    EITHER "spf-or-dkim" "SPF or DKIM" "SPF или DKIM"
    SPF "spf" "SPF" "SPF"
    DKIM "dkim" "DKIM" "DKIM"
    DMARC "dmarc" "DMARC record" "Запись DMARC"
    ALIGNMENT "alignment" "From aligned" "Домен From подтверждён"
    PTR "ptr" "Reverse name (PTR)" "Обратное имя (PTR)"
    TLS "tls" "TLS on the way" "TLS при передаче"
    FORMAT "format" "Format (RFC 5322)" "Формат (RFC 5322)"
    FROM "from" "From of one's own" "Свой домен в From"
    LIST_UNSUBSCRIBE "list-unsubscribe" "List-Unsubscribe" "List-Unsubscribe"
    ONE_CLICK "one-click" "One-click unsubscribe" "Отписка одним нажатием"
    LINK "unsubscribe-link" "Unsubscribe link" "Ссылка для отписки"
    IN_TIME "unsubscribe-time" "Unsubscribed in time" "Отписка в срок"
    CONSENT "consent" "Consent" "Согласие получателей"
    HYGIENE "list-hygiene" "Dead addresses dropped" "Чистка адресов"
    COMPLAINTS "complaints" "Spam complaints" "Жалобы на спам"
    POLICY "policy" "Rules for senders" "Правила для рассылок"
}
