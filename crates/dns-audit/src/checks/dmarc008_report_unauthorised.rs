//! DMARC008: a foreign report host that did not agree to take the reports.

use crate::policy::each_report_host;
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::Authorisation;

pub const CHECK: Check<View> = Check {
    code: "DMARC008",
    name: "dmarc-report-unauthorised",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9990 4", "RFC 9991 5"],
    follows: &["DNS001"],
    en: Words {
        title: "Report hosts agree",
        says: "{host} does not say that it takes DMARC reports about {domain}.",
        why: "Receivers send no reports to a host of another organisation that did not agree to them: they are lost.",
        fix: "Ask the owner of {host} to publish the TXT record v=DMARC1 at {permit} (a reporting service does so once the domain is registered with it), or use an address of your own.",
    },
    ru: Words {
        title: "Согласие принимать отчёты",
        says: "{host} не подтверждает, что принимает отчёты DMARC о {domain}.",
        why: "В домен чужой организации без его согласия отчёты не шлют: они теряются.",
        fix: "Попросите владельца {host} опубликовать TXT-запись v=DMARC1 по имени {permit} (служба отчётов делает это, когда домен в ней заведён) или укажите собственный адрес.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net"]),
        // It agreed for another domain alone.
        Example::fail(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "other.com._report._dmarc.collector.net TXT v=DMARC1",
        ]),
        Example::fail(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "example.com._report._dmarc.collector.net TXT v=spf1 -all",
        ]),
        Example::pass(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "example.com._report._dmarc.collector.net TXT v=DMARC1",
        ]),
        Example::pass(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "*._report._dmarc.collector.net TXT v=DMARC1;",
        ]),
        // A stray record of the top-level domain makes no relatives.
        Example::fail(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.com\n_dmarc.com TXT v=DMARC1; p=none",
        ]),
        Example::unknown(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@collector.net",
            "_report._dmarc.collector.net * TIMEOUT",
        ]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY]),
        // The own parent, which has no record of its own.
        Example::not_applicable(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90\n_dmarc.example.com TXT NODATA",
            "_dmarc.news.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com",
        ]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@in.example.com"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_report_host(view, |from, host| {
        let permit = host.permit.as_ref().map_or_else(|| "—".to_owned(), ToString::to_string);
        let evidence = Evidence::new().with("host", &host.host).with("domain", from).with("permit", permit);
        match &host.authorisation {
            Authorisation::Own => Verdict::NotApplicable,
            Authorisation::Given => Verdict::Pass(evidence),
            Authorisation::Unknown(gap) => Verdict::unknown(gap.clone()),
            Authorisation::Missing => {
                let record = host.permit.iter().map(|name| PublishRecord::txt(name.as_str(), "v=DMARC1"));
                Verdict::fail(evidence).with_records(record.collect())
            }
        }
    })
}
