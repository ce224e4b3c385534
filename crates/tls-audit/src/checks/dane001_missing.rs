//! DANE001: a mail host in a signed zone without TLSA records.

use crate::dane::{evidence, proposed};
use crate::samples::{AT_PROVIDER, HEALTHY, NULL_MX, SECOND_HOST};
use crate::view::View;
use facts::{DnssecStatus, Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::dane::DaneHost;

pub const CHECK: Check<View> = Check {
    code: "DANE001",
    name: "dane-missing",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7672 2.2", "RFC 7672 1.3"],
    follows: &["DNS006"],
    en: Words {
        title: "TLSA records",
        says: "The zones of the domain and of {host} are signed, and there is no TLSA record at {at}. {actor}",
        why: "Senders encrypt only if nobody interferes: without TLSA they cannot know that TLS is offered, nor which certificate is right.",
        fix: "Publish the records below at {at}, where there are any: '3 1 1' with the SHA-256 of the server's public key (openssl x509 -in CERT -noout -pubkey | openssl pkey -pubin -outform DER | openssl sha256), keep that key at renewals, and watch that the two always fit.",
    },
    ru: Words {
        title: "Записи TLSA",
        says: "Зоны домена и сервера {host} подписаны, но записи TLSA по имени {at} нет. {actor}",
        why: "Без TLSA шифрование держится на том, что никто не вмешался: отправитель не знает ни что TLS должен быть, ни какой сертификат верен.",
        fix: "Опубликуйте по имени {at} записи, приведённые ниже, если они есть: '3 1 1' с SHA-256 открытого ключа сервера (openssl x509 -in CERT -noout -pubkey | openssl pkey -pubin -outform DER | openssl sha256), не меняйте ключ при продлении и следите, чтобы они всегда совпадали.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_25._tcp.mx.example.com TLSA NODATA"]),
        Example::fail(&[HEALTHY, AT_PROVIDER]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "_25._tcp.mx.example.com TLSA TIMEOUT"]),
        Example::unknown(&[HEALTHY, "_25._tcp.mx.example.com TLSA NODATA\nexample.com DNSSEC anchor_unreachable ."]),
        Example::unknown(&["example.com * TIMEOUT"]),
        // Where nothing is signed, TLSA would be of no use.
        Example::not_applicable(&[HEALTHY, "_25._tcp.mx.example.com TLSA NODATA\nexample.com DNSSEC insecure"]),
        Example::not_applicable(&[HEALTHY, AT_PROVIDER, "google.com DNSSEC insecure"]),
        Example::not_applicable(&[HEALTHY, AT_PROVIDER, "example.com DNSSEC insecure"]),
        // One host has some: that the other has none is DANE006's.
        Example::pass(&[HEALTHY, SECOND_HOST, "_25._tcp.mx2.example.com TLSA NODATA"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let partial = view.dane.hosts.iter().any(|h| h.publishes() == Some(true));
    view.each_dane_host(|host| match (&host.tlsa, host.counts()) {
        (Err(gap), _) => Verdict::unknown(gap.clone()),
        (Ok(records), _) if !records.is_empty() => Verdict::Pass(Evidence::new().with("at", &host.at)),
        _ if partial => Verdict::NotApplicable,
        (Ok(_), Ok(true)) => Verdict::fail(evidence(host)).with_records(proposed(view, host)),
        (Ok(_), Ok(false)) => Verdict::NotApplicable,
        (Ok(_), Err(gap)) if is_bogus(host) => Verdict::unknown(Gap { reason: Reason::DnssecBogus, ..gap }),
        (Ok(_), Err(gap)) => Verdict::unknown(gap),
    })
}

/// What fits the certificates that are served now; nothing where an address did not show its own, whose key would be missing.
/// A provider's zone is not the user's to change.
fn is_bogus(host: &DaneHost) -> bool {
    [&host.way, &host.answer].into_iter().flatten().any(|d| d.status == DnssecStatus::Bogus)
}
