//! MSG007: the message fails DMARC for its From.

use crate::authentication::DmarcResult;
use crate::samples::{HEALTHY, LETTER, SIGNED};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::Discovery;

pub const CHECK: Check<View> = Check {
    code: "MSG007",
    name: "dmarc-fail",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 5.3"],
    follows: &[],
    en: Words {
        title: "DMARC of the message",
        says: "The message fails DMARC for {from}: neither SPF nor DKIM passes aligned. Policy: {policy}, by the record of {at}.",
        why: "Receivers do what the policy asks: refuse, or put into the spam folder; under p=none they count it against the domain.",
        fix: "Let the message be signed with DKIM for {from}, or be sent with a bounce address of that domain from an address that its SPF record authorises.",
    },
    ru: Words {
        title: "DMARC для письма",
        says: "Письмо не проходит DMARC для {from}: ни SPF, ни DKIM не проходят с совпадением домена. Политика: {policy}, запись домена {at}.",
        why: "Получатели делают, о чём просит политика: отказывают или кладут в спам; при p=none это портит репутацию домена.",
        fix: "Подписывайте письмо DKIM для {from} или отправляйте его с обратным адресом этого домена с узла, который разрешён в его записи SPF.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            LETTER,
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
        ]),
        Example::fail(&[
            HEALTHY,
            LETTER,
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
            "_dmarc.example.com TXT v=DMARC1; p=none",
        ]),
        Example::fail(&[HEALTHY, LETTER, "example.com TXT v=spf1 ~all\nsign example.com s1 rsa from x=5"]),
        // The policy of the organisational domain; that of a public suffix.
        Example::fail(&[
            HEALTHY,
            "message
> From: a@mail.example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
        ]),
        Example::fail(&[
            HEALTHY,
            "message
> From: a@mail.example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
            "_dmarc.example.com TXT NODATA\n_dmarc.com TXT v=DMARC1; p=reject; psd=y",
        ]),
        Example::fail(&[
            HEALTHY,
            LETTER,
            "target example.com ip=44.128.9.4 mail_from=x@mail.example.com\nmail.example.com TXT v=spf1 +all\n_dmarc.example.com TXT v=DMARC1; p=none; aspf=s",
        ]),
        Example::pass(&[HEALTHY, LETTER]),
        Example::pass(&[
            HEALTHY,
            LETTER,
            SIGNED,
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
        ]),
        Example::pass(&[
            HEALTHY,
            LETTER,
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
            "sign example.com s1 rsa from\nsign example.com s2 rsa from",
        ]),
        Example::unknown(&[
            HEALTHY,
            LETTER,
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
            "_dmarc.example.com TXT TIMEOUT",
        ]),
        Example::unknown(&[
            HEALTHY,
            LETTER,
            SIGNED,
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
            "s1._domainkey.example.com TXT TIMEOUT",
        ]),
        Example::unknown(&[HEALTHY, LETTER, "target example.com"]),
        Example::not_applicable(&[
            HEALTHY,
            LETTER,
            "target example.com ip=44.128.9.4 mail_from=x@bounce.example.org helo=mx.example.org\nbounce.example.org TXT v=spf1 ip4:44.128.9.4 -all",
            "_dmarc.example.com TXT NODATA",
        ]),
        Example::not_applicable(&[
            HEALTHY,
            "message
> To: b@example.com
>
> x",
        ]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.by_author(|author| {
        let told = Evidence::new().with("from", &author.domain);
        let told = match &author.policy {
            Discovery::Applied(applied) => told.with("policy", applied.policy.as_str()).with("at", &applied.from),
            _ => told,
        };
        match &author.dmarc {
            DmarcResult::None => Verdict::NotApplicable,
            DmarcResult::Pass => Verdict::Pass(told),
            DmarcResult::Fail => Verdict::fail(told),
            DmarcResult::Unknown(gap) => Verdict::unknown(gap.clone()),
        }
    })
}
