//! DMARC017: no mail of the domain can pass DMARC.

use crate::keys::guess_gaps;
use crate::policy::{on_record, spf_can_pass};
use crate::sample_keys::SLOW_KEY;
use crate::samples::{HEALTHY, PARKED};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DMARC017",
    name: "dmarc-unreachable-pass",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.4", "RFC 9989 7.4"],
    follows: &["DNS001", "DMARC001"],
    en: Words {
        title: "DMARC can be passed",
        says: "No mail from {domain} can pass DMARC: SPF authorises no sender, and none of the named selectors has a usable key ({selectors}).",
        why: "Every message of yours fails; under an enforced policy it goes to spam or is refused.",
        fix: "Publish the key of a selector that your mail is signed with, and let the SPF record of {domain} name the servers that send.",
    },
    ru: Words {
        title: "DMARC можно пройти",
        says: "Ни одно письмо от {domain} не может пройти DMARC: SPF не разрешает ни одного отправителя, и ни у одного из указанных селекторов нет пригодного ключа ({selectors}).",
        why: "Проверку не проходит ни одно ваше письмо; при действующей политике оно попадает в спам или отвергается.",
        fix: "Опубликуйте ключ селектора, которым подписывается почта, и перечислите в записи SPF домена {domain} отправляющие серверы.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 -all", "target example.com selector=none"]),
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 foo -all\ntarget example.com selector=s1\ns1._domainkey.example.com TXT v=DKIM1; p=",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 -all"]),
        Example::pass(&[HEALTHY, "target example.com selector=none"]),
        // Guesses prove no absence.
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 -all", "s1._domainkey.example.com TXT NODATA"]),
        Example::unknown(&[HEALTHY, SLOW_KEY, "example.com TXT v=spf1 -all"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |_, _| {
        if view.parked() {
            return Verdict::NotApplicable;
        }
        let dkim = &view.dkim;
        let selectors: Vec<String> = view.target.selectors.clone();
        let evidence = Evidence::new().with("domain", &dkim.domain).with("selectors", selectors);
        match (spf_can_pass(view), dkim.has_usable_key()) {
            (Ok(true), _) | (_, Some(true)) => Verdict::Pass(evidence),
            (Ok(false), Some(false)) => Verdict::fail(evidence),
            (spf, _) => unknown(spf.err().into_iter().flatten().chain(guess_gaps(view))),
        }
    })
}
