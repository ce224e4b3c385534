//! TLS018: a publicly trusted certificate is valid for longer than its issue date allows.

use crate::lifetime::{days, most_days};
use crate::samples::{BUSY, HEALTHY};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS018",
    name: "tls-lifetime-too-long",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["CA/B ballot SC-081"],
    follows: &[],
    en: Words {
        title: "The certificate's lifetime is within the limit",
        says: "The certificate is valid for longer than public authorities may issue it. Days of validity: {days}; most at its issue date, {issued}: {most}.",
        why: "Browsers and systems that enforce the limit refuse it, and an authority that notices its mistake revokes it at short notice.",
        fix: "Have the certificate issued anew within the limit, and let an ACME client renew it, since the limit goes down to 47 days by 2029.",
    },
    ru: Words {
        title: "Срок действия сертификата не превышает предела",
        says: "Сертификат действует дольше, чем публичным центрам разрешено выдавать. Срок в днях: {days}; предел на дату выдачи, {issued}: {most}.",
        why: "Браузеры и системы, следящие за пределом, отвергают такой сертификат, а центр, заметив ошибку, отзывает его почти без предупреждения.",
        fix: "Перевыпустите сертификат в пределах срока и поручите продление клиенту ACME: к 2029 году предел снизится до 47 дней.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com overlong"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com publicly"]),
        Example::unknown(&[HEALTHY, BUSY]),
        // The lab's root is trusted by the user alone, and no ballot binds it.
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_shown(CHECK.severity, |_, shown| {
        let Some(leaf) = shown.judgment.leaf().filter(|_| shown.public) else { return Each::NotApplicable };
        let Some(most) = most_days(leaf.not_before) else { return Each::NotApplicable };
        let days = days(leaf.not_before, leaf.not_after);
        let evidence = Evidence::new().with("days", days).with("most", most).with("issued", leaf.not_before.to_string());
        if days > most { Each::Fail(None, evidence) } else { Each::Pass(evidence) }
    })
}
