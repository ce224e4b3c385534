//! DNS004: fewer than two addresses of name servers.

use crate::samples::{ABSENT, HEALTHY, PARKED};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::zone::Existence;

pub const CHECK: Check<View> = Check {
    code: "DNS004",
    name: "single-nameserver",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 2182 5", "RFC 1034 4.1"],
    follows: &["DNS001"],
    en: Words {
        title: "A second name server",
        says: "The name servers of {zone} have fewer than two addresses: {servers} ({addresses}).",
        why: "When it is down or unreachable, nobody can find your mail hosts, and SPF, DKIM and DMARC cannot be checked.",
        fix: "Add a second name server in another network: at the registrar (NS and, where needed, its address) and in the zone itself.",
    },
    ru: Words {
        title: "Второй сервер имён",
        says: "У серверов имён зоны {zone} меньше двух адресов: {servers} ({addresses}).",
        why: "Если сервер недоступен, никто не найдёт ваши почтовые серверы, а SPF, DKIM и DMARC нельзя будет проверить.",
        fix: "Добавьте второй сервер имён в другой сети: у регистратора (запись NS и при необходимости её адрес) и в самой зоне.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com NS ns1.example.net"]),
        // Two names of one machine are one server.
        Example::fail(&[HEALTHY, "ns2.example.org A 44.128.53.1\nns2.example.org AAAA NODATA"]),
        Example::pass(&[HEALTHY, "ns2.example.org AAAA NODATA"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "ns1.example.net A TIMEOUT"]),
        Example::unknown(&[HEALTHY, "ns2.example.org A TIMEOUT\nns2.example.org AAAA NODATA"]),
        Example::unknown(&[HEALTHY, "example.com NS SERVFAIL"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let servers = &view.zone.servers;
    let addresses: Vec<String> = servers.addresses.iter().map(ToString::to_string).collect();
    let verdict = if addresses.len() > 1 {
        Verdict::Pass(Evidence::new().with("addresses", addresses))
    } else if let (true, Some(zone)) = (servers.gaps.is_empty(), &servers.zone) {
        let names: Vec<String> = servers.names.iter().map(ToString::to_string).collect();
        let shown = if addresses.is_empty() { vec!["-".to_owned()] } else { addresses };
        Verdict::fail(Evidence::new().with("zone", zone).with("servers", names).with("addresses", shown))
    } else {
        unknown(servers.gaps.clone())
    };
    vec![(view.domain(), verdict)]
}
