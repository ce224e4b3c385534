//! The ways out that a message offers: List-Unsubscribe (RFC 2369 2), and a link that a reader sees.

use crate::html::Link;
use crate::letter::Letter;
use crate::view::View;

/// Parts of words by which a way out is known, lower case, in the languages of most bulk mail.
const WORDS: &[&str] = &[
    "unsubscrib",
    "opt out",
    "opt-out",
    "отпис",
    "отказаться от рассыл",
    "отказаться от получения",
    "отказ от рассыл",
    "отменить подписк",
    "не получать рассыл",
    "відпис",
    "скасувати підписк",
    "адпіс",
    "abmeld",
    "abbestell",
    "austragen",
    "désabonn",
    "désinscri",
    "se desinscrire",
    "darse de baja",
    "darte de baja",
    "cancelar la suscripción",
    "cancelar suscripción",
    "desuscrib",
    "disiscri",
    "cancella iscrizione",
    "annulla iscrizione",
    "annulla l'iscrizione",
    "cancelar inscrição",
    "cancelar a inscrição",
    "cancelar subscrição",
    "descadastr",
    "afmelden",
    "uitschrijven",
    "wypisz",
    "zrezygnuj",
    "avregistrera",
    "avprenumerera",
    "avsluta prenumeration",
    "afmeld",
    "meld deg av",
    "peruuta tilaus",
    "odhlás",
    "leiratkoz",
    "dezabon",
    "odjav",
    "abonelikten",
    "διαγραφή",
    "退订",
    "取消订阅",
    "退訂",
    "取消訂閱",
    "配信停止",
    "購読解除",
    "登録解除",
    "수신거부",
    "구독 취소",
    "إلغاء الاشتراك",
];
/// A link may also lead to a page with settings.
const SETTINGS: &[&str] = &[
    "email preferences",
    "mail preferences",
    "mailing preferences",
    "manage subscription",
    "manage your subscription",
    "manage preferences",
    "manage your preferences",
    "subscription settings",
    "subscription preferences",
    "notification settings",
    "управление подписк",
    "управлять подписк",
    "настройки подпис",
    "настройки рассыл",
    "настройки уведомлений",
    "настроить рассыл",
];
/// Parts of addresses that lead out.
const IN_ADDRESSES: &[&str] = &["unsub", "optout", "opt-out", "opt_out", "otpis", "abmeld", "desabo", "desinscri", "list-manage"];

/// The addresses that programs can follow: https, http and mailto, each in its brackets.
pub fn uris(view: &View) -> Vec<String> {
    let text = view.letter.value("list-unsubscribe").unwrap_or_default();
    let inner = text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(uri, _)| uri.split_whitespace().collect::<String>());
    let known = |uri: &String| {
        let scheme = uri.split(':').next().unwrap_or_default().to_ascii_lowercase();
        matches!(scheme.as_str(), "https" | "http" | "mailto") && uri.len() > scheme.len() + 1
    };
    inner.filter(known).take(20).collect()
}

/// Whether a reader sees a link that ends the subscription: by its text, its address, or the sentence that it stands in.
pub fn is_visible(letter: &Letter, links: &[Link]) -> bool {
    links.iter().any(leads_out) || letter.page().is_none() && in_text(letter.content.text.as_deref().unwrap_or_default())
}

fn leads_out(link: &Link) -> bool {
    let (url, text) = (link.url.to_lowercase(), link.text.to_lowercase());
    let says = |text: &str, words: &[&str]| words.iter().any(|w| text.contains(w));
    let leads = url.starts_with("http") || url.starts_with("mailto:");
    leads && (says(&url, IN_ADDRESSES) || says(&text, SETTINGS) || says(&text, WORDS) || says(&link.around.to_lowercase(), WORDS))
}

/// In plain text the word stands beside the address: on its line, or next to it.
fn in_text(text: &str) -> bool {
    let lines: Vec<String> = text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_lowercase).collect();
    let leads = |line: &String| line.contains("http://") || line.contains("https://") || line.contains('@');
    let says = |line: &String| WORDS.iter().chain(SETTINGS).any(|w| line.contains(w));
    lines.iter().enumerate().any(|(at, line)| says(line) && lines[at.saturating_sub(1)..(at + 3).min(lines.len())].iter().any(leads))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visible(kind: &str, body: &str) -> bool {
        let letter = Letter::read(
            format!("From: a@example.com\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}")
                .as_bytes(),
        );
        is_visible(&letter, &crate::links::all(&letter))
    }

    #[test]
    fn a_way_out_in_html() {
        for yes in [
            "<a href='https://e.example/1'>Unsubscribe</a>",
            "<a href='https://e.example/1'>Отписаться</a>",
            "<p>Чтобы отписаться от рассылки, <a href='https://e.example/1'>нажмите здесь</a>.</p>",
            "<a href='https://e.example/unsub?x=1'>here</a>",
            "<a href='https://e.example/1'><img src=x alt='Unsubscribe'></a>",
            "<a href='mailto:leave@e.example'>退订</a>",
            "<a href='https://e.example/1'>Manage your subscriptions</a>",
        ] {
            assert!(visible("html", yes), "{yes}");
        }
        for no in [
            "<p>Never unsubscribe! <a href='https://e.example/1'>Read on</a></p>",
            "<p>Unsubscribe</p><p><a href='https://e.example/1'>Read on</a></p>",
            "<a href='https://e.example/1'>Renew your subscription</a>",
            "<a href='#unsubscribe'>Unsubscribe</a>",
            "<a>Unsubscribe</a>",
        ] {
            assert!(!visible("html", no), "{no}");
        }
    }

    #[test]
    fn a_way_out_in_plain_text() {
        for yes in
            ["To unsubscribe, go to\r\nhttps://e.example/1", "Отписаться: leave@e.example", "https://e.example/1\r\n\r\n(чтобы отписаться)"]
        {
            assert!(visible("plain", yes), "{yes}");
        }
        for no in ["Unsubscribe", "https://e.example/1", "To unsubscribe\r\none\r\ntwo\r\nthree\r\nhttps://e.example/1"] {
            assert!(!visible("plain", no), "{no}");
        }
    }
}
