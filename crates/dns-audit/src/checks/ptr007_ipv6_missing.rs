//! PTR007: an IPv6 sending address without a reverse name.

use crate::samples::{HEALTHY, SENDING};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::ptr::Lookup;

pub const CHECK: Check<View> = Check {
    code: "PTR007",
    name: "ptr-ipv6-missing",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1912 2.1"],
    follows: &["MX008"],
    en: Words {
        title: "Reverse name of the IPv6 address",
        says: "The IPv6 sending address {address} has no PTR record.",
        why: "Gmail refuses every message over IPv6 from such an address (550 5.7.25 or 5.7.1).",
        fix: "Have a PTR set for {address} (hosting panel, or the ip6.arpa zone that was delegated to you), or let the server send over IPv4 only.",
    },
    ru: Words {
        title: "Обратная запись адреса IPv6",
        says: "У адреса отправителя IPv6 {address} нет записи PTR.",
        why: "Gmail отвергает все письма, пришедшие по IPv6 с такого адреса (550 5.7.25 или 5.7.1).",
        fix: "Пропишите PTR для {address} (в панели хостинга или в делегированной вам зоне ip6.arpa) или разрешите серверу отправку только по IPv4.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "target example.com ip=2d00:44:9::1"]),
        Example::fail(&[HEALTHY, "target example.com ip=2d00:44:1::1\n2d00:44:1::1 PTR NODATA"]),
        Example::pass(&[HEALTHY, "target example.com ip=2d00:44:1::1"]),
        Example::unknown(&[HEALTHY, "target example.com ip=2d00:44:9::1\n2d00:44:9::1 PTR SERVFAIL"]),
        Example::not_applicable(&[HEALTHY, SENDING]),
        // An address that only takes mail is PTR001's.
        Example::not_applicable(&[HEALTHY, "2d00:44:1::1 PTR NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_address(|address| {
        if !address.sending || address.address.is_ipv4() {
            return Verdict::NotApplicable;
        }
        match &address.lookup {
            Lookup::Unknown(gap) => Verdict::unknown(gap.clone()),
            Lookup::Names(_) => Verdict::Pass(Evidence::new().with("address", address.address)),
            Lookup::Missing => Verdict::fail(Evidence::new().with("address", address.address)).with_records(view.ptr_record(address)),
        }
    })
}
