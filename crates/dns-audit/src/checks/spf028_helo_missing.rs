//! SPF028: an own mail host's HELO name has no SPF record.

use crate::samples::{AT_GOOGLE, HEALTHY, NULL_MX};
use crate::view::View;
use crate::view::sorted;
use facts::{Gap, Name};
use findings::{Check, Evidence, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF028",
    name: "spf-helo-missing",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 2.3"],
    follows: &["DNS001", "MX007"],
    en: Words {
        title: "SPF of HELO names",
        says: "The mail host {host} has no SPF record of its own.",
        why: "Receivers check the HELO name too, and bounces, which have no sender, are judged by it alone.",
        fix: "Publish a TXT record at {host}: v=spf1 a -all",
    },
    ru: Words {
        title: "SPF для имён HELO",
        says: "У почтового сервера {host} нет собственной записи SPF.",
        why: "Получатели проверяют и имя HELO, а возвраты, у которых нет отправителя, — только его.",
        fix: "Опубликуйте для {host} запись TXT: v=spf1 a -all",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "mx1.example.com TXT NODATA"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "mx1.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, AT_GOOGLE]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = |host: &Name, has: &Result<bool, Gap>| match has {
        Ok(true) => Verdict::Pass(Evidence::new()),
        Ok(false) => {
            Verdict::fail(Evidence::new().with("host", host)).with_records(vec![PublishRecord::txt(host.as_str(), "v=spf1 a -all")])
        }
        Err(gap) => Verdict::unknown(gap.clone()),
    };
    sorted(view.spf.helo_hosts.iter().map(|(host, has)| (Subject::from(host), verdict(host, has))).collect())
}
