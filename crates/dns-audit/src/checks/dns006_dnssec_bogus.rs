//! DNS006: answers that mail hangs on do not pass DNSSEC validation.

use crate::samples::{ABSENT, HEALTHY, SILENT};
use crate::view::{View, sorted};
use facts::{DnssecFault, DnssecReason, DnssecStatus, Gap};
use findings::{BECAUSE, Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words, dnssec_words};
use readings::security::{SignedName, SignedSet};
use readings::zone::Existence;

pub const CHECK: Check<View> = Check {
    code: "DNS006",
    name: "dnssec-bogus",
    severity: Severity::Critical,
    other_severities: &[Severity::Error],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 4035 4.3", "RFC 4035 5.5"],
    follows: &["DNS001"],
    en: Words {
        title: "DNSSEC validation",
        says: "DNSSEC validation fails for {sets}: {reason}.",
        why: "Resolvers that validate, among them those of Google, Cloudflare and most large mailbox providers, answer SERVFAIL: to them these records do not exist, mail waits and is returned, and SPF, DKIM and DMARC cannot be checked.",
        fix: "{remedy} Where that takes long, delete the DS record at the registrar: the zone is then valid without DNSSEC.",
    },
    ru: Words {
        title: "Проверка DNSSEC",
        says: "Проверка DNSSEC не проходит для {sets}: {reason}.",
        why: "Проверяющие резолверы, в том числе у Google, Cloudflare и большинства крупных почтовых служб, отвечают SERVFAIL: для них этих записей нет, почта ждёт в очереди и возвращается, а SPF, DKIM и DMARC не проверить.",
        fix: "{remedy} Если быстро не получается, удалите запись DS у регистратора: без DNSSEC зона будет действительна.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com DNSSEC signature_expired example.com MX 2026-11-20T00:00:00Z"]),
        Example::fail(&[HEALTHY, "example.com DNSSEC/TXT signature_missing example.com TXT"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com DNSSEC proof_missing _dmarc.example.com TXT"]),
        Example::fail(&[HEALTHY, "example.com DNSSEC key_missing example.com DNSKEY"]),
        // One of two mail hosts: the other still takes the mail.
        Example::fail_as(Severity::Error, &[HEALTHY, "mx2.example.com DNSSEC signature_invalid mx2.example.com A"]),
        Example::fail_as(Severity::Error, &[HEALTHY, "_25._tcp.mx1.example.com DNSSEC proof_missing mx1.example.com NSEC"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com DNSSEC anchor_unreachable ."]),
        Example::unknown(&[HEALTHY, "example.com DNSSEC validators_differ example.com DNSKEY"]),
        Example::unknown(&[HEALTHY, SILENT]),
        // What is not signed cannot break.
        Example::not_applicable(&[HEALTHY, "example.com DNSSEC insecure"]),
        Example::not_applicable(&[HEALTHY, ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let mut verdicts = vec![(view.domain(), of_name(&view.security.domain, None))];
    let all_hosts = view.security.hosts.iter().all(|h| h.bogus().next().is_some());
    for host in &view.security.hosts {
        // A host counts only when it fails: the domain's own state is told above, a provider's zone is its own matter.
        let severity = (!all_hosts).then_some(Severity::Error);
        let verdict = of_name(host, severity);
        if verdict.status() == Status::Fail && host.name != view.target.domain {
            verdicts.push((Subject::from(&host.name), verdict));
        }
    }
    sorted(verdicts)
}

fn of_name(signed: &SignedName, severity: Option<Severity>) -> Verdict {
    let sets: Vec<String> = signed.bogus().map(ToString::to_string).collect();
    let reason = signed.bogus().filter_map(|s| s.dnssec.as_ref().ok()).find_map(|d| d.reason.as_ref());
    let open = signed.sets.iter().find_map(|s| Some((s, s.gap()?)));
    match reason {
        Some(reason) => {
            let evidence = Evidence::new().with("sets", sets).with("reason", dnssec_words(reason)).with("remedy", remedy(reason));
            Verdict::Fail { severity, evidence, records: Vec::new() }
        }
        None if let Some((set, gap)) = open => unknown(set, gap),
        None if signed.sets.iter().all(|s| s.status() == Some(DnssecStatus::Insecure)) => Verdict::NotApplicable,
        None => Verdict::Pass(Evidence::new()),
    }
}

/// One set stands for all: whatever keeps the chain from being followed mostly does so for each of them.
fn unknown(set: &SignedSet, gap: Gap) -> Verdict {
    let cause = set.dnssec.as_ref().ok().and_then(|d| d.reason.as_ref());
    let evidence = cause.map_or_else(Evidence::new, |reason| Evidence::new().with(BECAUSE, dnssec_words(reason)));
    Verdict::Unknown { gaps: vec![gap], evidence }
}

fn remedy(reason: &DnssecReason) -> Phrase {
    match reason.fault {
        DnssecFault::SignatureExpired | DnssecFault::SignatureNotYetValid => Phrase {
            en: "Have the zone signed again now (BIND: rndc sign ZONE; Knot: knotc zone-sign ZONE; PowerDNS: pdnsutil rectify-zone ZONE), and see why the signer had stopped: its timer, its keys, its clock; then whether the secondaries take the new zone.",
            ru: "Сейчас же переподпишите зону (BIND: rndc sign ZONE; Knot: knotc zone-sign ZONE; PowerDNS: pdnsutil rectify-zone ZONE) и выясните, почему подписание остановилось: таймер, ключи, часы; затем проверьте, что вторичные серверы получили новую зону.",
        },
        DnssecFault::KeyMissing => Phrase {
            en: "At the registrar, replace the DS record by that of the key that signs the zone now; after a move to another DNS host an old DS is the usual cause.",
            ru: "У регистратора замените запись DS на запись для ключа, которым зона подписана сейчас; обычная причина после переезда к другому DNS-хостингу: осталась старая DS.",
        },
        _ => Phrase {
            en: "Have the zone signed anew as a whole and its serial raised, so that all name servers hold the same signed copy.",
            ru: "Переподпишите зону целиком и увеличьте serial, чтобы все серверы имён держали одну и ту же подписанную копию.",
        },
    }
}
