//! SMTP006: the server refuses for good at connect or EHLO, without blaming the client's address.

use crate::meaning::quoted;
use crate::samples::{HEALTHY, NULL_MX, SECOND_HEALTHY, SECOND_SWALLOWED};
use crate::view::{Host, Talk, View, addresses, spoken_of_elsewhere, step_words, unknown};
use facts::answer::{Phase, Reply};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::opening::Opening;

pub const CHECK: Check<View> = Check {
    code: "SMTP006",
    name: "smtp-refused",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 3.1", "RFC 5321 4.2.1", "RFC 7504 3"],
    follows: &["DNS001"],
    en: Words {
        title: "The server accepts SMTP clients",
        says: "The server refuses {step} for good ({addresses}): {reply} (that is: {meaning})",
        why: "A 5xx reply at this point ends the delivery: the sender gives up on this host, and bounces the mail when no other takes it.",
        fix: "Look in the server's configuration for what gives this reply (a listener that is meant for other clients, a service switched off), or take the host out of the MX set.",
    },
    ru: Words {
        title: "Сервер принимает клиентов SMTP",
        says: "Сервер окончательно отказывает {step} ({addresses}): {reply} (то есть: {meaning})",
        why: "Ответ 5xx на этом шаге прекращает доставку: отправитель отказывается от этого сервера, а если других нет, возвращает письмо.",
        fix: "Найдите в конфигурации сервера, что даёт такой ответ (порт для других клиентов, выключенная служба), или уберите сервер из записей MX.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 554 5.3.2 No SMTP service here"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 550 5.7.1 go away\nC: HELO\nS: 550 5.7.1 go away"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 550 5.7.1 go away\nC: HELO\nCLOSE"]),
        Example::fail(&[HEALTHY, SECOND_HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 521 no mail here"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, SECOND_HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 502 5.5.1 unknown command"]),
        // One address was shown to talk; the other stays unknown beside it.
        Example::pass(&[HEALTHY, SECOND_SWALLOWED]),
        Example::unknown(&[HEALTHY, SECOND_SWALLOWED]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nREFUSE"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nDROP"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: hello there"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nSILENCE"]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY]),
        Example::unknown(&[HEALTHY, "mx.example.com A TIMEOUT"]),
        Example::unknown(&["example.com * SERVFAIL"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 4.3.2 too busy"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 550 5.7.1 [192.0.2.1] no PTR"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nENDLESS"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let mut verdicts: Vec<(Subject, Verdict)> =
        view.hosts.iter().flat_map(|h| judge_host(h).into_iter().map(|v| (h.subject.clone(), v))).collect();
    if let Some(gap) = &view.gap {
        verdicts.push((Subject::from(&view.target.domain), unknown(vec![gap.clone()])));
        verdicts.sort_by(|a, b| a.0.cmp(&b.0));
    }
    verdicts
}

/// What was shown of the host, and beside it what could not be seen.
fn judge_host(host: &Host) -> Vec<Verdict> {
    let refused: Vec<(&Talk, Phase, &Reply)> = host.talks.iter().filter_map(refusal).collect();
    let accepted = || host.talks.iter().filter(|t| t.opening == Opening::Accepted);
    let mut verdicts = Vec::new();
    if let Some((_, phase, reply)) = refused.first() {
        let evidence =
            quoted(&reply.to_text()).with("addresses", addresses(refused.iter().map(|(t, ..)| *t))).with("step", step_words(*phase));
        verdicts.push(Verdict::fail(evidence));
    } else if accepted().next().is_some() {
        verdicts.push(Verdict::Pass(Evidence::new().with("addresses", addresses(accepted()))));
    }
    let unseen = host.talks.iter().filter(|t| refusal(t).is_none() && !spoken_of_elsewhere(&t.opening)).filter_map(Talk::gap);
    let gaps: Vec<_> = host.gaps.iter().cloned().chain(unseen).collect();
    if !gaps.is_empty() {
        verdicts.push(unknown(gaps));
    }
    verdicts
}

fn refusal(talk: &Talk) -> Option<(&Talk, Phase, &Reply)> {
    match &talk.opening {
        Opening::Refused(phase, reply) => Some((talk, *phase, reply)),
        _ => None,
    }
}
