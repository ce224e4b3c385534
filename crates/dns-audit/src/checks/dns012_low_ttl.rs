//! DNS012: MX or SPF may be cached for less than five minutes.

use crate::samples::{ABSENT, HEALTHY, PARKED};
use crate::view::{View, unknown};
use facts::RecordType;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::zone::Lifetime;

pub const CHECK: Check<View> = Check {
    code: "DNS012",
    name: "low-ttl",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001"],
    en: Words {
        title: "Lifetime of MX and SPF",
        says: "{sets} of {domain}: the authoritative server lets them be cached for less than {limit} seconds.",
        why: "Receivers must ask for them again and again; a short failure of the name servers then hits mail at once.",
        fix: "Raise the TTL to 3600 seconds or more once the changes that you keep it low for are done.",
    },
    ru: Words {
        title: "Время жизни MX и SPF",
        says: "{sets} домена {domain}: авторитетный сервер разрешает хранить в кэше меньше {limit} секунд.",
        why: "Получатели запрашивают записи снова и снова; даже короткий сбой серверов имён сразу сказывается на почте.",
        fix: "После окончания правок поднимите TTL до 3600 секунд и выше.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com 299 MX 10 mx1.example.com"]),
        Example::fail(&[HEALTHY, "example.com 60 TXT v=spf1 ip4:44.128.1.1 -all"]),
        Example::pass(&[HEALTHY, "example.com 300 MX 10 mx1.example.com\nexample.com 300 TXT v=spf1 ip4:44.128.1.1 -all"]),
        // Only the SPF record counts among the TXT records.
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 -all\nexample.com 60 TXT some-verification=1"]),
        // A cache counts down: what the resolver says does not matter.
        Example::unknown(&[
            HEALTHY,
            "@44.128.53.1 example.com MX TIMEOUT\n@44.129.53.1 example.com MX TIMEOUT\n@2d00:44:53::1 example.com MX REFUSED",
        ]),
        Example::unknown(&[HEALTHY, "example.com NS TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.lifetimes.is_empty() {
        return Vec::new();
    }
    let low: Vec<String> = view
        .zone
        .lifetimes
        .iter()
        .filter_map(|l| l.ttl.as_ref().ok().copied().flatten().filter(|t| *t < LIMIT).map(|t| shown(l, t)))
        .collect();
    let gaps: Vec<_> = view.zone.lifetimes.iter().filter_map(|l| l.ttl.as_ref().err().cloned()).collect();
    let verdict = match (low.is_empty(), gaps.is_empty()) {
        (false, _) => Verdict::fail(Evidence::new().with("domain", &view.target.domain).with("sets", low).with("limit", LIMIT)),
        (true, false) => unknown(gaps),
        (true, true) => Verdict::Pass(Evidence::new()),
    };
    vec![(view.domain(), verdict)]
}

/// Seconds.
const LIMIT: u32 = 300;

fn shown(lifetime: &Lifetime, ttl: u32) -> String {
    let set = if lifetime.rtype == RecordType::Txt { "SPF" } else { "MX" };
    format!("{set} (TTL {ttl})")
}
