//! PTR002: no reverse name resolves back to the address.

use crate::samples::{HEALTHY, NULL_MX, SENDING};
use crate::view::{View, fail_by_role, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "PTR002",
    name: "ptr-not-confirmed",
    severity: Severity::Error,
    other_severities: &[Severity::Notice],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8601 3"],
    follows: &["MX008", "PTR001", "PTR006", "PTR007"],
    en: Words {
        title: "Reverse name that resolves back",
        says: "No PTR name of {address} resolves back to it: {names}.",
        why: "Receivers check both ways; a name that does not lead back counts as none, and Gmail refuses the mail.",
        fix: "Publish an A or AAAA record that leads from the PTR name to {address}, or have the PTR changed to a name that does so.",
    },
    ru: Words {
        title: "Прямая и обратная записи совпадают",
        says: "Ни одно имя из PTR адреса {address} не ведёт обратно на него: {names}.",
        why: "Получатели проверяют оба направления; имя, не ведущее обратно, не засчитывается, и Gmail отказывает в приёме.",
        fix: "Опубликуйте для имени из PTR запись A или AAAA с адресом {address} или попросите сменить PTR на имя, у которого она есть.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR other.example.net\nother.example.net A 44.128.99.99"]),
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR gone.example.net"]),
        Example::fail_as(Severity::Notice, &[HEALTHY, "44.128.1.1 PTR gone.example.net"]),
        // One of several is enough.
        Example::pass(&[HEALTHY, SENDING, "44.128.1.1 PTR gone.example.net\n44.128.1.1 PTR mx1.example.com"]),
        Example::pass(&[HEALTHY]),
        // An IPv6 address is confirmed by AAAA alone.
        Example::fail(&[HEALTHY, "target example.com ip=2d00:44:9::1\n2d00:44:9::1 PTR web.example.com\nweb.example.com A 44.128.1.80"]),
        Example::unknown(&[HEALTHY, SENDING, "44.128.1.1 PTR slow.example.net\nslow.example.net A TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "target example.com ip=44.128.9.1"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_address(|address| {
        if address.names().is_empty() {
            return Verdict::NotApplicable;
        }
        if let Some(name) = address.confirmed().next() {
            return Verdict::Pass(Evidence::new().with("name", name));
        }
        let gaps: Vec<_> = address.names().iter().filter_map(|n| n.confirmed.as_ref().err().cloned()).collect();
        if !gaps.is_empty() {
            return unknown(gaps);
        }
        let names: Vec<String> = address.names().iter().map(|n| n.name.to_string()).collect();
        let evidence = Evidence::new().with("address", address.address).with("names", names);
        fail_by_role(address, evidence).with_records(view.ptr_record(address))
    })
}
