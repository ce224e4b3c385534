//! DNS016: the domain was registered less than 30 days ago (only with --rdap).

use crate::samples::{HEALTHY, RDAP};
use crate::view::View;
use facts::{Gap, Moment, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::registration::Registered;

pub const CHECK: Check<View> = Check {
    code: "DNS016",
    name: "domain-young",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9083 4.5"],
    follows: &["DNS001"],
    en: Words {
        title: "The domain is not new",
        says: "{domain} was registered on {registered}, days ago: {days}.",
        why: "Large providers take little mail from a new domain, and filters count its age against it; spammers register by the thousand.",
        fix: "Begin with a few messages a day to people who wait for them, and double every few days. A campaign should wait until the domain is at least a month old.",
    },
    ru: Words {
        title: "Домен не новый",
        says: "{domain} зарегистрирован {registered}, дней назад: {days}.",
        why: "От нового домена крупные почтовые службы берут мало писем, и фильтры засчитывают возраст против него: спамеры регистрируют домены тысячами.",
        fix: "Начните с нескольких писем в день тем, кто их ждёт, и удваивайте объём каждые несколько дней. Рассылку отложите, пока домену не исполнится хотя бы месяц.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            RDAP,
            "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"],\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"2026-10-24T13:00:00Z\"},{\"eventAction\":\"expiration\",\"eventDate\":\"2027-11-23T12:00:00Z\"}]}",
        ]),
        Example::pass(&[
            HEALTHY,
            RDAP,
            "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"],\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"2026-10-24T11:00:00Z\"},{\"eventAction\":\"expiration\",\"eventDate\":\"2027-11-23T12:00:00Z\"}]}",
        ]),
        Example::unknown(&[
            HEALTHY,
            RDAP,
            "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"],\"events\":[{\"eventAction\":\"expiration\",\"eventDate\":\"2027-11-23T12:00:00Z\"}]}",
        ]),
        Example::unknown(&[HEALTHY, RDAP, "https 44.128.1.82:443 rdap.example.net good\nDROP"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

/// Days for which a domain counts as new.
const YOUNG: i64 = 30;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = match &view.registration {
        Registered::NotAsked => Verdict::NotApplicable,
        Registered::Unknown(gap) => Verdict::unknown(gap.clone()),
        Registered::Known(known) => match known.registered.as_deref().and_then(Moment::parse) {
            None => Verdict::unknown(Gap { reason: Reason::Ambiguous, asked: format!("RDAP {}", view.target.domain) }),
            Some(begun) => match begun.days_until(view.observed_at) {
                days if days < YOUNG => {
                    let evidence = Evidence::new().with("domain", &view.target.domain).with("registered", begun.to_string());
                    Verdict::fail(evidence.with("days", days))
                }
                _ => Verdict::Pass(Evidence::new()),
            },
        },
    };
    vec![(view.domain(), verdict)]
}
