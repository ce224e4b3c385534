//! SMTP002: some addresses refuse or stay silent, while the control of their family answers.

use crate::samples::{CLOSED, CONTROL, CONTROL_DEAD, HEALTHY, SECOND_HEALTHY, SECOND_SWALLOWED};
use crate::view::{Host, View, addresses, unknown};
use facts::Gap;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::control::State;

pub const CHECK: Check<View> = Check {
    code: "SMTP002",
    name: "smtp-some-unreachable",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Every address of the mail hosts accepts connections",
        says: "These addresses accept no connection on port 25: {addresses}. {control} does, so the port is open from here.",
        why: "A sender who tries such an address first loses time or gives up on the host; with a strict queue the mail is late or returned.",
        fix: "Let the server listen on all its published addresses, open its firewall, or take the dead addresses out of the DNS.",
    },
    ru: Words {
        title: "Все адреса почтовых серверов принимают соединения",
        says: "Эти адреса не принимают соединение на порту 25: {addresses}. {control} принимает, значит порт отсюда открыт.",
        why: "Отправитель, который начнёт с такого адреса, теряет время или отказывается от сервера: письма задерживаются или возвращаются.",
        fix: "Включите прослушивание на всех опубликованных адресах, откройте межсетевой экран или уберите мёртвые адреса из DNS.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SECOND_SWALLOWED, CONTROL]),
        Example::fail(&[HEALTHY, SECOND_SWALLOWED]),
        Example::pass(&[HEALTHY, SECOND_HEALTHY]),
        Example::pass(&[HEALTHY, CONTROL]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 554 no"]),
        Example::unknown(&[
            HEALTHY,
            "mx.example.com A 44.128.1.1\nmx.example.com AAAA 2d00:44::1\nsmtp [2d00:44::1]:25 mx.example.com good\nDROP",
        ]),
        Example::unknown(&[HEALTHY, "mx.example.com A 44.128.1.1\nmx.example.com AAAA TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, CONTROL_DEAD, CLOSED]),
        Example::not_applicable(&[HEALTHY, CONTROL, CLOSED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let talks = || view.hosts.iter().flat_map(|h| &h.talks);
    if !talks().any(|t| t.session.connected() == Some(true)) {
        // Where nobody answers at all, SMTP001 tells it.
        return Vec::new();
    }
    view.hosts.iter().filter_map(|host| judge_host(view, host).map(|v| (host.subject.clone(), v))).collect()
}

fn judge_host(view: &View, host: &Host) -> Option<Verdict> {
    let (mut dead, mut proof, mut gaps): (Vec<_>, Option<String>, Vec<Gap>) = (Vec::new(), None, host.gaps.clone());
    for talk in host.talks.iter().filter(|t| t.session.connected() != Some(true)) {
        let sister = || {
            let same = view.hosts.iter().flat_map(|h| &h.talks).filter(|t| t.address.is_ipv4() == talk.address.is_ipv4());
            same.filter(|t| t.session.connected() == Some(true)).map(|t| t.address.to_string()).next()
        };
        match (talk.session.connected(), view.control.of(talk.address).and_then(State::answered).or_else(sister)) {
            (Some(false), Some(control)) => {
                dead.push(talk);
                proof = proof.or(Some(control));
            }
            _ => gaps.extend(talk.gap()),
        }
    }
    if let Some(control) = proof {
        return Some(Verdict::fail(Evidence::new().with("addresses", addresses(dead.into_iter())).with("control", control)));
    }
    if !gaps.is_empty() {
        return Some(unknown(gaps));
    }
    (!host.talks.is_empty()).then(|| Verdict::Pass(Evidence::new().with("addresses", addresses(host.talks.iter()))))
}
