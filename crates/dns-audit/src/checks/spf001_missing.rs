//! SPF001: no SPF record at the domain.

use crate::samples::{HEALTHY, NO_MAIL_HOST, NULL_MX};
use crate::view::View;
use findings::{Check, Evidence, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};
use readings::mail::Route;
use readings::spf::Status as Published;

pub const CHECK: Check<View> = Check {
    code: "SPF001",
    name: "spf-missing",
    severity: Severity::Error,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 3.1"],
    follows: &["DNS001", "SPF027"],
    en: Words {
        title: "SPF record",
        says: "{domain} has no SPF record.",
        why: "A receiver cannot tell your servers from a forger; Gmail, Yahoo and Microsoft refuse or junk mail without SPF or DKIM.",
        fix: "Publish a TXT record at {domain} that lists all who send for it: {proposed}",
    },
    ru: Words {
        title: "Запись SPF",
        says: "У {domain} нет записи SPF.",
        why: "Получатель не отличит ваши серверы от подделки; Gmail, Yahoo и Microsoft отклоняют почту без SPF и DKIM или кладут её в спам.",
        fix: "Опубликуйте для {domain} запись TXT со всеми, кто шлёт почту от его имени: {proposed}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT NODATA"]),
        Example::fail(&[HEALTHY, "example.com TXT google-site-verification=x"]),
        Example::fail_as(Severity::Warning, &[HEALTHY, "example.com TXT NODATA", NULL_MX]),
        Example::fail_as(Severity::Warning, &[HEALTHY, "example.com TXT NODATA", NO_MAIL_HOST]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT REFUSED"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com TXT \"v=sp\" \"f1 -all\""]),
        Example::not_applicable(&[HEALTHY, "example.com TXT v=spf1 -all\nexample.com TXT v=spf1 mx -all"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let policy = &view.spf.policy;
    let verdict = match (policy.status, &policy.gap) {
        (Published::Record, _) => Verdict::Pass(Evidence::new()),
        (Published::NoRecord | Published::NoSuchName, _) => missing(view),
        (_, Some(gap)) => Verdict::unknown(gap.clone()),
        _ => Verdict::NotApplicable,
    };
    vec![(view.domain(), verdict)]
}

fn missing(view: &View) -> Verdict {
    let silent = matches!(view.mail.route, Route::Null | Route::None);
    let proposed = if silent { "v=spf1 -all".to_owned() } else { senders(view) };
    let evidence = Evidence::new().with("domain", &view.target.domain).with("proposed", proposed.clone());
    let verdict = if silent { Verdict::fail_as(Severity::Warning, evidence) } else { Verdict::fail(evidence) };
    verdict.with_records(vec![PublishRecord::txt(view.target.domain.as_str(), proposed)])
}

/// Who seems to send: what the provider of the MX asks for, else the mail hosts themselves, and
/// the addresses that the user named. It ends in `~all`, since others may send too.
fn senders(view: &View) -> String {
    let include = view.mail.hosts.iter().find_map(|h| h.provider?.asked_include());
    let hosts = include.map_or("mx".to_owned(), |name| format!("include:{name}"));
    let own = view.target.ips.iter().map(|ip| if ip.is_ipv4() { format!(" ip4:{ip}") } else { format!(" ip6:{ip}") });
    format!("v=spf1 {hosts}{} ~all", own.collect::<String>())
}
