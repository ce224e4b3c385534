//! DKIM014: no RSA key stands beside the Ed25519 ones.

use crate::keys::guess_gaps;
use crate::sample_keys::ed25519;
use crate::samples::{HEALTHY, PARKED, SENDING};
use crate::view::View;
use facts::Gap;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use records::dkim::Key;

pub const CHECK: Check<View> = Check {
    code: "DKIM014",
    name: "dkim-ed25519-only",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8463 1", "RFC 8301 3.2"],
    follows: &["DNS001"],
    en: Words {
        title: "An RSA key beside Ed25519",
        says: "The only usable keys are Ed25519 keys (selectors: {selectors}); there is none for RSA.",
        why: "Many receivers check RSA signatures alone, and to them the mail is unsigned.",
        fix: "Let your mail service sign with an RSA key of 2048 bits as well, at a selector of its own: receivers take whichever signature they can check.",
    },
    ru: Words {
        title: "Ключ RSA рядом с Ed25519",
        says: "Среди пригодных ключей есть только Ed25519 (селекторы: {selectors}), ключа RSA нет.",
        why: "Многие получатели проверяют только подписи RSA, и для них письмо не подписано.",
        fix: "Подписывайте письма ещё и ключом RSA длиной 2048 бит с отдельным селектором: получатель возьмёт ту подпись, которую умеет проверить.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SENDING, concat!("s1._domainkey.example.com TXT v=DKIM1; k=ed25519; p=", ed25519!())]),
        Example::pass(&[
            HEALTHY,
            "target example.com selector=s1 selector=s2",
            concat!("s2._domainkey.example.com TXT v=DKIM1; k=ed25519; p=", ed25519!()),
        ]),
        Example::pass(&[HEALTHY]),
        // A guess may have missed the RSA key.
        Example::unknown(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=ed25519; p=", ed25519!())]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let dkim = &view.dkim;
    let usable: Vec<_> = dkim.with_keys().filter(|(s, _)| s.is_usable()).collect();
    if view.parked() || usable.is_empty() {
        return vec![(view.domain(), Verdict::NotApplicable)];
    }
    let selectors: Vec<String> = usable.iter().map(|(s, _)| s.name.clone()).collect();
    let evidence = Evidence::new().with("selectors", selectors);
    let gaps: Vec<Gap> = dkim.selectors.iter().filter_map(|s| s.gap().cloned()).collect();
    let verdict = if usable.iter().any(|(_, keys)| matches!(keys[0].key, Key::Rsa(_))) {
        Verdict::Pass(evidence)
    } else if !dkim.named {
        Verdict::Unknown { gaps: guess_gaps(view), evidence }
    } else if gaps.is_empty() {
        Verdict::fail(evidence)
    } else {
        Verdict::Unknown { gaps, evidence }
    };
    vec![(view.domain(), verdict)]
}
