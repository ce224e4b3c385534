//! SPF008: the record ends in ?all.

use crate::samples::HEALTHY;
use crate::spf::{last_all, no_fault};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use records::spf::Qualifier;

pub const CHECK: Check<View> = Check {
    code: "SPF008",
    name: "spf-neutral-all",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 8.2"],
    follows: &["DNS001"],
    en: Words {
        title: "Neutral end of SPF",
        says: "The SPF record of {at} ends in ?all: it says nothing about senders that it does not list.",
        why: "A receiver treats unlisted senders as if there were no SPF, so that forgeries are not told from real mail.",
        fix: "End the record with ~all, or with -all once every sender is listed.",
    },
    ru: Words {
        title: "Нейтральное окончание SPF",
        says: "Запись SPF {at} оканчивается на ?all: о не указанных в ней отправителях она ничего не говорит.",
        why: "Получатель обращается с ними так, словно SPF нет, и не отличает подделку от настоящей почты.",
        fix: "Завершите запись ~all, а когда указаны все отправители — -all.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx ?all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 mx ?all"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com ~all\n_spf.example.com TXT v=spf1 mx ?all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| match last_all(spf) {
        Some((policy, Qualifier::Neutral)) => {
            let evidence = Evidence::new().with("domain", &spf.domain).with("at", policy.domain.as_str());
            Verdict::fail(evidence)
        }
        _ => no_fault(spf.last().gap.clone().into_iter().collect(), Evidence::new()),
    })
}
