//! MSG028: a mailbox provider’s domain in From, and the message comes from elsewhere.

use crate::authentication::Way;
use crate::samples::{HEALTHY, LETTER, QUIET};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG028",
    name: "from-freemail",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989"],
    follows: &[],
    en: Words {
        title: "From at a mailbox provider",
        says: "From is {from}, a mailbox provider’s domain, and nothing shows that {from} sent the message.",
        why: "These providers ask receivers to refuse such mail (p=reject or quarantine), and Gmail treats it as impersonation.",
        fix: "Send from a domain of your own, and name the mailbox in Reply-To if answers shall go there.",
    },
    ru: Words {
        title: "Адрес бесплатной почты в From",
        says: "В From стоит {from}, домен почтовой службы, но ничто не подтверждает, что письмо отправила она.",
        why: "Эти службы просят отказывать таким письмам (p=reject или quarantine), а Gmail считает это подделкой.",
        fix: "Отправляйте со своего домена, а ящик бесплатной почты укажите в Reply-To, если ответы нужны там.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: shop@gmail.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            "target gmail.com ip=44.128.9.4 mail_from=x@example.com\nexample.com TXT v=spf1 +all\n_dmarc.gmail.com TXT v=DMARC1; p=none\ngmail.com TXT v=spf1 ip4:44.128.7.7 -all",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: shop@gmail.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            "target gmail.com ip=44.128.9.4 mail_from=x@example.com\nexample.com TXT v=spf1 +all\n_dmarc.gmail.com TXT v=DMARC1; p=none\ngmail.com TXT v=spf1 ip4:44.128.7.7 -all",
            "target gmail.com ip=44.128.7.7 mail_from=x@gmail.com",
        ]),
        Example::unknown(&[
            QUIET,
            "message
> From: shop@gmail.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            "target gmail.com ip=44.128.9.4 mail_from=x@example.com\nexample.com TXT v=spf1 +all\n_dmarc.gmail.com TXT v=DMARC1; p=none\ngmail.com TXT v=spf1 ip4:44.128.7.7 -all",
            "target gmail.com",
        ]),
        Example::pass(&[HEALTHY, LETTER]),
        Example::not_applicable(&[QUIET, "message\n> To: b@example.com\n>\n> x"]),
    ],
};

/// Domains whose users have mailboxes there and nothing else.
const FREEMAIL: &[&str] = &[
    "aol.com",
    "att.net",
    "bk.ru",
    "comcast.net",
    "daum.net",
    "email.cz",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hanmail.net",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.it",
    "icloud.com",
    "inbox.ru",
    "internet.ru",
    "laposte.net",
    "libero.it",
    "list.ru",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "myrambler.ru",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rambler.ru",
    "ro.ru",
    "seznam.cz",
    "t-online.de",
    "tuta.com",
    "ukr.net",
    "verizon.net",
    "vk.com",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "ya.ru",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yandex.by",
    "yandex.com",
    "yandex.kz",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
    "126.com",
    "163.com",
];

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.by_author(|author| {
        let told = Evidence::new().with("from", &author.domain);
        if !FREEMAIL.contains(&author.domain.as_str()) {
            return Verdict::Pass(told);
        }
        match (&author.dkim, &author.spf) {
            (Way::Aligned, _) | (_, Way::Aligned) => Verdict::Pass(told),
            (Way::Unknown(gap), _) | (_, Way::Unknown(gap)) => Verdict::unknown(gap.clone()),
            (Way::Not, Way::Not) => Verdict::fail(told),
        }
    })
}
