//! SMTP016: AUTH with plaintext mechanisms before TLS.

use crate::samples::HEALTHY;
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::sessions::capabilities;

pub const CHECK: Check<View> = Check {
    code: "SMTP016",
    name: "smtp-auth-in-clear",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 4954 4", "RFC 8314 3.3"],
    follows: &["DNS001"],
    en: Words {
        title: "No password is asked for in the clear",
        says: "AUTH with {mechanisms} is offered before TLS ({addresses}).",
        why: "Whoever logs in like this sends the password readable over the network, and attackers try passwords on port 25 first.",
        fix: "Offer AUTH only after STARTTLS (Postfix: smtpd_tls_auth_only = yes; Exim: auth_advertise_hosts), and on port 25 not at all: log-in belongs on 465 and 587.",
    },
    ru: Words {
        title: "Пароль не запрашивается открытым текстом",
        says: "До TLS предлагается AUTH с {mechanisms} ({addresses}).",
        why: "При таком входе пароль идёт по сети в читаемом виде, а подбирать пароли начинают с порта 25.",
        fix: "Предлагайте AUTH только после STARTTLS (Postfix: smtpd_tls_auth_only = yes; Exim: auth_advertise_hosts), а на порту 25 не предлагайте вовсе: вход — на 465 и 587.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250-AUTH PLAIN LOGIN\nS: 250 STARTTLS",
        ]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250 AUTH=LOGIN"]),
        Example::pass(&[
            HEALTHY,
            "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nS: 250-AUTH CRAM-MD5 GSSAPI\nS: 250 STARTTLS",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO tls\nS: 250-mx.example.com\nS: 250 AUTH PLAIN"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 busy"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 502 no"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_accepted(CHECK.severity, |_, attempt| {
        let Some(told) = capabilities(attempt) else { return Each::NotApplicable };
        let open: Vec<String> = told.iter().flat_map(|line| mechanisms(line)).filter(|m| matches!(m.as_str(), "PLAIN" | "LOGIN")).collect();
        if open.is_empty() { Each::Pass } else { Each::Fail(None, Evidence::new().with("mechanisms", open)) }
    })
}

/// The mechanisms of an AUTH line; some servers write `AUTH=` for clients of long ago.
fn mechanisms(line: &str) -> Vec<String> {
    let upper = line.to_ascii_uppercase().replacen("AUTH=", "AUTH ", 1);
    let mut words = upper.split_whitespace();
    if words.next() == Some("AUTH") { words.map(str::to_owned).collect() } else { Vec::new() }
}
