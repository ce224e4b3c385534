//! REQ001 and REQ002: what providers demand, told as findings of one subject for each provider.

use facts::{Gap, Reason};
use findings::{
    About, Evidence, Judged, Met, Phrase, ProviderReport, ProviderVerdict, RequirementReport, Severity, Status, Subject, Value, Verdict,
    Words,
};

const UNMET: About = About {
    code: "REQ001",
    name: "provider-requirement",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[
        "https://support.google.com/a/answer/81126",
        "https://senders.yahooinc.com/best-practices/",
        "https://support.apple.com/102322",
        "https://help.mail.ru/enmail-help/rules/general",
    ],
    follows: &[],
    en: Words {
        title: "Requirements of mailbox providers",
        says: "{provider} demands what this sender does not meet: {unmet}.",
        why: "A provider that publishes requirements refuses, defers or files as spam what breaks them, whatever else is right.",
        fix: "Mend what the codes in brackets name: 'mailaudit check' has a finding for each, 'mailaudit explain CODE' tells how. 'mailaudit requirements' lists all that is demanded, with the sources.",
    },
    ru: Words {
        title: "Требования почтовых служб",
        says: "{provider} требует того, что у этого отправителя не выполнено: {unmet}.",
        why: "Служба, которая опубликовала требования, отклоняет, откладывает или кладёт в спам письма, которые их нарушают, даже если всё остальное верно.",
        fix: "Исправьте то, на что указывают коды в скобках: «mailaudit check» показывает вывод о каждом, «mailaudit explain КОД» объясняет, что делать. Все требования с источниками перечисляет «mailaudit requirements --lang ru».",
    },
};

const UNKNOWN: About = About {
    code: "REQ002",
    name: "provider-requirement-unknown",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::NotApplicable],
    cites: UNMET.cites,
    follows: &[],
    en: Words {
        title: "Requirements that cannot be judged",
        says: "{provider}: whether these requirements are met is not known: {unknown}.",
        why: "What a provider counts on its own side, such as complaints, decides over delivery as much as what can be seen from outside.",
        fix: "Look where each line says, and give the audit what it lacks.",
    },
    ru: Words {
        title: "Требования, которые нельзя проверить",
        says: "{provider}: выполнены ли эти требования, неизвестно: {unknown}.",
        why: "То, что служба считает у себя, например жалобы, влияет на доставку не меньше того, что видно снаружи.",
        fix: "Посмотрите там, где указано, и передайте проверке недостающее.",
    },
};

/// The checks of this crate.
pub const CHECKS: [About; 2] = [UNMET, UNKNOWN];

/// The verdicts about each provider.
#[must_use]
pub fn verdicts(providers: &[ProviderReport]) -> Vec<Judged> {
    providers.iter().flat_map(|p| [(UNMET, broken(p)), (UNKNOWN, open(p))].map(|(about, verdict)| judged(about, p, verdict))).collect()
}

fn judged(about: About, provider: &ProviderReport, verdict: Verdict) -> Judged {
    Judged { about, subject: Subject::word(provider.id), verdict }
}

fn broken(provider: &ProviderReport) -> Verdict {
    let unmet: Vec<Value> = of(provider, Met::Unmet).map(requirement).collect();
    let evidence = Evidence::new().with("provider", provider.name);
    match provider.verdict {
        ProviderVerdict::NotReady => Verdict::fail(evidence.with("unmet", Value::Each(unmet))),
        ProviderVerdict::Ready => Verdict::Pass(evidence),
        ProviderVerdict::Undetermined => Verdict::NotApplicable,
    }
}

fn open(provider: &ProviderReport) -> Verdict {
    let unknown: Vec<&RequirementReport> = of(provider, Met::Unknown).collect();
    if unknown.is_empty() {
        return Verdict::NotApplicable;
    }
    let ids: Vec<&str> = unknown.iter().map(|r| r.id).collect();
    let gap = Gap { reason: Reason::UnseenFromOutside, asked: format!("{}: {}", provider.id, ids.join(", ")) };
    let told = unknown.into_iter().map(|r| {
        let holes = Evidence::new().with("title", r.title).with("look", r.look.unwrap_or(r.demands));
        Value::Sentence(Phrase { en: "{title} ({look})", ru: "{title} ({look})" }, holes)
    });
    let evidence = Evidence::new().with("provider", provider.name).with("unknown", Value::Each(told.collect()));
    Verdict::Unknown { gaps: vec![gap], evidence }
}

fn of(provider: &ProviderReport, met: Met) -> impl Iterator<Item = &RequirementReport> {
    provider.requirements.iter().filter(move |r| r.status == met)
}

/// Which one, the check that tells, since when, and with which reply it is refused.
fn requirement(told: &RequirementReport) -> Value {
    let holes = Evidence::new()
        .with("title", told.title)
        .with("code", told.code)
        .with("since", told.since.unwrap_or_default())
        .with("replies", told.replies.join(", "));
    let words = match (told.since, told.replies.is_empty()) {
        (None, true) => Phrase { en: "{title} ({code})", ru: "{title} ({code})" },
        (None, false) => Phrase { en: "{title} ({code}; refused with {replies})", ru: "{title} ({code}; отказ: {replies})" },
        (Some(_), true) => Phrase { en: "{title} ({code}; since {since})", ru: "{title} ({code}; с {since})" },
        (Some(_), false) => Phrase {
            en: "{title} ({code}; since {since}; refused with {replies})",
            ru: "{title} ({code}; с {since}; отказ: {replies})",
        },
    };
    Value::Sentence(words, holes)
}
