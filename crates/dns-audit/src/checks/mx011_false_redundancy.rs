//! MX011: several exchanges that end on the same address.

use crate::samples::{AT_GOOGLE, HEALTHY, ONE_HOST};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::MailHost;
use std::collections::BTreeMap;
use std::net::IpAddr;

pub const CHECK: Check<View> = Check {
    code: "MX011",
    name: "mx-false-redundancy",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001"],
    en: Words {
        title: "Mail hosts on addresses of their own",
        says: "{hosts} end on the same address: {addresses}.",
        why: "The second name looks like a second path, and is down whenever the first one is; senders try the same machine twice.",
        fix: "Point one of them at another machine, or take the extra MX record out.",
    },
    ru: Words {
        title: "Разные адреса у серверов MX",
        says: "{hosts} указывают на один и тот же адрес: {addresses}.",
        why: "Второе имя выглядит запасным путём, но отказывает вместе с первым: отправители дважды обращаются к одной машине.",
        fix: "Направьте одно из имён на другую машину или удалите лишнюю запись MX.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "mx2.example.com A 44.128.1.1\nmx2.example.com AAAA NODATA"]),
        // One family is enough: senders that have only that one see one machine.
        Example::fail(&[HEALTHY, "mx2.example.com A 44.128.1.1"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "mx1.example.com A 44.128.1.1\nmx2.example.com A 44.128.1.1\nmx2.example.com A 44.129.1.2"]),
        Example::unknown(&[HEALTHY, "mx2.example.com A TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, ONE_HOST]),
        Example::not_applicable(&[HEALTHY, AT_GOOGLE]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.exchange_set(|mail| {
        if mail.hosts.len() < 2 || mail.hosts.iter().any(|h| h.provider.is_some()) {
            return Verdict::NotApplicable;
        }
        for is_family in [IpAddr::is_ipv4, IpAddr::is_ipv6] {
            let mut hosts_on: BTreeMap<Vec<IpAddr>, Vec<String>> = BTreeMap::new();
            for host in &mail.hosts {
                let addresses = host.addresses.iter().copied().filter(is_family).collect();
                hosts_on.entry(addresses).or_default().push(host.name.to_string());
            }
            let shared = hosts_on.into_iter().find(|(addresses, hosts)| !addresses.is_empty() && hosts.len() > 1);
            if let Some((addresses, hosts)) = shared {
                let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
                return Verdict::fail(Evidence::new().with("hosts", hosts).with("addresses", addresses));
            }
        }
        if mail.hosts.iter().all(MailHost::known) {
            return Verdict::Pass(Evidence::new());
        }
        unknown(mail.hosts.iter().flat_map(|h| h.gaps.clone()))
    })
}
