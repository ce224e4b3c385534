//! TLS002: STARTTLS is offered, and no handshake succeeds.

use crate::negotiation::Negotiation;
use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN};
use crate::view::{Each, Host, Talk, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS002",
    name: "tls-handshake-failed",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 3207 4.1", "RFC 8446 6.2"],
    follows: &["TLS014", "TLS017", "TLS022"],
    en: Words {
        title: "The TLS handshake succeeds",
        says: "TLS is offered, and no handshake succeeds: {alert}.",
        why: "A sender that was offered TLS and cannot have it puts the mail off, tries again, and often never falls back to plain text.",
        fix: "Try it with 'openssl s_client' (-starttls smtp on port 25) and read the server's TLS log: a key that does not fit the certificate, an unreadable key file, no common protocol version or suite. Until it works, switch TLS off rather than offer it broken.",
    },
    ru: Words {
        title: "Рукопожатие TLS проходит",
        says: "TLS предлагается, но рукопожатие не проходит: {alert}.",
        why: "Отправитель, которому предложили TLS и не дали, откладывает письмо, пробует снова и часто так и не переходит на открытый текст.",
        fix: "Проверьте командой 'openssl s_client' (для порта 25 с -starttls smtp) и прочтите журнал TLS сервера: ключ не подходит к сертификату, файл ключа не читается, нет общей версии протокола или набора шифров. Пока не исправлено, лучше выключить TLS, чем предлагать неработающий.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS FAIL handshake_failure"]),
        // Two tries are recorded, both cut off.
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS CLOSE"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nCLOSE"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::pass(&[CLIENTS]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 454 4.7.0 TLS not available"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS SILENCE"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 421 4.3.2 closing"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold(CHECK.severity, each)
}

fn each(_: &Host, talk: &Talk) -> Each {
    match &talk.negotiation {
        Negotiation::Done => Each::Pass(Evidence::new()),
        Negotiation::Failed(alert) => Each::Fail(None, Evidence::new().with("alert", alert.clone())),
        Negotiation::Refused { gap, .. } => Each::Unknown(gap.clone()),
        other => other.untold(),
    }
}
