//! STS003: the announced policy cannot be fetched, or its host's certificate does not hold.

use crate::policy::{failure, fault};
use crate::samples::{HEALTHY, POLICY};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::policy::Fetched;

pub const CHECK: Check<View> = Check {
    code: "STS003",
    name: "sts-policy-unreachable",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 3.3"],
    follows: &["STS002"],
    en: Words {
        title: "The MTA-STS policy can be fetched",
        says: "The policy that the record announces cannot be had from {url}: {reason} ({seen}).",
        why: "Senders that know no older policy act as if there were none, so nothing protects the way of your mail; those that do keep to the old one until it runs out.",
        fix: "Serve the policy at exactly {url}, over HTTPS, with status 200 and no redirect, and a certificate that names mta-sts.{domain} and leads to a public root. Or take the TXT record _mta-sts.{domain} away.",
    },
    ru: Words {
        title: "Политика MTA-STS доступна",
        says: "Объявленную записью политику нельзя получить по адресу {url}: {reason} ({seen}).",
        why: "Отправители, не знающие прежней политики, действуют так, будто её нет, и путь ваших писем ничем не защищён; остальные держатся старой, пока она не истечёт.",
        fix: "Разместите политику строго по адресу {url}: HTTPS, статус 200, без перенаправлений, сертификат на имя mta-sts.{domain}, выданный публичным удостоверяющим центром. Либо удалите TXT-запись _mta-sts.{domain}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, POLICY, "https 44.128.1.3:443 mta-sts.example.com policy"]),
        Example::fail(&[
            HEALTHY,
            POLICY,
            "https 44.128.1.3:443 mta-sts.example.com policy\nGET /.well-known/mta-sts.txt 301 -\nLOCATION https://www.example.com/.well-known/mta-sts.txt",
        ]),
        Example::fail(&[HEALTHY, POLICY, "https 44.128.1.3:443 mta-sts.example.com policy\nREFUSE"]),
        Example::fail(&[HEALTHY, POLICY, "https 44.128.1.3:443 mta-sts.example.com policy\nTLS CLOSE"]),
        Example::fail(&[HEALTHY, POLICY, "https 44.128.1.3:443 mta-sts.example.com policy\nOFFERS TLSv1.1"]),
        Example::fail(&[HEALTHY, POLICY, "mta-sts.example.com A NODATA"]),
        Example::fail(&[
            HEALTHY,
            POLICY,
            "https 44.128.1.3:443 mta-sts.example.com good\nGET /.well-known/mta-sts.txt 200 text/plain\n| version: STSv1",
        ]),
        Example::fail(&[HEALTHY, POLICY, "https 44.128.1.3:443 mta-sts.example.com expired\n"]),
        Example::pass(&[HEALTHY, POLICY]),
        Example::unknown(&[HEALTHY, POLICY, "https 44.128.1.3:443 mta-sts.example.com policy\nDROP"]),
        Example::unknown(&[HEALTHY, POLICY, "https 44.128.1.3:443 mta-sts.example.com policy\nSILENCE"]),
        Example::unknown(&[HEALTHY, POLICY, "mta-sts.example.com A TIMEOUT"]),
        Example::unknown(&[HEALTHY, "_mta-sts.example.com TXT TIMEOUT"]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY, POLICY]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(served) = &view.policy else { return Vec::new() };
    let Some(host) = &served.policy.host else { return Vec::new() };
    let fail = |(reason, seen): (_, String)| {
        let url = format!("https://{host}/.well-known/mta-sts.txt");
        let evidence = Evidence::new().with("domain", &view.name).with("url", url).with("reason", reason).with("seen", seen);
        Verdict::fail(evidence)
    };
    let verdict = match (&served.policy.found, &served.judgment) {
        (Fetched::NotAnnounced, _) => Verdict::NotApplicable,
        // A certificate that does not hold ends it for a sender, whatever would have come behind it.
        (_, Some(judgment)) if !judgment.valid => fail(fault(judgment)),
        (Fetched::Unknown(gap), _) => Verdict::unknown(gap.clone()),
        (Fetched::Failed(why), _) => fail(failure(why, host)),
        (Fetched::File { .. }, _) => Verdict::Pass(Evidence::new()),
    };
    vec![(view.domain.clone(), verdict)]
}
