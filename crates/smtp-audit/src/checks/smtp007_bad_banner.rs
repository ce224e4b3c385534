//! SMTP007: the greeting names no host name.

use crate::meaning::word_for_word;
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SMTP007",
    name: "smtp-bad-banner",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 4.2", "RFC 5321 4.3.1"],
    follows: &["DNS001"],
    en: Words {
        title: "The greeting names the host",
        says: "The greeting begins with no host name ({addresses}): {reply}",
        why: "The first word behind 220 is the server's full host name; receivers of your own mail and monitoring compare it with HELO and PTR.",
        fix: "Let the greeting begin with the host's full name (Postfix: smtpd_banner = $myhostname ESMTP; Exim: smtp_banner = $smtp_active_hostname ESMTP).",
    },
    ru: Words {
        title: "Приветствие называет сервер",
        says: "Приветствие начинается не с имени сервера ({addresses}): {reply}",
        why: "Первое слово после 220 — полное имя сервера; получатели вашей почты и мониторинг сверяют его с HELO и PTR.",
        fix: "Начните приветствие с полного имени сервера (Postfix: smtpd_banner = $myhostname ESMTP; Exim: smtp_banner = $smtp_active_hostname ESMTP).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 ESMTP"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 44.128.1.1 ESMTP"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 localhost ESMTP"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 [44.128.1.1]"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220 Welcome to mx.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220-mail-1.example.com ESMTP\nS: 220 No spam"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 busy"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nDROP"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_accepted(CHECK.severity, |_, attempt| {
        let Some(greeting) = attempt.reply(Phase::Greeting) else { return Each::NotApplicable };
        let first = greeting.lines.first().map(|l| String::from_utf8_lossy(&l.0).into_owned()).unwrap_or_default();
        if first.split_whitespace().next().is_some_and(is_host_name) {
            Each::Pass
        } else {
            Each::Fail(None, Evidence::new().with("reply", word_for_word(greeting)))
        }
    })
}

/// A full host name; an address in brackets names no host.
fn is_host_name(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';']);
    let label = |l: &str| {
        !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') && !l.starts_with('-')
    };
    let labels: Vec<&str> = word.split('.').collect();
    labels.len() >= 2 && labels.iter().all(|l| label(l)) && labels.last().is_some_and(|l| l.bytes().any(|b| b.is_ascii_alphabetic()))
}
