//! Where test messages arrived: one line for each mailbox, with what its receiver said; a bounce with its explanation.

use crate::clean::clean;
use crate::paint::{self, Tint, paint};
use crate::reply::{actor, words};
use crate::reply_json::persistence as persistence_word;
use crate::style::Style;
use crate::table::grid::{Grid, Rows};
use crate::wrap::{hang, shorten, wrap};
use findings::Lang;
use schemars::JsonSchema;
use serde::Serialize;
use smtp_replies::Explanation;
use std::collections::BTreeMap;

/// At most so many characters of one value from outside stand in a cell.
const LONGEST_VALUE: usize = 120;

/// One test message.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// The mailbox.
    pub mailbox: String,
    /// Whose it is, by name.
    pub provider: String,
    /// What the message is known by.
    pub marker: String,
    /// Where it is.
    pub place: Landing,
    /// The folder, where it arrived.
    pub folder: Option<String>,
    /// How long it took to be found, in milliseconds.
    pub after_ms: Option<u64>,
    /// Who judged it, by the name that stands in Authentication-Results.
    pub judged_by: Option<String>,
    /// Its results by method; empty where the receiver wrote none.
    pub results: BTreeMap<String, String>,
    /// How it came there from outside.
    pub hop: Option<LastHop>,
    /// What was said where it was refused or came back.
    pub reply: Option<Explanation>,
    /// Why it is not known where it is.
    pub because: Option<String>,
    /// Whether a notice came back that it is late.
    pub late: bool,
    /// The answer to it, where one was to be sent.
    pub way_back: Option<Box<Delivery>>,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Landing {
    /// In the inbox.
    Inbox,
    /// In a part of the inbox that is shown as a tab.
    Tab,
    /// In a spam folder.
    Spam,
    /// In another folder, by a rule of the owner.
    Folder,
    /// Refused by the server for sending.
    Refused,
    /// It came back.
    Returned,
    /// Accepted, and not found within the wait.
    Missing,
    /// Not sent: somewhere on the way to it nobody was let in.
    NotSent,
    /// Nobody could look.
    #[default]
    Unseen,
}

/// The last hop from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LastHop {
    /// Who handed the message over, as it named itself.
    pub from: Option<String>,
    /// Who took it.
    pub by: Option<String>,
    /// The protocol, as the receiver wrote it (`ESMTPS`).
    pub with: Option<String>,
    /// Whether it was protected by TLS; null where the receiver does not say.
    pub tls: Option<bool>,
    /// `TLSv1.3`.
    pub version: Option<String>,
    /// The suite.
    pub cipher: Option<String>,
}

/// The same for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Told {
    /// The mailbox, or for the way back the sender.
    mailbox: String,
    /// Whose it is.
    provider: String,
    /// What the message is known by: stands in its header X-Mailaudit-Delivery and in its Message-ID.
    marker: String,
    /// Where it is.
    status: Landing,
    /// The folder, decoded; null where it did not arrive.
    folder: Option<String>,
    /// Milliseconds until it was found.
    after_ms: Option<u64>,
    /// Who wrote the results (authserv-id of RFC 8601).
    judged_by: Option<String>,
    /// The receiver's own results by method (`dmarc`: `pass`); empty where it wrote none.
    results: BTreeMap<String, String>,
    /// The last hop from outside.
    last_hop: Option<LastHop>,
    /// What was said where it was refused or came back.
    reply: Option<Said>,
    /// Why it is not known where it is.
    because: Option<String>,
    /// Whether a notice came back that it is late.
    late: bool,
    /// The answer from the mailbox to the sender; null where none was to be sent.
    way_back: Option<Box<Told>>,
}

/// A reply, explained.
#[derive(Serialize, JsonSchema)]
struct Said {
    /// As it was said.
    text: String,
    /// The three digits.
    code: Option<u16>,
    /// The enhanced code.
    enhanced: Option<String>,
    /// What it is about (`user_unknown`).
    kind: String,
    /// Whether a later attempt can succeed.
    persistence: &'static str,
    /// Who must act.
    actor: &'static str,
    /// Why it happens.
    cause: &'static str,
    /// What to do, the first first.
    remedies: Vec<&'static str>,
}

