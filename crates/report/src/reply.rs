//! What a server's reply or a receiver's check means, on a page: cause, who must act, what to do, what each digit says.

use crate::clean::clean;
use crate::now::{Now, now_page};
use crate::paint::{self, Tint, paint};
use crate::style::Style;
use crate::wrap::hang;
use findings::Lang;
use smtp_replies::{Actor, Basis, Explanation, Kind, MethodResult, Persistence, Subject};

/// A reply or a receiver's result, and whose mail it is about where that is told.
pub struct Explained {
    /// What is explained.
    pub told: Told,
    /// Whom it is about.
    pub subject: Subject,
    /// Who said it, where a bounce tells.
    pub remote: Option<String>,
    /// Codes of the checks that can confirm it, as far as this program has them.
    pub checks: Vec<&'static str>,
}

/// What was explained.
pub enum Told {
    /// A server's reply.
    Reply(Box<Explanation>),
    /// A result out of an Authentication-Results header.
    Result(MethodResult),
}

/// The page of one or several replies, and how it stands now where that was asked.
#[must_use]
pub fn replies_page(replies: &[Explained], now: Option<&Now>, style: &Style) -> String {
    let mut pages: Vec<String> = replies.iter().map(|reply| page(reply, style)).collect();
    pages.extend(now.map(|now| now_page(now, style)));
    paint::finish(&pages.join("\n"), style.colour)
}

fn page(reply: &Explained, style: &Style) -> String {
    let lang = words(style.lang);
    let (title, cause, remedies) = match &reply.told {
        Told::Reply(explanation) => (explanation.words().title.get(lang), explanation.cause(lang), explanation.remedies(lang)),
        Told::Result(result) => {
            let told = result.words();
            (told.title.get(lang), told.meaning.get(lang), told.remedies.iter().map(|r| r.get(lang)).collect())
        }
    };
    let mut out = format!("{}\n", hang("", &paint(&headline(title), Tint::Bold), style.columns()).join("\n"));
    if let Told::Result(result) = &reply.told {
        out.push_str(&format!("{}\n", hang("  ", &clean(&result.text()), style.columns()).join("\n")));
    }
    if let Some(recipient) = &reply.subject.recipient {
        out.push_str(&format!("{}\n", hang("", &clean(recipient), style.columns()).join("\n")));
    }
    out.push_str(&format!("{}\n\n", hang("  ", cause, style.columns()).join("\n")));
    if !remedies.is_empty() {
        out.push_str(&format!("{}\n", paint(style.lang.pick("What to do", "Что делать"), Tint::Bold)));
        for (number, remedy) in remedies.iter().enumerate() {
            out.push_str(&format!("{}\n", hang(&format!("{}. ", number + 1), remedy, style.columns()).join("\n")));
        }
        out.push('\n');
    }
    for (name, value) in facts(reply, style.lang) {
        out.push_str(&format!("{}\n", hang(&format!("{name}: "), &value, style.columns()).join("\n")));
    }
    out
}

pub(crate) fn headline(title: &str) -> String {
    let mut rest = title.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

fn facts(reply: &Explained, lang: Lang) -> Vec<(String, String)> {
    let own = |text: &'static str| text.to_owned();
    let (who, how_long) = match &reply.told {
        Told::Reply(explanation) => (explanation.actor(), explanation.persistence),
        Told::Result(result) => (result.actor(), result.persistence()),
    };
    let mut facts = Vec::new();
    if how_long != Persistence::Success || matches!(reply.told, Told::Reply(_)) {
        facts.push((own(lang.pick("Who must act", "Кто должен действовать")), own(actor(who, lang))));
    }
    match &reply.told {
        Told::Reply(explanation) => {
            facts.push((own(lang.pick("For how long", "Надолго ли")), own(persistence(how_long, lang))));
            facts.extend(of_reply(explanation, lang));
        }
        Told::Result(result) => {
            let place = [
                (lang.pick("Judged by", "Кто проверял"), result.server.clone()),
                (lang.pick("Domain", "Домен"), result.domain()),
                (lang.pick("Address", "Адрес"), result.address().map(|a| a.to_string())),
            ];
            facts.extend(place.into_iter().filter_map(|(name, value)| Some((own(name), clean(&value?).into_owned()))));
        }
    }
    if let Some(remote) = &reply.remote {
        facts.push((own(lang.pick("Server", "Сервер")), clean(remote).into_owned()));
    }
    if !reply.checks.is_empty() {
        facts.push((own(lang.pick("Checks that can confirm it", "Проверки, которые могут это подтвердить")), reply.checks.join(", ")));
    }
    if let Told::Reply(explanation) = &reply.told {
        facts.push((own(lang.pick("Told by", "Основание")), own(basis(explanation, lang))));
    }
    facts
}

/// What the text itself says and names.
fn of_reply(explanation: &Explanation, lang: Lang) -> Vec<(String, String)> {
    let own = |text: &'static str| text.to_owned();
    let mut facts: Vec<(String, String)> =
        explanation.digits().into_iter().map(|(code, text)| (code, own(text.get(words(lang))))).collect();
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

pub(crate) fn persistence(persistence: Persistence, lang: Lang) -> &'static str {
    match persistence {
        Persistence::Temporary => lang.pick("temporary; the sending server tries again", "временно — сервер отправителя повторит попытку"),
        Persistence::Permanent => {
            lang.pick("permanent; refused again until the cause is gone", "окончательно — письмо не примут, пока причина не устранена")
        }
        Persistence::Success => lang.pick("it was accepted", "принято"),
        Persistence::Unknown => lang.pick("neither digits nor words tell", "ни из цифр, ни из слов не видно"),
    }
}

pub(crate) fn basis(explanation: &Explanation, lang: Lang) -> &'static str {
    match explanation.basis {
        Basis::Words if !explanation.is_verified() => {
            lang.pick("the words (this wording is not verified)", "слова ответа (эта формулировка не проверена)")
        }
        Basis::Words => lang.pick("the words", "слова ответа"),
        Basis::Enhanced => lang.pick("the enhanced code", "расширенный код"),
        Basis::Basic => lang.pick("the three digits", "три цифры"),
        Basis::Nothing if explanation.kind != Kind::Unknown => lang.pick("the fields of the report", "поля отчёта"),
        Basis::Nothing => lang.pick("nothing that is known", "ничего известного"),
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

    fn explained(text: &[u8], recipient: Option<&str>) -> Explained {
        let explanation = smtp_replies::explain(text);
        let subject = Subject::of(&explanation, recipient);
        Explained { told: Told::Reply(Box::new(explanation)), subject, remote: None, checks: Vec::new() }
    }

    fn page_of(text: &str, lang: Lang) -> String {
        replies_page(&[explained(text.as_bytes(), None)], None, &Style { lang, width: 80, colour: Colour::Off })
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
        let style = Style { lang: Lang::En, width: 80, colour: Colour::Off };
        let page = replies_page(&[explained(b"550 no", Some("a\u{1b}]0;x\u{7}@b"))], None, &style);
        assert!(!page.contains(['\u{1b}', '\u{7}']));
        let result = smtp_replies::authentication_results("mx\u{1b}[31m; spf=fail smtp.mailfrom=a\u{202e}@example.com".as_bytes());
        let all: Vec<Explained> = result
            .into_iter()
            .map(|r| Explained { told: Told::Result(r), subject: Subject::default(), remote: Some("\u{1b}".into()), checks: Vec::new() })
            .collect();
        assert!(all.len() == 1 && !replies_page(&all, None, &style).contains(['\u{1b}', '\u{202e}']));
    }
}
