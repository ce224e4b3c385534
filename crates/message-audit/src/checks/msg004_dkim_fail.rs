//! MSG004: a DKIM signature does not verify; the first reason.

use crate::samples::{HEALTHY, LETTER, SIGNED};
use crate::signatures::{Cause, Outcome, Signature};
use crate::view::View;
use crate::words;
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG004",
    name: "dkim-fail",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 6", "RFC 8301 3", "RFC 8463"],
    follows: &[],
    en: Words {
        title: "DKIM signature",
        says: "The DKIM signature of {domain} (selector {selector}) does not hold: {reason}.",
        why: "A signature that does not hold counts as none: DMARC falls back on SPF, and forwarded copies are refused or marked as spam.",
        fix: "{remedy}",
    },
    ru: Words {
        title: "Подпись DKIM",
        says: "Подпись DKIM домена {domain} (селектор {selector}) недействительна: {reason}.",
        why: "Недействительная подпись всё равно что её отсутствие: для DMARC остаётся один SPF, а пересланные копии отвергаются или попадают в спам.",
        fix: "Что сделать: {remedy}",
    },
    judge,
    examples: &[
        // The body and the header, changed behind the signature; the key; the time; the field itself.
        Example::fail(&[
            HEALTHY,
            "message
> From: a@example.com
> To: b@example.net
> Subject: x
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> INTACT",
            SIGNED,
        ]),
        Example::fail(&[
            HEALTHY,
            "message
> From: a@example.com
> To: b@example.net
> Subject: INTACT
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            SIGNED,
        ]),
        Example::fail(&[HEALTHY, LETTER, SIGNED, "s1._domainkey.example.com TXT NXDOMAIN"]),
        Example::fail(&[HEALTHY, LETTER, SIGNED, "s1._domainkey.example.com TXT v=DKIM1; p="]),
        Example::fail(&[HEALTHY, LETTER, SIGNED, "s1._domainkey.example.com TXT KEY-ED25519"]),
        Example::fail(&[HEALTHY, LETTER, SIGNED, "s1._domainkey.example.com TXT v=DKIM1; p=notakey"]),
        // 2026-11-23T12:00:00Z is 1795435200.
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa from t=1795000000 x=1795435199"]),
        Example::pass(&[HEALTHY, LETTER, "sign example.com s1 rsa from t=1795000000 x=1795435200"]),
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa to:subject"]),
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa from l=4000"]),
        // One of two is enough to fail; the other one passes.
        Example::fail(&[HEALTHY, LETTER, "sign example.com e1 ed25519 from:to\nsign example.com s1 rsa from x=5"]),
        Example::pass(&[HEALTHY, LETTER, SIGNED]),
        Example::pass(&[HEALTHY, LETTER, "sign example.com e1 ed25519 from:to"]),
        Example::pass(&[HEALTHY, LETTER, "sign example.com s1 rsa from:to c=simple/simple"]),
        Example::pass(&[HEALTHY, LETTER, "sign example.com s1 rsa from:to:from l=4"]),
        Example::unknown(&[HEALTHY, LETTER, SIGNED, "s1._domainkey.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, LETTER, SIGNED, "s1._domainkey.example.com TXT SERVFAIL"]),
        Example::not_applicable(&[HEALTHY, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = |s: &Signature| {
        let told = Evidence::new().with("domain", shown(&s.field.domain)).with("selector", shown(&s.field.selector));
        match &s.outcome {
            Outcome::Pass => Verdict::Pass(told),
            Outcome::Unknown(gap) => Verdict::unknown(gap.clone()),
            Outcome::Fail(cause) => {
                let told = told.with("reason", words::reason(cause)).with("cause", cause.as_str()).with("remedy", words::remedy(cause));
                let told = if *cause == Cause::BodyHash { told.with("body_hash", s.body_hash.clone()) } else { told };
                Verdict::fail(told)
            }
        }
    };
    let subject = |s: &Signature| Name::parse(&s.field.domain).ok().filter(|n| !n.is_root()).unwrap_or_else(|| view.subject.clone());
    let mut verdicts: Vec<_> = view.signatures.iter().map(|s| (Subject::from(&subject(s)), verdict(s))).collect();
    verdicts.sort_by(|a, b| a.0.cmp(&b.0));
    verdicts
}

fn shown(text: &str) -> String {
    if text.is_empty() { "-".to_owned() } else { text.to_owned() }
}
