//! DMARC019: psd=y on a name that is no public suffix.

use crate::policy::{evidence, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::dmarc::Psd;
use records::domain::is_public_suffix;

pub const CHECK: Check<View> = Check {
    code: "DMARC019",
    name: "dmarc-psd-misused",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7", "RFC 9989 4.10.2"],
    follows: &["DNS001"],
    en: Words {
        title: "psd=y on public suffixes alone",
        says: "The DMARC record at {at} says psd=y, but {name} is no public suffix.",
        why: "Receivers then take every name below {name} for an organisation of its own: relaxed alignment breaks between them.",
        fix: "Delete psd=y from the record at {at}; psd=n is right for an organisation's own domain.",
    },
    ru: Words {
        title: "psd=y только у публичных суффиксов",
        says: "В записи DMARC {at} стоит psd=y, но {name} не публичный суффикс.",
        why: "Получатели сочтут каждое имя ниже {name} отдельной организацией: нестрогое (relaxed) выравнивание между ними перестанет работать.",
        fix: "Удалите psd=y из записи {at}; для собственного домена организации верно psd=n.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; psd=y"]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; psd=n"]),
        Example::pass(&[HEALTHY, "_dmarc.com TXT v=DMARC1; p=none; psd=y"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let walk = &view.dmarc.walk;
    let misused = walk.records().find(|(name, record)| record.psd == Psd::Suffix && !is_public_suffix(name.as_str()));
    let verdict = match (misused, view.dmarc.record()) {
        (Some((name, record)), _) => Verdict::fail(evidence(name).with("name", name)).with_records(repaired(name, &record.text)),
        (None, Err(Some(gap))) => Verdict::unknown(gap.clone()),
        (None, Err(None)) => Verdict::NotApplicable,
        (None, Ok((from, _))) => Verdict::Pass(evidence(from)),
    };
    vec![(view.domain(), verdict)]
}
