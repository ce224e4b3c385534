//! CFG008: more is to be sent a day than a mailbox of the domain may send.

use crate::samples::{AT_GOOGLE, HEALTHY};
use crate::view::View;
use facts::{Name, Profile};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};
use readings::mail::Route;
use readings::mailbox_limits::{self, MailboxLimit};
use readings::providers::{self, Kind, Provider};
use readings::spf::{Evaluation, SpfResult};

const AT_YANDEX: &str = "example.com MX 10 mx.yandex.net\nmx.yandex.net A 44.131.8.1";
const AT_MAILRU: &str = "example.com MX 10 emx.mail.ru\nemx.mail.ru A 44.131.8.2";

pub const CHECK: Check<View> = Check {
    code: "CFG008",
    name: "mailbox-limit",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[
        "https://yandex.com/support/mail/web/letter/create/send-many-letters.html",
        "https://support.google.com/a/answer/166852",
        "https://support.google.com/mail/answer/22839",
        "https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits",
        "https://support.apple.com/102198",
    ],
    follows: &["DNS001"],
    en: Words {
        title: "Sending limit of the mailbox",
        says: "Planned messages a day: {volume}; a mailbox at {provider} may write to {limit} recipients in 24 hours{letter}.",
        why: "The provider refuses what goes beyond, and often locks sending for a day; every further try may lengthen that.",
        fix: "Send mailings through a service that is made for them and let its SPF and DKIM bear your domain; or spread the sending over more days. If the mail leaves from servers of your own, name their address with --ip.",
    },
    ru: Words {
        title: "Лимит отправки ящика",
        says: "Планируется писем в сутки: {volume}; ящик на {provider} может отправить за 24 часа не более чем на {limit} адресов{letter}.",
        why: "Сверх лимита служба отказывает, а часто и блокирует отправку на сутки; новые попытки могут продлить блокировку.",
        fix: "Отправляйте рассылки через предназначенную для этого службу, настроив для неё SPF и DKIM вашего домена, или растяните отправку на несколько дней. Если письма уходят с собственных серверов, укажите их адрес через --ip.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, AT_YANDEX, "target example.com volume=501"]),
        Example::fail(&[HEALTHY, AT_GOOGLE, "target example.com volume=2001 profile=send"]),
        Example::fail(&["target gmail.com volume=501\ngmail.com MX 5 gmail-smtp-in.l.google.com\ngmail-smtp-in.l.google.com A 44.131.7.1"]),
        Example::pass(&[HEALTHY, AT_YANDEX, "target example.com volume=500"]),
        Example::pass(&[HEALTHY, AT_GOOGLE, "target example.com volume=2000"]),
        // The address that was named is the provider's: the mail leaves through the mailbox.
        Example::fail(&[
            HEALTHY,
            AT_YANDEX,
            "target example.com volume=501 ip=44.131.9.1\nexample.com TXT v=spf1 include:_spf.yandex.net -all\n_spf.yandex.net TXT v=spf1 ip4:44.131.9.0/24 ~all",
        ]),
        // It is one of the domain's own.
        Example::not_applicable(&[HEALTHY, AT_YANDEX, "target example.com volume=501 ip=44.128.1.1"]),
        Example::not_applicable(&[HEALTHY, AT_YANDEX]),
        Example::not_applicable(&[HEALTHY, AT_YANDEX, "target example.com volume=501 profile=receive"]),
        Example::not_applicable(&[HEALTHY, "target example.com volume=100000"]),
        // It publishes no number.
        Example::not_applicable(&[HEALTHY, AT_MAILRU, "target example.com volume=100000"]),
        Example::unknown(&[HEALTHY, "target example.com volume=501\nexample.com MX TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(volume) = view.target.volume.filter(|_| view.target.profile != Profile::Receive) else { return Vec::new() };
    let host = view.mail.hosts.iter().filter_map(|h| h.provider).find(|p| p.kind == Kind::Mailbox);
    let verdict = match (mailbox_limits::of(&view.target.domain, host), &view.mail.route) {
        (_, Route::Unknown(gap)) => Verdict::unknown(gap.clone()),
        (Some(limit), _) if !leaves_elsewhere(view, host) => held(limit, volume),
        _ => Verdict::NotApplicable,
    };
    vec![(view.domain(), verdict)]
}

fn held(limit: &MailboxLimit, volume: u64) -> Verdict {
    let letter = match limit.a_letter {
        None => Value::Text(String::new()),
        Some(most) => Value::Sentence(
            Phrase {
                en: ", and to {most} in one message of a mail program", ru: ", а одним письмом из почтовой программы — на {most}"
            },
            Evidence::new().with("most", most),
        ),
    };
    let evidence = Evidence::new().with("volume", volume).with("provider", limit.name).with("limit", limit.a_day).with("letter", letter);
    if volume > limit.a_day { Verdict::fail(evidence) } else { Verdict::Pass(evidence) }
}

/// Whether every address that the user named is one that SPF allows by a term of the domain's own, or of another service's.
fn leaves_elsewhere(view: &View, host: Option<&Provider>) -> bool {
    let elsewhere = |e: &Evaluation| {
        let Some(at) = e.matched.as_ref().filter(|_| e.result == SpfResult::Pass) else { return false };
        // The term of the domain's own record that decided: an include of the host's, of another service's, or none.
        let included = at.term.split_once("include:").and_then(|(_, name)| Name::parse(name).ok());
        let service = included.as_ref().and_then(providers::of_spf_include);
        included.is_none() || service.is_some_and(|s| host.is_none_or(|h| h.name != s.name))
    };
    !view.target.ips.is_empty() && !view.spf.evaluations.is_empty() && view.spf.evaluations.iter().all(elsewhere)
}
