//! DMARC002: two or more records at one name.

use crate::policy::{evidence, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::Found;
use records::dmarc::DmarcRecord;
use records::domain::is_public_suffix;

pub const CHECK: Check<View> = Check {
    code: "DMARC002",
    name: "dmarc-multiple",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass],
    cites: &["RFC 9989 4.10"],
    follows: &["DNS001"],
    en: Words {
        title: "One DMARC record",
        says: "DMARC records at {at}: {count}; with more than one all of them are ignored.",
        why: "For receivers the name has no policy at all.",
        fix: "Keep one TXT record beginning with v=DMARC1 at {at} and delete the rest; several report addresses go into one rua= with commas.",
    },
    ru: Words {
        title: "Единственная запись DMARC",
        says: "Записей DMARC по имени {at}: {count}; если их больше одной, игнорируются все.",
        why: "Для получателей политики у этого имени нет вовсе.",
        fix: "Оставьте по имени {at} одну TXT-запись, начинающуюся с v=DMARC1, остальные удалите; несколько адресов для отчётов пишутся в одном rua= через запятую.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=none\n_dmarc.example.com TXT v=DMARC1; p=reject"]),
        Example::fail(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90",
            "_dmarc.example.com TXT v=DMARC1; p=none\n_dmarc.example.com TXT v=DMARC1",
        ]),
        // What is no DMARC record is passed over.
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject\n_dmarc.example.com TXT v=spf1 -all"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT NODATA\n_dmarc.com TXT v=DMARC1; p=none\n_dmarc.com TXT v=DMARC1"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    vec![(view.domain(), verdict(view))]
}

/// With an own record nothing above it matters; what stands at a public suffix is not the domain's to mend.
fn verdict(view: &View) -> Verdict {
    for step in &view.dmarc.walk.steps {
        match &step.found {
            Found::Record(_) => return Verdict::Pass(evidence(&step.name)),
            Found::Unknown(gap) => return Verdict::unknown(gap.clone()),
            Found::Several(_) if step.name != view.dmarc.domain && is_public_suffix(step.name.as_str()) => {}
            Found::Several(texts) => {
                let strictest = texts.iter().max_by_key(|t| DmarcRecord::parse(t.as_bytes()).p.valid());
                let records = strictest.map(|t| repaired(&step.name, t)).unwrap_or_default();
                return Verdict::fail(evidence(&step.name).with("count", texts.len())).with_records(records);
            }
            Found::None => {}
        }
    }
    Verdict::Pass(evidence(&view.dmarc.domain))
}
