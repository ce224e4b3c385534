//! SPF002: two or more SPF records, which is a permerror.

use crate::samples::HEALTHY;
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};
use readings::spf::{Policy, Status as Published};
use std::collections::BTreeMap;

pub const CHECK: Check<View> = Check {
    code: "SPF002",
    name: "spf-multiple",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 3.2", "RFC 7208 4.5"],
    follows: &["DNS001"],
    en: Words {
        title: "One SPF record",
        says: "{domain} publishes several SPF records: {records}",
        why: "A receiver that finds more than one gives permerror: none of them counts.",
        fix: "Delete all but one; merged they read: {merged}",
    },
    ru: Words {
        title: "Одна запись SPF",
        says: "У {domain} несколько записей SPF: {records}",
        why: "Получатель, найдя больше одной записи, возвращает permerror: не действует ни одна.",
        fix: "Оставьте одну запись; объединённая выглядит так: {merged}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 a -all\nexample.com TXT v=spf1 mx -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 -all\nexample.com TXT V=SPF1"]),
        // An include that leads to two is a permerror of the whole policy.
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 a -all\n_spf.example.com TXT v=spf1 mx -all",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a -all\nexample.com TXT spf2.0/pra a -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let twice = view.spf.policy.all().into_iter().filter(|p| p.status == Published::Several);
    // One name stands for all the terms that lead to it.
    let twice: BTreeMap<Subject, Verdict> =
        twice.filter_map(|p| Name::parse(&p.domain).ok().map(|name| (Subject::from(&name), several(view, &name, p)))).collect();
    if twice.is_empty() { view.spf_tree(|_| None) } else { twice.into_iter().collect() }
}

fn several(view: &View, at: &Name, policy: &Policy) -> Verdict {
    let records = policy.record.as_deref().unwrap_or_default();
    let merged = merged(records);
    let list: Vec<String> = records.lines().map(str::to_owned).collect();
    let evidence = Evidence::new().with("domain", at).with("count", list.len()).with("records", list).with("merged", merged.clone());
    let mine = at.is_within(&view.target.domain);
    Verdict::fail(evidence).with_records(mine.then(|| PublishRecord::txt(at.as_str(), merged)).into_iter().collect())
}

/// Every term once, in order, with the mildest `all` at the end: merging must not cut anyone off.
fn merged(records: &str) -> String {
    let words = records.lines().flat_map(|r| r.split(' ').filter(|w| !w.is_empty()).skip(1));
    let (mut terms, mut all) = (Vec::new(), None);
    for word in words {
        if let Some(rank) = ["-all", "~all", "?all"].iter().position(|a| a.eq_ignore_ascii_case(word)) {
            all = all.max(Some(rank));
        } else if !terms.contains(&word) {
            terms.push(word);
        }
    }
    let all = all.map_or("~all", |rank| ["-all", "~all", "?all"][rank]);
    std::iter::once("v=spf1").chain(terms).chain([all]).collect::<Vec<_>>().join(" ")
}
