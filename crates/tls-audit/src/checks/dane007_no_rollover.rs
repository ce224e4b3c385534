//! DANE007: one TLSA record, tied to a leaf key that will be replaced.

use crate::dane::{evidence, fits, to_publish};
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::{Shown, View};
use facts::Name;
use findings::{Check, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};
use readings::dane::DaneHost;
use records::tlsa::{Tlsa, Usage};

pub const CHECK: Check<View> = Check {
    code: "DANE007",
    name: "dane-no-rollover",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7671 8.1", "RFC 7671 8.4"],
    follows: &["DNS006"],
    en: Words {
        title: "TLSA records leave room for the next key",
        says: "The only TLSA record at {at} is tied to the key that {host} serves now.",
        why: "When the certificate is renewed with a new key, the record fits no longer, and senders that know DANE stop delivering until the DNS follows.",
        fix: "Keep the key when renewing (certbot: --reuse-key), publish the next key's record beside this one beforehand, or add '2 1 1' of the issuing authority. {actor}",
    },
    ru: Words {
        title: "Записи TLSA оставляют место следующему ключу",
        says: "Единственная запись TLSA по имени {at} привязана к нынешнему ключу {host}.",
        why: "После обновления сертификата с новым ключом запись перестанет подходить, и отправители с поддержкой DANE остановят доставку, пока не обновится DNS.",
        fix: "Сохраняйте ключ при обновлении (certbot: --reuse-key), заранее публикуйте рядом запись следующего ключа или добавьте '2 1 1' издателя. {actor}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_25._tcp.mx.example.com TLSA 3 1 1 c36e7ad5e65b7a639d62932698b0127d4034858ab1c444157b6fe9f0adce4f75"]),
        Example::pass(&[
            HEALTHY,
            "_25._tcp.mx.example.com TLSA 3 1 1 c36e7ad5e65b7a639d62932698b0127d4034858ab1c444157b6fe9f0adce4f75\n_25._tcp.mx.example.com TLSA 2 0 1 102f579408c8581db30fdc0a5cd3eb77e5f4d959ba33bcd5f5cd61c63ae5294d",
        ]),
        Example::pass(&[HEALTHY, "_25._tcp.mx.example.com TLSA 2 0 1 102f579408c8581db30fdc0a5cd3eb77e5f4d959ba33bcd5f5cd61c63ae5294d"]),
        Example::unknown(&[HEALTHY, "_25._tcp.mx.example.com TLSA SERVFAIL"]),
        Example::unknown(&[
            HEALTHY,
            "_25._tcp.mx.example.com TLSA 3 1 1 c36e7ad5e65b7a639d62932698b0127d4034858ab1c444157b6fe9f0adce4f75",
            "_25._tcp.mx.example.com DNSSEC indeterminate",
        ]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[
            HEALTHY,
            "_25._tcp.mx.example.com TLSA 3 1 1 c36e7ad5e65b7a639d62932698b0127d4034858ab1c444157b6fe9f0adce4f75",
            "example.com DNSSEC insecure",
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
        match (dane.counts(), records.as_slice()) {
            (_, []) | (Ok(false), _) => Verdict::NotApplicable,
            (Err(gap), _) => Verdict::unknown(gap),
            (Ok(true), [one]) if one.usage_kind() == Usage::DaneEe => {
                let shown = view.dane_talks(dane).into_iter().flat_map(|h| &h.talks).filter_map(|t| t.shown.as_ref());
                // One that fits nothing has a worse fault.
                match shown.into_iter().find(|s| fits(one, s, &[&dane.name], s.judgment.at)) {
                    Some(served) => Verdict::fail(evidence(dane)).with_records(both(dane, served, &view.name)),
                    None => Verdict::NotApplicable,
                }
            }
            (Ok(true), _) => Verdict::Pass(evidence(dane)),
        }
    })
}

/// One for the key and one for its issuer; one alone would leave things as they are.
fn both(dane: &DaneHost, served: &Shown, domain: &Name) -> Vec<PublishRecord> {
    let records = if dane.provider.is_none() { to_publish(&dane.at, served, &[&dane.name, domain]) } else { Vec::new() };
    if records.len() > 1 { records } else { Vec::new() }
}
