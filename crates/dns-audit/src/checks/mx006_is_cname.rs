//! MX006: an exchange that is an alias.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{View, unknown};
use findings::PublishRecord;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MX006",
    name: "mx-is-cname",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 2181 10.3", "RFC 5321 5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Exchange without an alias",
        says: "The exchange {host} is an alias (CNAME) for {target}; an MX record must name the host itself.",
        why: "Some senders refuse to follow an alias here, others look for mail loops under the wrong name or check certificates against it.",
        fix: "Put {target} into the MX record in place of {host}, or replace the CNAME by A and AAAA records.",
    },
    ru: Words {
        title: "MX без псевдонима",
        says: "{host} в записи MX является псевдонимом (CNAME) для {target}; в MX должно стоять имя самого сервера.",
        why: "Часть отправителей не следует по псевдониму, другие ищут петли или проверяют сертификат по неверному имени.",
        fix: "Укажите в MX {target} вместо {host} или замените CNAME записями A и AAAA.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com MX 10 mail.example.com\nmail.example.com CNAME mx1.example.com"]),
        Example::fail(&[HEALTHY, "example.com MX 10 mail.example.com\nmail.example.com CNAME gone.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "mx1.example.com A TIMEOUT"]),
        Example::unknown(&[HEALTHY, "mx1.example.com * TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_exchange(|host| match host.aliases.last() {
        Some(target) => Verdict::fail(Evidence::new().with("host", &host.name).with("target", target)).with_records(records(view)),
        // One answered look-up shows that there is no alias.
        None if host.gaps.len() < LOOK_UPS => Verdict::Pass(Evidence::new()),
        None => unknown(host.gaps.clone()),
    })
}

/// A and AAAA.
const LOOK_UPS: usize = 2;

/// All aliases replaced at once, where each leads to a host that has addresses.
fn records(view: &View) -> Vec<PublishRecord> {
    let mut aliased = view.mail.hosts.iter().filter(|h| !h.aliases.is_empty());
    if view.mail.left_out > 0 || aliased.any(|h| h.addresses.is_empty()) {
        return Vec::new();
    }
    view.mx_with(|exchange| view.mail.hosts.iter().find(|h| h.name == *exchange).and_then(|h| h.aliases.last().cloned()))
}
