//! SPF025: a given sending address gets softfail or neutral.

use crate::samples::{HEALTHY, SENDING};
use crate::spf::result_evidence;
use crate::view::View;
use crate::view::{sorted, unknown};
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::{Evaluation, SpfResult};

pub const CHECK: Check<View> = Check {
    code: "SPF025",
    name: "spf-sender-weak",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 2.6.2", "RFC 7208 2.6.5"],
    follows: &[],
    en: Words {
        title: "Strictness of SPF for the sending address",
        says: "SPF of {domain} says {result} for {ip}: {term}.",
        why: "The mail passes neither SPF nor, by it, DMARC; it hangs on DKIM alone.",
        fix: "Add the address to the SPF record of {domain} with ip4 or ip6.",
    },
    ru: Words {
        title: "Строгость SPF для адреса отправителя",
        says: "SPF {domain} даёт {result} для {ip}: {term}.",
        why: "Почта не проходит SPF, а значит, и DMARC по SPF: всё держится на одном DKIM.",
        fix: "Добавьте адрес в запись SPF {domain} через ip4 или ip6.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "target example.com ip=44.130.1.1", "example.com TXT v=spf1 ~all"]),
        Example::fail(&[HEALTHY, "target example.com ip=44.130.1.1", "example.com TXT v=spf1 mx"]),
        Example::fail(&[HEALTHY, "target example.com ip=44.130.1.1", "example.com TXT v=spf1 ?ip4:44.130.1.1 -all"]),
        Example::pass(&[HEALTHY, SENDING]),
        Example::not_applicable(&[HEALTHY, "target example.com ip=44.130.1.1"]),
        Example::not_applicable(&[HEALTHY]),
        Example::unknown(&[
            HEALTHY,
            "target example.com ip=44.130.1.1",
            "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT",
        ]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = |evaluation: &Evaluation| match evaluation.result {
        SpfResult::Softfail | SpfResult::Neutral => Verdict::fail(result_evidence(&view.spf, evaluation)),
        SpfResult::Pass => Verdict::Pass(result_evidence(&view.spf, evaluation)),
        SpfResult::Temperror => unknown(evaluation.gaps.clone()),
        // Without a policy, or with a broken one, other checks speak.
        _ => Verdict::NotApplicable,
    };
    sorted(view.spf.evaluations.iter().map(|e| (Subject::from(e.ip), verdict(e))).collect())
}
