//! TLS013: SSLv3, TLS 1.0 or TLS 1.1 is accepted.

use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN};
use crate::view::{Each, Host, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::offers::{Offers, suites};
use std::collections::BTreeSet;

pub const CHECK: Check<View> = Check {
    code: "TLS013",
    name: "tls-old-protocol",
    severity: Severity::Notice,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8996", "RFC 7435"],
    follows: &[],
    en: Words {
        title: "No protocol older than TLS 1.2",
        says: "The server still accepts {version}.",
        why: "TLS 1.1 and below are broken and forbidden by RFC 8996. Between mail servers a weak handshake is still better than none; to people's mail programs it is a risk, and auditors count it.",
        fix: "Switch off what is older than TLS 1.2: in Postfix smtpd_tls_protocols = >=TLSv1.2, in Exim tls_require_ciphers or openssl_options = +no_sslv3 +no_tlsv1 +no_tlsv1_1, in Dovecot ssl_min_protocol = TLSv1.2.",
    },
    ru: Words {
        title: "Нет протоколов старше TLS 1.2",
        says: "Сервер всё ещё принимает {version}.",
        why: "TLS 1.1 и более старые версии взломаны и запрещены RFC 8996. Между почтовыми серверами слабое шифрование всё же лучше никакого; для почтовых программ это риск, и аудиторы его отмечают.",
        fix: "Отключите всё старше TLS 1.2: в Postfix smtpd_tls_protocols = >=TLSv1.2, в Exim openssl_options = +no_sslv3 +no_tlsv1 +no_tlsv1_1, в Dovecot ssl_min_protocol = TLSv1.2.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.0 TLSv1.2 TLSv1.3"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS SSLv3"]),
        Example::fail_as(Severity::Warning, &[CLIENTS, "smtp 44.128.1.1:465 mx.example.com good\nOFFERS TLSv1.1 TLSv1.2"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[CLIENTS]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 6000\nS: 220 mx.example.com"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS SILENCE"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_offers(CHECK.severity, |host, _, offers| match &offers.old {
        Err(gap) => Each::Unknown(gap.clone()),
        Ok(None) => Each::Pass(Evidence::new()),
        Ok(Some(_)) => Each::Fail(host.client_facing.then_some(Severity::Warning), Evidence::new().with("version", taken(view, host))),
    })
}

/// All old versions that the host takes, on whichever of its ports and addresses, the highest first.
fn taken(view: &View, host: &Host) -> String {
    let talks = view.hosts.iter().filter(|other| other.name == host.name).flat_map(|other| &other.talks);
    let versions: BTreeSet<u16> = talks.filter_map(|talk| talk.offers.as_ref()).flat_map(Offers::old_versions).collect();
    versions.into_iter().rev().map(suites::version).collect::<Vec<_>>().join(", ")
}
