//! DNS007: no chain of trust leads to the domain.

use crate::samples::{ABSENT, HEALTHY, PARKED, SILENT};
use crate::view::View;
use facts::{DnssecFault, DnssecStatus, Gap};
use findings::{BECAUSE, Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words, dnssec_words};
use readings::zone::Existence;

pub const CHECK: Check<View> = Check {
    code: "DNS007",
    name: "dnssec-insecure",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 4033 5", "RFC 7672 1.3"],
    follows: &["DNS001", "DNS006"],
    en: Words {
        title: "DNSSEC",
        says: "{domain} is not protected by DNSSEC: {reason}.",
        why: "Whoever can forge DNS answers can turn the domain's mail to himself, and DANE cannot be used.",
        fix: "{remedy} The order matters: a DS record without signatures makes the zone bogus.",
    },
    ru: Words {
        title: "DNSSEC",
        says: "Домен {domain} не защищён DNSSEC: {reason}.",
        why: "Тот, кто сумеет подделать ответы DNS, может увести почту домена к себе; DANE использовать нельзя.",
        fix: "{remedy} Порядок важен: запись DS без подписей сделает зону недействительной.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com DNSSEC insecure"]),
        Example::fail(&[HEALTHY, "example.com DNSSEC opt_out com"]),
        Example::fail(&[HEALTHY, "example.com DNSSEC unsupported_algorithm example.com DNSKEY"]),
        // A policy that is broken elsewhere does not change what the domain is.
        Example::fail(&[HEALTHY, "example.com DNSSEC insecure\n_dmarc.example.com DNSSEC bogus"]),
        Example::pass(&[HEALTHY]),
        // 'Could not be told' is no 'no'.
        Example::unknown(&[HEALTHY, "example.com DNSSEC anchor_unreachable ."]),
        Example::unknown(&[HEALTHY, "example.com DNSSEC no_anchor example.com"]),
        Example::unknown(&[HEALTHY, SILENT]),
        Example::not_applicable(&[HEALTHY, "example.com DNSSEC bogus"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[HEALTHY, ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let domain = &view.security.domain;
    // What is bogus has a chain, and a broken one (DNS006).
    if view.parked() || view.zone.existence == Existence::Absent || domain.bogus().any(|s| s.name == domain.name) {
        return Vec::new();
    }
    // One answer decides, unless it was not had; an alias out of the zone says nothing of the domain itself.
    let known = domain
        .sets
        .iter()
        .rev()
        .find_map(|s| s.dnssec.as_ref().ok().filter(|d| d.status != DnssecStatus::Indeterminate && s.name == domain.name));
    let verdict = match known {
        Some(d) if d.status == DnssecStatus::Secure => Verdict::Pass(Evidence::new()),
        Some(d) => {
            let fault = d.reason.as_ref().map_or(DnssecFault::UnsignedDelegation, |r| r.fault);
            let reason = d.reason.as_ref().map_or_else(|| "-".into(), dnssec_words);
            Verdict::fail(Evidence::new().with("domain", &view.target.domain).with("reason", reason).with("remedy", remedy(fault)))
        }
        None => {
            let gaps: Vec<Gap> = domain.sets.iter().filter_map(|s| s.gap()).take(1).collect();
            let cause = domain.sets.iter().filter_map(|s| s.dnssec.as_ref().ok()).find_map(|d| d.reason.as_ref());
            let evidence = cause.map_or_else(Evidence::new, |reason| Evidence::new().with(BECAUSE, dnssec_words(reason)));
            Verdict::Unknown { gaps, evidence }
        }
    };
    vec![(view.domain(), verdict)]
}

fn remedy(fault: DnssecFault) -> Phrase {
    match fault {
        DnssecFault::UnsupportedAlgorithm => Phrase {
            en: "Sign the zone with algorithm 13 (ECDSA P-256) or 8 (RSA with SHA-256), and publish the DS record of the new key, with digest type 2, at the registrar.",
            ru: "Подпишите зону алгоритмом 13 (ECDSA P-256) или 8 (RSA с SHA-256) и внесите у регистратора запись DS нового ключа с типом дайджеста 2.",
        },
        DnssecFault::TooManyIterations => Phrase {
            en: "Set the NSEC3 parameters of the zone to no additional iterations and no salt: 1 0 0 -.",
            ru: "Задайте параметры NSEC3 без дополнительных итераций и без соли: 1 0 0 -.",
        },
        _ => Phrase {
            en: "Switch DNSSEC signing on at your DNS host, wait until all name servers give signatures, and then enter the DS record that it shows you at the registrar.",
            ru: "Включите подписание DNSSEC у DNS-хостинга, дождитесь, пока все серверы имён отдают подписи, и внесите у регистратора показанную им запись DS.",
        },
    }
}
