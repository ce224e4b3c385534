//! BIMI001: no logo is published.

use crate::published::presence;
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "BIMI001",
    name: "bimi-missing",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["draft-brand-indicators-for-message-identification 7.2"],
    follows: &["DNS001", "BIMI002"],
    en: Words {
        title: "A BIMI record",
        says: "{domain} has no BIMI record, neither of its own nor from its organisational domain.",
        why: "Gmail, Apple Mail, Yahoo, Fastmail and others show no logo beside its mail. Delivery does not depend on it.",
        fix: "Nothing, if no logo is wanted. Otherwise enforce DMARC, put a square SVG Tiny PS on HTTPS, and name it in a TXT record at {at}; Gmail and Apple ask for a mark certificate (VMC or CMC) as well.",
    },
    ru: Words {
        title: "Запись BIMI",
        says: "У {domain} нет записи BIMI: ни собственной, ни у организационного домена.",
        why: "Gmail, Apple Mail, Yahoo, Fastmail и другие не показывают логотип рядом с письмами. На доставку это не влияет.",
        fix: "Если логотип не нужен, делать ничего не надо. Иначе включите строгую политику DMARC, выложите по HTTPS квадратный SVG Tiny PS и укажите его в TXT-записи {at}; Gmail и Apple требуют ещё и сертификат на знак (VMC или CMC).",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY, "default._bimi.example.com TXT NODATA"]),
        Example::info(&[HEALTHY, "default._bimi.example.com TXT v=spf1 -all"]),
        Example::pass(&[HEALTHY]),
        // The domain says that it wants none.
        Example::pass(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1; l=; a=;"]),
        Example::pass(&[HEALTHY, "target news.example.com\nnews.example.com A 44.128.1.90"]),
        Example::unknown(&[HEALTHY, "default._bimi.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "target news.example.com\nnews.example.com A 44.128.1.90", "default._bimi.example.com TXT SERVFAIL"]),
        Example::not_applicable(&[HEALTHY, PARKED, "default._bimi.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = if view.parked() {
        Verdict::NotApplicable
    } else {
        let seen = Evidence::new().with("domain", &view.target.domain).with("at", format!("default._bimi.{}", view.target.domain));
        presence(&view.bimi, || Verdict::Info(seen))
    };
    vec![(view.domain(), verdict)]
}
