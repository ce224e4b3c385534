//! PTR004: more than one reverse name.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "PTR004",
    name: "ptr-multiple",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["PTR001", "PTR007"],
    en: Words {
        title: "One reverse name",
        says: "{address} has several PTR records: {names}.",
        why: "Each receiver takes one of them by chance, so that checks which compare names pass today and fail tomorrow.",
        fix: "Keep only the PTR name that the server greets with.",
    },
    ru: Words {
        title: "Одна запись PTR",
        says: "У адреса {address} несколько записей PTR: {names}.",
        why: "Получатель берёт одну из них случайно, поэтому сверка имён сегодня проходит, а завтра нет.",
        fix: "Оставьте только то имя, которым представляется сервер.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "44.128.1.1 PTR mx1.example.com\n44.128.1.1 PTR web.example.com"]),
        Example::pass(&[HEALTHY]),
        // The same name twice is one name.
        Example::pass(&[HEALTHY, "44.128.1.1 PTR mx1.example.com\n44.128.1.1 PTR mx1.example.com"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "target example.com ip=44.128.9.1"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_address(|address| {
        let names: Vec<String> = address.names().iter().map(|n| n.name.to_string()).collect();
        let evidence = Evidence::new().with("address", address.address).with("names", names);
        match address.names().len() {
            0 => Verdict::NotApplicable,
            1 => Verdict::Pass(evidence),
            _ => Verdict::fail(evidence),
        }
    })
}
