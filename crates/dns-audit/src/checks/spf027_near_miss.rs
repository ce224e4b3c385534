//! SPF027: a TXT record that was meant as SPF and is not.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, PublishRecord, Severity, Status, Subject, Verdict, Words};
use readings::spf::NearMiss;
use records::spf::{SpfRecord, mended};

pub const CHECK: Check<View> = Check {
    code: "SPF027",
    name: "spf-near-miss",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass],
    cites: &["RFC 7208 4.5"],
    follows: &["DNS001"],
    en: Words {
        title: "TXT records meant as SPF",
        says: "{domain} has a TXT record that was meant as SPF and is none, {problem}: {record}",
        why: "A receiver takes only a record that begins with \"v=spf1\" and a space; this one does not exist for it.",
        fix: "Publish it as: {mended}",
    },
    ru: Words {
        title: "Записи TXT, задуманные как SPF",
        says: "У {domain} есть запись TXT, задуманная как SPF, но не являющаяся ею, {problem}: {record}",
        why: "Получатель берёт только запись, которая начинается с «v=spf1» и пробела; этой для него не существует.",
        fix: "Опубликуйте её так: {mended}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT \" v=spf1 mx -all\""]),
        Example::fail(&[HEALTHY, "example.com TXT \"\\\"v=spf1 mx -all\\\"\""]),
        Example::fail(&[HEALTHY, "example.com TXT spf1 mx -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf 1 mx -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1; mx -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf10 mx -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx -all\nexample.com TXT \"v=spf1,mx,-all\""]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 mx -all\nexample.com TXT spf2.0/pra mx -all\nexample.com TXT google-site-verification=spf1",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let spf = &view.spf;
    if let Some(gap) = &spf.policy.gap {
        return vec![(view.domain(), Verdict::unknown(gap.clone()))];
    }
    let Some((record, kind)) = spf.near_misses.first() else { return vec![(view.domain(), Verdict::Pass(Evidence::new()))] };
    let mended = mended(record);
    let evidence = Evidence::new()
        .with("domain", &spf.domain)
        .with("record", record.clone())
        .with("problem", problem(*kind))
        .with("mended", mended.clone());
    let verdict = Verdict::fail(evidence);
    let right = SpfRecord::parse(mended.as_bytes()).issues.is_empty();
    let alone = right && spf.near_misses.len() == 1 && spf.policy.parsed.is_none();
    let verdict = if alone { verdict.with_records(vec![PublishRecord::txt(spf.domain.as_str(), mended)]) } else { verdict };
    vec![(view.domain(), verdict)]
}

fn problem(kind: NearMiss) -> Phrase {
    match kind {
        NearMiss::LeadingSpace => Phrase { en: "a space in front", ru: "пробел в начале" },
        NearMiss::LeadingQuote => Phrase { en: "a quotation mark in front", ru: "кавычка в начале" },
        NearMiss::LeadingBytes => Phrase { en: "invisible characters in front", ru: "невидимые символы в начале" },
        NearMiss::NoSpaceBehind => Phrase { en: "no space behind the version", ru: "после версии нет пробела" },
        NearMiss::OtherVersion => Phrase { en: "another version number", ru: "другой номер версии" },
        NearMiss::Misspelt => Phrase { en: "the version is misspelt", ru: "версия записана с ошибкой" },
    }
}
