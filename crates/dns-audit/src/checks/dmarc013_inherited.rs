//! DMARC013: the policy comes from a name above.

use crate::policy::on_record;
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::Discovery;

pub const CHECK: Check<View> = Check {
    code: "DMARC013",
    name: "dmarc-inherited",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.10.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Where the policy comes from",
        says: "{domain} has no DMARC record of its own: that of {from} applies, by its tag {tag}, as {policy}.",
        why: "Receivers treat mail from {domain} by the policy of {from}.",
        fix: "Nothing to do; publish a record at _dmarc.{domain} if this name needs a policy of its own.",
    },
    ru: Words {
        title: "Откуда взята политика",
        says: "Собственной записи DMARC у {domain} нет: действует запись {from}, её тег {tag}, политика {policy}.",
        why: "С письмами от {domain} получатели обращаются по политике {from}.",
        fix: "Делать ничего не нужно; если этому имени нужна своя политика, опубликуйте запись _dmarc.{domain}.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY, "target news.example.com\nnews.example.com A 44.128.1.90"]),
        Example::info(&[HEALTHY, "target gone.example.com", "_dmarc.example.com TXT v=DMARC1; p=none; np=reject"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, _| {
        let Discovery::Applied(applied) = &view.dmarc.policy else { return Verdict::NotApplicable };
        let evidence = Evidence::new()
            .with("domain", &view.dmarc.domain)
            .with("from", from)
            .with("tag", applied.tag)
            .with("policy", applied.policy.as_str());
        if *from == view.dmarc.domain { Verdict::Pass(evidence) } else { Verdict::Info(evidence) }
    })
}
