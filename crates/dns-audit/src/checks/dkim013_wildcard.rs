//! DKIM013: a wildcard answers for every selector.

use crate::samples::{HEALTHY, PARKED, SENDING, SILENT};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DKIM013",
    name: "dkim-wildcard",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 4592 2.1", "RFC 6376 3.6.2.2"],
    follows: &["DNS001"],
    en: Words {
        title: "No wildcard over the selectors",
        says: "A selector that nobody published answers too ({control}): a wildcard stands over the selectors.",
        why: "A signature with any made-up selector finds a record, and a hit of this audit proves nothing; each was compared with the wildcard's answer and is told only where it differs.",
        fix: "Delete the TXT or CNAME wildcard that covers _domainkey.{domain}, and publish each selector under its own name.",
    },
    ru: Words {
        title: "Селекторы без wildcard-записи",
        says: "Ответ есть и на селектор, которого никто не публиковал ({control}): имена селекторов покрывает wildcard-запись (*).",
        why: "Подпись с любым выдуманным селектором находит запись, а найденное при проверке ничего не доказывает: каждый ответ сравнивался с ответом wildcard-записи и назван, только если отличается.",
        fix: "Удалите wildcard-запись TXT или CNAME, которая покрывает _domainkey.{domain}, и публикуйте каждый селектор под собственным именем.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "*._domainkey.example.com TXT v=DKIM1; p="]),
        Example::fail(&[HEALTHY, SENDING, "*._domainkey.example.com CNAME gone.example.net"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SILENT]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() {
        return Vec::new();
    }
    let control = &view.dkim.control;
    let evidence = Evidence::new().with("control", &control.name).with("domain", &view.dkim.domain);
    let verdict = match &control.answers {
        Ok(true) => Verdict::fail(evidence),
        Ok(false) => Verdict::Pass(evidence),
        Err(gap) => Verdict::unknown(gap.clone()),
    };
    vec![(view.domain(), verdict)]
}
