//! DMARC003: a tag that receivers cannot read.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::dmarc::{Issue, IssueKind};

pub const CHECK: Check<View> = Check {
    code: "DMARC003",
    name: "dmarc-syntax",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7"],
    follows: &["DNS001"],
    en: Words {
        title: "The DMARC record can be read",
        says: "The DMARC record at {at} is wrong at column {column}: {text} ({fault}).",
        why: "Receivers fall back on the tag's default; with an unreadable p, sp or np they take p=none, or ignore the whole record when rua has no usable address.",
        fix: "Write the record at {at} anew: v=DMARC1 first, tags as name=value with semicolons between them, p as none, quarantine or reject.",
    },
    ru: Words {
        title: "Синтаксис записи DMARC",
        says: "В записи DMARC {at} ошибка, позиция {column}: {text} ({fault}).",
        why: "Получатели берут значение тега по умолчанию; если не читается p, sp или np, считают политику равной none, а без пригодного адреса в rua игнорируют всю запись.",
        fix: "Исправьте запись {at}: сначала v=DMARC1, дальше теги вида имя=значение через точку с запятой, в p одно из слов none, quarantine, reject.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=rejct; rua=mailto:dmarc@example.com"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; adkim=strict"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p reject; rua=mailto:dmarc@example.com"]),
        Example::fail(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90",
            "_dmarc.example.com TXT v=DMARC1; p=reject; sp=no",
        ]),
        Example::pass(&[HEALTHY]),
        // Order and case of the values are free.
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; rua=mailto:dmarc@example.com; p=Reject; fo=0:1:d:s;"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        let kinds = [IssueKind::NotATag, IssueKind::BadValue, IssueKind::BadCharacter];
        let Some(issue) = record.issues_of(&kinds).next() else {
            return Verdict::Pass(evidence(from));
        };
        let fault = match issue.kind {
            IssueKind::BadValue => {
                Phrase { en: "a value that this tag does not have", ru: "такого значения у тега нет" }
            }
            IssueKind::BadCharacter => Phrase { en: "a character that no tag may hold", ru: "недопустимый символ" },
            _ => Phrase { en: "not of the form name=value", ru: "не имеет вида имя=значение" },
        };
        let evidence = evidence(from).with("column", issue.span.column()).with("text", shown(issue)).with("fault", fault);
        Verdict::fail(evidence).with_records(repaired(from, &record.text))
    })
}

/// What stands there, and behind an arrow what was meant, where that is plain.
fn shown(issue: &Issue) -> String {
    let written = if issue.value.is_empty() && issue.kind == IssueKind::NotATag {
        issue.tag.clone()
    } else {
        format!("{}={}", issue.tag, issue.value)
    };
    let written: String = written.chars().take(80).collect();
    issue.nearest.map_or(written.clone(), |nearest| format!("{written} → {}={nearest}", issue.tag))
}
