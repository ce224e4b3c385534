//! MX001: neither an MX nor an address, so that no mail can arrive.

use crate::samples::{ABSENT, HEALTHY, NO_MAIL_HOST};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::Route;

pub const CHECK: Check<View> = Check {
    code: "MX001",
    name: "no-mail-host",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Info, Status::Pass],
    cites: &["RFC 5321 5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "A way for incoming mail",
        says: "{domain} has neither an MX record nor an address: mail to it cannot be delivered.",
        why: "Replies and bounces have nowhere to go, and many receivers refuse mail from a domain that cannot be answered.",
        fix: "Publish an MX record that names the host which takes the mail. If the domain is to take none, publish the null MX '0 .', so that senders learn it at once.",
    },
    ru: Words {
        title: "Приём входящей почты",
        says: "У {domain} нет ни записи MX, ни адреса: почту для домена доставить некуда.",
        why: "Ответы и отчёты о недоставке теряются, а многие получатели не принимают письма от домена, которому нельзя ответить.",
        fix: "Опубликуйте запись MX с именем сервера, принимающего почту. Если домен не должен её принимать, опубликуйте null MX «0 .»: отправители узнают об этом сразу.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, NO_MAIL_HOST]),
        // An alias that leads nowhere is no way either.
        Example::fail(&[HEALTHY, "target www.example.com\nwww.example.com CNAME gone.example.com"]),
        Example::info(&[HEALTHY, NO_MAIL_HOST, "example.com TXT v=spf1 -all"]),
        Example::unknown(&[HEALTHY, NO_MAIL_HOST, "example.com AAAA TIMEOUT"]),
        Example::unknown(&[HEALTHY, NO_MAIL_HOST, "example.com TXT TIMEOUT"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com MX NODATA"]),
        Example::fail(&[HEALTHY, ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = match &view.mail.route {
        Route::None => match &view.sends_nothing {
            Ok(true) => Verdict::Info(seen(view)),
            Ok(false) => Verdict::fail(seen(view)),
            Err(gap) => Verdict::unknown(gap.clone()),
        },
        Route::Unknown(gap) => Verdict::unknown(gap.clone()),
        // Beside DNS001, which it follows, this is not told.
        Route::NoSuchDomain => Verdict::fail(seen(view)),
        Route::Mx | Route::Null | Route::NullMixed | Route::Implicit => Verdict::Pass(seen(view)),
    };
    vec![(view.domain(), verdict)]
}

fn seen(view: &View) -> Evidence {
    Evidence::new().with("domain", &view.target.domain)
}
