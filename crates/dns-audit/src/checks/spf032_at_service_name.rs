//! SPF032: an SPF record where other records are looked for, as a wildcard TXT puts it there.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF032",
    name: "spf-at-service-name",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass],
    cites: &["RFC 7208 3.5", "RFC 4592 2.2"],
    follows: &["DNS001"],
    en: Words {
        title: "SPF records at names of other services",
        says: "An SPF record stands at {name}, where another record is looked for: {record}",
        why: "Receivers skip it, but a wildcard TXT that answers for every name hides which records are really published.",
        fix: "Replace the wildcard TXT by records at the names that need one; at {name} leave only the record that belongs there.",
    },
    ru: Words {
        title: "Записи SPF на служебных именах",
        says: "По имени {name}, где ищут другую запись, стоит запись SPF: {record}",
        why: "Получатели её пропускают, но TXT с подстановкой (*), отвечающая на любое имя, скрывает, какие записи опубликованы на самом деле.",
        fix: "Вместо TXT с подстановкой опубликуйте записи на нужных именах; на {name} оставьте только ту запись, которой там место.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "target news.example.com\n*.example.com TXT v=spf1 -all"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=spf1 -all"]),
        Example::fail(&[HEALTHY, "_smtp._tls.example.com TXT v=spf1 -all"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject\n_dmarc.example.com TXT v=spf1 -all"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "*.example.com TXT a note"]),
        Example::unknown(&[HEALTHY, "_mta-sts.example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = |service: &readings::services::ServiceName| match &service.spf {
        Ok(found) => match found.first() {
            Some(record) => Verdict::fail(Evidence::new().with("name", &service.name).with("record", record.as_str())),
            None => Verdict::Pass(Evidence::new()),
        },
        Err(gap) => Verdict::unknown(gap.clone()),
    };
    view.services.iter().map(|s| (Subject::from(&s.name), verdict(s))).collect()
}
