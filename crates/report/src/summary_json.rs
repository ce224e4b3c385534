//! The numbers of many deliveries for programs: the part `summary` of `mailaudit.reply/1`.

use schemars::JsonSchema;
use serde::Serialize;
use smtp_replies::{Actor, Kind, Lang, Summary, Tally};

/// Many messages, each to one recipient, by what became of them last.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SummaryTold<'a> {
    /// All of them.
    total: Numbers,
    /// Tries that were put off; a message may have several.
    put_off: u64,
    /// What the trouble is, the most frequent first.
    classes: Vec<Class>,
    /// Whose words they were.
    providers: Vec<Keyed<'a>>,
    /// Recipient domains, those with most trouble first.
    domains: Vec<Keyed<'a>>,
    /// Domains beyond those that are kept by name, together.
    other_domains: Numbers,
    /// Days (RFC 3339 dates) in order; empty where nothing was dated.
    days: Vec<Day>,
    /// Days beyond those that are kept, together.
    other_days: Numbers,
    /// Messages that were too many to await; they count as waiting.
    forgotten: u64,
}

/// How many messages.
#[derive(Serialize, JsonSchema, Clone, Copy)]
struct Numbers {
    /// Accepted by the next host at the first try.
    delivered: u64,
    /// Put off first, delivered later.
    late: u64,
    /// Put off, and not delivered by the end.
    waiting: u64,
    /// Given up.
    returned: u64,
    /// Refused by the server itself to its own client.
    rejected: u64,
    /// Complaints and automatic answers.
    answers: u64,
    /// Of the others than delivered: the last words allow another try.
    temporary: u64,
    /// Of the others than delivered: the last words are final.
    permanent: u64,
}

impl From<Tally> for Numbers {
    fn from(t: Tally) -> Self {
        Self {
            delivered: t.delivered,
            late: t.late,
            waiting: t.waiting,
            returned: t.returned,
            rejected: t.rejected,
            answers: t.answers,
            temporary: t.temporary,
            permanent: t.permanent,
        }
    }
}

/// One kind of trouble.
#[derive(Serialize, JsonSchema)]
struct Class {
    /// Its class.
    #[schemars(extend("enum" = Kind::ALL.map(Kind::name).to_vec()))]
    class: &'static str,
    /// The class in words.
    title: &'static str,
    /// Messages that were not simply delivered.
    count: u64,
    /// By their end.
    #[serde(flatten)]
    numbers: Numbers,
    /// Who must act first.
    #[schemars(extend("enum" = [Actor::Sender, Actor::SenderAdmin, Actor::Recipient, Actor::RecipientAdmin, Actor::Network].map(Actor::name)))]
    actor: &'static str,
    /// Why it happens.
    cause: &'static str,
    /// What to do, the first first.
    remedy: Vec<&'static str>,
    /// The first reply of the class.
    example: Option<String>,
}

/// A provider or a domain.
#[derive(Serialize, JsonSchema)]
struct Keyed<'a> {
    /// Its name.
    name: &'a str,
    /// Messages that were not simply delivered.
    count: u64,
    /// By their end.
    #[serde(flatten)]
    numbers: Numbers,
}

/// One day.
#[derive(Serialize, JsonSchema)]
struct Day {
    /// `2026-11-24`.
    #[schemars(extend("format" = "date"))]
    day: String,
    /// Messages that were not simply delivered.
    count: u64,
    /// By their end.
    #[serde(flatten)]
    numbers: Numbers,
}

impl<'a> SummaryTold<'a> {
    pub(crate) fn new(summary: &'a Summary, lang: Lang) -> Self {
        let keyed = |(name, tally): (&'a str, Tally)| Keyed { name, count: tally.troubled(), numbers: tally.into() };
        Self {
            total: summary.total().into(),
            put_off: summary.put_off(),
            classes: summary.classes().into_iter().map(|(kind, tally)| class(summary, kind, tally, lang)).collect(),
            providers: summary.providers().into_iter().map(keyed).collect(),
            domains: summary.domains().into_iter().map(keyed).collect(),
            other_domains: summary.other_domains().into(),
            days: summary
                .days()
                .into_iter()
                .map(|(day, tally)| Day { day: day.to_string(), count: tally.troubled(), numbers: tally.into() })
                .collect(),
            other_days: summary.other_days().into(),
            forgotten: summary.forgotten(),
        }
    }
}

fn class(summary: &Summary, kind: Kind, tally: Tally, lang: Lang) -> Class {
    let words = kind.words();
    Class {
        class: kind.name(),
        title: words.title.get(lang),
        count: tally.troubled(),
        numbers: tally.into(),
        actor: words.actor.name(),
        cause: words.cause.get(lang),
        remedy: words.remedies.iter().map(|r| r.get(lang)).collect(),
        example: summary.example(kind).map(|e| crate::reply_json::whole(&e.explanation)),
    }
}
