//! DMARC004: the policy enforces nothing.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::Discovery;
use records::dmarc::{Field, Policy};

pub const CHECK: Check<View> = Check {
    code: "DMARC004",
    name: "dmarc-policy-none",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7", "RFC 9989 5.4"],
    follows: &["DNS001"],
    en: Words {
        title: "The policy is enforced",
        says: "The policy for {domain} is none (record at {at}): receivers do nothing about mail that fails.",
        why: "Forged mail in your name is delivered as before. The minimum that Gmail and Yahoo ask of bulk senders is met all the same.",
        fix: "Read the reports until all your own senders pass, then publish p=quarantine and later p=reject at {at}.",
    },
    ru: Words {
        title: "Политика действует",
        says: "Политика для {domain}: none (запись {at}), с непрошедшими проверку письмами получатели ничего не делают.",
        why: "Поддельные письма от вашего имени доставляются как прежде. При этом минимум, которого Gmail и Yahoo требуют от рассылок, соблюдён.",
        fix: "Читайте отчёты, пока проверку не пройдут все ваши отправители, затем опубликуйте в {at} p=quarantine, а позже p=reject.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:dmarc@example.com"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; rua=mailto:dmarc@example.com"]),
        Example::fail(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90",
            "_dmarc.example.com TXT v=DMARC1; p=reject; sp=none",
        ]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=quarantine"]),
        Example::pass(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90",
            "_dmarc.example.com TXT v=DMARC1; p=none; sp=reject",
        ]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
        // Unreadable: DMARC003 speaks.
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=rejct; rua=mailto:dmarc@example.com"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        let Discovery::Applied(applied) = &view.dmarc.policy else { return Verdict::NotApplicable };
        if [record.p, record.sp, record.np].contains(&Field::Invalid) {
            return Verdict::NotApplicable;
        }
        let evidence = evidence(from).with("domain", &view.dmarc.domain).with("policy", applied.asked.as_str());
        if applied.asked > Policy::None {
            return Verdict::Pass(evidence);
        }
        Verdict::fail(evidence).with_records(repaired(from, &record.text))
    })
}
