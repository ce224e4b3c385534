//! PTR006: a reverse name that no host can have.

use crate::samples::{HEALTHY, NULL_MX, SENDING};
use crate::view::{View, fail_by_role};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use records::domain::is_host_name;

pub const CHECK: Check<View> = Check {
    code: "PTR006",
    name: "ptr-bad-name",
    severity: Severity::Error,
    other_severities: &[Severity::Notice],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1123 2.1", "RFC 1912 2.1"],
    follows: &["PTR001", "PTR007"],
    en: Words {
        title: "Legal reverse name",
        says: "The PTR of {address} is not a legal host name: {names}.",
        why: "Receivers drop such a name, so that the address counts as one without PTR.",
        fix: "Have the PTR of {address} set to a full host name of letters, digits and hyphens.",
    },
    ru: Words {
        title: "Допустимое имя в PTR",
        says: "PTR адреса {address} не является допустимым именем хоста: {names}.",
        why: "Получатели отбрасывают такое имя, и адрес считается адресом без PTR.",
        fix: "Попросите прописать в PTR адреса {address} полное имя хоста из букв, цифр и дефисов.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR mail_1.example.com"]),
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR mail"]),
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR ."]),
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR localhost"]),
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR 44.128.1.1"]),
        Example::fail_as(Severity::Notice, &[HEALTHY, "44.128.1.1 PTR mail_1.example.com"]),
        Example::pass(&[HEALTHY, SENDING, "44.128.1.1 PTR mail-1.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "target example.com ip=44.128.9.1"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_address(|address| {
        if address.names().is_empty() {
            return Verdict::NotApplicable;
        }
        let bad: Vec<String> = address.names().iter().map(|n| n.name.to_string()).filter(|n| !is_host_name(n)).collect();
        let evidence = Evidence::new().with("address", address.address).with("names", bad.clone());
        if bad.is_empty() { Verdict::Pass(evidence) } else { fail_by_role(address, evidence) }
    })
}