impl Told {
    pub(crate) fn new(delivery: &Delivery, lang: Lang) -> Self {
        Self {
            mailbox: delivery.mailbox.clone(),
            provider: delivery.provider.clone(),
            marker: delivery.marker.clone(),
            status: delivery.place,
            folder: delivery.folder.clone(),
            after_ms: delivery.after_ms,
            judged_by: delivery.judged_by.clone(),
            results: delivery.results.clone(),
            last_hop: delivery.hop.clone(),
            reply: delivery.reply.as_ref().map(|explanation| Said {
                text: explanation.reply.text(),
                code: explanation.reply.code,
                enhanced: explanation.reply.enhanced.map(|code| code.to_string()),
                kind: explanation.kind.name().to_owned(),
                persistence: persistence_word(explanation.persistence),
                actor: explanation.actor().name(),
                cause: explanation.cause(words(lang)),
                remedies: explanation.remedies(words(lang)),
            }),
            because: delivery.because.clone(),
            late: delivery.late,
            way_back: delivery.way_back.as_deref().map(|back| Box::new(Self::new(back, lang))),
        }
    }
}

/// The matrix of all messages, and what to know of those that did not arrive.
#[must_use]
pub fn deliveries_table(deliveries: &[Delivery], style: &Style) -> String {
    let lang = style.lang;
    // On a narrow page the suite is left to JSON, so that addresses stay readable.
    let mut grid = Grid::new(if style.is_wide() { &[0, 0, 8, 22, 34] } else { &[0, 14, 8, 15, 10] }, Rows::Ruled, style);
    grid.header(&[
        lang.pick("Mailbox", "Ящик"),
        lang.pick("Where", "Где письмо"),
        lang.pick("Found", "Найдено"),
        lang.pick("Receiver's checks", "Проверки получателя"),
        lang.pick("Last hop", "Последний переход"),
    ]);
    let mut notes = String::new();
    for delivery in deliveries {
        grid.row(&row(delivery, &delivery.provider, &grid, lang));
        notes.push_str(&note(delivery, style));
        if let Some(back) = &delivery.way_back {
            let title = format!("↩ {} → {}", delivery.mailbox, back.mailbox);
            let back = Delivery { mailbox: title, ..(**back).clone() };
            grid.row(&row(&back, lang.pick("the answer", "ответ"), &grid, lang));
            notes.push_str(&note(&back, style));
        }
    }
    paint::finish(&format!("{}{notes}", grid.draw()), style.colour)
}

fn row(delivery: &Delivery, whose: &str, grid: &Grid, lang: Lang) -> [Vec<String>; 5] {
    let cell = |text: &str, column: usize| wrap(&shorten(&clean(text), LONGEST_VALUE), grid.width(column));
    let mut place = cell(landing(delivery.place, lang), 1);
    place.extend(delivery.folder.iter().filter(|_| delivery.place != Landing::Inbox).flat_map(|folder| cell(folder, 1)));
    if delivery.late && delivery.folder.is_none() {
        place.extend(cell(lang.pick("late, by a notice", "задерживается, есть уведомление"), 1));
    }
    let found = delivery.after_ms.map_or_else(|| "–".to_owned(), |ms| seconds(ms, lang));
    let order = ["spf", "dkim", "dmarc", "arc"];
    let results = order.iter().filter_map(|m| delivery.results.get(*m).map(|result| format!("{m}={result}")));
    let mut results: Vec<String> = results.flat_map(|text| cell(&text, 3)).collect();
    if results.is_empty() {
        results.push(if delivery.folder.is_some() { lang.pick("none told", "не указаны").into() } else { "–".into() });
    }
    let mut whole = cell(&delivery.mailbox, 0);
    whole.extend(cell(whose, 0));
    let hop = delivery.hop.as_ref().map_or_else(|| "–".to_owned(), |hop| protection(hop, grid.width(4) > 20, lang));
    [whole, place, vec![found], results, cell(&hop, 4)]
}

fn landing(place: Landing, lang: Lang) -> &'static str {
    match place {
        Landing::Inbox => lang.pick("inbox", "входящие"),
        Landing::Tab => lang.pick("inbox, on a tab", "входящие, вкладка"),
        Landing::Spam => lang.pick("SPAM", "СПАМ"),
        Landing::Folder => lang.pick("another folder", "другая папка"),
        Landing::Refused => lang.pick("refused at submission", "отклонено при отправке"),
        Landing::Returned => lang.pick("came back", "вернулось"),
        Landing::Missing => lang.pick("not found in time", "не найдено за отведённое время"),
        Landing::NotSent => lang.pick("not sent", "не отправлено"),
        Landing::Unseen => lang.pick("not known", "неизвестно"),
    }
}

