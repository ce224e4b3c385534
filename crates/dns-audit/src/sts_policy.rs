//! What the checks of the MTA-STS policy share: its file, its place, and its faults in words.

use crate::view::View;
use findings::{Evidence, Phrase, Subject, Verdict};
use readings::mail::MailHost;
use readings::policy::Fetched;
use records::sts_policy::{IssueKind, StsPolicy};

/// Verdicts about a file that came: unknown where it is not known, none where there is none (STS003 tells why).
pub fn of_file(view: &View, judge: impl FnOnce(&StsPolicy, Option<&str>) -> Vec<(Subject, Verdict)>) -> Vec<(Subject, Verdict)> {
    match &view.policy.found {
        Fetched::Unknown(gap) => vec![(view.domain(), Verdict::unknown(gap.clone()))],
        Fetched::File { policy, content_type } => judge(policy, content_type.as_deref()),
        Fetched::NotAnnounced | Fetched::Failed(_) => Vec::new(),
    }
}

/// As [`of_file`], of one that parses: what senders make of another is nowhere said.
pub fn of_sound_file(view: &View, judge: impl FnOnce(&StsPolicy) -> Vec<(Subject, Verdict)>) -> Vec<(Subject, Verdict)> {
    of_file(view, |policy, _| if policy.issues.is_empty() { judge(policy) } else { Vec::new() })
}

/// Evidence that names the domain and the place of its policy.
pub fn placed(view: &View) -> Evidence {
    let url = format!("https://mta-sts.{}/.well-known/mta-sts.txt", view.target.domain);
    Evidence::new().with("domain", &view.target.domain).with("url", url)
}

/// The exchanges that a policy has to cover.
pub fn exchanges(view: &View) -> impl Iterator<Item = &MailHost> {
    view.mail.hosts.iter().filter(|host| !host.is_literal())
}

/// A fault of a policy file, in words.
pub fn words(kind: IssueKind) -> Phrase {
    let (en, ru) = match kind {
        IssueKind::NoField => ("no field with a colon directly behind its name", "нет поля с двоеточием сразу после имени"),
        IssueKind::WrongCase => ("a field's name not in lower case", "имя поля не строчными буквами"),
        IssueKind::BadVersion => ("the version is not STSv1", "версия не STSv1"),
        IssueKind::BadMode => ("the mode is none of enforce, testing and none", "режим не enforce, testing или none"),
        IssueKind::BadMaxAge => ("max_age is no number of one to ten digits", "max_age не число из 1–10 цифр"),
        IssueKind::BadMx => {
            ("mx is neither a host name nor '*.' with a domain, one to a line", "mx не имя хоста и не «*.» с доменом, по одному в строке")
        }
        IssueKind::BadCharacter => ("an empty value, or a character that it must not hold", "пустое значение или недопустимый символ"),
        IssueKind::Missing => ("a field is missing", "не хватает поля"),
        IssueKind::TooLong => ("the file is longer than 64 KiB", "файл больше 64 КиБ"),
    };
    Phrase { en, ru }
}
