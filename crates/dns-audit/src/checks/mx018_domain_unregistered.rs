//! MX018: an exchange below a domain that anyone can register.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::zone::Registration;

pub const CHECK: Check<View> = Check {
    code: "MX018",
    name: "mx-domain-unregistered",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001"],
    en: Words {
        title: "Registered domain of the exchange",
        says: "The exchange {host} is in the domain {registrable}, which does not exist in the DNS: if it is free, anyone can register it.",
        why: "Whoever registers it takes the mail: password resets, certificates by e-mail, everything.",
        fix: "Take the MX record out or correct it today; if {registrable} was yours, register it again.",
    },
    ru: Words {
        title: "Домен сервера из MX",
        says: "{host} находится в домене {registrable}, которого нет в DNS: если домен свободен, его может занять кто угодно.",
        why: "Зарегистрировавший домен получит вашу почту: сбросы паролей, подтверждения сертификатов, всё остальное.",
        fix: "Сегодня же удалите или исправьте запись MX; если {registrable} был вашим, зарегистрируйте его снова.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com MX 10 mx1.example.com\nexample.com MX 20 mx.gone-example.com"]),
        // The alias's own domain stands, the one it leads to does not.
        Example::fail(&[HEALTHY, "example.com MX 10 mail.example.com\nmail.example.com CNAME mx.gone-example.com"]),
        Example::pass(&[HEALTHY]),
        // The name is missing, its domain is not.
        Example::pass(&[HEALTHY, "example.com MX 10 gone.example.net"]),
        // Nobody can register a name below a top level that does not exist.
        Example::pass(&[HEALTHY, "example.com MX 10 mail.lan"]),
        Example::unknown(&[HEALTHY, "example.com MX 10 mx.gone-example.com\ngone-example.com SOA TIMEOUT"]),
        Example::unknown(&[HEALTHY, "mx2.example.com * TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_exchange(|host| match &host.registration {
        Registration::Free(registrable) => Verdict::fail(Evidence::new().with("host", &host.name).with("registrable", registrable)),
        Registration::Unknown(gap) => Verdict::unknown(gap.clone()),
        // A name of which not all is known may be missing.
        _ if !host.known() && host.addresses.is_empty() => unknown(host.gaps.clone()),
        Registration::Taken | Registration::Impossible => Verdict::Pass(Evidence::new()),
    })
}
