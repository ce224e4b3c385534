//! CFG002: an SRV record or a settings file sends mail programs to a host that does not resolve, or does not answer on its port.

use crate::samples::{AUTOCONFIG, HEALTHY, SERVICE};
use crate::view::View;
use facts::answer::{Phase, StepEnd};
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::client_services::{ClientService, Source};
use readings::sessions::{HostSessions, Session};
use std::collections::BTreeMap;

pub const CHECK: Check<View> = Check {
    code: "CFG002",
    name: "srv-target-dead",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6186 3.4", "RFC 8314 5.1"],
    follows: &[],
    en: Words {
        title: "Hosts named for mail programs answer",
        says: "Mail programs are sent to {host} and find nobody: {places}.",
        why: "A program that sets itself up by SRV records or a settings file takes this host, and the user is told that the server cannot be reached.",
        fix: "Correct the host or the port at {records}, or start the service there. Where it is not offered, say so with an SRV record whose target is a single dot, and take it out of the settings file.",
    },
    ru: Words {
        title: "Хосты, указанные почтовым программам, отвечают",
        says: "Почтовые программы направляются на {host} и никого там не находят: {places}.",
        why: "Программа, которая настраивается по записям SRV или файлу настроек, берёт этот хост, и пользователь видит, что сервер недоступен.",
        fix: "Исправьте имя или порт здесь: {records}, либо запустите там службу. Если она не предоставляется, укажите это записью SRV с точкой вместо имени и уберите её из файла настроек.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SERVICE, "mail.example.com A NODATA"]),
        Example::fail(&[HEALTHY, SERVICE, "smtp 44.128.1.5:465 mail.example.com good\nREFUSE"]),
        Example::fail(&[HEALTHY, AUTOCONFIG, "mail.example.com A NODATA"]),
        Example::pass(&[HEALTHY, AUTOCONFIG]),
        Example::pass(&[HEALTHY, SERVICE]),
        Example::pass(&[HEALTHY, SERVICE, "mail.example.com A 44.128.1.6\nmail.example.com A 44.128.1.5"]),
        Example::unknown(&[HEALTHY, SERVICE, "smtp 44.128.1.5:465 mail.example.com good\nDROP"]),
        Example::unknown(&[HEALTHY, SERVICE, "mail.example.com A TIMEOUT"]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY, SERVICE]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, "_submissions._tcp.example.com SRV 0 0 0 ."]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let mut by_host: BTreeMap<Subject, Vec<&ClientService>> = BTreeMap::new();
    // Who typed a host himself is told with his log-in.
    for service in view.services.iter().filter(|s| matches!(s.source, Source::Srv(_) | Source::File(_))) {
        by_host.entry(Subject::from(&service.host.name)).or_default().push(service);
    }
    by_host.into_iter().map(|(subject, services)| (subject, judge_host(&services))).collect()
}

fn judge_host(services: &[&ClientService]) -> Verdict {
    let (mut dead, mut records, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    for service in services {
        match answers(&service.host) {
            Ok(true) => {}
            Ok(false) => {
                dead.push(place(&service.host));
                records.push(match &service.source {
                    Source::Srv(at) => at.to_string(),
                    Source::File(url) => url.clone(),
                    Source::Given | Source::Provider => continue,
                });
            }
            Err(gap) => gaps.push(gap),
        }
    }
    match services.first() {
        Some(first) if !dead.is_empty() => {
            let evidence = Evidence::new().with("host", &first.host.name);
            Verdict::fail(evidence.with("places", dead).with("records", records))
        }
        _ if !gaps.is_empty() => Verdict::Unknown { gaps, evidence: Evidence::new() },
        _ => Verdict::Pass(Evidence::new()),
    }
}

/// The addresses and the port, or the name that has none.
fn place(host: &HostSessions) -> String {
    if host.sessions.is_empty() {
        return host.name.to_string();
    }
    host.sessions.iter().map(|s| std::net::SocketAddr::new(s.address, host.port).to_string()).collect::<Vec<_>>().join(", ")
}

/// Whether anybody accepts a connection. Of a silent port nothing is known: the way from here may be closed.
fn answers(host: &HostSessions) -> Result<bool, Gap> {
    let end = |session: &Session| session.tries().iter().find_map(|t| t.end_of(Phase::Connect).cloned());
    if host.sessions.iter().any(|s| end(s) == Some(StepEnd::Done)) {
        return Ok(true);
    }
    let open = |session: &Session| match (&session.talk, end(session)) {
        (Err(gap), _) => Some(gap.clone()),
        (Ok(_), Some(StepEnd::ConnectRefused)) => None,
        (Ok(_), _) => Some(session.gap(Reason::Timeout)),
    };
    host.gaps.iter().cloned().chain(host.sessions.iter().filter_map(open)).next().map_or(Ok(false), Err)
}
