//! TLS026: STARTTLS is offered and then refused, twice.

use crate::negotiation::Negotiation;
use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN};
use crate::view::{Each, Host, Talk, View};
use facts::Security;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Value, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS026",
    name: "tls-starttls-refused",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 3207 4"],
    follows: &[],
    en: Words {
        title: "STARTTLS is taken when offered",
        says: "STARTTLS is offered, then refused on both of two tries: {reply}",
        why: "Senders that prefer TLS put the mail off and try again in vain; those that require it bounce the mail.",
        fix: "Read the server's log at the time of the refusal: mostly the certificate or key file is missing, unreadable or does not fit. Correct that, or stop offering STARTTLS until then.",
    },
    ru: Words {
        title: "Предложенный STARTTLS принимается",
        says: "STARTTLS предложен, но отклонён в обеих попытках: {reply}",
        why: "Отправители, предпочитающие TLS, откладывают письма и безуспешно пробуют снова, а требующие TLS возвращают почту.",
        fix: "Посмотрите журнал сервера на время отказа: чаще всего файл сертификата или ключа отсутствует, не читается или не подходит. Исправьте это, а до тех пор не предлагайте STARTTLS.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 454 4.7.0 TLS not available due to local problem",
        ]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 502 5.5.1 not implemented"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS FAIL handshake_failure"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 421 4.3.2 closing"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nSILENCE"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
        Example::not_applicable(&[CLIENTS]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold(CHECK.severity, each)
}

fn each(host: &Host, talk: &Talk) -> Each {
    if host.security != Some(Security::Starttls) {
        return Each::NotApplicable;
    }
    match &talk.negotiation {
        Negotiation::Done | Negotiation::Failed(_) => Each::Pass(Evidence::new()),
        Negotiation::Refused { reply, .. } => Each::Fail(None, Evidence::new().with("reply", Value::Reply(reply.clone()))),
        other => other.untold(),
    }
}
