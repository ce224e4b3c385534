//! SMTP021: how long each step took, by address.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Host, View, unknown};
use facts::answer::Phase;
use facts::answer::Try;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::Heard;

pub const CHECK: Check<View> = Check {
    code: "SMTP021",
    name: "smtp-timing",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::NotApplicable],
    cites: &["RFC 5321 4.5.3.2"],
    follows: &["DNS001"],
    en: Words {
        title: "How long each step takes",
        says: "Milliseconds, by address: {times}",
        why: "A sender waits for each step in turn; one slow step, repeated for every message, is a slow queue.",
        fix: "Nothing has to be done where all steps take less than a second. A slow greeting is told by SMTP004.",
    },
    ru: Words {
        title: "Сколько занимает каждый шаг",
        says: "Миллисекунды по адресам: {times}",
        why: "Отправитель ждёт каждый шаг по очереди; один медленный шаг, повторённый для каждого письма, — это медленная очередь.",
        fix: "Если все шаги короче секунды, делать ничего не нужно. О медленном приветствии сообщает SMTP004.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY]),
        Example::info(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nSILENCE"]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY]),
        Example::unknown(&[HEALTHY, "mx.example.com A TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let told = |host: &Host| judge_host(view, host).map(|verdict| (host.subject.clone(), verdict));
    view.hosts.iter().filter_map(told).collect()
}

fn judge_host(view: &View, host: &Host) -> Option<Verdict> {
    let mut times = Vec::new();
    for talk in &host.talks {
        let deep = view.recipients.hosts.iter().filter(|h| Subject::from(&h.name) == host.subject).flat_map(|h| &h.talks);
        let deep = deep.filter(|t| t.address == talk.address).find_map(|t| match &t.plain {
            Heard::Try(attempt, _) => Some(attempt),
            _ => None,
        });
        let Some(session) = talk.session.tries().first() else { continue };
        let mut steps = named(session);
        let further = |(name, _): &(String, u32)| matches!(name.as_str(), "MAIL" | "RCPT");
        steps.extend(deep.map(|attempt| named(attempt)).unwrap_or_default().into_iter().filter(further));
        let steps: Vec<String> = steps.into_iter().map(|(name, ms)| format!("{name} {ms}")).collect();
        times.push(format!("{}: {}", talk.address, steps.join(" ")));
    }
    if times.is_empty() {
        let gaps: Vec<_> = host.gaps.iter().cloned().chain(host.talks.iter().filter_map(|t| t.gap())).collect();
        return (!gaps.is_empty()).then(|| unknown(gaps));
    }
    Some(Verdict::Info(Evidence::new().with("times", times)))
}

/// The slowest of each kind of step, in the order of the dialogue.
fn named(attempt: &Try) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    // What the user's leave alone allows is no measure.
    for step in attempt.steps.iter().take_while(|step| step.phase != Phase::Vrfy) {
        let name = match step.phase {
            Phase::Connect => "connect",
            Phase::Greeting => "greeting",
            Phase::Ehlo | Phase::EhloTls => "EHLO",
            Phase::Helo => "HELO",
            Phase::Starttls => "STARTTLS",
            Phase::Handshake => "TLS",
            Phase::Mail(_) => "MAIL",
            Phase::Rcpt(_) => "RCPT",
            _ => continue,
        };
        match found.iter_mut().find(|(known, _)| known == name) {
            Some((_, ms)) => *ms = (*ms).max(step.took_ms),
            None => found.push((name.to_owned(), step.took_ms)),
        }
    }
    found
}
