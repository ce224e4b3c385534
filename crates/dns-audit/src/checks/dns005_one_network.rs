//! DNS005: all name servers in one network.

use crate::samples::{HEALTHY, PARKED};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::zone::Existence;
use std::collections::BTreeSet;
use std::net::IpAddr;

pub const CHECK: Check<View> = Check {
    code: "DNS005",
    name: "nameservers-one-network",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 2182 3.1"],
    follows: &["DNS001", "DNS004"],
    en: Words {
        title: "Name servers in several networks",
        says: "All name servers of {zone} are in one network: {addresses}.",
        why: "One broken line or one attack takes them all away, and with them the mail.",
        fix: "Have one of the name servers run at another site, or add one of another provider.",
    },
    ru: Words {
        title: "Серверы имён в разных сетях",
        says: "Все серверы имён зоны {zone} находятся в одной сети: {addresses}.",
        why: "Обрыв одного канала или одна атака отключает их все, а вместе с ними и почту.",
        fix: "Перенесите один из серверов имён на другую площадку или добавьте сервер другого провайдера.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "ns2.example.org A 44.128.53.200\nns2.example.org AAAA NODATA"]),
        Example::fail(&[HEALTHY, "ns2.example.org A 44.128.53.200\nns1.example.net AAAA 2d00:44:53::2"]),
        Example::pass(&[HEALTHY, "ns2.example.org A 44.128.54.1\nns2.example.org AAAA NODATA"]),
        Example::pass(&[HEALTHY, "ns2.example.org A 44.128.53.200\nns1.example.net AAAA 2d00:44:54::1"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "ns2.example.org A TIMEOUT\nns2.example.org AAAA NODATA"]),
        // A single address is DNS004's.
        Example::not_applicable(&[HEALTHY, "example.com NS ns1.example.net"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let servers = &view.zone.servers;
    let networks: BTreeSet<(bool, u128)> = servers.addresses.iter().map(|a| (a.is_ipv6(), network(*a))).collect();
    let families: BTreeSet<bool> = networks.iter().map(|(family, _)| *family).collect();
    let verdict = if networks.len() > families.len() {
        Verdict::Pass(Evidence::new().with("networks", networks.len()))
    } else if let (true, Some(zone)) = (servers.gaps.is_empty(), &servers.zone) {
        let addresses: Vec<String> = servers.addresses.iter().map(ToString::to_string).collect();
        match addresses.len() {
            0 | 1 => Verdict::NotApplicable,
            _ => Verdict::fail(Evidence::new().with("zone", zone).with("addresses", addresses)),
        }
    } else {
        unknown(servers.gaps.clone())
    };
    vec![(view.domain(), verdict)]
}

/// The /24 of an IPv4 address, the /48 of an IPv6 address.
fn network(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(a) => u128::from(u32::from(a) >> 8),
        IpAddr::V6(a) => u128::from(a) >> 80,
    }
}
