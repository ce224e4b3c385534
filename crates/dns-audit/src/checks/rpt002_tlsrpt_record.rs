//! RPT002: a TLS-RPT record that senders cannot read, or several of them.

use crate::published::{Broken, field_words, form, rpt_record};
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::tls_rpt::{Address, AddressFault, Issue, IssueKind, TlsRptRecord};

pub const CHECK: Check<View> = Check {
    code: "RPT002",
    name: "tlsrpt-record",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8460 3"],
    follows: &["DNS001"],
    en: Words {
        title: "The TLS-RPT record",
        says: "The TLS-RPT record at {at} cannot be used: {fault} ({text}).",
        why: "Senders find nobody to send their reports to, and failures of TLS go unseen.",
        fix: "At _smtp._tls.{domain} leave one TXT record that begins with v=TLSRPTv1 and a semicolon, in exactly this case, followed by rua= with mailto: or https: addresses, commas between them; delete what is left of the others.",
    },
    ru: Words {
        title: "Запись TLS-RPT",
        says: "Запись TLS-RPT {at} непригодна: {fault} ({text}).",
        why: "Отправителям некуда слать отчёты, и сбои TLS остаются незамеченными.",
        fix: "Оставьте по имени _smtp._tls.{domain} одну TXT-запись: v=TLSRPTv1 с точкой с запятой в самом начале, с теми же прописными буквами, затем rua= и адреса mailto: или https: через запятую; остальное удалите.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:a@example.com\n_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:b@example.com",
        ]),
        Example::pass(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:a@example.com,https://example.com/tls"]),
        Example::fail(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTv1;"]),
        Example::fail(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTv1; rua=a@example.com"]),
        Example::fail(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:a@example.com, b@example.com"]),
        Example::fail(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTv1; rua=http://example.com/tls"]),
        // One of another scheme beside a usable one is legal.
        Example::pass(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTv1; rua=ftp://example.com/,mailto:a@example.com"]),
        Example::fail(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTv1 rua=mailto:a@example.com"]),
        Example::fail(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTV1; rua=mailto:a@example.com"]),
        Example::fail(&[HEALTHY, "_smtp._tls.example.com TXT NODATA\n_tls.example.com TXT v=TLSRPTv1; rua=mailto:a@example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "_smtp._tls.example.com TXT v=TLSRPTv1;rua=mailto:a@example.com\n_smtp._tls.example.com TXT v=spf1 -all"]),
        Example::unknown(&[HEALTHY, "_smtp._tls.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_smtp._tls.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, NULL_MX, "_smtp._tls.example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = form(&view.rpt.record, |r| (&r.text, broken(r)), || rpt_record(view));
    let hidden_and_unused = verdict.status() == Status::Unknown && view.takes_mail() == Ok(false);
    vec![(view.domain(), if hidden_and_unused { Verdict::NotApplicable } else { verdict })]
}

fn broken(record: &TlsRptRecord) -> Option<Broken> {
    if let Some(issue) = record.issues.first() {
        return Some(Broken { fault: words(issue), text: issue.text.clone(), span: issue.span });
    }
    let unusable = |a: &Address| Broken { fault: address_words(AddressFault::OtherScheme), text: a.text.clone(), span: a.span };
    record.rua.first().filter(|_| !record.has_usable_address()).map(unusable)
}

fn words(issue: &Issue) -> Phrase {
    match issue.kind {
        IssueKind::Field(kind) => field_words(kind),
        IssueKind::NoRua => Phrase { en: "rua is missing", ru: "нет rua" },
        IssueKind::Address(fault) => address_words(fault),
    }
}

fn address_words(fault: AddressFault) -> Phrase {
    let (en, ru) = match fault {
        AddressFault::Empty => ("an address is missing", "не хватает адреса"),
        AddressFault::NoScheme => ("an address without mailto: or https:", "адрес без mailto: или https:"),
        AddressFault::OtherScheme => ("neither mailto: nor https:", "не mailto: и не https:"),
        AddressFault::NoMailbox => ("no mailbox behind mailto:", "после mailto: нет почтового адреса"),
        AddressFault::BadHost => ("no host name where one belongs", "на месте имени хоста стоит не имя"),
        AddressFault::BadCharacter => ("a character that must be written as %XX, or a size", "символ, который пишется как %XX, или размер"),
    };
    Phrase { en, ru }
}
