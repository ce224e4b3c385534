//! MSG006: SPF cannot pass aligned.

use crate::authentication::Way;
use crate::samples::{HEALTHY, LETTER, SIGNED};
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG006",
    name: "spf-not-aligned",
    severity: Severity::Notice,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.4", "RFC 7208 2.4"],
    follows: &[],
    en: Words {
        title: "SPF alignment",
        says: "SPF gives {result} for {domain}, which does not authenticate {from}: {why}.",
        why: "DMARC then hangs on DKIM alone; where that does not hold either, the policy of {from} is applied to the message.",
        fix: "Let the sending service use a bounce address below your own domain, authorised in its SPF record; where DKIM is aligned this is a second leg, not a need.",
    },
    ru: Words {
        title: "Соответствие SPF полю From",
        says: "SPF для {domain}: {result}, и {from} этим не подтверждается: {why}.",
        why: "DMARC тогда держится на одном DKIM; если и он не проходит, к письму применяется политика {from}.",
        fix: "Включите в сервисе рассылки обратный адрес в вашем домене и разрешите сервис в его записи SPF; при совпадающем DKIM это вторая опора, а не необходимость.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            LETTER,
            SIGNED,
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
        ]),
        Example::fail(&[HEALTHY, LETTER, SIGNED, "example.com TXT v=spf1 -all"]),
        // Neither way: a warning.
        Example::fail_as(
            Severity::Warning,
            &[
                HEALTHY,
                LETTER,
                "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
            ],
        ),
        Example::fail_as(Severity::Warning, &[HEALTHY, LETTER, "example.com TXT v=spf1 -all"]),
        Example::fail_as(
            Severity::Warning,
            &[
                HEALTHY,
                LETTER,
                "target example.com ip=44.128.9.4 mail_from=x@mail.example.com\nmail.example.com TXT v=spf1 +all\n_dmarc.example.com TXT v=DMARC1; p=none; aspf=s",
            ],
        ),
        Example::pass(&[HEALTHY, LETTER]),
        Example::pass(&[
            HEALTHY,
            LETTER,
            "target example.com ip=44.128.9.4 mail_from=x@mail.example.com\nmail.example.com TXT v=spf1 +all",
        ]),
        // The null sender is judged by HELO.
        Example::pass(&[
            HEALTHY,
            "message
> Return-Path: <>
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTPS id 1; Mon, 23 Nov 2026 11:00:01 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            "target example.com\nmx.example.com TXT v=spf1 a -all",
        ]),
        Example::unknown(&[HEALTHY, LETTER, "target example.com"]),
        Example::unknown(&[HEALTHY, LETTER, "target example.com mail_from=x@example.com"]),
        Example::unknown(&[HEALTHY, LETTER, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[
            HEALTHY,
            "message
> To: b@example.com
>
> x",
        ]),
    ],
};

const OTHER_DOMAIN: Phrase = Phrase { en: "that is another domain", ru: "это другой домен" };
const NO_PASS: Phrase =
    Phrase { en: "the domain is right, the result is not 'pass'", ru: "домен верный, но результат не pass" };
const NOT_EVALUATED: Phrase = Phrase { en: "no result", ru: "нет результата" };

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let auth = &view.authentication;
    view.by_author(|author| {
        let told = Evidence::new()
            .with("from", &author.domain)
            .with("domain", auth.spf_domain.clone().unwrap_or_else(|| "-".into()))
            .with("why", if author.envelope_aligned == Some(true) { NO_PASS } else { OTHER_DOMAIN });
        let told = match &auth.spf {
            Some(evaluation) => told.with("result", evaluation.result.as_str()),
            None => told.with("result", NOT_EVALUATED),
        };
        match (&author.spf, &author.dkim) {
            (Way::Aligned, _) => Verdict::Pass(told),
            (Way::Unknown(gap), _) => Verdict::unknown(gap.clone()),
            (Way::Not, Way::Aligned) => Verdict::fail(told),
            (Way::Not, Way::Not) => Verdict::fail_as(Severity::Warning, told),
            (Way::Not, Way::Unknown(gap)) => Verdict::unknown(gap.clone()),
        }
    })
}
