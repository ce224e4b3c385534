//! MSG005: no passing signature is aligned with From.

use crate::authentication::Way;
use crate::samples::{HEALTHY, LETTER, SIGNED};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG005",
    name: "dkim-not-aligned",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.4"],
    follows: &[],
    en: Words {
        title: "DKIM alignment",
        says: "No DKIM signature that holds is aligned with {from}. Signed by: {signers}.",
        why: "DMARC counts only signatures of the domain in From; Gmail, Yahoo and Outlook.com demand one from bulk senders.",
        fix: "Let the sending service sign with a key of your own domain (usually two or three CNAME or TXT records that it gives), so that d= is the domain in From or one under the same organisational domain.",
    },
    ru: Words {
        title: "Соответствие DKIM полю From",
        says: "Нет действительной подписи DKIM, которая соответствует {from}. Подписавшие: {signers}.",
        why: "DMARC учитывает только подписи домена из From; Gmail, Yahoo и Outlook.com требуют такую от массовых отправителей.",
        fix: "Включите в сервисе рассылки подпись ключом вашего домена (обычно две-три записи CNAME или TXT), чтобы d= совпадал с доменом из From или имел тот же организационный домен.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, LETTER]),
        Example::fail(&[HEALTHY, LETTER, "sign example.org s1 rsa from\ns1._domainkey.example.org TXT KEY-RSA"]),
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa from x=5"]),
        Example::fail(&[
            HEALTHY,
            LETTER,
            "sign mail.example.com s1 rsa from\ns1._domainkey.mail.example.com TXT KEY-RSA\n_dmarc.example.com TXT v=DMARC1; p=reject; adkim=s",
        ]),
        Example::pass(&[HEALTHY, LETTER, SIGNED]),
        Example::pass(&[HEALTHY, LETTER, "sign mail.example.com s1 rsa from\ns1._domainkey.mail.example.com TXT KEY-RSA"]),
        // Nobody published a policy: the public suffix list tells.
        Example::pass(&[
            HEALTHY,
            LETTER,
            "sign mail.example.com s1 rsa from\ns1._domainkey.mail.example.com TXT KEY-RSA\n_dmarc.example.com TXT NODATA",
        ]),
        Example::pass(&[
            HEALTHY,
            LETTER,
            "sign example.org s1 rsa from\nsign example.com s1 rsa from\ns1._domainkey.example.org TXT KEY-RSA",
        ]),
        Example::unknown(&[HEALTHY, LETTER, SIGNED, "s1._domainkey.example.com TXT TIMEOUT"]),
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
    let signers = || {
        let all: Vec<&str> = view.signatures.iter().map(|s| s.field.domain.as_str()).filter(|d| !d.is_empty()).take(10).collect();
        if all.is_empty() { "-".to_owned() } else { all.join(", ") }
    };
    view.by_author(|author| {
        let told = Evidence::new().with("from", &author.domain).with("signers", signers());
        match &author.dkim {
            Way::Aligned => Verdict::Pass(told),
            Way::Not => Verdict::fail(told),
            Way::Unknown(gap) => Verdict::unknown(gap.clone()),
        }
    })
}
