//! STS009: under the policy, senders refuse the certificate of an exchange.

use crate::policy::{fault, mode_word};
use crate::samples::{BUSY, HEALTHY, PLAIN, POLICY, POLICY_TESTING};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::policy::Fetched;
use records::sts_policy::Mode;

pub const CHECK: Check<View> = Check {
    code: "STS009",
    name: "sts-certificate",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 4.2"],
    follows: &[],
    en: Words {
        title: "Certificates hold what the MTA-STS policy promises",
        says: "Senders that honour the policy (mode: {mode}) refuse the certificate of {host}: {reason} ({seen}).",
        why: "In the mode enforce they do not deliver to this host at all; in the mode testing they deliver, and report the fault by TLS-RPT.",
        fix: "Give {host} a certificate of a public authority that names it, with its intermediate, and renew it in time. Until then set the policy to mode: testing, with a new id in the TXT record.",
    },
    ru: Words {
        title: "Сертификаты соответствуют политике MTA-STS",
        says: "Отправители, соблюдающие политику (mode: {mode}), отвергают сертификат сервера {host}: {reason} ({seen}).",
        why: "В режиме enforce они вовсе не доставляют на этот сервер; в режиме testing доставляют и сообщают о сбое через TLS-RPT.",
        fix: "Установите на {host} сертификат публичного удостоверяющего центра на это имя, вместе с промежуточным, и вовремя обновляйте его. До тех пор переведите политику в mode: testing и смените id в TXT-записи.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::fail(&[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com wrongname"]),
        Example::fail(&[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com selfsigned"]),
        Example::fail(&[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com untrusted"]),
        Example::fail(&[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com incomplete"]),
        Example::fail(&[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com notyet"]),
        Example::fail(&[HEALTHY, POLICY, POLICY_TESTING, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::pass(&[HEALTHY, POLICY]),
        // The policy is about exchanges, not about where people's programs connect.
        Example::pass(&[
            HEALTHY,
            POLICY,
            "_imaps._tcp.example.com SRV 0 1 993 mail.example.com\nmail.example.com A 44.128.1.5\nsmtp 44.128.1.5:993 mail.example.com expired",
        ]),
        Example::pass(&[
            HEALTHY,
            POLICY,
            "_imaps._tcp.example.com SRV 0 1 993 mail.example.com\nmail.example.com A 44.128.1.5\nsmtp 44.128.1.5:993 mail.example.com good\nDROP",
        ]),
        Example::unknown(&[HEALTHY, POLICY, BUSY]),
        Example::unknown(&[HEALTHY, POLICY, "https 44.128.1.3:443 mta-sts.example.com policy\nDROP"]),
        Example::not_applicable(&[HEALTHY, POLICY, PLAIN]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(served) = &view.policy else { return Vec::new() };
    if let Fetched::Unknown(gap) = &served.policy.found {
        return vec![(view.domain.clone(), Verdict::unknown(gap.clone()))];
    }
    let Some(mode @ (Mode::Enforce | Mode::Testing)) = served.mode() else { return Vec::new() };
    view.fold_exchanges(CHECK.severity, |host, chain| {
        if chain.valid {
            return Each::Pass(Evidence::new());
        }
        let (reason, seen) = fault(chain);
        let evidence = Evidence::new().with("host", &host.name).with("mode", mode_word(mode));
        Each::Fail(None, evidence.with("reason", reason).with("seen", seen))
    })
}
