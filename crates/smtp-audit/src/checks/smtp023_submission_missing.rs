//! SMTP023: a host named for mail programs takes no mail for sending, neither on 465 nor on 587.

use crate::samples::{HEALTHY, SERVICE};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SMTP023",
    name: "smtp-submission-missing",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8314 3.3", "RFC 6409 3.1"],
    follows: &["CFG002"],
    en: Words {
        title: "Hosts for mail programs take mail on 465 or 587",
        says: "{host} accepts connections neither on port 465 nor on port 587.",
        why: "People's programs send through one of these ports; port 25 is closed to them in most networks, and many hosts take no log-in there.",
        fix: "Switch on submission at {host}: port 465 with TLS from the start (in Postfix the service smtps or submissions in master.cf), 587 with STARTTLS, and open them in the firewall. Or let the SRV records _submissions._tcp and _submission._tcp name the host that sends.",
    },
    ru: Words {
        title: "Хосты для почтовых программ принимают отправку на 465 или 587",
        says: "{host} не принимает соединений ни на порту 465, ни на порту 587.",
        why: "Почтовые программы отправляют через один из этих портов: порт 25 для них в большинстве сетей закрыт, и вход на нём часто не разрешён.",
        fix: "Включите приём отправки на {host}: порт 465 с TLS сразу (в Postfix служба smtps или submissions в master.cf), 587 со STARTTLS, и откройте их в межсетевом экране. Либо укажите отправляющий хост в записях SRV _submissions._tcp и _submission._tcp.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SERVICE, "smtp 44.128.1.5:465 mail.example.com good\nREFUSE"]),
        Example::fail(&[
            HEALTHY,
            SERVICE,
            "_submissions._tcp.example.com SRV 0 1 25 mail.example.com\nsmtp 44.128.1.5:465 mail.example.com good\nREFUSE",
        ]),
        Example::pass(&[HEALTHY, SERVICE]),
        Example::pass(&[
            HEALTHY,
            SERVICE,
            "_submissions._tcp.example.com SRV 0 1 465 mail.example.com\nsmtp 44.128.1.5:465 mail.example.com good\nREFUSE\nsmtp 44.128.1.5:587 mail.example.com good",
        ]),
        Example::unknown(&[HEALTHY, SERVICE, "smtp 44.128.1.5:465 mail.example.com good\nDROP"]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY, SERVICE]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = |host: &readings::submission::SubmissionHost| match &host.accepts {
        Ok(true) => Verdict::Pass(Evidence::new()),
        Ok(false) => Verdict::fail(Evidence::new().with("host", &host.name)),
        Err(gap) => Verdict::unknown(gap.clone()),
    };
    view.submission.iter().map(|host| (Subject::from(&host.name), verdict(host))).collect()
}
