//! STS001: nothing announces an MTA-STS policy.

use crate::published::{presence, sts_record, where_mail_is_taken};
use crate::samples::{HEALTHY, NO_MAIL_HOST, NULL_MX, POLICY_FILE};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "STS001",
    name: "sts-missing",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 3.1"],
    follows: &["DNS001", "STS002"],
    en: Words {
        title: "MTA-STS",
        says: "{domain} has no MTA-STS: no record stands at {at}.",
        why: "Whoever sits between the sender and your mail host can suppress STARTTLS or show a false certificate, and mail is then delivered readable. Gmail, Microsoft and others that find a policy refuse to deliver like that.",
        fix: "First serve the policy at https://mta-sts.{domain}/.well-known/mta-sts.txt, a line each: version: STSv1, mode: testing, max_age: 604800, and an mx: line for each of these hosts: {hosts}. Then publish the TXT record at {at}. When the reports (TLS-RPT) show no failures, go on to mode: enforce, with a new id in the record.",
    },
    ru: Words {
        title: "MTA-STS",
        says: "У {domain} нет MTA-STS: записи {at} не существует.",
        why: "Тот, кто стоит между отправителем и вашим почтовым сервером, может подавить STARTTLS или подставить чужой сертификат, и письмо уйдёт открытым текстом. Gmail, Microsoft и другие при найденной политике так не доставляют.",
        fix: "Сначала разместите политику по адресу https://mta-sts.{domain}/.well-known/mta-sts.txt, построчно: version: STSv1, mode: testing, max_age: 604800 и по строке mx: на каждый из этих хостов: {hosts}. Затем опубликуйте TXT-запись {at}. Когда в отчётах (TLS-RPT) не останется сбоев, перейдите на mode: enforce и обновите id в записи.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT NODATA"]),
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT v=spf1 -all"]),
        // An alias that leads nowhere.
        Example::fail(&[HEALTHY, "_mta-sts.example.com TXT NODATA\n_mta-sts.example.com CNAME gone.example.net"]),
        // No MX, an address to fall back to, and DMARC and SPF do not say that nobody uses it.
        Example::fail(&[
            HEALTHY,
            POLICY_FILE,
            "| mode: enforce\n| max_age: 604800\n| mx: example.com",
            "example.com MX NODATA\n_mta-sts.example.com TXT NODATA",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "_mta-sts.example.com CNAME _mta-sts.example.net\n_mta-sts.example.net TXT v=STSv1; id=1"]),
        Example::unknown(&[HEALTHY, "_mta-sts.example.com TXT TIMEOUT"]),
        // Whether the domain takes mail at all is not known.
        Example::unknown(&[HEALTHY, "_mta-sts.example.com TXT NODATA\nexample.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "_mta-sts.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "_mta-sts.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NO_MAIL_HOST, "_mta-sts.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = where_mail_is_taken(view, |gap| {
        presence(&view.sts, || match gap {
            Some(gap) => Verdict::unknown(gap.clone()),
            None => {
                let hosts: Vec<String> = view.mail.hosts.iter().map(|h| h.name.to_string()).collect();
                let evidence = Evidence::new().with("domain", &view.target.domain).with("at", &view.sts.at).with("hosts", hosts);
                Verdict::fail(evidence).with_records(sts_record(view))
            }
        })
    });
    vec![(view.domain(), verdict)]
}
