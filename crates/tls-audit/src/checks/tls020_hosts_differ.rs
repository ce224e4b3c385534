//! TLS020: addresses of one host serve different certificates.

use crate::samples::{BUSY, HEALTHY, SECOND_HEALTHY, SECOND_SILENT};
use crate::view::{Host, View, worst_of_each};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS020",
    name: "tls-hosts-differ",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9525 2"],
    follows: &[],
    en: Words {
        title: "All addresses of the host serve one certificate",
        says: "The addresses of this host serve different certificates: {served}.",
        why: "Which certificate a sender sees depends on chance; one of them is often the old one that nobody renewed.",
        fix: "Install the same certificate behind all addresses, and reload each server when it is renewed.",
    },
    ru: Words {
        title: "Все адреса сервера предъявляют один сертификат",
        says: "Адреса этого сервера предъявляют разные сертификаты: {served}.",
        why: "Какой сертификат увидит отправитель, зависит от случая; часто один из них — старый, который забыли обновить.",
        fix: "Установите один и тот же сертификат на всех адресах и при обновлении перезагружайте конфигурацию каждого сервера (reload).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SECOND_HEALTHY, "smtp 44.129.1.1:25 mx.example.com expired"]),
        Example::pass(&[HEALTHY, SECOND_HEALTHY]),
        Example::unknown(&[HEALTHY, SECOND_SILENT]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, BUSY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    worst_of_each(view.hosts.iter().filter_map(|host| judge_host(host).map(|v| (Subject::from(&host.name), v))).collect())
}

fn judge_host(host: &Host) -> Option<Verdict> {
    let leaves: Vec<_> = host.talks.iter().filter_map(|t| Some((t.address?, t.shown.as_ref()?.judgment.leaf()?))).collect();
    let same = |a: &crate::Certificate, b: &crate::Certificate| {
        (&a.serial, &a.issuer, a.key, a.not_after) == (&b.serial, &b.issuer, b.key, b.not_after)
    };
    let (_, first) = leaves.first()?;
    if leaves.iter().any(|(_, leaf)| !same(first, leaf)) {
        let served: Vec<String> =
            leaves.iter().map(|(at, leaf)| format!("{at}: {}, {}, {}", leaf.subject, leaf.serial, leaf.not_after)).collect();
        return Some(Verdict::fail(Evidence::new().with("served", served)));
    }
    let gaps: Vec<_> = host.gaps.iter().cloned().chain(host.talks.iter().filter_map(|t| t.negotiation.gap())).collect();
    match (leaves.len() > 1, gaps.is_empty()) {
        (_, false) => Some(Verdict::Unknown { gaps, evidence: Evidence::new() }),
        (true, true) => Some(Verdict::Pass(Evidence::new())),
        (false, true) => None,
    }
}
