//! SPF024: a given sending address gets fail.

use crate::samples::{HEALTHY, SENDING};
use crate::spf::result_evidence;
use crate::view::View;
use crate::view::{sorted, unknown};
use findings::{Check, Evidence, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};
use readings::spf::{Evaluation, SpfResult};
use std::net::IpAddr;

pub const CHECK: Check<View> = Check {
    code: "SPF024",
    name: "spf-sender-not-authorised",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 2.6.4"],
    follows: &[],
    en: Words {
        title: "SPF of the sending address",
        says: "SPF of {domain} says fail for {ip}: {term}.",
        why: "Receivers refuse such mail, or junk it.",
        fix: "Add the address to the SPF record of {domain}: {mechanism}",
    },
    ru: Words {
        title: "SPF для адреса отправителя",
        says: "SPF {domain} даёт fail для {ip}: {term}.",
        why: "Получатели отклоняют такую почту или кладут её в спам.",
        fix: "Добавьте адрес в запись SPF {domain}: {mechanism}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "target example.com ip=44.130.1.1"]),
        Example::fail(&[HEALTHY, "target example.com ip=44.128.1.1 ip=2d00:44:9::9"]),
        Example::pass(&[HEALTHY, SENDING]),
        Example::not_applicable(&[HEALTHY, "target example.com ip=44.130.1.1", "example.com TXT v=spf1 ~all"]),
        Example::not_applicable(&[HEALTHY, "target example.com ip=44.130.1.1", "example.com TXT v=spf1 -al"]),
        Example::not_applicable(&[HEALTHY]),
        Example::unknown(&[
            HEALTHY,
            "target example.com ip=44.130.1.1",
            "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT",
        ]),
        Example::pass(&[
            HEALTHY,
            "target example.com ip=44.130.1.1",
            "example.com TXT v=spf1 ip4:44.130.1.1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT",
        ]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = |evaluation: &Evaluation| match evaluation.result {
        SpfResult::Fail => fail(view, evaluation),
        SpfResult::Pass => Verdict::Pass(evidence(view, evaluation)),
        SpfResult::Temperror => unknown(evaluation.gaps.clone()),
        // Without a policy, or with a broken one, other checks speak.
        _ => Verdict::NotApplicable,
    };
    sorted(view.spf.evaluations.iter().map(|e| (Subject::from(e.ip), verdict(e))).collect())
}

fn evidence(view: &View, evaluation: &Evaluation) -> Evidence {
    result_evidence(&view.spf, evaluation).with("mechanism", mechanism(evaluation.ip))
}

fn mechanism(ip: IpAddr) -> String {
    if ip.is_ipv4() { format!("ip4:{ip}") } else { format!("ip6:{ip}") }
}

/// With the record to publish: the address in front, where an earlier term cannot refuse it.
fn fail(view: &View, evaluation: &Evaluation) -> Verdict {
    let verdict = Verdict::fail(evidence(view, evaluation));
    let Some(terms) = view.spf.policy.parsed.as_ref().and_then(|r| r.text.get(6..)) else { return verdict };
    let record = format!("v=spf1 {}{terms}", mechanism(evaluation.ip));
    verdict.with_records(vec![PublishRecord::txt(view.target.domain.as_str(), record)])
}
