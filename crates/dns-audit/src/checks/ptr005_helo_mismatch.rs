//! PTR005: a server that calls itself otherwise than its reverse name.

use crate::samples::{HEALTHY, NULL_MX, SENDING};
use crate::view::{View, unknown};
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "PTR005",
    name: "ptr-helo-mismatch",
    severity: Severity::Notice,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 4.1.4"],
    follows: &["PTR001", "PTR002", "PTR007"],
    en: Words {
        title: "Greeting and reverse name",
        says: "The server at {address} calls itself {greeting}; the PTR says {names}.",
        why: "Filters add points when the name of the greeting and the reverse name differ.",
        fix: "Set the name of the server itself (myhostname, HELO) to the PTR name, or have the PTR changed to {greeting}.",
    },
    ru: Words {
        title: "Приветствие и PTR",
        says: "Сервер с адресом {address} представляется как {greeting}, а в PTR указано {names}.",
        why: "Фильтры начисляют баллы, когда имя в приветствии не совпадает с именем из PTR.",
        fix: "Задайте серверу имя из PTR (myhostname, HELO) или попросите сменить PTR на {greeting}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 front.example.com good"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx1.example.com good\nS: 220 front.example.com ESMTP"]),
        Example::fail_as(Severity::Warning, &[HEALTHY, "target example.com ip=44.128.1.1 helo=front.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, SENDING]),
        // A banner without a name is SMTP007's.
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx1.example.com good\nS: 220 ready"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx1.example.com good\nDROP"]),
        Example::unknown(&[HEALTHY, "44.128.1.1 PTR slow.example.net\nslow.example.net A TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "target example.com ip=44.128.1.1"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let helo = view.ptr.helo.as_ref().filter(|h| h.well_formed).and_then(|h| h.name.as_ref());
    view.each_address(|address| {
        let told: &[Name] = address.greeting.as_deref().unwrap_or_default();
        let own_names: Vec<&Name> = helo.filter(|_| address.sending).into_iter().chain(told).collect();
        let confirmed: Vec<&Name> = address.confirmed().collect();
        // Names without one that leads back are PTR002's.
        let gaps: Vec<_> = address.names().iter().filter_map(|n| n.confirmed.as_ref().err().cloned()).collect();
        if confirmed.is_empty() {
            return if gaps.is_empty() { Verdict::NotApplicable } else { unknown(gaps) };
        }
        match (own_names.iter().find(|n| !confirmed.contains(n)), &address.greeting) {
            (Some(_), _) if !gaps.is_empty() => unknown(gaps),
            (Some(greeting), _) => {
                let names: Vec<String> = confirmed.iter().map(ToString::to_string).collect();
                let evidence = Evidence::new().with("address", address.address).with("greeting", *greeting).with("names", names);
                if address.sending { Verdict::fail_as(Severity::Warning, evidence) } else { Verdict::fail(evidence) }
            }
            (None, Err(gap)) if own_names.is_empty() => Verdict::unknown(gap.clone()),
            (None, _) if own_names.is_empty() => Verdict::NotApplicable,
            (None, _) => Verdict::Pass(Evidence::new().with("greeting", own_names[0])),
        }
    })
}
