//! MX016: an exchange that its provider no longer serves.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::providers::legacy;

pub const CHECK: Check<View> = Check {
    code: "MX016",
    name: "mx-legacy-provider-set",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001"],
    en: Words {
        title: "Exchange in service",
        says: "{host} is an old exchange of {provider}, which no longer serves it.",
        why: "It still answers for some, defers or refuses for others, and may vanish any day.",
        fix: "Publish the exchange that the provider gives out today: {today}.",
    },
    ru: Words {
        title: "Действующий сервер провайдера",
        says: "{host} — прежний сервер провайдера {provider}, который больше его не обслуживает.",
        why: "Кому-то он ещё отвечает, кому-то отказывает или откладывает приём и может исчезнуть в любой день.",
        fix: "Опубликуйте MX, который провайдер выдаёт сейчас: {today}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com MX 10 mail.messaging.microsoft.com\nmail.messaging.microsoft.com A 44.131.6.1"]),
        Example::fail(&[HEALTHY, "example.com MX 10 example.com.s7a1.psmtp.com\nexample.com.s7a1.psmtp.com A 44.131.6.2"]),
        // Google's five hosts are still served beside the single one of today.
        Example::pass(&[
            HEALTHY,
            "example.com MX 1 aspmx.l.google.com\nexample.com MX 5 alt1.aspmx.l.google.com\nexample.com MX 10 aspmx2.googlemail.com",
        ]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_exchange(|host| match legacy(&host.name) {
        None => Verdict::Pass(Evidence::new()),
        Some(old) => Verdict::fail(Evidence::new().with("host", &host.name).with("provider", old.provider).with("today", old.today)),
    })
}
