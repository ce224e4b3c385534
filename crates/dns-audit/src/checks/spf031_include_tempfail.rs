//! SPF031: part of the tree could not be fetched: unknown, never missing.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF031",
    name: "spf-include-tempfail",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 2.6.6"],
    follows: &["DNS001"],
    en: Words {
        title: "The whole SPF tree",
        says: "Part of the SPF policy of {domain} could not be fetched: {names}.",
        why: "A receiver that meets the same gives temperror and delays the mail.",
        fix: "Ask again later; if it stays so, tell the service behind these names, or whoever runs your name servers.",
    },
    ru: Words {
        title: "SPF целиком",
        says: "Часть политики SPF {domain} не удалось получить: {names}.",
        why: "Получатель в том же положении возвращает temperror и откладывает письмо.",
        fix: "Повторите проверку позже; если сбой останется, сообщите службе, которой принадлежат эти имена, или тем, кто ведёт ваши серверы DNS.",
    },
    judge,
    examples: &[
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT SERVFAIL"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 mx -all\nmx1.example.com A TIMEOUT"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let policy = &view.spf.policy;
    if policy.parsed.is_none() {
        // Not even the own record: SPF001 is unknown then.
        return vec![(view.domain(), Verdict::NotApplicable)];
    }
    let gaps = policy.gaps();
    let names: Vec<String> = gaps.iter().map(|g| g.asked.clone()).collect();
    let evidence = Evidence::new().with("domain", &view.target.domain).with("names", names);
    let verdict = if gaps.is_empty() { Verdict::Pass(Evidence::new()) } else { Verdict::Unknown { gaps, evidence } };
    vec![(view.domain(), verdict)]
}
