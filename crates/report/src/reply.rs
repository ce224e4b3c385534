//! What a server's reply means, on a page and in JSON: cause, who must act, what to do, what each digit says.

use crate::clean::clean;
use crate::paint::{self, Tint, paint};
use crate::style::Style;
use crate::wrap::hang;
use findings::Lang;
use serde::Serialize;
use smtp_replies::{Actor, Basis, Evidence, Explanation, Persistence};

/// The version of the form of [`replies_json`].
pub const REPLIES_SCHEMA: &str = "mailaudit.replies/1";

/// A reply, and whose mail it is about where that is told.
pub struct Explained {
    /// The recipient that the bounce tells of.
    pub recipient: Option<String>,
    /// What the reply means.
    pub explanation: Explanation,
    /// Codes of the checks that can confirm it, as far as this program has them.
    pub checks: Vec<&'static str>,
}

/// The page of one or several replies.
#[must_use]
pub fn replies_page(replies: &[Explained], style: &Style) -> String {
    let pages: Vec<String> = replies.iter().map(|reply| page(reply, style)).collect();
    paint::finish(&pages.join("\n"), style.colour)
}

fn page(reply: &Explained, style: &Style) -> String {
    let (explanation, lang) = (&reply.explanation, words(style.lang));
    let kind = explanation.words();
    let mut out = format!("{}\n", hang("", &paint(&headline(kind.title.get(lang)), Tint::Bold), style.columns()).join("\n"));
    if let Some(recipient) = &reply.recipient {
        out.push_str(&format!("{}\n", hang("", &clean(recipient), style.columns()).join("\n")));
    }
    out.push_str(&format!("{}\n\n", hang("  ", kind.cause.get(lang), style.columns()).join("\n")));
    out.push_str(&format!("{}\n", paint(style.lang.pick("What to do", "Что делать"), Tint::Bold)));
    for (number, remedy) in explanation.remedies(lang).iter().enumerate() {
        out.push_str(&format!("{}\n", hang(&format!("{}. ", number + 1), remedy, style.columns()).join("\n")));
    }
    out.push('\n');
    for (name, value) in facts(reply, style.lang) {
        out.push_str(&format!("{}\n", hang(&format!("{name}: "), &value, style.columns()).join("\n")));
    }
    out
}

fn headline(title: &str) -> String {
    let mut rest = title.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

fn facts(reply: &Explained, lang: Lang) -> Vec<(String, String)> {
    let explanation = &reply.explanation;
    let own = |text: &'static str| text.to_owned();
    let mut facts = vec![
        (own(lang.pick("Who must act", "Кто должен действовать")), own(actor(explanation.actor(), lang))),
        (own(lang.pick("For how long", "Надолго ли")), own(persistence(explanation.persistence, lang))),
    ];
    facts.extend(explanation.digits().into_iter().map(|(code, text)| (code, own(text.get(words(lang))))));
    facts.extend(explanation.provider.map(|provider| (own(lang.pick("Said by", "Чьи слова")), own(provider))));
    let named = &explanation.named;
    let addresses: Vec<String> = named.addresses.iter().map(ToString::to_string).collect();
    for (name, values) in [
        (lang.pick("Address", "Адрес"), addresses),
        (lang.pick("Blocklist", "Чёрный список"), named.blocklist.iter().cloned().collect()),
        (lang.pick("Mailboxes", "Ящики"), named.mailboxes.clone()),
        (lang.pick("Domains", "Домены"), named.domains.clone()),
        (lang.pick("Links", "Ссылки"), named.links.clone()),
    ] {
        if !values.is_empty() {
            facts.push((own(name), clean(&values.join(", ")).to_string()));
        }
    }
    if !reply.checks.is_empty() {
        facts.push((own(lang.pick("Checks that can confirm it", "Проверки, которые могут это подтвердить")), reply.checks.join(", ")));
    }
    facts.push((own(lang.pick("Told by", "Основание")), own(basis(explanation, lang))));
    facts
}

pub(crate) fn actor(actor: Actor, lang: Lang) -> &'static str {
    match actor {
        Actor::Sender => lang.pick("the sender", "отправитель"),
        Actor::SenderAdmin => lang.pick("the sender's administrator", "администратор отправителя"),
        Actor::Recipient => lang.pick("the recipient", "получатель"),
        Actor::RecipientAdmin => lang.pick("the recipient's administrator", "администратор получателя"),
        Actor::Network => lang.pick("nobody in particular: the network, or time", "никто в отдельности: сеть или время"),
    }
}

fn persistence(persistence: Persistence, lang: Lang) -> &'static str {
    match persistence {
        Persistence::Temporary => lang.pick("temporary: the sending server tries again", "временно: сервер отправителя повторит попытку"),
        Persistence::Permanent => {
            lang.pick("permanent: the same message will be refused again", "навсегда: то же письмо снова будет отклонено")
        }
        Persistence::Success => lang.pick("it was accepted", "принято"),
        Persistence::Unknown => lang.pick("neither digits nor words tell", "ни из цифр, ни из слов не видно"),
    }
}

