//! DMARC011: names below the domain have a weaker policy.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::domain::is_public_suffix;

pub const CHECK: Check<View> = Check {
    code: "DMARC011",
    name: "dmarc-weak-subdomain",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7"],
    follows: &["DNS001"],
    en: Words {
        title: "The policy for names below",
        says: "The policy for names below {domain} ({weaker}) is weaker than its own (p={policy}).",
        why: "Forgers use a name below the domain, such as billing.{domain}, where only the weaker policy applies.",
        fix: "Delete sp= and np= from the record at {at}, or make them as strict as p=; a name below that needs a weaker policy gets a record of its own.",
    },
    ru: Words {
        title: "Политика для поддоменов",
        says: "Политика для имён ниже {domain} ({weaker}) слабее его собственной (p={policy}).",
        why: "Поддельное письмо отправят с поддомена, например billing.{domain}, и встретит его лишь более слабая политика.",
        fix: "Удалите из записи {at} теги sp= и np= или сделайте их не слабее p=; поддомену, которому нужна более слабая политика, дайте собственную запись.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; sp=none"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; sp=reject; np=quarantine"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=quarantine; sp=reject; np=quarantine"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        // The domain lies below and is met by it.
        Example::fail(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90\n_dmarc.example.com TXT v=DMARC1; p=reject; sp=quarantine",
        ]),
        // sp is read from the record of the organisational domain alone.
        Example::not_applicable(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90\n_dmarc.news.example.com TXT v=DMARC1; p=reject; sp=none",
        ]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        // A record above the domain is the organisational one's, or that of a suffix, not the domain's to mend.
        if is_public_suffix(from.as_str()) || (*from == view.dmarc.domain && !view.dmarc.is_organisational()) {
            return Verdict::NotApplicable;
        }
        let Some(policy) = record.p.valid() else { return Verdict::NotApplicable };
        let evidence = evidence(from).with("domain", from).with("policy", policy.as_str());
        let tags = [("sp", record.sp.valid()), ("np", record.np.valid())];
        let weaker = tags.into_iter().filter_map(|(tag, p)| p.filter(|p| *p < policy).map(|p| format!("{tag}={}", p.as_str())));
        let weaker: Vec<String> = weaker.collect();
        if weaker.is_empty() {
            return Verdict::Pass(evidence);
        }
        Verdict::fail(evidence.with("weaker", weaker)).with_records(repaired(from, &record.text))
    })
}
