//! DNS006: answers that mail hangs on do not pass DNSSEC validation.

use crate::samples::{ABSENT, HEALTHY, SILENT};
use crate::view::{View, sorted};
use facts::{DnssecFault, DnssecReason, DnssecStatus, Gap, RecordType};
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
        Example::fail(&[HEALTHY, "example.com DNSSEC key_missing example.com DNSKEY"]),
        // Only the policy: mail goes on, and cannot be judged.
        Example::fail_as(Severity::Error, &[HEALTHY, "_dmarc.example.com DNSSEC proof_missing _dmarc.example.com TXT"]),
        Example::fail(&[HEALTHY, "mx1.example.com DNSSEC bogus\nmx2.example.com DNSSEC bogus"]),
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
    let domain = &view.security.domain;
    let own = |s: &&SignedSet| s.name == domain.name;
    let verdict = if domain.bogus().any(|s| own(&s)) { fail(domain.bogus(), None) } else { sound(domain) };
    let told = verdict.status() == Status::Fail;
    let mut verdicts = vec![(view.domain(), verdict)];
    // Where only a policy or a key is broken, the domain's own sets are judged as ever.
    let below = domain.bogus().filter(|s| !told && !own(s));
    verdicts.extend(below.map(|set| (Subject::from(&set.name), fail(std::iter::once(set), Some(Severity::Error)))));
    let unreachable = |host: &SignedName| host.bogus().any(|s| s.rtype != RecordType::Tlsa);
    let nowhere = view.security.hosts.iter().all(unreachable);
    // A host counts only where it fails: how its zone is kept is told by its domain's own audit.
    for host in view.security.hosts.iter().filter(|h| h.name != domain.name && h.bogus().next().is_some()) {
        verdicts.push((Subject::from(&host.name), fail(host.bogus(), (!nowhere).then_some(Severity::Error))));
    }
    sorted(verdicts)
}

fn fail<'a>(sets: impl Iterator<Item = &'a SignedSet>, severity: Option<Severity>) -> Verdict {
    let sets: Vec<&SignedSet> = sets.collect();
    let told = sets.iter().filter_map(|s| s.dnssec.as_ref().ok()).find_map(|d| d.reason.as_ref());
    let unsaid =
        DnssecReason { fault: DnssecFault::SignatureInvalid, at: sets.first().map(ToString::to_string).unwrap_or_default(), time: None };
    let reason = told.unwrap_or(&unsaid);
    let names: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let evidence = Evidence::new().with("sets", names).with("reason", dnssec_words(reason)).with("remedy", remedy(reason));
    Verdict::Fail { severity, evidence, records: Vec::new() }
}

/// What is said of a domain none of whose own sets is bogus.
fn sound(domain: &SignedName) -> Verdict {
    let open = domain.sets.iter().filter(|s| s.status() != Some(DnssecStatus::Bogus)).find_map(|s| Some((s, s.gap()?)));
    match open {
        Some((set, gap)) => unknown(set, gap),
        None if domain.sets.iter().all(|s| s.status() != Some(DnssecStatus::Secure)) => Verdict::NotApplicable,
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
