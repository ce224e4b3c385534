//! SPF012: an include whose target has no policy, which is a permerror.

use crate::samples::HEALTHY;
use crate::spf::leads_nowhere;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF012",
    name: "spf-include-void",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 5.2"],
    follows: &["DNS001"],
    en: Words {
        title: "Targets of include",
        says: "The SPF policy of {domain} includes names that have no SPF record: {targets}",
        why: "A receiver that comes to such an include gives permerror: the whole policy counts as broken.",
        fix: "Remove the include of {targets}, or ask the service behind it which name to include today.",
    },
    ru: Words {
        title: "Цели include",
        says: "Политика SPF {domain} ссылается через include на имена без записи SPF: {targets}",
        why: "Дойдя до такого include, получатель возвращает permerror: вся политика считается испорченной.",
        fix: "Уберите include для {targets} или узнайте у службы, какое имя включать сейчас.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT some other text"]),
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 include:gone.example.com -all",
        ]),
        // Free for anyone to register (SPF034), and a permerror all the same.
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.gone-service.net -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 mx -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:%{i}._spf.example.com -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_tree(|spf| {
        let targets = leads_nowhere(spf, "include");
        (!targets.is_empty()).then(|| Evidence::new().with("domain", &spf.domain).with("targets", targets))
    })
}
