//! TLS004: a certificate of the chain has little of its lifetime left. Relative to that lifetime,
//! since certificates of 47 days are renewed with less left than older ones were.

use crate::certificate::Certificate;
use crate::chain::Judgment;
use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::{Each, Host, View, name_certificate};
use facts::Moment;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

const DAY: i64 = 86_400;

pub const CHECK: Check<View> = Check {
    code: "TLS004",
    name: "tls-expiring",
    severity: Severity::Warning,
    other_severities: &[Severity::Error],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5280 4.1.2.5"],
    follows: &[],
    en: Words {
        title: "Certificates last for some time yet",
        says: "{which} soon expires ({certificate}): valid until {ended}, days left: {days}.",
        why: "An automatic renewal would have replaced it by now; when it ends, senders and mail programs that verify stay away.",
        fix: "Find out why the renewal did not run (certbot renew --dry-run, the timer, port 80 or the DNS challenge), renew, and reload the mail server.",
    },
    ru: Words {
        title: "У сертификатов есть запас срока",
        says: "{which} скоро истекает ({certificate}): действует до {ended}, дней осталось: {days}.",
        why: "Автоматическое обновление уже заменило бы его; когда срок выйдет, проверяющие отправители и почтовые программы перестанут подключаться.",
        fix: "Выясните, почему обновление не сработало (certbot renew --dry-run, таймер, порт 80 или проверка через DNS), обновите сертификат и перезагрузите конфигурацию почтового сервера (reload).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expiring_soon"]),
        Example::fail_as(Severity::Error, &[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expiring"]),
        Example::pass(&[HEALTHY]),
        // What is over or has not begun is not about to end.
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com notyet"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, each)
}

fn each(host: &Host, chain: &Judgment) -> Each {
    if chain.certificates.is_empty() {
        return host.unreadable();
    }
    let short = chain.certificates.iter().filter_map(|c| shortness(c, chain.at).map(|s| (s, c)));
    match short.max_by(|a, b| a.0.cmp(&b.0).then(b.1.not_after.cmp(&a.1.not_after))) {
        None => Each::Pass(Evidence::new()),
        Some((severity, c)) => {
            let evidence = name_certificate(c).with("ended", c.not_after.to_string()).with("days", chain.at.days_until(c.not_after));
            Each::Fail(Some(severity), evidence)
        }
    }
}

/// How bad the rest of the lifetime is: under 21 days and a quarter of it, under 7 days and a tenth.
fn shortness(certificate: &Certificate, at: Moment) -> Option<Severity> {
    let left = certificate.not_after.unix() - at.unix();
    let lifetime = certificate.lifetime();
    match left {
        ..0 => None,
        left if left < (7 * DAY).min(lifetime / 10) => Some(Severity::Error),
        left if left < (21 * DAY).min(lifetime / 4) => Some(Severity::Warning),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lasting(days: i64, left_seconds: i64) -> Option<Severity> {
        let der = crate::tests::chain("good").remove(0);
        let mut certificate = Certificate::read(0, &der).expect("a certificate");
        certificate.not_before = Moment::from_unix(0);
        certificate.not_after = Moment::from_unix(days * DAY);
        shortness(&certificate, Moment::from_unix(days * DAY - left_seconds))
    }

    #[test]
    fn thresholds_follow_the_lifetime() {
        // 398 days: 21 and 7 days decide.
        assert_eq!(lasting(398, 21 * DAY), None);
        assert_eq!(lasting(398, 21 * DAY - 1), Some(Severity::Warning));
        assert_eq!(lasting(398, 7 * DAY), Some(Severity::Warning));
        assert_eq!(lasting(398, 7 * DAY - 1), Some(Severity::Error));
        // 40 days: a quarter and a tenth decide.
        assert_eq!(lasting(40, 10 * DAY), None);
        assert_eq!(lasting(40, 10 * DAY - 1), Some(Severity::Warning));
        assert_eq!(lasting(40, 4 * DAY), Some(Severity::Warning));
        assert_eq!(lasting(40, 4 * DAY - 1), Some(Severity::Error));
        assert_eq!(lasting(40, 0), Some(Severity::Error));
        assert_eq!(lasting(40, -1), None);
    }
}
