//! DKIM008: more than one key record at a selector.

use crate::keys::{each_selector, evidence};
use crate::sample_keys::{SLOW_KEY, rsa_1024, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::dkim::Found;

pub const CHECK: Check<View> = Check {
    code: "DKIM008",
    name: "dkim-multiple-records",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.6.2.2"],
    follows: &["DNS001"],
    en: Words {
        title: "One key record for a selector",
        says: "TXT key records at {at}: {count}; only one may stand there.",
        why: "Receivers do not say which of them they take: signatures pass at one and fail at the next.",
        fix: "Keep the record whose key your mail service signs with, and delete the others; a second key needs a selector of its own.",
    },
    ru: Words {
        title: "Одна запись ключа на селектор",
        says: "TXT-записей с ключом {at}: {count}; допустима только одна.",
        why: "Какую из них возьмёт получатель, не определено: у одних подпись проходит, у других нет.",
        fix: "Оставьте запись с тем ключом, которым подписывает почтовая служба, остальные удалите; второму ключу нужен собственный селектор.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            concat!("s1._domainkey.example.com TXT v=DKIM1; p=", rsa_1024!(), "\ns1._domainkey.example.com TXT v=DKIM1; p=", rsa_2048!()),
        ]),
        Example::pass(&[HEALTHY]),
        // Other text beside the key is passed over by verifiers.
        Example::pass(&[
            HEALTHY,
            concat!("s1._domainkey.example.com TXT v=spf1 -all\ns1._domainkey.example.com TXT v=DKIM1; p=", rsa_2048!()),
        ]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_selector(view, |s| match &s.found {
        Found::Keys(keys) => {
            let evidence = evidence(s).with("count", keys.len());
            if keys.len() > 1 { Verdict::fail(evidence) } else { Verdict::Pass(evidence) }
        }
        _ => Verdict::NotApplicable,
    })
}
