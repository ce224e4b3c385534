//! PTR008: the HELO name that the user gave is no host with an address.

use crate::samples::{HEALTHY, SENDING};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "PTR008",
    name: "helo-invalid",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 2.3.5", "RFC 5321 4.1.1.1"],
    follows: &[],
    en: Words {
        title: "HELO name",
        says: "The HELO name {helo} is not usable: {fault}.",
        why: "Many receivers refuse a greeting that names no resolvable host (Microsoft, Mail.ru, GMX), before any message is sent.",
        fix: "Configure the server to greet with a full host name that has an A or AAAA record for its sending address.",
    },
    ru: Words {
        title: "Имя в HELO",
        says: "Имя {helo} в HELO непригодно: {fault}.",
        why: "Многие получатели (Microsoft, Mail.ru, GMX) отвергают приветствие без имени, которое находится в DNS, ещё до передачи письма.",
        fix: "Настройте сервер так, чтобы он представлялся полным именем хоста с записью A или AAAA на адрес отправки.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "target example.com helo=localhost"]),
        Example::fail(&[HEALTHY, "target example.com helo=mailserver"]),
        Example::fail(&[HEALTHY, "target example.com helo=[44.128.1.1]"]),
        Example::fail(&[HEALTHY, "target example.com helo=gone.example.com"]),
        Example::fail(&[HEALTHY, "target example.com helo=.."]),
        Example::pass(&[HEALTHY, SENDING]),
        Example::unknown(&[HEALTHY, "target example.com helo=slow.example.com\nslow.example.com * TIMEOUT"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(helo) = &view.ptr.helo else { return Vec::new() };
    let subject = helo.name.as_ref().map_or_else(|| view.domain(), Subject::from);
    let evidence = |fault| Evidence::new().with("helo", helo.given.as_str()).with("fault", fault);
    let verdict = match &helo.resolves {
        _ if !helo.well_formed => Verdict::fail(evidence(NO_HOST_NAME)),
        Err(gap) => Verdict::unknown(gap.clone()),
        Ok(false) => Verdict::fail(evidence(NO_ADDRESS)),
        Ok(true) => Verdict::Pass(Evidence::new().with("helo", helo.given.as_str())),
    };
    vec![(subject, verdict)]
}

const NO_HOST_NAME: Phrase = Phrase {
    en: "it is not the full name of a host (a single word, localhost or an address)",
    ru: "это не полное имя хоста (одно слово, localhost или адрес)",
};
const NO_ADDRESS: Phrase = Phrase { en: "it has no address in the DNS", ru: "у него нет адреса в DNS" };
