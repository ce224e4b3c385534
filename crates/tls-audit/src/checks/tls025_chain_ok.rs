//! TLS025: what a healthy chain says, as information.

use crate::revocation::{Lists, Standing, standing};
use crate::samples::{CLIENTS, HEALTHY, PLAIN};
use crate::view::{Each, Talk, View, name_certificate};
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS025",
    name: "tls-chain-ok",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::NotApplicable],
    cites: &["RFC 5280 6.1", "RFC 9525 6"],
    follows: &[],
    en: Words {
        title: "The chain as shown",
        says: "The chain is valid: {certificate}, issued by {issuer}, until {ended}, days left: {days}; {session}.",
        why: "A sender that verifies delivers, and a mail program connects without a warning.",
        fix: "Nothing to do. Keep the renewal automatic, and let it reload the mail server.",
    },
    ru: Words {
        title: "Предъявленная цепочка",
        says: "Цепочка действительна: {certificate}, издатель {issuer}, до {ended}, дней осталось: {days}; {session}.",
        why: "Проверяющий отправитель доставит почту, а почтовая программа подключится без предупреждения.",
        fix: "Делать ничего не нужно. Пусть сертификат обновляется автоматически, а почтовый сервер после этого перезагружает конфигурацию.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY]),
        Example::info(&[CLIENTS]),
        Example::info(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com rootsent"]),
        Example::info(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com disordered"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com clientauth_only"]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let mut verdicts = view.fold(CHECK.severity, |_, talk| each(talk, &view.lists));
    verdicts.retain(|(_, verdict)| verdict.status() == Status::Info);
    verdicts
}

fn each(talk: &Talk, lists: &Lists) -> Each {
    let Some(shown) = talk.shown.as_ref().filter(|s| s.judgment.valid && s.key_proved) else { return Each::NotApplicable };
    if matches!(standing(shown, lists), Standing::Revoked { .. }) {
        return Each::NotApplicable;
    }
    let Some(leaf) = shown.judgment.leaf() else { return Each::NotApplicable };
    let evidence = name_certificate(leaf)
        .with("ended", leaf.not_after.to_string())
        .with("days", shown.judgment.at.days_until(leaf.not_after))
        .with("session", shown.session.clone());
    Each::Info(evidence)
}
