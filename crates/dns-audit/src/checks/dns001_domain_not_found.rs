//! DNS001: the domain itself does not exist.

use crate::samples::{ABSENT, HEALTHY, SILENT};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::zone::Existence;

pub const CHECK: Check<View> = Check {
    code: "DNS001",
    name: "domain-not-found",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass],
    cites: &["RFC 1035 4.1.1", "RFC 8020 2"],
    follows: &[],
    en: Words {
        title: "The domain exists",
        says: "{domain} does not exist: the DNS answers NXDOMAIN for the name itself.",
        why: "No mail reaches it, and receivers refuse mail that claims to come from it.",
        fix: "Check the spelling; look up at the registrar whether the registration has lapsed or is on hold; for a subdomain, publish its records.",
    },
    ru: Words {
        title: "Существование домена",
        says: "Домена {domain} не существует: на само имя DNS отвечает NXDOMAIN.",
        why: "Почта на него не доходит, а письма от его имени получатели отвергают.",
        fix: "Проверьте написание; узнайте у регистратора, не истекла ли регистрация и не снят ли домен с делегирования; для поддомена опубликуйте его записи.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ABSENT]),
        Example::fail(&[HEALTHY, "target sub.example.com"]),
        Example::pass(&[HEALTHY]),
        // The alias exists; what it leads to does not.
        Example::pass(&[HEALTHY, "target www.example.com\nwww.example.com CNAME gone.example.com"]),
        // One server's NXDOMAIN to one type does not weigh against an answer to another.
        Example::pass(&[HEALTHY, "example.com SOA NXDOMAIN"]),
        Example::unknown(&[HEALTHY, SILENT]),
        // Who forges answers can forge this one.
        Example::unknown(&[HEALTHY, ABSENT, "example.com DNSSEC proof_missing example.com"]),
        Example::unknown(&[HEALTHY, "example.com * SERVFAIL"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let evidence = Evidence::new().with("domain", &view.target.domain);
    let verdict = match &view.zone.existence {
        Existence::Absent => Verdict::fail(evidence),
        Existence::Exists => Verdict::Pass(evidence),
        Existence::Unknown(gap) => Verdict::unknown(gap.clone()),
    };
    vec![(view.domain(), verdict)]
}
