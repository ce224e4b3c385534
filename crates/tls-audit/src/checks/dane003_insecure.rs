//! DANE003: TLSA records that DNSSEC does not protect, so that senders pass over them.

use crate::dane::evidence;
use crate::samples::{AT_PROVIDER, HEALTHY, NULL_MX};
use crate::view::View;
use facts::{Dnssec, DnssecStatus, Gap};
use findings::{BECAUSE, Check, Evidence, Example, Severity, Status, Subject, Value, Verdict, Words, dnssec_words};
use readings::dane::DaneHost;

pub const CHECK: Check<View> = Check {
    code: "DANE003",
    name: "dane-insecure",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7672 2.2", "RFC 7672 2.2.1"],
    follows: &["DNS006"],
    en: Words {
        title: "TLSA records are protected by DNSSEC",
        says: "The TLSA records at {at} are ignored, since DNSSEC does not protect the way to them: {reason}.",
        why: "Senders act on TLSA only when the domain's MX records, the host's addresses and the TLSA records are all signed; else anybody could have forged them.",
        fix: "Sign the zone of the domain and that of {host} and publish their DS records; or take the TLSA records out, which protect nobody as they stand.",
    },
    ru: Words {
        title: "Записи TLSA защищены DNSSEC",
        says: "Записи TLSA по имени {at} не действуют: путь к ним не защищён DNSSEC: {reason}.",
        why: "Отправители следуют TLSA, только если подписаны и записи MX домена, и адреса сервера, и сами TLSA; иначе их мог подделать кто угодно.",
        fix: "Подпишите зону домена и зону сервера {host} и опубликуйте их записи DS; либо уберите записи TLSA: в таком виде они никого не защищают.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com DNSSEC insecure"]),
        Example::fail(&[HEALTHY, "example.com DNSSEC/MX insecure"]),
        Example::fail(&[HEALTHY, "_25._tcp.mx.example.com DNSSEC insecure"]),
        Example::fail(&[HEALTHY, "mx.example.com DNSSEC unsupported_algorithm example.com DNSKEY"]),
        Example::fail(&[HEALTHY, AT_PROVIDER, PROVIDERS_TLSA, "example.com DNSSEC insecure"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com DNSSEC anchor_unreachable ."]),
        Example::unknown(&[HEALTHY, "mx.example.com A TIMEOUT"]),
        Example::unknown(&["example.com * TIMEOUT"]),
        // Broken is not insecure.
        Example::unknown(&[HEALTHY, "_25._tcp.mx.example.com DNSSEC bogus"]),
        Example::not_applicable(&[HEALTHY, "_25._tcp.mx.example.com TLSA NODATA\nexample.com DNSSEC insecure"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

const PROVIDERS_TLSA: &str = "_25._tcp.smtp.google.com TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_dane_host(|host| match (&host.tlsa, host.counts()) {
        (Err(gap), _) => Verdict::unknown(gap.clone()),
        (Ok(records), _) if records.is_empty() => Verdict::NotApplicable,
        (Ok(_), Ok(true)) => Verdict::Pass(Evidence::new().with("at", &host.at)),
        (Ok(_), Ok(false)) => {
            let reason = words(host, DnssecStatus::Insecure).unwrap_or_else(|| "-".into());
            Verdict::fail(evidence(host).with("reason", reason))
        }
        (Ok(_), Err(gap)) => unknown(host, gap),
    })
}

fn unknown(host: &DaneHost, gap: Gap) -> Verdict {
    let evidence = words(host, DnssecStatus::Indeterminate).map_or_else(Evidence::new, |why| Evidence::new().with(BECAUSE, why));
    Verdict::Unknown { gaps: vec![gap], evidence }
}

/// The reason of the first part that is in `status`.
fn words(host: &DaneHost, status: DnssecStatus) -> Option<Value> {
    let of = |d: &Dnssec| d.reason.as_ref().filter(|_| d.status == status).map(dnssec_words);
    [&host.way, &host.answer].into_iter().flatten().find_map(of)
}
