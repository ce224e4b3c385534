//! DNS018: the zone and the zone above it name different servers.

use crate::samples::{ABSENT, HEALTHY, PARKED};
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::zone::Existence;

pub const CHECK: Check<View> = Check {
    code: "DNS018",
    name: "delegation-differs",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1034 4.2.2"],
    follows: &["DNS001"],
    en: Words {
        title: "Delegation and zone name the same servers",
        says: "The zone {zone} and its delegation name different servers; only in the zone: {own}; only at the registrar: {delegated}.",
        why: "Which servers a resolver asks depends on what it has seen first; a server that is forgotten on one side is soon forgotten when the zone changes.",
        fix: "Enter the same name servers at the registrar and in the NS records of the zone.",
    },
    ru: Words {
        title: "Делегирование и зона называют одни серверы",
        says: "В зоне {zone} и в её делегировании названы разные серверы; только в зоне: {own}; только у регистратора: {delegated}.",
        why: "К каким серверам обратится резолвер, зависит от того, что он узнал раньше; о сервере, забытом с одной стороны, забудут и при правке зоны.",
        fix: "Укажите у регистратора и в записях NS самой зоны одни и те же серверы имён.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ABOVE, "@44.131.53.1 example.com NS ns1.example.net"]),
        Example::fail(&[
            HEALTHY,
            ABOVE,
            "@44.131.53.1 example.com NS ns1.example.net\n@44.131.53.1 example.com NS ns2.example.org\n@44.131.53.1 example.com NS ns3.example.org",
        ]),
        Example::pass(&[HEALTHY, ABOVE]),
        // What the zone above says is not known.
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, ABOVE, "@44.131.53.1 example.com NS TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[ABSENT]),
    ],
};

const ABOVE: &str = "com NS a.example.net\na.example.net A 44.131.53.1";

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let servers = &view.zone.servers;
    let (Some(zone), Some((own, delegated))) = (&servers.zone, servers.apart()) else { return Vec::new() };
    let verdict = if own.is_empty() && delegated.is_empty() {
        Verdict::Pass(Evidence::new())
    } else {
        Verdict::fail(Evidence::new().with("zone", zone).with("own", shown(&own)).with("delegated", shown(&delegated)))
    };
    vec![(view.domain(), verdict)]
}

fn shown(names: &[&Name]) -> Vec<String> {
    if names.is_empty() { vec!["-".into()] } else { names.iter().map(ToString::to_string).collect() }
}
