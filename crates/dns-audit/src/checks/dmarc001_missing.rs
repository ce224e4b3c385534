//! DMARC001: no policy at the domain or above it.

use crate::policy::first_record;
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DMARC001",
    name: "dmarc-missing",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass],
    cites: &["RFC 9989 4.10"],
    follows: &["DNS001", "DMARC002", "DMARC014"],
    en: Words {
        title: "A DMARC policy",
        says: "{domain} has no DMARC policy, neither of its own nor from a name above it.",
        why: "Anyone can send in the name of the domain unpunished, and Gmail, Yahoo and Microsoft refuse bulk mail from a domain without DMARC.",
        fix: "Publish the TXT record at _dmarc.{domain}. Begin with p=none, read the reports for some weeks, then go on to quarantine and reject.",
    },
    ru: Words {
        title: "Политика DMARC",
        says: "У {domain} нет политики DMARC: ни собственной, ни у имён выше.",
        why: "Любой может безнаказанно слать письма от имени домена, а Gmail, Yahoo и Microsoft не принимают рассылки с доменов без DMARC.",
        fix: "Опубликуйте TXT-запись _dmarc.{domain}. Начните с p=none, несколько недель читайте отчёты, затем переходите к quarantine и reject.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=spf1 -all"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "target news.example.com\nnews.example.com A 44.128.1.90"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        // A policy may stand where nothing was heard.
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT NODATA\n_dmarc.com TXT SERVFAIL"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let evidence = Evidence::new().with("domain", &view.dmarc.domain);
    let verdict = match view.dmarc.record() {
        Ok(_) => Verdict::Pass(evidence),
        Err(None) => Verdict::fail(evidence).with_records(first_record(&view.dmarc.domain)),
        Err(Some(gap)) => Verdict::unknown(gap.clone()),
    };
    vec![(view.domain(), verdict)]
}
