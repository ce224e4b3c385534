//! MX015: the same exchange in two MX records.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use std::collections::BTreeMap;

pub const CHECK: Check<View> = Check {
    code: "MX015",
    name: "mx-duplicate",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001"],
    en: Words {
        title: "Each exchange once",
        says: "The same exchange stands in more than one MX record: {hosts}.",
        why: "Senders try the same host again and gain nothing; the record usually marks an unfinished change.",
        fix: "Keep one MX record for each of: {hosts}.",
    },
    ru: Words {
        title: "Каждый сервер в MX один раз",
        says: "Один и тот же сервер указан в нескольких записях MX: {hosts}.",
        why: "Отправители повторно обращаются к тому же серверу без всякой пользы; обычно это след незаконченной правки.",
        fix: "Оставьте по одной записи MX для: {hosts}.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "example.com MX 10 mx1.example.com\nexample.com MX 20 mx1.example.com\nexample.com MX 20 mx2.example.com",
        ]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.exchange_set(|mail| {
        let mut times: BTreeMap<&Name, usize> = BTreeMap::new();
        for mx in mail.mx.iter().filter(|m| !m.exchange.is_root()) {
            *times.entry(&mx.exchange).or_default() += 1;
        }
        let twice: Vec<String> = times.iter().filter(|(_, n)| **n > 1).map(|(name, _)| name.to_string()).collect();
        if twice.is_empty() {
            return Verdict::Pass(Evidence::new());
        }
        Verdict::fail(Evidence::new().with("hosts", twice)).with_records(view.mx_with(|_| None))
    })
}
