//! TLS005: a certificate of the chain begins in the future.

use crate::chain::Judgment;
use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN};
use crate::view::{Each, Host, View, name_certificate};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS005",
    name: "tls-not-yet-valid",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5280 4.1.2.5"],
    follows: &[],
    en: Words {
        title: "Certificates are already valid",
        says: "{which} is not valid yet ({certificate}): it begins at {begins}.",
        why: "Until then a client that verifies treats it like an expired one: senders with MTA-STS or DANE do not deliver, mail programs warn.",
        fix: "Put the previous certificate back until {begins}. If the date is not meant, set the clock of the machine that made the certificate and make it anew.",
    },
    ru: Words {
        title: "Срок сертификатов уже начался",
        says: "{which} ещё не действует ({certificate}): срок начинается {begins}.",
        why: "До этого времени проверяющий клиент относится к нему как к просроченному: отправители с MTA-STS или DANE не доставляют, почтовые программы предупреждают.",
        fix: "Верните прежний сертификат до {begins}. Если дата ошибочна, поправьте часы на машине, где выпущен сертификат, и выпустите его заново.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com notyet"]),
        Example::fail(&[CLIENTS, "smtp 44.128.1.1:465 mx.example.com notyet"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, each)
}

fn each(host: &Host, chain: &Judgment) -> Each {
    if chain.certificates.is_empty() {
        return host.unreadable();
    }
    match chain.certificates.iter().find(|c| c.not_yet_valid(chain.at)) {
        None => Each::Pass(Evidence::new()),
        Some(early) => Each::Fail(None, name_certificate(early).with("begins", early.not_before.to_string())),
    }
}
