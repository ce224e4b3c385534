//! MSG029: nothing can come back to the envelope’s domain.

use crate::samples::{HEALTHY, LETTER, QUIET};
use crate::view::Return;
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG029",
    name: "envelope-domain-invalid",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 5.1", "RFC 7505 4.2"],
    follows: &[],
    en: Words {
        title: "Domain of MAIL FROM",
        says: "The domain of MAIL FROM, {domain}, {fault}.",
        why: "Receivers check whether a bounce could be returned, and refuse the message if it could not (550 5.1.8, 5.7.27).",
        fix: "Give {domain} an MX record with the server that takes bounces, or send with another envelope domain.",
    },
    ru: Words {
        title: "Домен в MAIL FROM",
        says: "Домен в MAIL FROM, {domain}, {fault}.",
        why: "Получатели проверяют, можно ли вернуть отказ, и не принимают письмо, если нельзя (550 5.1.8, 5.7.27).",
        fix: "Опубликуйте для {domain} запись MX с сервером, который принимает отказы, или отправляйте с другим доменом в конверте.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, LETTER, "example.com MX 0 ."]),
        Example::fail(&[HEALTHY, LETTER, "example.com MX NODATA"]),
        Example::fail(&[QUIET, LETTER, "target example.com mail_from=a@none.example.org\nexample.org A 44.128.1.1"]),
        Example::pass(&[HEALTHY, LETTER]),
        Example::pass(&[QUIET, LETTER, "target example.com mail_from=a@example.com"]),
        Example::unknown(&[HEALTHY, LETTER, "example.com MX TIMEOUT"]),
        Example::unknown(&[HEALTHY, LETTER, "example.com MX NODATA\nexample.com A SERVFAIL"]),
        Example::not_applicable(&[QUIET, LETTER]),
        Example::not_applicable(&[
            QUIET,
            "message
> Return-Path: <>
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
    ],
};

const NULL_MX: Phrase =
    Phrase { en: "says that it takes no mail (null MX)", ru: "сообщает, что не принимает почту (null MX)" };
const NOWHERE: Phrase = Phrase { en: "has neither MX nor A or AAAA", ru: "не имеет ни MX, ни A или AAAA" };

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let auth = &view.authentication;
    // Nothing comes back to the null sender.
    let null = auth.envelope.mail_from.as_ref().is_none_or(|(from, _)| from.is_empty());
    let (Some(back), Some(domain), false) = (&view.return_host, &auth.spf_domain, null) else { return view.one(Verdict::NotApplicable) };
    let told = Evidence::new().with("domain", domain.clone());
    match back {
        Return::Open => view.one(Verdict::Pass(told)),
        Return::NullMx => view.one(Verdict::fail(told.with("fault", NULL_MX))),
        Return::Nowhere => view.one(Verdict::fail(told.with("fault", NOWHERE))),
        Return::Unknown(gap) => view.one(Verdict::unknown(gap.clone())),
    }
}
