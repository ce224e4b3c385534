//! DNS017: a name server answers over UDP and not over TCP.

use crate::samples::{ABSENT, HEALTHY, PARKED};
use crate::view::{View, sorted, unknown};
use facts::Transport;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::zone::Existence;

pub const CHECK: Check<View> = Check {
    code: "DNS017",
    name: "nameserver-no-tcp",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7766 5", "RFC 9210 3.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Name servers answer over TCP",
        says: "The name server {server} answers over UDP and not over TCP, over which {sister} does answer.",
        why: "Answers that are too large for UDP, as with long SPF and DKIM records, cannot be had from this server.",
        fix: "Open TCP port 53 in the firewall in front of {server}, and have the name server listen on it.",
    },
    ru: Words {
        title: "Серверы имён отвечают по TCP",
        says: "Сервер имён {server} отвечает по UDP, но не по TCP, хотя {sister} по TCP отвечает.",
        why: "Ответы, которые не помещаются в UDP, например длинные записи SPF и DKIM, с этого сервера получить нельзя.",
        fix: "Откройте TCP-порт 53 в межсетевом экране перед {server} и включите на нём приём запросов по TCP.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "@44.129.53.1/TCP example.com SOA TIMEOUT"]),
        // None of the zone's own does; the zone above shows that TCP goes out from here.
        Example::fail(&[HEALTHY, NONE, "com NS a.example.net\na.example.net A 44.131.53.1"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, NONE]),
        Example::unknown(&[HEALTHY, "@2d00:44:53::1/TCP example.com SOA TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com NS TIMEOUT"]),
        // DNS011 has told it.
        Example::not_applicable(&[HEALTHY, "example.com NS ns1.example.net", NONE, "@44.128.53.1 example.com TXT NO_TCP"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[ABSENT]),
    ],
};

const NONE: &str = "@44.128.53.1/TCP example.com SOA TIMEOUT\n@44.129.53.1/TCP example.com SOA TIMEOUT";

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let servers = &view.zone.servers;
    if servers.zone.is_none() {
        return vec![(view.domain(), unknown(servers.gaps.clone()))];
    }
    let (mut verdicts, mut open) = (Vec::new(), Vec::new());
    let told = |address| view.zone.apex_txt.without_tcp == Some(address);
    for server in servers.polled.iter().filter(|s| s.answered(Transport::Udp) && !told(s.address)) {
        let names: Vec<String> = server.names.iter().map(ToString::to_string).collect();
        let evidence = Evidence::new().with("server", format!("{} ({})", names.join(", "), server.address));
        match (server.lacks_tcp(), servers.sister(server.address, Transport::Tcp), server.stream.gap()) {
            (true, Some(sister), _) => verdicts.push((server.address.into(), Verdict::fail(evidence.with("sister", sister)))),
            (_, _, Some(gap)) => open.push(gap.clone()),
            _ => verdicts.push((server.address.into(), Verdict::Pass(evidence))),
        }
    }
    if !open.is_empty() {
        verdicts.push((view.domain(), unknown(open)));
    }
    sorted(verdicts)
}
