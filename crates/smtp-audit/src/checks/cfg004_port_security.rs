//! CFG004: a port for mail programs and its kind of security do not fit.

use crate::samples::{ACCOUNT, CLIENTS, HEALTHY};
use crate::view::{View, unknown};
use facts::answer::{Phase, StepEnd, Text, Try};
use facts::{Protocol, Question, Reason, Security};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};
use readings::client_services::{ClientService, Source, security_of_port};
use readings::sessions::Session;
use records::client_config::{Kind, Socket};
use std::collections::BTreeMap;

pub const CHECK: Check<View> = Check {
    code: "CFG004",
    name: "client-port-security",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8314 3", "RFC 8314 4.1", "RFC 9051 11.1"],
    follows: &[],
    en: Words {
        title: "Ports for mail programs have the security that belongs to them",
        says: "Port {port} of this host: {fault}.",
        why: "A mail program with the usual settings for this port cannot connect, or sends its password where anybody on the way can read it.",
        fix: "Serve TLS from the first byte on 465, 993 and 995; offer STARTTLS on 587, 143 and 110 and allow log-in only after it (dovecot: auth_allow_cleartext = no, formerly disable_plaintext_auth = yes; postfix: smtpd_tls_auth_only = yes).",
    },
    ru: Words {
        title: "Защита на портах почтовых программ соответствует порту",
        says: "Порт {port} этого сервера: {fault}.",
        why: "Почтовая программа с обычными для этого порта настройками не подключится или отправит пароль так, что его прочтёт любой по пути.",
        fix: "Включите TLS с первого байта на портах 465, 993 и 995; на 587, 143 и 110 предлагайте STARTTLS и разрешайте вход только после него (dovecot: auth_allow_cleartext = no, раньше disable_plaintext_auth = yes; postfix: smtpd_tls_auth_only = yes).",
    },
    judge,
    examples: &[
        // The healthy IMAP server of a scenario says LOGINDISABLED before TLS.
        Example::pass(&[HEALTHY, CLIENTS]),
        Example::fail(&[
            HEALTHY,
            CLIENTS,
            "imap 44.128.1.2:143 mail.example.com good\nC: CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\nS: OK done",
        ]),
        Example::fail(&[
            HEALTHY,
            CLIENTS,
            "imap 44.128.1.2:143 mail.example.com good\nC: CAPABILITY\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED\nS: OK done",
        ]),
        Example::fail(&[
            HEALTHY,
            CLIENTS,
            "_submission._tcp.example.com SRV 0 1 587 mail.example.com\nsmtp 44.128.1.2:587 mail.example.com good\nC: EHLO\nS: 250-mail.example.com\nS: 250 AUTH PLAIN",
        ]),
        Example::fail(&[HEALTHY, ACCOUNT, "target example.com account=anna@example.com smtp=mail.example.com:465/starttls"]),
        Example::fail(&[HEALTHY, ACCOUNT, "target example.com account=anna@example.com imap=mail.example.com:465"]),
        Example::pass(&[HEALTHY, ACCOUNT]),
        Example::unknown(&[HEALTHY, CLIENTS, "imap 44.128.1.2:143 mail.example.com good\nDROP"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let mut hosts: BTreeMap<Subject, Vec<&ClientService>> = BTreeMap::new();
    for client in view.services.iter().filter(|c| !c.host.sessions.is_empty()) {
        hosts.entry(Subject::from(&client.host.name)).or_default().push(client);
    }
    hosts.into_iter().map(|(subject, clients)| (subject, host(&clients))).collect()
}

fn host(clients: &[&ClientService]) -> Verdict {
    let mut gaps = Vec::new();
    for client in clients {
        if let Some(fault) = stated_fault(client) {
            let evidence = Evidence::new().with("port", usize::from(client.host.port)).with("fault", Value::from(fault));
            return Verdict::fail(evidence.with("host", &client.host.name));
        }
        for session in &client.host.sessions {
            match fault(client, session) {
                Some(Some(fault)) => {
                    let evidence = Evidence::new().with("port", usize::from(client.host.port)).with("fault", Value::from(fault));
                    return Verdict::fail(evidence.with("address", session.address));
                }
                Some(None) => {}
                None => gaps.push(session.talk.as_ref().err().cloned().unwrap_or_else(|| session.gap(Reason::Ambiguous))),
            }
        }
    }
    if gaps.is_empty() { Verdict::Pass(Evidence::new()) } else { unknown(gaps) }
}

/// What shows without asking: the port of another service, or a kind of security that nobody speaks on the port.
fn stated_fault(client: &ClientService) -> Option<Phrase> {
    let port = client.host.port;
    let other = match client.kind {
        Kind::Imap => matches!(port, 110 | 995 | 25 | 465 | 587 | 2525),
        Kind::Pop3 => matches!(port, 143 | 993 | 25 | 465 | 587 | 2525),
        Kind::Smtp => matches!(port, 110 | 995 | 143 | 993),
    };
    if other {
        return Some(Phrase { en: "this is the port of another service", ru: "это порт другой службы" });
    }
    if client.kind == Kind::Smtp && port == 25 && client.source == Source::Given {
        return Some(Phrase {
            en: "it is for delivery between servers; mail programs send on 465 or 587",
            ru: "он предназначен для доставки между серверами; программы отправляют через 465 или 587",
        });
    }
    match (client.stated?, security_of_port(port)?) {
        (Socket::Plain, _) => {
            Some(Phrase { en: "the settings turn encryption off", ru: "в настройках отключено шифрование" })
        }
        (Socket::Starttls, Security::Implicit) if !matches!(client.source, Source::Srv(_)) => Some(Phrase {
            en: "STARTTLS is set, but TLS begins with the first byte there",
            ru: "указан STARTTLS, но здесь TLS начинается с первого байта",
        }),
        (Socket::Tls, Security::Starttls) if !matches!(client.source, Source::Srv(_)) => Some(Phrase {
            en: "TLS from the first byte is set, but it begins with STARTTLS there",
            ru: "указан TLS с первого байта, но здесь он начинается с STARTTLS",
        }),
        _ => None,
    }
}

/// What does not fit; the outer `None` where the dialogue did not come so far.
fn fault(client: &ClientService, session: &Session) -> Option<Option<Phrase>> {
    let attempt = session.tries().first()?;
    if client.host.security == Security::Implicit {
        return match attempt.end_of(Phase::Handshake)? {
            StepEnd::Done => Some(None),
            // Any other failure is a matter of the certificate or the version, and told elsewhere.
            StepEnd::TlsFailure(name) if ["no TLS record", "invalid_content_type"].iter().any(|sign| name.contains(sign)) => {
                Some(Some(Phrase {
                    en: "TLS does not begin with the first byte", ru: "TLS не начинается с первого байта"
                }))
            }
            _ => None,
        };
    }
    let (told, mailbox) = match &session.question {
        Question::Mailbox { protocol, .. } => (mailbox_capabilities(attempt)?, Some(*protocol)),
        _ => (readings::sessions::capabilities(attempt)?, None),
    };
    let has = |wanted: &str| told.iter().any(|line| line.split_whitespace().any(|w| w.eq_ignore_ascii_case(wanted)));
    if !has("STARTTLS") && !has("STLS") {
        return Some(Some(Phrase { en: "STARTTLS is not offered", ru: "STARTTLS не предлагается" }));
    }
    let clear = match mailbox {
        Some(Protocol::Imap) => !has("LOGINDISABLED"),
        Some(Protocol::Pop3) => has("USER"),
        _ => false,
    };
    Some(clear.then_some(Phrase { en: "log-in is offered before TLS", ru: "вход предлагается до включения TLS" }))
}

fn mailbox_capabilities(attempt: &Try) -> Option<Vec<String>> {
    match attempt.end_of(Phase::Capability)? {
        StepEnd::Mailbox(reply) if reply.granted => {
            Some(reply.lines.iter().map(|Text(l)| String::from_utf8_lossy(l).into_owned()).collect())
        }
        _ => None,
    }
}
