//! MX014: an exchange that does not resolve and is one edit from a known provider's.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{View, unknown};
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::providers::meant_exchange;

pub const CHECK: Check<View> = Check {
    code: "MX014",
    name: "mx-typo",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001"],
    en: Words {
        title: "Spelling of the exchange",
        says: "The exchange {host} does not resolve; {meant} of {provider} was probably meant.",
        why: "Senders cannot use it. Whoever registers the misspelt name would get the mail.",
        fix: "Correct the MX record: {meant} in place of {host}.",
    },
    ru: Words {
        title: "Написание имени в MX",
        says: "{host} не находится в DNS; вероятно, имелось в виду {meant} ({provider}).",
        why: "Отправители не могут им воспользоваться. Тот, кто зарегистрирует имя с опечаткой, получит почту.",
        fix: "Исправьте запись MX: {meant} вместо {host}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com MX 10 aspmx.l.gogle.com"]),
        // Two neighbours swapped count as one edit.
        Example::fail(&[HEALTHY, "example.com MX 10 mx.yadnex.net"]),
        Example::fail(&[HEALTHY, "example.com MX 10 example-com.mail.protecton.outlook.com"]),
        Example::pass(&[HEALTHY, "example.com MX 10 aspmx.l.gogl.com"]),
        // One edit from `alt2`, and a name of the provider itself.
        Example::pass(&[HEALTHY, "example.com MX 10 alt1.aspmx.l.google.com"]),
        // It resolves, so it is somebody's.
        Example::pass(&[HEALTHY, "example.com MX 10 mx.yandex.nes\nmx.yandex.nes A 44.131.9.9"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com MX 10 mx.yandx.net\nmx.yandx.net * TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_exchange(|host| {
        if !host.addresses.is_empty() {
            return Verdict::Pass(Evidence::new());
        }
        match meant_exchange(&host.name) {
            None => Verdict::Pass(Evidence::new()),
            Some(_) if !host.known() => unknown(host.gaps.clone()),
            Some((provider, meant)) => {
                let records = Name::parse(&meant).map(|right| view.mx_with(|exchange| (*exchange == host.name).then(|| right.clone())));
                let evidence = Evidence::new().with("host", &host.name).with("meant", meant).with("provider", provider.name);
                Verdict::fail(evidence).with_records(records.unwrap_or_default())
            }
        }
    })
}
