//! PTR003: the reverse name looks like a pool's.

use crate::samples::{HEALTHY, NULL_MX, SENDING};
use crate::view::{View, fail_by_role};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "PTR003",
    name: "ptr-generic",
    severity: Severity::Warning,
    other_severities: &[Severity::Notice],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["PTR001", "PTR007"],
    en: Words {
        title: "Reverse name given by a person",
        says: "The PTR of {address} looks like a pool or dynamic name: {names} (by: {parts}).",
        why: "Such names mark home connections and unnamed machines; GMX, Mail.ru and many filters refuse or distrust them.",
        fix: "Have the PTR of {address} set to a name of yours, such as the one that the server greets with.",
    },
    ru: Words {
        title: "Собственное имя в PTR",
        says: "PTR адреса {address} похож на имя из пула или динамическое: {names} (признак: {parts}).",
        why: "Так называются домашние подключения и безымянные машины; GMX, Mail.ru и многие фильтры им отказывают или не доверяют.",
        fix: "Попросите прописать в PTR адреса {address} ваше имя, например то, которым представляется сервер.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR host44-128-1-1.isp.example.net"]),
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR a7.pool.example.net"]),
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR static-7.example.net"]),
        Example::fail_as(Severity::Notice, &[HEALTHY, "44.128.1.1 PTR 1.1.128.44.example.net"]),
        Example::pass(&[HEALTHY, SENDING, "44.128.1.1 PTR out4.example.net"]),
        Example::pass(&[HEALTHY, SENDING, "44.128.1.1 PTR carpool.example.net"]),
        Example::pass(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "target example.com ip=44.128.9.1"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_address(|address| {
        let names = address.names();
        let parts: Vec<String> = names.iter().filter_map(|n| n.generic.clone()).collect();
        if names.is_empty() {
            return Verdict::NotApplicable;
        }
        let shown: Vec<String> = names.iter().map(|n| n.name.to_string()).collect();
        let evidence = Evidence::new().with("address", address.address).with("names", shown);
        // A receiver may take any of them: one good name is enough.
        if parts.len() < names.len() { Verdict::Pass(evidence) } else { fail_by_role(address, evidence.with("parts", parts)) }
    })
}
