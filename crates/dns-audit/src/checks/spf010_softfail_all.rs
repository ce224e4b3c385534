//! SPF010: the record ends in ~all.

use crate::samples::HEALTHY;
use crate::spf::{last_all, no_fault};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::Discovery;
use records::dmarc::Policy;
use records::spf::Qualifier;

pub const CHECK: Check<View> = Check {
    code: "SPF010",
    name: "spf-softfail-all",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 8.5", "RFC 9989 7.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Soft end of SPF",
        says: "The SPF record of {at} ends in ~all: unlisted senders get softfail; {dmarc}.",
        why: "Receivers accept such mail and mark it. With DMARC at quarantine or reject that is right, since -all may refuse mail before DKIM is looked at.",
        fix: "Nothing, where DMARC enforces; without DMARC, list every sender and then use -all.",
    },
    ru: Words {
        title: "Мягкое окончание SPF",
        says: "Запись SPF {at} оканчивается на ~all: не указанные отправители получают softfail; {dmarc}.",
        why: "Получатели принимают такую почту с пометкой. При DMARC quarantine или reject это верно: -all может привести к отказу раньше проверки DKIM.",
        fix: "Если DMARC действует — ничего; без DMARC укажите всех отправителей и перейдите на -all.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY, "example.com TXT v=spf1 mx ~all"]),
        Example::info(&[HEALTHY, "example.com TXT v=spf1 mx ~all\n_dmarc.example.com TXT NODATA"]),
        Example::info(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 mx ~all"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 mx ~all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| match last_all(spf) {
        Some((policy, Qualifier::Softfail)) => {
            let evidence = Evidence::new().with("domain", &spf.domain).with("at", policy.domain.as_str()).with("dmarc", dmarc(view));
            Verdict::Info(evidence)
        }
        _ => no_fault(spf.last().gap.clone().into_iter().collect(), Evidence::new()),
    })
}

fn dmarc(view: &View) -> Phrase {
    match &view.dmarc.policy {
        Discovery::Applied(applied) if applied.policy != Policy::None => Phrase {
            en: "DMARC enforces here, so that this is right",
            ru: "DMARC здесь действует, поэтому это верно",
        },
        Discovery::Unknown(_) => {
            Phrase { en: "whether DMARC enforces is not known", ru: "действует ли DMARC, неизвестно" }
        }
        _ => Phrase { en: "DMARC does not enforce here", ru: "DMARC здесь не действует" },
    }
}