fn basis(explanation: &Explanation, lang: Lang) -> &'static str {
    let memory = explanation.rule.is_some_and(|rule| rule.evidence != Evidence::Sourced);
    match explanation.basis {
        Basis::Words if memory => lang.pick("the words (this wording is not verified)", "слова ответа (эта формулировка не проверена)"),
        Basis::Words => lang.pick("the words", "слова ответа"),
        Basis::Enhanced => lang.pick("the enhanced code", "расширенный код"),
        Basis::Basic => lang.pick("the three digits", "три цифры"),
        Basis::Nothing => lang.pick("nothing that is known", "ничего известного"),
    }
}

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    replies: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    recipient: Option<&'a str>,
    code: Option<u16>,
    enhanced: Option<String>,
    text: String,
    kind: &'static str,
    title: &'static str,
    persistence: &'static str,
    actor: &'static str,
    basis: &'static str,
    provider: Option<&'static str>,
    cause: &'static str,
    remedies: Vec<&'static str>,
    checks: &'a [&'static str],
    digits: Vec<Digit>,
    named: Named<'a>,
}

#[derive(Serialize)]
struct Digit {
    code: String,
    meaning: &'static str,
}

#[derive(Serialize)]
struct Named<'a> {
    addresses: &'a [std::net::IpAddr],
    mailboxes: &'a [String],
    domains: &'a [String],
    blocklist: Option<&'a str>,
    links: &'a [String],
}

/// The replies as JSON, the server's words as they came.
///
/// # Errors
/// None is known: everything in it can be written.
pub fn replies_json(replies: &[Explained], lang: Lang) -> Result<String, serde_json::Error> {
    let replies = replies.iter().map(|reply| entry(reply, words(lang))).collect();
    serde_json::to_string_pretty(&Page { schema: REPLIES_SCHEMA, replies })
}

fn entry(reply: &Explained, lang: smtp_replies::Lang) -> Entry<'_> {
    let explanation = &reply.explanation;
    let named = &explanation.named;
    Entry {
        recipient: reply.recipient.as_deref(),
        code: explanation.reply.code,
        enhanced: explanation.reply.enhanced.map(|code| code.to_string()),
        text: explanation.reply.text(),
        kind: explanation.kind.name(),
        title: explanation.words().title.get(lang),
        persistence: match explanation.persistence {
            Persistence::Temporary => "temporary",
            Persistence::Permanent => "permanent",
            Persistence::Success => "success",
            Persistence::Unknown => "unknown",
        },
        actor: explanation.actor().name(),
        basis: match explanation.basis {
            Basis::Words => "words",
            Basis::Enhanced => "enhanced_code",
            Basis::Basic => "basic_code",
            Basis::Nothing => "nothing",
        },
        provider: explanation.provider,
        cause: explanation.cause(lang),
        remedies: explanation.remedies(lang),
        checks: &reply.checks,
        digits: explanation.digits().into_iter().map(|(code, text)| Digit { code, meaning: text.get(lang) }).collect(),
        named: Named {
            addresses: &named.addresses,
            mailboxes: &named.mailboxes,
            domains: &named.domains,
            blocklist: named.blocklist.as_deref(),
            links: &named.links,
        },
    }
}

pub(crate) fn words(lang: Lang) -> smtp_replies::Lang {
    match lang {
        Lang::En => smtp_replies::Lang::En,
        Lang::Ru => smtp_replies::Lang::Ru,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Colour;

    fn page_of(text: &str, lang: Lang) -> String {
        let explained = Explained { recipient: None, explanation: smtp_replies::explain(text.as_bytes()), checks: Vec::new() };
        replies_page(&[explained], &Style { lang, width: 80, colour: Colour::Off })
    }

    #[test]
    fn a_page_says_what_to_do_in_both_languages() {
        let reply = "553 5.7.1 <boss@example.com>: Sender address rejected: not owned by user anna@example.com";
        let english = page_of(reply, Lang::En);
        assert!(english.contains("What to do") && english.contains("5.7.1:") && english.contains("boss@example.com"), "{english}");
        assert!(page_of(reply, Lang::Ru).contains("Что делать"));
        assert!(english.lines().all(|line| line.chars().count() <= 80), "{english}");
    }

    #[test]
    fn nothing_that_steers_a_terminal_passes() {
        let hostile = "550 5.1.1 <a\u{1b}[31m@example.com> https://x.example/\u{202e}evil no such user";
        assert!(!page_of(hostile, Lang::En).contains(['\u{1b}', '\u{202e}']));
        let explained =
            Explained { recipient: Some("a\u{1b}]0;x\u{7}@b".into()), explanation: smtp_replies::explain(b"550 no"), checks: Vec::new() };
        let page = replies_page(&[explained], &Style { lang: Lang::En, width: 80, colour: Colour::Off });
        assert!(!page.contains(['\u{1b}', '\u{7}']));
    }
}
