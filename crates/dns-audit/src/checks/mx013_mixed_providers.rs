//! MX013: exchanges of two hosted providers, one of them usually left over after a move.

use crate::samples::{AT_GOOGLE, HEALTHY};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use std::collections::BTreeSet;

pub const CHECK: Check<View> = Check {
    code: "MX013",
    name: "mx-mixed-providers",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001"],
    en: Words {
        title: "Exchanges of one provider",
        says: "The exchanges belong to different providers: {providers}.",
        why: "Part of the mail goes to the provider you have left, which refuses it or keeps it in mailboxes that nobody reads.",
        fix: "Keep the exchanges of the provider that holds the mailboxes, and take out those of the other.",
    },
    ru: Words {
        title: "Серверы MX одного провайдера",
        says: "Записи MX ведут к разным провайдерам: {providers}.",
        why: "Часть почты уходит к прежнему провайдеру: он её отвергает или складывает в ящики, которые никто не читает.",
        fix: "Оставьте записи MX того провайдера, у которого находятся ящики, а записи другого удалите.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            AT_GOOGLE,
            "example.com MX 1 smtp.google.com\nexample.com MX 10 mx.yandex.net\nmx.yandex.net A 44.131.8.1",
        ]),
        Example::pass(&[HEALTHY, AT_GOOGLE]),
        Example::pass(&[
            HEALTHY,
            AT_GOOGLE,
            "example.com MX 1 smtp.google.com\nexample.com MX 5 aspmx2.googlemail.com\naspmx2.googlemail.com A 44.131.7.2",
        ]),
        // A host of one's own beside a provider's is a choice, not a remnant.
        Example::pass(&[HEALTHY, AT_GOOGLE, "example.com MX 1 smtp.google.com\nexample.com MX 10 mx1.example.com"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.exchange_set(|mail| {
        let providers: BTreeSet<&str> = mail.hosts.iter().filter_map(|h| h.provider).map(|p| p.name).collect();
        let evidence = Evidence::new().with("providers", providers.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>());
        match providers.len() {
            0 => Verdict::NotApplicable,
            1 => Verdict::Pass(evidence),
            _ => Verdict::fail(evidence),
        }
    })
}
