//! DMARC010: a tag that RFC 9989 removed.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dmarc::IssueKind;

pub const CHECK: Check<View> = Check {
    code: "DMARC010",
    name: "dmarc-obsolete-tag",
    severity: Severity::Notice,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 C"],
    follows: &["DNS001"],
    en: Words {
        title: "Obsolete tags in the DMARC record",
        says: "The DMARC record at {at} holds tags that RFC 9989 removed: {tags}.",
        why: "Today's receivers ignore them; old ones still honour pct below 100 and let part of the forged mail through.",
        fix: "Delete them from the record at {at}; in place of pct=0 write t=y, which makes the policy one step weaker.",
    },
    ru: Words {
        title: "Устаревшие теги DMARC",
        says: "В записи DMARC {at} есть теги, отменённые в RFC 9989: {tags}.",
        why: "Современные получатели их игнорируют; старые ещё учитывают pct меньше 100 и пропускают часть подделок.",
        fix: "Удалите их из записи {at}; вместо pct=0 есть t=y, он ослабляет политику на одну ступень.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com; pct=100"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rf=afrf; ri=86400"]),
        Example::fail_as(Severity::Warning, &[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; pct=99"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        let tags: Vec<String> = record.issues_of(&[IssueKind::Obsolete]).map(|i| format!("{}={}", i.tag, i.value)).collect();
        if tags.is_empty() {
            return Verdict::Pass(evidence(from));
        }
        let evidence = evidence(from).with("tags", tags);
        let weakens = record.pct.is_some_and(|pct| pct < 100);
        let verdict = if weakens { Verdict::fail_as(Severity::Warning, evidence) } else { Verdict::fail(evidence) };
        verdict.with_records(repaired(from, &record.text))
    })
}
