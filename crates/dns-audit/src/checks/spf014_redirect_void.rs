//! SPF014: the target of a redirect has no policy, which is a permerror.

use crate::samples::HEALTHY;
use crate::spf::leads_nowhere;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF014",
    name: "spf-redirect-void",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 6.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Target of redirect",
        says: "The SPF policy of {domain} redirects to a name that has no SPF record: {targets}",
        why: "A receiver gives permerror for every sender that no mechanism matched before.",
        fix: "Publish an SPF record at {targets}, or replace the redirect by the policy itself.",
    },
    ru: Words {
        title: "Цель redirect",
        says: "Политика SPF {domain} перенаправлена на имя без записи SPF: {targets}",
        why: "Получатель возвращает permerror для всех отправителей, не совпавших с механизмами раньше.",
        fix: "Опубликуйте запись SPF для {targets} или замените redirect самой политикой.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT hello"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 mx -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_tree(|spf| {
        let targets = leads_nowhere(spf, "redirect");
        (!targets.is_empty()).then(|| Evidence::new().with("domain", &spf.domain).with("targets", targets))
    })
}