fn seconds(ms: u64, lang: Lang) -> String {
    let tenths = ms.div_ceil(100);
    format!("{}{}{} {}", tenths / 10, lang.pick(".", ","), tenths % 10, lang.pick("s", "с"))
}

fn protection(hop: &LastHop, wide: bool, lang: Lang) -> String {
    let protocol = hop.with.clone().unwrap_or_default();
    match (hop.tls, &hop.version) {
        (Some(true), Some(version)) if wide => format!("{version} {}", hop.cipher.as_deref().unwrap_or_default()).trim_end().to_owned(),
        (Some(true), Some(version)) => version.clone(),
        (Some(true), None) => format!("TLS ({protocol})"),
        (Some(false), _) => lang.pick("NO TLS", "БЕЗ TLS").to_owned(),
        (None, _) => lang.pick("not told", "не указано").to_owned(),
    }
}

/// Why a message is not there, and what the words of the server mean.
fn note(delivery: &Delivery, style: &Style) -> String {
    let lang = style.lang;
    let mut out = String::new();
    let mut line = |head: &str, text: &str| {
        out.push_str(&hang(head, text, style.columns()).join("\n"));
        out.push('\n');
    };
    if delivery.because.is_none() && delivery.reply.is_none() {
        return out;
    }
    line("", &paint(&clean(&delivery.mailbox), Tint::Bold));
    if let Some(because) = &delivery.because {
        line("  ", &shorten(&clean(because), 4 * LONGEST_VALUE));
    }
    let Some(explanation) = &delivery.reply else { return out };
    line("  ", &format!("« {} »", shorten(&clean(&spoken(explanation)), 4 * LONGEST_VALUE)));
    line("  ", explanation.cause(words(lang)));
    line("  ", &format!("{}: {}", lang.pick("Who must act", "Кто должен действовать"), actor(explanation.actor(), lang)));
    for (number, remedy) in explanation.remedies(words(lang)).iter().enumerate() {
        line(&format!("  {}. ", number + 1), remedy);
    }
    out
}

/// The reply as the server said it.
fn spoken(explanation: &Explanation) -> String {
    let reply = &explanation.reply;
    let digits = [reply.code.map(|code| code.to_string()), reply.enhanced.map(|code| code.to_string())];
    digits.into_iter().flatten().chain([reply.text()]).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Colour;

    fn sample() -> Vec<Delivery> {
        let hop = LastHop { with: Some("ESMTPS".into()), tls: Some(true), version: Some("TLSv1.3".into()), ..LastHop::default() };
        let results = [("dmarc".to_owned(), "pass".to_owned())].into();
        let found = Delivery {
            mailbox: "anna@gmail.com".into(),
            provider: "Gmail".into(),
            place: Landing::Spam,
            folder: Some("[Gmail]/Спам\u{1b}[31m".into()),
            after_ms: Some(4_210),
            hop: Some(hop),
            results,
            ..Delivery::default()
        };
        let returned = Delivery {
            mailbox: "none@example.net".into(),
            place: Landing::Returned,
            reply: Some(smtp_replies::explain(b"550 5.1.1 <none@example.net>: User unknown")),
            ..Delivery::default()
        };
        vec![found, returned]
    }

    #[test]
    fn a_page_in_both_languages_that_steers_no_terminal() {
        let page = |lang| deliveries_table(&sample(), &Style { lang, width: 100, colour: Colour::Off });
        let (english, russian) = (page(Lang::En), page(Lang::Ru));
        assert!(english.contains("SPAM") && english.contains("4.3 s") && english.contains("dmarc=pass"), "{english}");
        assert!(english.contains("TLSv1.3") && english.contains("550 5.1.1") && english.contains("1. "), "{english}");
        assert!(russian.contains("СПАМ") && russian.contains("4,3 с") && russian.contains("вернулось"), "{russian}");
        assert!(!english.contains('\u{1b}'));
        assert!(english.lines().all(|line| line.chars().count() <= 100), "{english}");
    }
}
