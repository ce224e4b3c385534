//! DMARC007: a report address that receivers cannot use.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::dmarc::{ReportUri, UriFault};

pub const CHECK: Check<View> = Check {
    code: "DMARC007",
    name: "dmarc-report-uri",
    severity: Severity::Error,
    other_severities: &[Severity::Notice, Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7", "RFC 3986 2.2"],
    follows: &["DNS001", "DMARC005"],
    en: Words {
        title: "Report addresses",
        says: "Addresses for reports in the record at {at} that are not as they should be: {bad} ({fault}).",
        why: "Receivers send reports to mailto: addresses alone and skip the rest; the !size suffix they must ignore.",
        fix: "Write each address in the record at {at} as mailto:name@host, several with commas between them, without a size.",
    },
    ru: Words {
        title: "Адреса для отчётов",
        says: "Неправильные адреса для отчётов в записи {at}: {bad} ({fault}).",
        why: "Получатели шлют отчёты только на адреса mailto:, остальные не используют; приписку !размер они обязаны игнорировать.",
        fix: "Запишите каждый адрес в записи {at} как mailto:имя@домен, несколько через запятую, без размера.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=dmarc@example.com"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua="]),
        Example::fail_as(
            Severity::Warning,
            &[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com,https://example.com/r"],
        ),
        Example::fail_as(
            Severity::Warning,
            &[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruf=mailto:nobody"],
        ),
        Example::fail_as(Severity::Notice, &[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com!10m"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:a@example.com, mailto:b@example.com"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        if record.rua.is_none() && record.ruf.is_none() {
            return Verdict::NotApplicable;
        }
        let all = || record.rua.iter().chain(&record.ruf).flatten();
        let bad: Vec<&ReportUri> = all().filter(|u| !u.is_usable()).collect();
        let (severity, bad) = if record.rua.is_some() && !record.has_usable_rua() {
            (None, bad)
        } else if !bad.is_empty() {
            (Some(Severity::Warning), bad)
        } else {
            (Some(Severity::Notice), all().filter(|u| u.has_size).collect())
        };
        let Some(first) = bad.first() else {
            return Verdict::Pass(evidence(from));
        };
        let texts: Vec<String> = bad.iter().map(|u| shown(u)).collect();
        let evidence = evidence(from).with("bad", texts).with("fault", phrase(first));
        let verdict = severity.map_or_else(|| Verdict::fail(evidence.clone()), |s| Verdict::fail_as(s, evidence.clone()));
        verdict.with_records(repaired(from, &record.text))
    })
}

fn shown(uri: &ReportUri) -> String {
    if uri.text.is_empty() { "''".into() } else { uri.text.chars().take(80).collect() }
}

fn phrase(uri: &ReportUri) -> Phrase {
    let (en, ru) = match uri.mailbox {
        Ok(_) => ("a size behind the exclamation mark is obsolete", "размер после восклицательного знака отменён"),
        Err(UriFault::Empty) => ("nothing stands there", "адреса нет"),
        Err(UriFault::NoScheme) => ("mailto: is missing", "нет mailto:"),
        Err(UriFault::OtherScheme) => ("receivers serve mailto: alone", "получатели поддерживают только mailto:"),
        Err(UriFault::NoMailbox) => ("no single mailbox", "это не один почтовый ящик"),
        Err(UriFault::BadHost) => ("no host name behind @", "после @ не имя домена"),
    };
    Phrase { en, ru }
}
