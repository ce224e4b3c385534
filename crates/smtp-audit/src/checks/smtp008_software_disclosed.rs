//! SMTP008: software and version in the greeting.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SMTP008",
    name: "smtp-software-disclosed",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 4.3.1"],
    follows: &["DNS001"],
    en: Words {
        title: "The greeting keeps the software's version to itself",
        says: "The greeting tells software and version ({addresses}): {reply}",
        why: "Who looks for servers with a known hole reads greetings first. Whether to tell the version is left to the administrator (RFC 5321 4.3.1).",
        fix: "Leave the version out (Postfix: smtpd_banner = $myhostname ESMTP; Exim: smtp_banner; Sendmail: SmtpGreetingMessage; Exchange: Set-ReceiveConnector -Banner).",
    },
    ru: Words {
        title: "Приветствие не раскрывает версию программы",
        says: "Приветствие называет программу и версию ({addresses}): {reply}",
        why: "Те, кто ищет серверы с известной уязвимостью, первым делом читают приветствия. Сообщать ли версию, решает администратор (RFC 5321 4.3.1).",
        fix: "Уберите версию (Postfix: smtpd_banner = $myhostname ESMTP; Exim: smtp_banner; Sendmail: SmtpGreetingMessage; Exchange: Set-ReceiveConnector -Banner).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 mx.example.com ESMTP Postfix 3.7.11"]),
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nS: 220 mx.example.com ESMTP Exim 4.96 Tue, 24 Nov 2026 10:00:00 +0300",
        ]),
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nS: 220 mx.example.com Microsoft ESMTP MAIL Service, Version: 10.0.14393.4169 ready",
        ]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 mx.example.com ESMTP Postfix (Debian/3.7.11)"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 mx.example.com ESMTP Postfix"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 mx1.example.com ESMTP 44.128.1.1 ready"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nSILENCE"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

/// Mail servers as they name themselves.
const SOFTWARE: [&str; 14] = [
    "postfix",
    "exim",
    "sendmail",
    "microsoft esmtp",
    "exchange",
    "qmail",
    "opensmtpd",
    "haraka",
    "courier",
    "zimbra",
    "mdaemon",
    "hmailserver",
    "mailenable",
    "kerio",
];

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_accepted(CHECK.severity, |_, attempt| match attempt.reply(Phase::Greeting).map(|g| g.to_text()) {
        Some(text) if discloses(&text) => Each::Fail(None, Evidence::new().with("reply", text)),
        Some(_) => Each::Pass,
        None => Each::NotApplicable,
    })
}

/// A product's name and, behind it, a word that is a version: digits with a dot between.
fn discloses(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let Some(at) = SOFTWARE.iter().filter_map(|name| lower.find(name)).min() else { return false };
    lower[at..].split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).any(is_version)
}

fn is_version(word: &str) -> bool {
    let mut parts = word.trim_matches('.').trim_start_matches('v').split('.');
    let number = |p: &str| !p.is_empty() && p.starts_with(|c: char| c.is_ascii_digit());
    parts.next().is_some_and(|p| number(p) && p.len() <= 4) && parts.next().is_some_and(number)
}
