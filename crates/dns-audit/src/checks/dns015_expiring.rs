//! DNS015: the registration ends soon, or the registry holds the name (only with --rdap).

use crate::samples::{HEALTHY, RDAP};
use crate::view::View;
use facts::{Gap, Moment, Reason};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::registration::Registered;

pub const CHECK: Check<View> = Check {
    code: "DNS015",
    name: "domain-expiring",
    severity: Severity::Warning,
    other_severities: &[Severity::Error, Severity::Critical],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9083 4.5", "RFC 8056 2"],
    follows: &["DNS001"],
    en: Words {
        title: "The registration lasts",
        says: "The registry says of {domain}: {what} ({seen}).",
        why: "With the registration all of it goes at once: web site, mail, and every record. What somebody else registers then receives your mail.",
        fix: "Renew {domain} at the registrar today, switch automatic renewal on, and see that the address for its notices is read. A domain on hold needs the registrar: unpaid bills, unconfirmed contact data or a complaint.",
    },
    ru: Words {
        title: "Регистрация домена действует",
        says: "Реестр сообщает о {domain}: {what} ({seen}).",
        why: "С окончанием регистрации пропадает всё сразу: сайт, почта и все записи. Кто зарегистрирует имя следующим, тот получит вашу почту.",
        fix: "Продлите {domain} у регистратора сегодня, включите автоматическое продление и проверьте, что адрес для уведомлений кто-то читает. Если домен заблокирован (hold), обратитесь к регистратору: неоплаченный счёт, неподтверждённые данные или жалоба.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            RDAP,
            "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"],\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"1999-01-01T00:00:00Z\"},{\"eventAction\":\"expiration\",\"eventDate\":\"2026-12-23T11:00:00Z\"}]}",
        ]),
        Example::fail_as(
            Severity::Error,
            &[
                HEALTHY,
                RDAP,
                "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"],\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"1999-01-01T00:00:00Z\"},{\"eventAction\":\"expiration\",\"eventDate\":\"2026-11-30T11:00:00Z\"}]}",
            ],
        ),
        Example::fail_as(
            Severity::Error,
            &[
                HEALTHY,
                RDAP,
                "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"],\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"1999-01-01T00:00:00Z\"},{\"eventAction\":\"expiration\",\"eventDate\":\"2026-11-01T00:00:00Z\"}]}",
            ],
        ),
        Example::fail_as(
            Severity::Critical,
            &[
                HEALTHY,
                RDAP,
                "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"client hold\"],\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"1999-01-01T00:00:00Z\"},{\"eventAction\":\"expiration\",\"eventDate\":\"2027-11-23T12:00:00Z\"}]}",
            ],
        ),
        Example::pass(&[
            HEALTHY,
            RDAP,
            "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"],\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"1999-01-01T00:00:00Z\"},{\"eventAction\":\"expiration\",\"eventDate\":\"2026-12-23T13:00:00Z\"}]}",
        ]),
        Example::unknown(&[
            HEALTHY,
            RDAP,
            "| {\"objectClassName\":\"domain\",\"ldhName\":\"example.com\",\"status\":[\"active\"],\"events\":[{\"eventAction\":\"registration\",\"eventDate\":\"1999-01-01T00:00:00Z\"}]}",
        ]),
        Example::unknown(&[HEALTHY, RDAP, "https 44.128.1.82:443 rdap.example.net good\nDROP"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

/// Days before the end at which a warning and an error begin.
const SOON: i64 = 30;
const VERY_SOON: i64 = 7;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = match &view.registration {
        Registered::NotAsked => Verdict::NotApplicable,
        Registered::Unknown(gap) => Verdict::unknown(gap.clone()),
        Registered::Known(known) => {
            let told = |what, seen: &str| Evidence::new().with("domain", &view.target.domain).with("what", what).with("seen", seen);
            let ends = Phrase { en: "the registration ends soon", ru: "регистрация скоро закончится" };
            let held = Phrase { en: "the registry holds the name back", ru: "имя заблокировано в реестре" };
            match (known.hold(), known.expires.as_deref()) {
                (Some(state), _) => Verdict::fail_as(Severity::Critical, told(held, state)),
                (None, Some(text)) => match Moment::parse(text).map(|end| view.observed_at.days_until(end)) {
                    Some(days) if days < VERY_SOON => Verdict::fail_as(Severity::Error, told(ends, text)),
                    Some(days) if days < SOON => Verdict::fail(told(ends, text)),
                    Some(_) => Verdict::Pass(Evidence::new()),
                    None => unsaid(view),
                },
                (None, None) => unsaid(view),
            }
        }
    };
    vec![(view.domain(), verdict)]
}

/// Some registries do not say when a registration ends.
fn unsaid(view: &View) -> Verdict {
    Verdict::unknown(Gap { reason: Reason::Ambiguous, asked: format!("RDAP {}", view.target.domain) })
}
