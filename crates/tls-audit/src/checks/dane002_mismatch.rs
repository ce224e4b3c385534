//! DANE002: secure, usable TLSA records exist and none fits the chain served.

use crate::dane::{all_to_publish, evidence, fits};
use crate::samples::{BUSY, HEALTHY, NULL_MX, PLAIN};
use crate::view::View;
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use records::tlsa::Tlsa;

pub const CHECK: Check<View> = Check {
    code: "DANE002",
    name: "dane-mismatch",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7672 2.2", "RFC 7672 3.2"],
    follows: &["DNS006"],
    en: Words {
        title: "TLSA records fit the certificate served",
        says: "No TLSA record at {at} fits the certificate that {host} serves ({addresses}): {records}.",
        why: "Senders that know DANE (large providers among them) stop delivering to the host, and return the mail after some days.",
        fix: "Publish the record for the certificate served now, at once, or install the certificate that the records speak of. When keys change, publish the new record beside the old one two TTLs beforehand. {actor}",
    },
    ru: Words {
        title: "Записи TLSA соответствуют сертификату",
        says: "Ни одна запись TLSA по имени {at} не соответствует сертификату, который предъявляет {host} ({addresses}): {records}.",
        why: "Отправители с поддержкой DANE (в их числе крупные провайдеры) перестают доставлять почту на этот сервер и через несколько дней возвращают письма.",
        fix: "Немедленно опубликуйте запись для нынешнего сертификата или установите тот, о котором говорят записи. При смене ключа публикуйте новую запись рядом со старой за два TTL до смены. {actor}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY]),
        Example::fail(&[
            HEALTHY,
            "_25._tcp.mx.example.com TLSA 3 1 1 c36e7ad5e65b7a639d62932698b0127d4034858ab1c444157b6fe9f0adce4f75",
            "smtp 44.128.1.1:25 mx.example.com wrongname",
        ]),
        Example::fail(&[
            HEALTHY,
            "_25._tcp.mx.example.com TLSA 2 0 1 102f579408c8581db30fdc0a5cd3eb77e5f4d959ba33bcd5f5cd61c63ae5294d",
            "smtp 44.128.1.1:25 mx.example.com untrusted",
        ]),
        Example::pass(&[HEALTHY, "_25._tcp.mx.example.com TLSA 3 1 1 c36e7ad5e65b7a639d62932698b0127d4034858ab1c444157b6fe9f0adce4f75"]),
        Example::pass(&[HEALTHY, "_25._tcp.mx.example.com TLSA 2 0 1 102f579408c8581db30fdc0a5cd3eb77e5f4d959ba33bcd5f5cd61c63ae5294d"]),
        Example::pass(&[
            HEALTHY,
            "_25._tcp.mx.example.com TLSA 3 1 1 c36e7ad5e65b7a639d62932698b0127d4034858ab1c444157b6fe9f0adce4f75\n_25._tcp.mx.example.com TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::unknown(&[HEALTHY, "_25._tcp.mx.example.com TLSA SERVFAIL"]),
        Example::unknown(&[HEALTHY, "_25._tcp.mx.example.com DNSSEC indeterminate"]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
        Example::not_applicable(&[HEALTHY, "example.com DNSSEC insecure"]),
        Example::not_applicable(&[
            HEALTHY,
            "_25._tcp.mx.example.com TLSA 1 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_dane_host(|dane| {
        let records = match &dane.tlsa {
            Err(gap) => return Verdict::unknown(gap.clone()),
            Ok(records) => records.iter().filter(|r| r.is_usable()).collect::<Vec<&Tlsa>>(),
        };
        if records.is_empty() {
            return Verdict::NotApplicable;
        }
        match dane.counts() {
            Err(gap) => return Verdict::unknown(gap),
            Ok(false) => return Verdict::NotApplicable,
            Ok(true) => {}
        }
        let Some(host) = view.dane_talks(dane) else { return Verdict::NotApplicable };
        let names = [&dane.name, &view.name];
        let shown: Vec<_> = host.talks.iter().filter_map(|t| Some((t.address, t.shown.as_ref()?))).collect();
        let wrong: Vec<_> = shown.iter().filter(|(_, s)| !records.iter().any(|r| fits(r, s, &names, s.judgment.at))).collect();
        if !wrong.is_empty() {
            let addresses: Vec<String> = wrong.iter().filter_map(|(a, _)| a.map(|a| a.to_string())).collect();
            let texts: Vec<String> = records.iter().map(|r| r.parameters()).collect();
            let evidence = evidence(dane).with("addresses", addresses).with("records", texts);
            return Verdict::fail(evidence).with_records(all_to_publish(&dane.at, shown.iter().map(|(_, s)| *s), &names));
        }
        let gaps: Vec<Gap> = host.gaps.iter().cloned().chain(host.talks.iter().filter_map(|t| t.negotiation.gap())).collect();
        match (shown.is_empty(), gaps.is_empty()) {
            (false, _) => Verdict::Pass(evidence(dane)),
            (true, false) => Verdict::Unknown { gaps, evidence: Evidence::new() },
            // Where no handshake came about, DANE005 or TLS002 tells it.
            (true, true) if host.talks.is_empty() => Verdict::unknown(Gap { reason: Reason::NotAsked, asked: dane.name.to_string() }),
            (true, true) => Verdict::NotApplicable,
        }
    })
}
