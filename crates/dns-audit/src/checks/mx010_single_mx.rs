//! MX010: one exchange on one address, so that mail waits when it is down.

use crate::samples::{ABSENT, AT_GOOGLE, HEALTHY, NULL_MX, ONE_HOST};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use std::collections::BTreeSet;

pub const CHECK: Check<View> = Check {
    code: "MX010",
    name: "single-mx",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 5.1"],
    follows: &["DNS001", "MX007"],
    en: Words {
        title: "A second mail host",
        says: "All mail comes in through one host on one address: {host} ({address}).",
        why: "While that host is down, senders queue their mail, and after some days they bounce it.",
        fix: "Add a second exchange at another site, or give {host} a second address on another machine.",
    },
    ru: Words {
        title: "Второй почтовый сервер",
        says: "Вся почта принимается одним сервером с одним адресом: {host} ({address}).",
        why: "Пока сервер недоступен, отправители держат письма в очереди, а через несколько дней возвращают их.",
        fix: "Добавьте второй MX на другой площадке или второй адрес для {host} на другой машине.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ONE_HOST]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, ONE_HOST, "mx1.example.com A 44.128.1.1\nmx1.example.com A 44.129.1.1"]),
        Example::unknown(&[HEALTHY, ONE_HOST, "mx1.example.com AAAA TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com MX SERVFAIL"]),
        // One name of a provider stands for many machines.
        Example::not_applicable(&[HEALTHY, AT_GOOGLE, "smtp.google.com AAAA NODATA"]),
        Example::not_applicable(&[HEALTHY, ONE_HOST, "mx1.example.com A 10.0.0.1"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
        Example::not_applicable(&[ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.exchange_set(|mail| {
        if mail.hosts.iter().any(|h| h.provider.is_some()) {
            return Verdict::NotApplicable;
        }
        let addresses: BTreeSet<_> = mail.hosts.iter().flat_map(|h| h.public()).collect();
        if mail.hosts.len() > 1 || addresses.len() > 1 {
            return Verdict::Pass(Evidence::new().with("exchanges", mail.hosts.len()).with("addresses", addresses.len()));
        }
        match (mail.hosts.first(), addresses.first()) {
            (Some(host), _) if !host.known() => unknown(host.gaps.clone()),
            (Some(host), Some(&address)) => Verdict::fail(Evidence::new().with("host", &host.name).with("address", address)),
            // Without an address MX007 speaks, with a private one MX008.
            _ => Verdict::NotApplicable,
        }
    })
}
