//! MX007: an exchange without any address.

use crate::samples::{HEALTHY, NULL_MX, ONE_HOST};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::{MailHost, Route};

pub const CHECK: Check<View> = Check {
    code: "MX007",
    name: "mx-unresolvable",
    severity: Severity::Error,
    other_severities: &[Severity::Critical],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 5.1"],
    follows: &["DNS001", "MX005", "MX009", "MX014", "MX018"],
    en: Words {
        title: "Exchange with an address",
        says: "Without an address, and so unreachable: {hosts}.",
        why: "Senders pass over an exchange without an address; when none has one, all mail bounces.",
        fix: "Publish A or AAAA records for {hosts}, correct the name, or take the MX record out.",
    },
    ru: Words {
        title: "Адрес сервера из MX",
        says: "Нет адреса, доставка невозможна: {hosts}.",
        why: "Сервер без адреса отправители пропускают; если адреса нет ни у одного, вся почта возвращается.",
        fix: "Опубликуйте записи A или AAAA для {hosts}, исправьте имя или удалите запись MX.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "mx2.example.com A NODATA\nmx2.example.com AAAA NODATA"]),
        Example::fail_as(Severity::Critical, &[HEALTHY, "example.com MX 10 gone.example.com"]),
        Example::fail_as(Severity::Critical, &[HEALTHY, "example.com MX 10 gone.example.com\nexample.com MX 20 away.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, ONE_HOST]),
        Example::unknown(&[HEALTHY, "mx2.example.com A TIMEOUT\nmx2.example.com AAAA NODATA"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let mail = &view.mail;
    let dead = |h: &MailHost| h.known() && h.addresses.is_empty();
    let is_set = matches!(mail.route, Route::Mx | Route::NullMixed) && !mail.hosts.is_empty();
    if is_set && mail.left_out == 0 && mail.hosts.iter().all(dead) {
        // About the set as a whole, so that no lesser fault of one exchange can stand for it.
        let hosts: Vec<String> = mail.hosts.iter().map(|h| h.name.to_string()).collect();
        return vec![(view.domain(), Verdict::fail_as(Severity::Critical, Evidence::new().with("hosts", hosts)))];
    }
    view.each_exchange(|host| match host {
        h if !h.addresses.is_empty() => Verdict::Pass(Evidence::new().with("addresses", h.addresses.len())),
        h if !h.known() => unknown(h.gaps.clone()),
        h => Verdict::fail(Evidence::new().with("hosts", &h.name)),
    })
}
