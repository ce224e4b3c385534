//! MX002: no MX record; mail falls back to the domain's own address.

use crate::samples::{ABSENT, HEALTHY, NO_MAIL_HOST, NULL_MX};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::Route;

pub const CHECK: Check<View> = Check {
    code: "MX002",
    name: "implicit-mx",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "An explicit MX",
        says: "{domain} has no MX record; mail falls back to its own address: {addresses}.",
        why: "Senders then try the host of the web site, which often takes no mail; some senders do not fall back at all.",
        fix: "Publish an MX record that names the host which takes the mail, or the null MX '0 .' if the domain takes none.",
    },
    ru: Words {
        title: "Явная запись MX",
        says: "У {domain} нет записи MX; почта направляется на собственный адрес домена: {addresses}.",
        why: "Отправители обращаются к серверу сайта, который чаще всего почту не принимает; часть отправителей такой адрес не использует вовсе.",
        fix: "Опубликуйте запись MX с именем сервера, принимающего почту, или null MX «0 .», если домен почту не принимает.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com MX NODATA"]),
        Example::fail(&[HEALTHY, "example.com MX NODATA\nexample.com A NODATA\nexample.com AAAA 2d00:44:1::80"]),
        Example::unknown(&[HEALTHY, "example.com MX TIMEOUT"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, NULL_MX]),
        Example::not_applicable(&[HEALTHY, NO_MAIL_HOST]),
        Example::not_applicable(&[ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = match &view.mail.route {
        Route::Implicit => Verdict::fail(seen(view)),
        Route::Unknown(gap) => Verdict::unknown(gap.clone()),
        Route::Mx | Route::Null | Route::NullMixed => Verdict::Pass(Evidence::new()),
        Route::None | Route::NoSuchDomain => Verdict::NotApplicable,
    };
    vec![(view.domain(), verdict)]
}

fn seen(view: &View) -> Evidence {
    let addresses: Vec<String> = view.mail.hosts.iter().flat_map(|h| &h.addresses).map(ToString::to_string).collect();
    Evidence::new().with("domain", &view.target.domain).with("addresses", addresses)
}
