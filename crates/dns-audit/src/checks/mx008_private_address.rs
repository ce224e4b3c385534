//! MX008: an exchange that leads to an address which the Internet cannot reach.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{View, sorted, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::Route;
use std::collections::BTreeMap;
use std::net::IpAddr;

pub const CHECK: Check<View> = Check {
    code: "MX008",
    name: "mx-private-address",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6890"],
    follows: &["DNS001"],
    en: Words {
        title: "Public address of the exchange",
        says: "{hosts} resolves to {address}, which is private, loopback, link-local or otherwise reserved.",
        why: "Nobody outside your network can connect to it; senders waste a try on it, or refuse the domain as misconfigured.",
        fix: "Replace {address} by the host's public address in the public DNS, and keep internal addresses in the internal DNS only.",
    },
    ru: Words {
        title: "Публичный адрес сервера из MX",
        says: "{hosts} указывает на адрес {address}: частный, loopback, link-local или зарезервированный.",
        why: "Снаружи к такому адресу подключиться нельзя; отправители теряют на него попытку или считают домен неисправным.",
        fix: "Замените {address} в публичном DNS внешним адресом сервера, внутренние адреса оставьте только во внутреннем DNS.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "mx2.example.com A 192.168.1.5"]),
        Example::fail(&[HEALTHY, "mx2.example.com AAAA ::1"]),
        Example::fail(&[HEALTHY, "example.com MX NODATA\nexample.com A 10.0.0.1"]),
        Example::fail(&[HEALTHY, "mx2.example.com A 100.64.0.1"]),
        Example::pass(&[HEALTHY, "mx2.example.com A 100.63.255.255"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "mx2.example.com A TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if let Route::Unknown(gap) = &view.mail.route {
        return vec![(view.domain(), Verdict::unknown(gap.clone()))];
    }
    // By address, so that what is asked of the address itself (PTR001) follows.
    let mut hosts_at: BTreeMap<IpAddr, Vec<String>> = BTreeMap::new();
    let mut verdicts = Vec::new();
    for host in &view.mail.hosts {
        for address in &host.addresses {
            hosts_at.entry(*address).or_default().push(host.name.to_string());
        }
        if !host.known() {
            verdicts.push((Subject::from(&host.name), unknown(host.gaps.clone())));
        }
    }
    verdicts.extend(hosts_at.into_iter().map(|(address, hosts)| {
        let evidence = Evidence::new().with("hosts", hosts).with("address", address);
        (Subject::from(address), if facts::is_public(address) { Verdict::Pass(evidence) } else { Verdict::fail(evidence) })
    }));
    sorted(verdicts)
}
