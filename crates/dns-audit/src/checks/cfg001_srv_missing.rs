//! CFG001: nothing tells mail programs the settings.

use crate::published::where_mail_is_taken;
use crate::samples::{AT_GOOGLE, HEALTHY, NO_MAIL_HOST, NULL_MX};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};
use readings::client_settings::client_hosts;

const NO_SRV: &str = "_submissions._tcp.example.com SRV NODATA\n_imaps._tcp.example.com SRV NODATA";

pub const CHECK: Check<View> = Check {
    code: "CFG001",
    name: "srv-missing",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6186 3", "RFC 8314 5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Settings for mail programs",
        says: "{domain} tells mail programs no settings: no SRV record for submission or IMAP, and neither autoconfig.{domain} nor autodiscover.{domain} has an address.",
        why: "Mail programs guess servers, ports and encryption, and whoever guesses wrong ends with a typo or an unencrypted port.",
        fix: "Publish SRV records at _submissions._tcp.{domain} (port 465) and _imaps._tcp.{domain} (port 993) that name the servers of your mailboxes, or serve a settings file at autoconfig.{domain}.",
    },
    ru: Words {
        title: "Настройки для почтовых программ",
        says: "{domain} не сообщает почтовым программам настроек: нет SRV-записей для отправки и IMAP, а у autoconfig.{domain} и autodiscover.{domain} нет адреса.",
        why: "Программам приходится угадывать серверы, порты и шифрование; кто ошибётся, получит опечатку в имени или порт без шифрования.",
        fix: "Опубликуйте SRV-записи _submissions._tcp.{domain} (порт 465) и _imaps._tcp.{domain} (порт 993) с именами серверов ваших ящиков или разместите файл настроек на autoconfig.{domain}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, NO_SRV]),
        Example::fail(&[HEALTHY, NO_SRV, AT_GOOGLE]),
        // A name that leads nowhere, and a service that is said not to be offered, tell no settings.
        Example::fail(&[HEALTHY, NO_SRV, "autoconfig.example.com CNAME gone.example.net\n_imap._tcp.example.com SRV 0 0 0 ."]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, NO_SRV, "_submission._tcp.example.com SRV 0 1 587 mx1.example.com"]),
        Example::pass(&[HEALTHY, NO_SRV, "autoconfig.example.com CNAME web.example.net\nweb.example.net A 44.128.1.80"]),
        Example::pass(&[HEALTHY, NO_SRV, "_autodiscover._tcp.example.com SRV 0 0 443 mx1.example.com"]),
        Example::unknown(&[HEALTHY, NO_SRV, "_imaps._tcp.example.com SRV TIMEOUT"]),
        Example::unknown(&[HEALTHY, NO_SRV, "autoconfig.example.com A SERVFAIL"]),
        Example::unknown(&[HEALTHY, NO_SRV, "example.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NO_SRV, NULL_MX]),
        Example::not_applicable(&[HEALTHY, NO_SRV, NO_MAIL_HOST]),
        // The domain says that it has neither.
        Example::not_applicable(&[HEALTHY, "_submissions._tcp.example.com SRV 0 0 0 .\n_imaps._tcp.example.com SRV 0 0 0 ."]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let settings = &view.client_settings;
    let verdict = where_mail_is_taken(view, |gap| {
        let gaps: Vec<_> = settings.gaps().into_iter().chain(gap.cloned()).collect();
        match settings.told().next() {
            Some(name) => Verdict::Pass(Evidence::new().with("at", name)),
            None if settings.offers_none() => Verdict::NotApplicable,
            None if !gaps.is_empty() => unknown(gaps),
            None => Verdict::fail(Evidence::new().with("domain", &view.target.domain)).with_records(records(view)),
        }
    });
    vec![(view.domain(), verdict)]
}

/// Only where the hosts are known: a mail host that takes mail from others need not serve mailboxes.
fn records(view: &View) -> Vec<PublishRecord> {
    let Some(hosts) = client_hosts(&view.mail) else { return Vec::new() };
    let srv = |service: &str, port: u16, host: &str| PublishRecord {
        name: format!("{service}._tcp.{}.", view.target.domain),
        rtype: "SRV",
        value: format!("0 1 {port} {host}."),
    };
    vec![srv("_submissions", 465, hosts.submission), srv("_imaps", 993, hosts.imap)]
}
