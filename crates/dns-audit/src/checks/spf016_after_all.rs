//! SPF016: mechanisms behind 'all' are never reached.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use records::spf::TermKind;

/// At most so many terms are told.
const MOST_TOLD: usize = 20;

pub const CHECK: Check<View> = Check {
    code: "SPF016",
    name: "spf-after-all",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 5.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Nothing behind 'all'",
        says: "The SPF record of {at} has mechanisms behind 'all', which no receiver looks at: {terms}",
        why: "A receiver stops at 'all': senders that are listed behind it are not authorised.",
        fix: "Move {terms} in front of all, or remove them.",
    },
    ru: Words {
        title: "Ничего после all",
        says: "В записи SPF {at} после all стоят механизмы, до которых ни один получатель не доходит: {terms}",
        why: "Получатель останавливается на all: отправители, указанные после него, не разрешены.",
        fix: "Перенесите {terms} перед all или удалите.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 -all mx"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx ~all -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 -all ip4:44.128.1.1"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 mx -all exp=e.example.com ra=postmaster"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 mx ~all a"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_chain(|policy, record| {
        let behind = record.terms.iter().skip(record.first_all()? + 1);
        let terms: Vec<String> =
            behind.filter(|t| matches!(t.kind, TermKind::Directive(..))).take(MOST_TOLD).map(|t| t.text.clone()).collect();
        (!terms.is_empty()).then(|| Evidence::new().with("at", policy.domain.as_str()).with("terms", terms))
    })
}
