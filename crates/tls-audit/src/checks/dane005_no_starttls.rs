//! DANE005: TLSA is published and the host offers no STARTTLS.

use crate::dane::evidence;
use crate::negotiation::Negotiation;
use crate::samples::{BUSY, HEALTHY, NULL_MX, PLAIN};
use crate::view::View;
use facts::Gap;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DANE005",
    name: "dane-no-starttls",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7672 2.2"],
    follows: &["DNS006"],
    en: Words {
        title: "A host with TLSA offers STARTTLS",
        says: "TLSA records stand at {at}, and {host} offers no STARTTLS ({addresses}).",
        why: "A TLSA record tells senders to insist on TLS: those that know DANE do not deliver at all.",
        fix: "Switch STARTTLS on at once, or delete the TLSA records until it works. {actor}",
    },
    ru: Words {
        title: "Сервер с TLSA предлагает STARTTLS",
        says: "По имени {at} опубликованы записи TLSA, а {host} не предлагает STARTTLS ({addresses}).",
        why: "Запись TLSA велит отправителям требовать TLS: отправители с поддержкой DANE не доставят почту вовсе.",
        fix: "Немедленно включите STARTTLS или удалите записи TLSA, пока он не заработает. {actor}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, PLAIN]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::unknown(&[HEALTHY, "_25._tcp.mx.example.com TLSA TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, PLAIN, "example.com DNSSEC insecure"]),
        Example::not_applicable(&[HEALTHY, PLAIN, "_25._tcp.mx.example.com TLSA NODATA"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_dane_host(|dane| {
        match &dane.tlsa {
            Err(gap) => return Verdict::unknown(gap.clone()),
            Ok(records) if records.is_empty() => return Verdict::NotApplicable,
            Ok(_) => {}
        }
        match dane.counts() {
            Err(gap) => return Verdict::unknown(gap),
            Ok(false) => return Verdict::NotApplicable,
            Ok(true) => {}
        }
        let Some(host) = view.dane_talks(dane) else { return Verdict::NotApplicable };
        let plain = host.talks.iter().filter(|t| t.negotiation == Negotiation::NotOffered).filter_map(|t| t.address);
        let plain: Vec<String> = plain.map(|a| a.to_string()).collect();
        if !plain.is_empty() {
            return Verdict::fail(evidence(dane).with("addresses", plain));
        }
        let gaps: Vec<Gap> = host.gaps.iter().cloned().chain(host.talks.iter().filter_map(|t| t.negotiation.gap())).collect();
        if gaps.is_empty() { Verdict::Pass(evidence(dane)) } else { Verdict::Unknown { gaps, evidence: Evidence::new() } }
    })
}
