//! DMARC021: an enforced policy rests on SPF alone.

use crate::keys::guess_gaps;
use crate::policy::on_record;
use crate::sample_keys::SLOW_KEY;
use crate::samples::{HEALTHY, PARKED, SENDING};
use crate::view::{View, unknown};
use facts::Gap;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::Discovery;
use records::dmarc::Policy;

pub const CHECK: Check<View> = Check {
    code: "DMARC021",
    name: "dmarc-spf-only",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 7.4"],
    follows: &["DNS001", "DMARC001", "DMARC017"],
    en: Words {
        title: "DKIM beside an enforced policy",
        says: "The policy for {domain} is {policy}, but these selectors have no usable key: {selectors}; for mail signed with them SPF alone remains.",
        why: "Forwarders and mailing lists break SPF: under {policy} forwarded mail goes to spam or is refused.",
        fix: "Publish the keys of these selectors before you enforce the policy, and see to it that all mail is signed.",
    },
    ru: Words {
        title: "DKIM при действующей политике",
        says: "Политика для {domain}: {policy}, но у этих селекторов нет пригодного ключа: {selectors}; для подписанных ими писем остаётся только SPF.",
        why: "Пересылка и списки рассылки нарушают SPF: при политике {policy} пересланные письма попадают в спам или отвергаются.",
        fix: "Опубликуйте ключи этих селекторов, прежде чем ужесточать политику, и проследите, чтобы подписывалась вся почта.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "target example.com selector=none"]),
        Example::fail(&[HEALTHY, "target example.com selector=s1 selector=none"]),
        Example::fail(&[HEALTHY, "target example.com selector=none", "_dmarc.example.com TXT v=DMARC1; p=quarantine"]),
        Example::pass(&[HEALTHY, SENDING]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "s1._domainkey.example.com TXT NODATA"]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "target example.com selector=none", "_dmarc.example.com TXT v=DMARC1; p=none"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |_, _| {
        let Discovery::Applied(applied) = &view.dmarc.policy else { return Verdict::NotApplicable };
        if view.parked() || applied.policy == Policy::None {
            return Verdict::NotApplicable;
        }
        let dkim = &view.dkim;
        let evidence = Evidence::new().with("domain", &dkim.domain).with("policy", applied.policy.as_str());
        let usable = dkim.has_usable_key() == Some(true);
        if !dkim.named {
            return if usable { Verdict::Pass(evidence) } else { unknown(guess_gaps(view)) };
        }
        let unusable = dkim.selectors.iter().filter(|s| s.gap().is_none() && !s.is_usable());
        let unusable: Vec<String> = unusable.map(|s| s.name.clone()).collect();
        let gaps: Vec<Gap> = dkim.selectors.iter().filter_map(|s| s.gap().cloned()).collect();
        match (unusable.is_empty(), gaps.is_empty()) {
            (false, _) => Verdict::fail(evidence.with("selectors", unusable)),
            (true, false) => unknown(gaps),
            (true, true) => Verdict::Pass(evidence),
        }
    })
}
