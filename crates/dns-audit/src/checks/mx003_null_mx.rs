//! MX003: the domain says that it takes no mail, which does not go with sending.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use facts::Profile;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::Route;

pub const CHECK: Check<View> = Check {
    code: "MX003",
    name: "null-mx",
    severity: Severity::Info,
    other_severities: &[Severity::Error],
    reaches: &[Status::Info, Status::Fail, Status::Unknown, Status::NotApplicable],
    cites: &["RFC 7505 4.2"],
    follows: &["DNS001"],
    en: Words {
        title: "Null MX",
        says: "{domain} publishes the null MX: it takes no mail.",
        why: "Mail to it is bounced at once. A domain that sends must not have it: receivers refuse senders who cannot be answered.",
        fix: "Nothing, if the domain neither receives nor sends. If it sends, replace the null MX by a host that takes replies and bounces.",
    },
    ru: Words {
        title: "Null MX",
        says: "{domain} публикует null MX: почту домен не принимает.",
        why: "Письма на этот домен возвращаются сразу. Для отправителя это недопустимо: получатели отказывают тем, кому нельзя ответить.",
        fix: "Если домен не принимает и не отправляет почту, делать ничего не нужно. Если отправляет, замените null MX сервером, который принимает ответы и отчёты о недоставке.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY, NULL_MX]),
        Example::fail_as(Severity::Error, &[HEALTHY, NULL_MX, "target example.com profile=send"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY]),
        // Beside others it is broken rather than null (MX004).
        Example::not_applicable(&[HEALTHY, "example.com MX 0 .\nexample.com MX 10 mx1.example.com"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let evidence = Evidence::new().with("domain", &view.target.domain);
    let verdict = match &view.mail.route {
        Route::Null if view.target.profile == Profile::Send => Verdict::fail_as(Severity::Error, evidence),
        Route::Null => Verdict::Info(evidence),
        Route::Unknown(gap) => Verdict::unknown(gap.clone()),
        _ => Verdict::NotApplicable,
    };
    vec![(view.domain(), verdict)]
}
