//! SMTP020: which extensions are offered.

use crate::samples::HEALTHY;
use crate::view::{Each, View};
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SMTP020",
    name: "smtp-no-pipelining",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::NotApplicable],
    cites: &["RFC 2920", "RFC 6152", "RFC 6531", "RFC 3030", "RFC 8689"],
    follows: &["DNS001"],
    en: Words {
        title: "Extensions that are offered",
        says: "Offered: {offered}. Not offered: {missing} ({addresses}).",
        why: "PIPELINING and CHUNKING speed delivery up, 8BITMIME and SMTPUTF8 carry other scripts, REQUIRETLS lets senders insist on TLS.",
        fix: "Nothing has to be done. PIPELINING and 8BITMIME belong to every server today.",
    },
    ru: Words {
        title: "Предлагаемые расширения",
        says: "Предлагаются: {offered}. Не предлагаются: {missing} ({addresses}).",
        why: "PIPELINING и CHUNKING ускоряют доставку, 8BITMIME и SMTPUTF8 нужны для других алфавитов, REQUIRETLS позволяет отправителю требовать TLS.",
        fix: "Делать ничего не нужно. PIPELINING и 8BITMIME сегодня есть у каждого сервера.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY]),
        Example::info(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250 mx.example.com"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 busy"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 502 no"]),
    ],
};

const EXTENSIONS: [&str; 5] = ["PIPELINING", "8BITMIME", "SMTPUTF8", "CHUNKING", "REQUIRETLS"];

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_accepted(CHECK.severity, |_, attempt| {
        let Some(ehlo) = [Phase::EhloTls, Phase::Ehlo].iter().find_map(|p| attempt.reply(*p)).filter(|r| r.code == 250) else {
            return Each::NotApplicable;
        };
        let told: Vec<String> = ehlo.lines.iter().skip(1).map(|l| String::from_utf8_lossy(&l.0).trim().to_ascii_uppercase()).collect();
        let (offered, missing): (Vec<&str>, Vec<&str>) =
            EXTENSIONS.iter().partition(|e| told.iter().any(|l| l.split_whitespace().next() == Some(**e)));
        let texts = |list: Vec<&str>| if list.is_empty() { vec!["-".to_owned()] } else { list.into_iter().map(str::to_owned).collect() };
        Each::Info(Evidence::new().with("offered", texts(offered)).with("missing", texts(missing)))
    })
}
