//! SMTP026: the connection stands and no greeting ends. Only ever unknown.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};
use readings::opening::Opening;

pub const CHECK: Check<View> = Check {
    code: "SMTP026",
    name: "smtp-no-greeting",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::NotApplicable],
    cites: &["RFC 5321 4.3.1", "RFC 5321 4.5.3.2.1"],
    follows: &["DNS001"],
    en: Words {
        title: "No greeting",
        says: "The server accepts the connection but completes no greeting ({addresses}): {reply}.",
        why: "A sender waits up to five minutes for the 220 and then tries the next host; an audit cannot tell a long delay from a dead service.",
        fix: "Connect to port 25 of {addresses} by hand and wait: if the 220 comes late, look for slow DNS look-ups or a greeting delay; if never, restart the service behind the port.",
    },
    ru: Words {
        title: "Нет приветствия",
        says: "Сервер принимает соединение, но приветствие не завершает ({addresses}): {reply}.",
        why: "Отправитель ждёт 220 до пяти минут и переходит к следующему серверу; проверка не может отличить долгую задержку от неработающей службы.",
        fix: "Подключитесь вручную к порту 25 адресов {addresses} и подождите: если 220 приходит поздно, ищите медленные запросы DNS или задержку приветствия; если не приходит, перезапустите службу за этим портом.",
    },
    judge,
    examples: &[
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nSILENCE"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 220-wait\nSILENCE"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nENDLESS"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 30000\nS: 220 late"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 29999\nS: 220 late"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nCLOSE"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nDROP"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.untold(|opening| match opening {
        Opening::NoGreeting { endless: false } => Some(Value::Phrase(Phrase { en: "silence", ru: "тишина" })),
        Opening::NoGreeting { endless: true } => {
            Some(Value::Phrase(Phrase { en: "lines without end", ru: "строки без конца" }))
        }
        _ => None,
    })
}
