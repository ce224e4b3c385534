//! SMTP030: the reply blames the address that the audit runs from. Only ever unknown.

use crate::meaning::quoted;
use crate::samples::HEALTHY;
use crate::view::{Host, View};
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::opening::Opening;
use readings::recipients::Heard;

pub const CHECK: Check<View> = Check {
    code: "SMTP030",
    name: "smtp-audit-address-refused",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::NotApplicable],
    cites: &["RFC 5321 3.1"],
    follows: &["DNS001"],
    en: Words {
        title: "The audit's own address is refused",
        says: "The reply blames the address, or the name, that the audit runs from ({addresses}): {reply} (that is: {meaning})",
        why: "Blocklists, a missing PTR and dynamic ranges are held against the client that connects: the reply says nothing about the audited server.",
        fix: "Run the audit from a mail server's address with a PTR that is on no list, and give its name with --probe-name.",
    },
    ru: Words {
        title: "Отказ адресу самой проверки",
        says: "Причина в ответе — адрес или имя, с которого идёт проверка ({addresses}): {reply} (то есть: {meaning})",
        why: "Чёрные списки, отсутствие PTR и динамические диапазоны ставят в вину подключившемуся клиенту: о проверяемом сервере ответ ничего не говорит.",
        fix: "Запустите проверку с адреса почтового сервера, у которого есть PTR и который не состоит в списках, и назовите его имя через --probe-name.",
    },
    judge,
    examples: &[
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nS: 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
        ]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 550 5.7.1 [192.0.2.1] no PTR"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 4.7.0 very low reputation of the sending IP address"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 550 5.7.606 Access denied, banned sending IP [192.0.2.1]"]),
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nS: 554-5.7.1 refused\nS: 554 5.7.1 dynamic IPs must use a relay",
        ]),
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 450 4.7.1 Client host rejected: cannot find your hostname",
        ]),
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 550 5.7.1 no PTR\nC: HELO\nS: 503 5.5.1 bad sequence",
        ]),
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org",
        ]),
        Example::unknown(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: MAIL\nS: 550 5.7.25 cannot find your reverse hostname, [192.0.2.1]",
        ]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: RCPT\nS: 550 5.7.1 refused by policy"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 4.7.0 too many connections from your IP"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 554 5.3.2 No SMTP service here"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.hosts.iter().filter_map(|host| Some((host.subject.clone(), judge_host(view, host)?))).collect()
}

fn judge_host(view: &View, host: &Host) -> Option<Verdict> {
    let opened = host.talks.iter().filter_map(|talk| match &talk.opening {
        Opening::ClientBlamed(_, reply) => Some((talk.address, reply, talk.gap()?)),
        _ => None,
    });
    // Many servers hold their refusal back until RCPT, to log whom the mail was for.
    let asked = view.recipients.hosts.iter().filter(|h| Subject::from(&h.name) == host.subject).flat_map(|h| &h.talks);
    let later = asked.filter_map(|talk| match (&talk.blame, &talk.plain) {
        (Some(reply), Heard::Missing(gap)) => Some((talk.address, reply, gap.clone())),
        _ => None,
    });
    let found: Vec<_> = opened.chain(later).collect();
    let (_, first, _) = found.first()?;
    let addresses: Vec<String> = found.iter().map(|(address, ..)| address.to_string()).collect();
    let evidence = quoted(&first.to_text()).with("addresses", addresses);
    Some(Verdict::Unknown { gaps: found.into_iter().map(|(.., gap)| gap).collect(), evidence })
}
