//! PTR001: an own mail address without a reverse name.

use crate::samples::{AT_GOOGLE, HEALTHY, NULL_MX, SENDING};
use crate::view::{View, fail_by_role};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::Route;
use readings::ptr::Lookup;

pub const CHECK: Check<View> = Check {
    code: "PTR001",
    name: "ptr-missing",
    severity: Severity::Error,
    other_severities: &[Severity::Notice],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1912 2.1"],
    follows: &["MX008"],
    en: Words {
        title: "Reverse name of the address",
        says: "{address} has no PTR record.",
        why: "Gmail, Yahoo, Apple, Mail.ru and many others refuse or defer mail from an address without a name.",
        fix: "Ask whoever gave you {address} (hosting company or access provider) to set its PTR to the name that the server greets with.",
    },
    ru: Words {
        title: "Обратная запись адреса",
        says: "У адреса {address} нет записи PTR.",
        why: "Gmail, Yahoo, Apple, Mail.ru и многие другие отвергают или откладывают почту с адреса без имени.",
        fix: "Попросите того, кто выдал адрес {address} (хостинг или провайдера), прописать PTR с именем, которым представляется сервер.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SENDING, "44.128.1.1 PTR NXDOMAIN"]),
        Example::fail(&[HEALTHY, "target example.com ip=44.128.9.1"]),
        Example::fail_as(Severity::Notice, &[HEALTHY, "44.128.1.1 PTR NODATA"]),
        Example::pass(&[HEALTHY, SENDING]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SENDING, "44.128.1.1 PTR TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        // Neither a provider's address nor a private one; an IPv6 sender is PTR007's.
        Example::not_applicable(&[HEALTHY, AT_GOOGLE]),
        Example::not_applicable(&[HEALTHY, AT_GOOGLE, "example.com MX 1 mail.example.com\nmail.example.com CNAME smtp.google.com"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "target example.com ip=192.168.1.1 ip=2d00:44:9::1"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let mut verdicts = view.each_address(|address| {
        if address.sending && address.address.is_ipv6() {
            return Verdict::NotApplicable;
        }
        match &address.lookup {
            Lookup::Unknown(gap) => Verdict::unknown(gap.clone()),
            Lookup::Names(names) => {
                Verdict::Pass(Evidence::new().with("names", names.iter().map(|n| n.name.to_string()).collect::<Vec<_>>()))
            }
            Lookup::Missing => {
                let evidence = Evidence::new().with("address", address.address);
                fail_by_role(address, evidence).with_records(view.ptr_record(address))
            }
        }
    });
    // Without the MX it is not known which addresses there are.
    if let (Route::Unknown(gap), true) = (&view.mail.route, verdicts.is_empty()) {
        verdicts.push((view.domain(), Verdict::unknown(gap.clone())));
    }
    verdicts
}
