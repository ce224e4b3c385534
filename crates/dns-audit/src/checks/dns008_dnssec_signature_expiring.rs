//! DNS008: a signature that mail hangs on ends soon, and nobody has renewed it.

use crate::samples::{ABSENT, HEALTHY, PARKED, SILENT};
use crate::view::{View, unknown};
use facts::{DnssecStatus, Moment, Reason, RecordType, Signature};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::security::{SignedName, SignedSet};
use readings::zone::Existence;

pub const CHECK: Check<View> = Check {
    code: "DNS008",
    name: "dnssec-signature-expiring",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6781 4.4.2"],
    follows: &["DNS001", "DNS006"],
    en: Words {
        title: "Signatures are renewed in time",
        says: "DNSSEC signatures end soon and were not renewed: {signatures}.",
        why: "Once a signature has ended, resolvers that validate answer SERVFAIL: mail, SPF and DKIM of the domain stop working for them.",
        fix: "See why the signer has not renewed the signatures: whether it runs, has its keys, and whether all name servers hold its latest zone; then have the zone signed again.",
    },
    ru: Words {
        title: "Подписи обновляются вовремя",
        says: "Срок действия подписей DNSSEC скоро истечёт, обновления не было: {signatures}.",
        why: "Как только срок истечёт, проверяющие резолверы начнут отвечать SERVFAIL: почта, SPF и DKIM домена для них перестанут работать.",
        fix: "Выясните, почему подписи не обновлены: работает ли подписание, доступны ли ключи, у всех ли серверов имён последняя версия зоны; затем переподпишите зону.",
    },
    judge,
    examples: &[
        // Of thirty days three are wanted; 2026-11-23T12:00:00Z is now.
        Example::fail(&[HEALTHY, "example.com DNSSEC/MX secure 2026-10-27T11:59:59Z 2026-11-26T11:59:59Z"]),
        Example::pass(&[HEALTHY, "example.com DNSSEC/MX secure 2026-10-27T12:00:00Z 2026-11-26T12:00:00Z"]),
        // Of eight days two.
        Example::fail(&[HEALTHY, "example.com DNSSEC/TXT secure 2026-11-17T11:59:59Z 2026-11-25T11:59:59Z"]),
        Example::pass(&[HEALTHY, "example.com DNSSEC/TXT secure 2026-11-17T12:00:00Z 2026-11-25T12:00:00Z"]),
        Example::fail(&[HEALTHY, "_25._tcp.mx1.example.com DNSSEC/TLSA secure 2026-10-27T00:00:00Z 2026-11-24T00:00:00Z"]),
        Example::fail(&[
            HEALTHY,
            "target example.com selector=s1\ns1._domainkey.example.com DNSSEC secure 2026-10-27T00:00:00Z 2026-11-24T00:00:00Z",
        ]),
        // No mail hangs on the serial number.
        Example::pass(&[
            HEALTHY,
            "example.com DNSSEC/SOA secure 2026-10-27T00:00:00Z 2026-11-24T00:00:00Z\nexample.com DNSSEC/MX secure 2026-11-20T00:00:00Z 2026-12-20T00:00:00Z",
        ]),
        Example::unknown(&[HEALTHY, SILENT]),
        Example::not_applicable(&[HEALTHY, "example.com DNSSEC insecure"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[HEALTHY, ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let names = view.security.hosts.iter().filter(|h| h.name != view.target.domain).chain([&view.security.domain]);
    crate::view::sorted(names.map(|name| (Subject::from(&name.name), of_name(name, view.observed_at))).collect())
}

fn of_name(name: &SignedName, at: Moment) -> Verdict {
    let sets = || name.sets.iter().filter(|s| matches!(s.rtype, RecordType::Mx | RecordType::Txt | RecordType::Tlsa));
    let signatures: Vec<&Signature> = sets().filter_map(signature).collect();
    let ending: Vec<String> =
        signatures.iter().filter(|s| ends_soon(s, at)).map(|s| format!("{} {} ({})", s.owner, s.covers, s.expiration)).collect();
    // Whether a chain could be followed at all is DNS007's matter.
    let gaps: Vec<_> = sets().filter_map(|s| s.dnssec.as_ref().err()).filter(|g| g.reason != Reason::DnssecUndetermined).cloned().collect();
    match (ending.is_empty(), gaps.is_empty(), signatures.is_empty()) {
        (false, ..) => Verdict::fail(Evidence::new().with("signatures", ending)),
        (true, false, _) => unknown(gaps),
        (true, true, false) => Verdict::Pass(Evidence::new()),
        (true, true, true) => Verdict::NotApplicable,
    }
}

fn signature(set: &SignedSet) -> Option<&Signature> {
    set.dnssec.as_ref().ok().filter(|d| d.status == DnssecStatus::Secure)?.signature.as_ref()
}

/// Whether less is left than three days, or than a quarter of what it was made for where that is less.
fn ends_soon(signature: &Signature, at: Moment) -> bool {
    const THREE_DAYS: i64 = 3 * 86_400;
    let validity = signature.expiration.unix() - signature.inception.unix();
    signature.expiration.unix() - at.unix() < THREE_DAYS.min(validity / 4)
}
