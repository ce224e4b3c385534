//! DKIM012: a selector that is an alias of a name that does not exist.

use crate::keys::{each_selector, evidence};
use crate::sample_keys::{SLOW_KEY, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::dkim::Found;

pub const CHECK: Check<View> = Check {
    code: "DKIM012",
    name: "dkim-cname-dangling",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1034 3.6.2", "RFC 6376 3.6.2"],
    follows: &["DNS001"],
    en: Words {
        title: "The selector's alias leads to a key",
        says: "{at} is an alias of {target}, and that name does not exist.",
        why: "Receivers find no key there, so signatures with selector {selector} fail; and whoever gets the missing name can publish a key there and sign as your domain.",
        fix: "If the service is still in use, switch DKIM on there or copy the alias anew from its settings; if not, delete the CNAME at {at}.",
    },
    ru: Words {
        title: "Псевдоним селектора ведёт к ключу",
        says: "{at} — псевдоним имени {target}, а такого имени нет.",
        why: "Получатели не находят ключ, и подписи с селектором {selector} не проходят; а тот, кому достанется недостающее имя, сможет опубликовать свой ключ и подписывать письма от вашего домена.",
        fix: "Если служба ещё нужна, включите в ней DKIM или скопируйте псевдоним из её настроек заново; если нет, удалите CNAME {at}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "s2._domainkey.example.com CNAME s2.gone.example.net"]),
        Example::fail(&[HEALTHY, "target example.com selector=s2\ns2._domainkey.example.com CNAME s2.gone.example.net"]),
        Example::pass(&[
            HEALTHY,
            concat!(
                "s1._domainkey.example.com TXT NODATA\ns2._domainkey.example.com CNAME k.example.net\nk.example.net TXT v=DKIM1; p=",
                rsa_2048!()
            ),
        ]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_selector(view, |s| match &s.found {
        Found::Dangling(target) => Verdict::fail(evidence(s).with("target", target)),
        _ => Verdict::Pass(evidence(s)),
    })
}
