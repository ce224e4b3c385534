//! MX009: an exchange whose name no host can have.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::domain::is_host_name;
use std::net::IpAddr;

pub const CHECK: Check<View> = Check {
    code: "MX009",
    name: "mx-bad-hostname",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1123 2.1", "RFC 6761 6.3"],
    follows: &["DNS001"],
    en: Words {
        title: "Host name of the exchange",
        says: "The exchange {host} is not a legal host name: {fault}.",
        why: "Strict senders refuse the name and never connect; no public certificate can be issued for it.",
        fix: "Give the host a name of letters, digits and hyphens below a domain of yours, and put that into the MX record.",
    },
    ru: Words {
        title: "Имя хоста в MX",
        says: "{host} в записи MX не является допустимым именем хоста: {fault}.",
        why: "Строгие отправители такое имя отвергают и не подключаются; публичный сертификат для него не выпустят.",
        fix: "Дайте серверу имя из букв, цифр и дефисов в вашем домене и укажите его в MX.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com MX 10 mail_1.example.com\nmail_1.example.com A 44.128.1.1"]),
        Example::fail(&[HEALTHY, "example.com MX 10 mailhost"]),
        Example::fail(&[HEALTHY, "example.com MX 10 localhost"]),
        Example::fail(&[HEALTHY, "example.com MX 10 mx.localhost"]),
        Example::fail(&[HEALTHY, "example.com MX 10 -mx.example.com"]),
        Example::pass(&[HEALTHY, "example.com MX 10 mail-1.example.com\nmail-1.example.com A 44.128.1.1"]),
        Example::pass(&[HEALTHY]),
        // An address in place of a name is told by MX005.
        Example::not_applicable(&[HEALTHY, "example.com MX 10 44.128.1.1"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_exchange(|host| {
        let text = host.name.as_str();
        if text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
            return Verdict::NotApplicable;
        }
        match fault(text) {
            Some(fault) => Verdict::fail(Evidence::new().with("host", text).with("fault", fault)),
            None => Verdict::Pass(Evidence::new()),
        }
    })
}

fn fault(name: &str) -> Option<Phrase> {
    let local = name == "localhost" || name.ends_with(".localhost") || name == "localhost.localdomain";
    if local {
        return Some(Phrase {
            en: "it means the sender's own machine", ru: "оно означает машину самого отправителя"
        });
    }
    if is_host_name(name) {
        return None;
    }
    Some(if name.contains('_') {
        Phrase { en: "it holds an underscore", ru: "в нём есть знак подчёркивания" }
    } else if !name.contains('.') {
        Phrase { en: "it has a single label", ru: "оно состоит из одной метки" }
    } else {
        Phrase {
            en: "its labels break the rules for letters, digits and hyphens", ru: "нарушены правила о буквах, цифрах и дефисах"
        }
    })
}
