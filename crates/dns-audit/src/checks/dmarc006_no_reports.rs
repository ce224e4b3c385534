//! DMARC006: nobody gets the aggregate reports.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DMARC006",
    name: "dmarc-no-reports",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7", "RFC 9990 3"],
    follows: &["DNS001", "DMARC005"],
    en: Words {
        title: "Aggregate reports",
        says: "The DMARC record at {at} has no rua= tag: nobody gets reports.",
        why: "Receivers tell nobody which mail failed, so forgeries and mistakes of your own stay unseen.",
        fix: "Add rua=mailto: with an address that is read, or that of a reporting service, to the record at {at}.",
    },
    ru: Words {
        title: "Сводные отчёты",
        says: "В записи DMARC {at} нет тега rua=: отчёты никому не приходят.",
        why: "Получатели никому не сообщают, какие письма не прошли проверку; подделки и собственные ошибки остаются незамеченными.",
        fix: "Добавьте в запись {at} тег rua=mailto: с ящиком, который читают, или с адресом службы отчётов.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
        // Nobody sends for it: reports would tell of forgeries alone.
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| match record.rua {
        _ if view.parked() => Verdict::NotApplicable,
        None => Verdict::fail(evidence(from)).with_records(repaired(from, &record.text)),
        Some(_) => Verdict::Pass(evidence(from)),
    })
}
