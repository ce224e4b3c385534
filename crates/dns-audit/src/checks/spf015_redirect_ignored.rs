//! SPF015: redirect beside 'all' is never used.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF015",
    name: "spf-redirect-ignored",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 6.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Redirect that counts",
        says: "The SPF record of {at} holds 'all' and {term}: the redirect is never used.",
        why: "A receiver passes over redirect when the record holds 'all', so that the policy behind it has no effect.",
        fix: "Remove {term}, or remove all if the policy behind the redirect was meant.",
    },
    ru: Words {
        title: "Действующий redirect",
        says: "В записи SPF {at} есть и all, и {term}: redirect не действует.",
        why: "Если в записи есть all, получатель игнорирует redirect, и политика за ним не действует.",
        fix: "Уберите {term} или, если нужна именно политика за redirect, уберите all.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx redirect=_spf.example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 all redirect=example.com"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 -all"]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 -all redirect=example.com",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_chain(|policy, record| {
        let (index, _) = record.redirect()?;
        record.first_all()?;
        Some(Evidence::new().with("at", policy.domain.as_str()).with("term", record.terms[index].text.clone()))
    })
}
