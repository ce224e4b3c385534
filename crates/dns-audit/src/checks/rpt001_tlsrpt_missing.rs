//! RPT001: nobody asks for reports about TLS.

use crate::published::{presence, rpt_record, where_mail_is_taken};
use crate::samples::{HEALTHY, NO_MAIL_HOST, NULL_MX};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::published::Found;

const NO_RPT: &str = "_smtp._tls.example.com TXT NODATA";
const NO_STS: &str = "_mta-sts.example.com TXT NODATA";
const TLSA: &str = "_25._tcp.mx2.example.com TLSA 3 1 1 2bb183af4f22a8ac05e7c0fc0ba1a3bd4c6a7e5a1d0b5a3f9e1c2d3b4a596877";

pub const CHECK: Check<View> = Check {
    code: "RPT001",
    name: "tlsrpt-missing",
    severity: Severity::Notice,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8460 3"],
    follows: &["DNS001", "RPT002"],
    en: Words {
        title: "Reports about TLS",
        says: "{domain} asks for no reports about TLS failures (no TLS-RPT record at {at}), and publishes {protected}.",
        why: "When a sender cannot deliver to you over TLS, nobody tells you; with MTA-STS or DANE in force such mail is not delivered at all.",
        fix: "Publish the TXT record at {at}, with a mailbox that someone reads or that a report service gives you.",
    },
    ru: Words {
        title: "Отчёты о TLS",
        says: "{domain} не просит отчётов о сбоях TLS (нет записи TLS-RPT {at}); защита доставки: {protected}.",
        why: "Если отправитель не может доставить вам письмо по TLS, вы об этом не узнаете; при действующих MTA-STS или DANE такие письма не доставляются вовсе.",
        fix: "Опубликуйте TXT-запись {at} с ящиком, который кто-то читает, или с адресом службы отчётов.",
    },
    judge,
    examples: &[
        Example::fail_as(Severity::Warning, &[HEALTHY, NO_RPT]),
        Example::fail_as(Severity::Warning, &[HEALTHY, NO_RPT, NO_STS, TLSA]),
        Example::fail_as(Severity::Warning, &[HEALTHY, NO_RPT, TLSA]),
        Example::fail(&[HEALTHY, NO_RPT, NO_STS]),
        // What else is published is not known; that no reports are asked for is.
        Example::fail(&[HEALTHY, NO_RPT, "_mta-sts.example.com TXT TIMEOUT\n_25._tcp.mx1.example.com TLSA TIMEOUT"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "_smtp._tls.example.com CNAME r.example.net\nr.example.net TXT v=TLSRPTv1;rua=https://r.example.net/"]),
        Example::unknown(&[HEALTHY, "_smtp._tls.example.com TXT SERVFAIL"]),
        Example::unknown(&[HEALTHY, NO_RPT, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, NO_RPT]),
        Example::not_applicable(&[HEALTHY, NO_MAIL_HOST, NO_RPT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = where_mail_is_taken(view, |gap| {
        presence(&view.rpt.record, || match gap {
            Some(gap) => Verdict::unknown(gap.clone()),
            None => missing(view).with_records(rpt_record(view)),
        })
    });
    vec![(view.domain(), verdict)]
}

fn missing(view: &View) -> Verdict {
    let sts = matches!(view.sts.found, Found::Record(_));
    let (en, ru) = match (sts, view.rpt.dane_host.is_some()) {
        (true, true) => ("MTA-STS and DANE", "MTA-STS и DANE"),
        (true, false) => ("MTA-STS", "MTA-STS"),
        (false, true) => ("DANE", "DANE"),
        (false, false) => ("neither MTA-STS nor DANE", "нет ни MTA-STS, ни DANE"),
    };
    let protected = sts || view.rpt.dane_host.is_some();
    let evidence = Evidence::new().with("domain", &view.target.domain).with("at", &view.rpt.record.at);
    let evidence = evidence.with("protected", Phrase { en, ru });
    if protected { Verdict::fail_as(Severity::Warning, evidence) } else { Verdict::fail(evidence) }
}
