//! DMARC016: a tag that no document defines.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dmarc::{Issue, IssueKind};

pub const CHECK: Check<View> = Check {
    code: "DMARC016",
    name: "dmarc-unknown-tag",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7"],
    follows: &["DNS001"],
    en: Words {
        title: "Known tags alone",
        says: "The DMARC record at {at} holds tags that no standard knows: {tags}.",
        why: "Receivers ignore them, so whatever they were meant to say has no effect.",
        fix: "Correct or delete them in the record at {at}.",
    },
    ru: Words {
        title: "Только известные теги",
        says: "В записи DMARC {at} есть теги, которых нет ни в одном стандарте: {tags}.",
        why: "Получатели их игнорируют: то, что ими хотели сказать, не действует.",
        fix: "Исправьте их в записи {at} или удалите.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; ruaa=mailto:dmarc@example.com"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; x_2=1"]),
        Example::pass(&[HEALTHY]),
        // Obsolete ones are known: DMARC010 speaks.
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; pct=100"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        let tags: Vec<String> = record.issues_of(&[IssueKind::Unknown]).map(shown).collect();
        if tags.is_empty() {
            return Verdict::Pass(evidence(from));
        }
        Verdict::fail(evidence(from).with("tags", tags)).with_records(repaired(from, &record.text))
    })
}

fn shown(issue: &Issue) -> String {
    issue.nearest.map_or_else(|| issue.tag.clone(), |nearest| format!("{} → {nearest}", issue.tag))
}
