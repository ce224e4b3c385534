//! SPF029: private or reserved ranges are authorised.

use crate::samples::HEALTHY;
use crate::spf::placed;
use crate::view::View;
use facts::is_public;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::Range;
use std::net::IpAddr;

pub const CHECK: Check<View> = Check {
    code: "SPF029",
    name: "spf-private-range",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6890"],
    follows: &["DNS001"],
    en: Words {
        title: "Public addresses in SPF",
        says: "The SPF policy of {domain} authorises addresses that no receiver ever sees: {terms}",
        why: "Mail from outside never comes from private or reserved addresses; the terms only make the record longer.",
        fix: "Remove {terms}; name the public address behind which your servers stand.",
    },
    ru: Words {
        title: "Публичные адреса в SPF",
        says: "Политика SPF {domain} разрешает адреса, которых получатели никогда не увидят: {terms}",
        why: "Почта снаружи не приходит с частных и зарезервированных адресов; эти элементы лишь удлиняют запись.",
        fix: "Уберите {terms}; укажите публичный адрес, за которым стоят ваши серверы.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx ip4:192.168.1.0/24 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx ip6:fd00::/8 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx ip4:240.0.0.0/4 -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 ip4:10.0.0.1 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 ip4:172.32.0.0/16 -ip4:10.0.0.0/8 -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.net -all\n_spf.example.net TXT v=spf1 ip4:10.0.0.1 -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let private = |r: &&Range| matches!(r.kind, "ip4" | "ip6") && has_one_kind(r) && !is_public(r.network) && !is_public(r.last());
        let terms: Vec<String> = spf.own_ranges().filter(private).map(|r| placed(spf, &r.at, &r.term)).collect();
        if terms.is_empty() {
            return Verdict::Pass(Evidence::new());
        }
        Verdict::fail(Evidence::new().with("domain", &spf.domain).with("terms", terms))
    })
}

/// Nothing public lies between the ends: a wider range begins and ends in reserved space as well (`0.0.0.0/0`).
fn has_one_kind(range: &Range) -> bool {
    // 224.0.0.0/3 is multicast and reserved throughout (RFC 6890).
    range.prefix >= 7 || matches!(range.network, IpAddr::V4(a) if a.octets()[0] >= 224 && range.prefix >= 3)
}
