//! STS002: an MTA-STS record that senders cannot read, or several of them.

use crate::published::{Broken, field_words, form, sts_record};
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::mta_sts::{Issue, IssueKind, MtaStsRecord};

pub const CHECK: Check<View> = Check {
    code: "STS002",
    name: "sts-record",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 3.1"],
    follows: &["DNS001"],
    en: Words {
        title: "The MTA-STS record",
        says: "The MTA-STS record at {at} cannot be used: {fault} ({text}).",
        why: "Senders take the domain for one without MTA-STS, and deliver as if there were no policy.",
        fix: "At _mta-sts.{domain} leave one TXT record that begins with v=STSv1 and a semicolon, in exactly this case, followed by id= with 1 to 32 letters and digits; delete what is left of the others. Change the id whenever the policy changes.",
    },
    ru: Words {
        title: "Запись MTA-STS",
        says: "Запись MTA-STS {at} непригодна: {fault} ({text}).",
        why: "Отправители считают, что MTA-STS у домена нет, и доставляют так, будто политики не существует.",
        fix: "Оставьте по имени _mta-sts.{domain} одну TXT-запись: v=STSv1 с точкой с запятой в самом начале, с теми же прописными буквами, затем id= и от 1 до 32 латинских букв и цифр; остальное удалите. Меняйте id при каждой смене политики.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1; id=1\n_mta-sts.example.com TXT v=STSv1; id=2"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1; id=1\n_mta-sts.example.com TXT v=STSv1; id=1;"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1; id=123456789012345678901234567890123"]),
        Example::pass(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1; id=12345678901234567890123456789012"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1; id=2026-11-01"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1; id="]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1;"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1; id=1; junk"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1 id=20261101"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=stsv1; id=20261101"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT NODATA\nmta-sts.example.com TXT v=STSv1; id=1"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT NODATA\n_mta-sts.example.com.example.com TXT v=STSv1; id=1"]),
        Example::pass(&[HEALTHY]),
        // Texts of other kinds are discarded before counting; a misspelt one beside a right one does no harm.
        Example::pass(&[
            HEALTHY,
            "_mta-sts.example.com TXT v=STSv1;id=1\n_mta-sts.example.com TXT a note\n_mta-sts.example.com TXT v=stsv1; id=2",
        ]),
        // Extensions are legal.
        Example::pass(&[HEALTHY, "_mta-sts.example.com TXT v=STSv1 ; x-note.1=a; id=1"]),
        Example::unknown(&[HEALTHY, "_mta-sts.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "_mta-sts.example.com TXT NODATA\nexample.com TXT SERVFAIL"]),
        Example::not_applicable(&[HEALTHY, "_mta-sts.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "_mta-sts.example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = form(&view.sts, |r| (&r.text, broken(r)), || sts_record(view));
    let hidden_and_unused = verdict.status() == Status::Unknown && view.takes_mail() == Ok(false);
    vec![(view.domain(), if hidden_and_unused { Verdict::NotApplicable } else { verdict })]
}

fn broken(record: &MtaStsRecord) -> Option<Broken> {
    record.issues.first().map(|issue| Broken { fault: words(issue), text: issue.text.clone(), span: issue.span })
}

fn words(issue: &Issue) -> Phrase {
    let (en, ru) = match issue.kind {
        IssueKind::Field(kind) => return field_words(kind),
        IssueKind::NoId => ("the id is missing", "нет id"),
        IssueKind::EmptyId => ("the id is empty", "id пуст"),
        IssueKind::LongId => ("the id has more than 32 characters", "id длиннее 32 символов"),
        IssueKind::BadId => ("the id holds something other than letters and digits", "в id не только латинские буквы и цифры"),
        IssueKind::SecondId => ("the id is given twice", "id указан дважды"),
    };
    Phrase { en, ru }
}
