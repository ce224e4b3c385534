//! MX005: an exchange that is an address where a host name belongs.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::MailHost;
use std::net::{IpAddr, Ipv4Addr};

pub const CHECK: Check<View> = Check {
    code: "MX005",
    name: "mx-is-address",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1035 3.3.9"],
    follows: &["DNS001"],
    en: Words {
        title: "Exchange given by name",
        says: "The exchange {host} is an IP address; an MX record must name a host.",
        why: "Senders look for a host of that name, find none, and give up on the exchange.",
        fix: "Give the host with that address a name with an A or AAAA record, and put the name into the MX record.",
    },
    ru: Words {
        title: "Имя хоста в MX",
        says: "В MX вместо имени хоста указан IP-адрес: {host}.",
        why: "Отправители ищут хост с таким именем, не находят и этот сервер не используют.",
        fix: "Заведите для этого адреса имя с записью A или AAAA и укажите в MX это имя.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com MX 10 44.128.1.1"]),
        Example::fail(&[HEALTHY, "example.com MX 10 [44.128.1.1]"]),
        Example::fail(&[HEALTHY, "example.com MX 10 2d00:44:1::1"]),
        // The final dot is missing, so the zone's name was put behind it.
        Example::fail(&[HEALTHY, "example.com MX 10 44.128.1.1.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com MX 10 44.128.1.1.example.com\n44.128.1.1.example.com A 44.128.1.1"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_exchange(|host| {
        if is_address(host, &view.target.domain) {
            return Verdict::fail(Evidence::new().with("host", &host.name));
        }
        Verdict::Pass(Evidence::new())
    })
}

fn is_address(host: &MailHost, domain: &Name) -> bool {
    let text = host.name.as_str();
    let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    let relative = text.strip_suffix(domain.as_str()).and_then(|t| t.strip_suffix('.'));
    let written_relative = relative.is_some_and(|t| t.parse::<Ipv4Addr>().is_ok()) && host.known() && host.addresses.is_empty();
    bare.parse::<IpAddr>().is_ok() || written_relative
}
