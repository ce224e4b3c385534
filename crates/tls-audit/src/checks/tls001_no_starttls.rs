//! TLS001: a full EHLO reply without STARTTLS.

use crate::negotiation::Negotiation;
use crate::samples::{BUSY, CLIENTS, HEALTHY, NULL_MX, PLAIN, SECOND_HEALTHY, SECOND_SILENT};
use crate::view::{Each, Host, Talk, View};
use facts::Security;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS001",
    name: "tls-no-starttls",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 3207 2", "RFC 3207 4.1"],
    follows: &[],
    en: Words {
        title: "STARTTLS is offered",
        says: "{subject} does not offer STARTTLS: mail to it travels in the clear.",
        why: "Everyone on the way can read and change the mail; senders that require TLS refuse to deliver, and Gmail marks such mail with a red padlock.",
        fix: "Give the server a certificate and switch STARTTLS on for port 25 (Postfix: smtpd_tls_security_level = may, smtpd_tls_chain_files; Exim: tls_advertise_hosts = *). If it is on, look for a firewall that removes the keyword from EHLO.",
    },
    ru: Words {
        title: "STARTTLS предлагается",
        says: "{subject} не предлагает STARTTLS: почта к нему идёт открытым текстом.",
        why: "Письма может прочитать и изменить любой на пути; отправители, требующие TLS, не доставят почту, а Gmail помечает такие письма красным замком.",
        fix: "Установите сертификат и включите STARTTLS на порту 25 (Postfix: smtpd_tls_security_level = may, smtpd_tls_chain_files; Exim: tls_advertise_hosts = *). Если уже включено, ищите межсетевой экран, который убирает это слово из ответа на EHLO.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, PLAIN]),
        Example::fail(&[HEALTHY, SECOND_HEALTHY, PLAIN]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx\nS: 250 starttls"]),
        Example::pass(&[HEALTHY, SECOND_SILENT]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 454 4.7.0 not now"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250-mx.example.com\nCLOSE"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 502 5.5.1 unknown command"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nDROP"]),
        Example::unknown(&["example.com * TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 554 no service"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
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
    let evidence = || Evidence::new().with("subject", &host.name);
    match &talk.negotiation {
        Negotiation::NotOffered => Each::Fail(None, evidence()),
        Negotiation::Done | Negotiation::Failed(_) | Negotiation::Refused { .. } | Negotiation::Unknown { offered: true, .. } => {
            Each::Pass(evidence())
        }
        other => other.untold(),
    }
}
