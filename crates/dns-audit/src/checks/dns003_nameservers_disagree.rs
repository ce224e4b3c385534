//! DNS003: the name servers of a zone answer differently.

use crate::samples::{ABSENT, HEALTHY, PARKED};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::zone::{Existence, Said, Server};
use std::collections::BTreeMap;

pub const CHECK: Check<View> = Check {
    code: "DNS003",
    name: "nameservers-disagree",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1034 4.3.5", "RFC 1912 2.8"],
    follows: &["DNS001"],
    en: Words {
        title: "Name servers agree",
        says: "The name servers of {zone} give different answers: {answers}. {serials}",
        why: "Each receiver gets one answer or the other by chance: part of the mail goes to the wrong host, or fails SPF or DMARC.",
        fix: "Have the secondaries transfer the zone anew, and see why they had not: raise the serial with every change, and let the primary notify and allow the transfer. Where two services hold the zone, publish the same records at both.",
    },
    ru: Words {
        title: "Согласие серверов имён",
        says: "Серверы имён зоны {zone} дают разные ответы: {answers}. {serials}",
        why: "Какой ответ получит получатель, решает случай: часть писем уходит не на тот сервер или не проходит SPF или DMARC.",
        fix: "Обновите зону на вторичных серверах и выясните, почему она не передалась: увеличивайте serial при каждой правке, разрешите notify и передачу зоны. Если зону держат два сервиса, публикуйте на обоих одни и те же записи.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "@44.129.53.1 example.com MX 10 old.example.net"]),
        Example::fail(&[HEALTHY, "@44.129.53.1 example.com TXT v=spf1 -all"]),
        Example::fail(&[HEALTHY, "@44.129.53.1 _dmarc.example.com TXT NXDOMAIN"]),
        Example::fail(&[
            HEALTHY,
            "@44.129.53.1 example.com MX NODATA\n@44.129.53.1 example.com SOA ns1.example.net h.example.com 2026112201 1 1 1 1",
        ]),
        Example::pass(&[HEALTHY]),
        // The order of records is nobody's.
        Example::pass(&[HEALTHY, "@44.129.53.1 example.com MX 20 mx2.example.com\n@44.129.53.1 example.com MX 10 mx1.example.com"]),
        // A change on its way that does not touch mail; verification records do not either.
        Example::pass(&[HEALTHY, "@44.129.53.1 example.com SOA ns1.example.net h.example.com 2026112201 1 1 1 1"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 -all\nexample.com TXT a=1\n@44.129.53.1 example.com TXT v=spf1 -all"]),
        // What refuses does not disagree, nor does what knows no such zone (DNS002 tells it).
        Example::pass(&[HEALTHY, "@44.129.53.1 example.com MX REFUSED"]),
        Example::pass(&[HEALTHY, "@44.129.53.1 example.com SOA NXDOMAIN\n@44.129.53.1 example.com MX NXDOMAIN"]),
        Example::unknown(&[HEALTHY, "@44.128.53.1 example.com MX TIMEOUT\n@2d00:44:53::1 example.com MX TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com NS TIMEOUT"]),
        // One server cannot disagree with itself.
        Example::not_applicable(&[HEALTHY, "example.com NS ns1.example.net"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let servers = &view.zone.servers;
    let Some(zone) = &servers.zone else { return vec![(view.domain(), unknown(servers.gaps.clone()))] };
    if servers.polled.len() < 2 && servers.gaps.is_empty() {
        return Vec::new();
    }
    let sets: [(&str, Of); 3] = [("MX", |s| &s.mx), ("SPF", |s| &s.spf), ("DMARC", |s| &s.dmarc)];
    let differing: Vec<(&str, String)> =
        sets.iter().filter_map(|(label, of)| Some((*label, difference(label, &servers.polled, *of)?))).collect();
    let verdict = if !differing.is_empty() {
        let serials: BTreeMap<u32, Vec<String>> = by_answer(&servers.polled, |s| s.serial);
        let (words, shown): (_, Vec<String>) = match serials.len() {
            0 | 1 => (EQUAL, serials.keys().map(ToString::to_string).collect()),
            _ => (APART, serials.iter().map(|(serial, who)| format!("{serial} ({})", who.join(", "))).collect()),
        };
        let (names, answers): (Vec<String>, Vec<String>) = differing.into_iter().map(|(l, a)| (l.to_owned(), a)).unzip();
        let serials = findings::Value::Sentence(words, Evidence::new().with("serials", shown));
        let evidence = Evidence::new().with("zone", zone).with("sets", names).with("answers", answers.join("; ")).with("serials", serials);
        Verdict::fail(evidence)
    } else if sets.iter().all(|(_, of)| servers.polled.iter().filter(|s| of(s).set().is_some()).count() > 1) {
        Verdict::Pass(Evidence::new().with("servers", servers.polled.len()))
    } else {
        let silent = servers.polled.iter().flat_map(|s| sets.iter().filter_map(|(_, of)| of(s).gap().cloned()));
        let gaps: Vec<_> = servers.gaps.iter().cloned().chain(silent).collect();
        // Whoever refuses or points elsewhere is DNS002's matter.
        if gaps.is_empty() { Verdict::NotApplicable } else { unknown(gaps) }
    };
    vec![(view.domain(), verdict)]
}

/// Picks one set of a server.
type Of = fn(&Server) -> &Said;

/// The servers, by the answer that they give.
fn by_answer<K: Ord>(servers: &[Server], answer: impl Fn(&Server) -> Option<K>) -> BTreeMap<K, Vec<String>> {
    let mut groups: BTreeMap<K, Vec<String>> = BTreeMap::new();
    // Who does not know the zone at all is lame (DNS002).
    for server in servers.iter().filter(|s| s.soa != Said::NoSuchName) {
        if let Some(key) = answer(server) {
            groups.entry(key).or_default().push(server.address.to_string());
        }
    }
    groups
}

/// All answers about one set with those who give them, where there is more than one.
fn difference(label: &str, servers: &[Server], of: Of) -> Option<String> {
    let groups = by_answer(servers, |s| of(s).set().map(<[String]>::to_vec));
    let shown = |set: &Vec<String>| if set.is_empty() { "-".to_owned() } else { set.join(" + ") };
    let told: Vec<String> = groups.iter().map(|(set, who)| format!("{} ({})", shown(set), who.join(", "))).collect();
    (told.len() > 1).then(|| format!("{label}: {}", told.join(" / ")))
}

const EQUAL: Phrase = Phrase {
    en: "All give the serial {serials}: waiting will not help.",
    ru: "Serial у всех один ({serials}): само это не пройдёт.",
};
const APART: Phrase = Phrase {
    en: "The serials differ as well, so that a change may still be on its way: {serials}.",
    ru: "Serial тоже различается, возможно, правка ещё расходится: {serials}.",
};
