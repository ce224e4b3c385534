//! SMTP019: a small SIZE.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::sessions::capabilities;

pub const CHECK: Check<View> = Check {
    code: "SMTP019",
    name: "smtp-size-limit",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1870 4"],
    follows: &["DNS001"],
    en: Words {
        title: "Messages of usual size are taken",
        says: "The server takes messages of at most {size} bytes ({addresses}).",
        why: "Attachments grow by a third when encoded. Senders with SIZE return larger mail at once; most providers take 25 MB and more.",
        fix: "Raise the limit to at least 25 MB (Postfix: message_size_limit, mailbox_size_limit; Exim: message_size_limit; Exchange: MaxMessageSize of the receive connector).",
    },
    ru: Words {
        title: "Принимаются письма обычного размера",
        says: "Сервер принимает письма не больше этого числа байтов: {size} ({addresses}).",
        why: "Вложения при кодировании вырастают на треть. Отправители, понимающие SIZE, сразу возвращают большие письма; крупные службы принимают 25 МБ и больше.",
        fix: "Поднимите предел хотя бы до 25 МБ (Postfix: message_size_limit, mailbox_size_limit; Exim: message_size_limit; Exchange: MaxMessageSize соединителя получения).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250 SIZE 9999999"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250 size 1"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250 SIZE 10000000"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250 SIZE 0"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250 SIZE"]),
        Example::pass(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250 SIZE 99999999999999999999",
        ]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nSILENCE"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

/// Bytes below which a limit is small: 10 MB, counted in powers of ten.
const SMALL: i64 = 10_000_000;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_accepted(CHECK.severity, |_, attempt| {
        let Some(told) = capabilities(attempt) else { return Each::NotApplicable };
        match told.iter().find_map(|line| size(line)) {
            Some(size) if (1..SMALL).contains(&size) => Each::Fail(None, Evidence::new().with("size", size)),
            // Zero and no value mean no limit that is told (RFC 1870 4).
            _ => Each::Pass,
        }
    })
}

fn size(line: &str) -> Option<i64> {
    let mut words = line.split_whitespace();
    words.next().filter(|w| w.eq_ignore_ascii_case("SIZE"))?;
    words.next()?.parse().ok()
}
