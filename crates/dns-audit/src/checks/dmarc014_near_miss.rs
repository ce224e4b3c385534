//! DMARC014: a record that was meant as DMARC and is none.

use crate::policy::repaired;
use crate::samples::HEALTHY;
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::{Found, Stray, StrayFault};
use records::dmarc::NearMiss;

pub const CHECK: Check<View> = Check {
    code: "DMARC014",
    name: "dmarc-near-miss",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Info, Status::Pass],
    cites: &["RFC 9989 4.7", "RFC 9989 4.10"],
    follows: &["DNS001"],
    en: Words {
        title: "Records meant as DMARC",
        says: "A TXT record at {at} was meant as DMARC and is none: {fault} ({text}).",
        why: "Receivers pass over it as if it were not there.",
        fix: "Let one TXT record at _dmarc.{domain} begin with v=DMARC1 and a semicolon, in exactly this case and without quotes or blanks in front; delete the one at {at}.",
    },
    ru: Words {
        title: "Записи, задуманные как DMARC",
        says: "TXT-запись {at} задумана как DMARC, но ею не является: {fault} ({text}).",
        why: "Получатели её не замечают, словно её нет.",
        fix: "Пусть по имени _dmarc.{domain} одна TXT-запись начинается с v=DMARC1 и точки с запятой, с теми же прописными буквами, без кавычек и пробелов впереди; запись {at} удалите.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=dmarc1; p=reject"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT \" v=DMARC1; p=reject\""]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT p=reject; v=DMARC1"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1 p=reject"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT NODATA\n_dmarc.example.com.example.com TXT v=DMARC1; p=reject"]),
        Example::fail(&[
            HEALTHY,
            "_dmarc.example.com TXT NODATA\nexample.com TXT v=spf1 ip4:44.128.1.1 -all\nexample.com TXT v=DMARC1; p=reject",
        ]),
        // A stray beside a right record does no harm.
        Example::info(&[
            HEALTHY,
            "_dmarc.example.com TXT v=DMARC1; p=reject\nexample.com TXT v=spf1 ip4:44.128.1.1 -all\nexample.com TXT v=DMARC1; p=none",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT NODATA\nexample.com TXT SERVFAIL"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let dmarc = &view.dmarc;
    let verdict = match (dmarc.own(), dmarc.near_misses.first()) {
        (Found::Unknown(gap), _) => Verdict::unknown(gap.clone()),
        (Found::Record(_) | Found::Several(_), Some(stray)) => Verdict::Info(seen(view, stray)),
        (Found::None, Some(stray)) => Verdict::fail(seen(view, stray)).with_records(repaired(&dmarc.domain, &stray.text)),
        (_, None) if !dmarc.near_miss_gaps.is_empty() => unknown(dmarc.near_miss_gaps.clone()),
        (_, None) => Verdict::Pass(Evidence::new().with("domain", &dmarc.domain)),
    };
    vec![(view.domain(), verdict)]
}

fn seen(view: &View, stray: &Stray) -> Evidence {
    let text: String = stray.text.trim().chars().take(80).collect();
    Evidence::new().with("domain", &view.dmarc.domain).with("at", &stray.at).with("text", text).with("fault", phrase(stray.fault))
}

fn phrase(fault: StrayFault) -> Phrase {
    let (en, ru) = match fault {
        StrayFault::AtDomain => ("it stands at the domain itself, not under _dmarc", "она стоит у самого домена, а не под _dmarc"),
        StrayFault::DoubledName => ("the domain stands twice in its name", "домен в её имени стоит дважды"),
        StrayFault::Spelling(NearMiss::LeadingSpace) => ("a blank stands in front", "впереди пробел"),
        StrayFault::Spelling(NearMiss::LeadingQuote) => ("a quotation mark stands in front", "впереди кавычка"),
        StrayFault::Spelling(NearMiss::LeadingBytes) => ("invisible characters stand in front", "впереди невидимые символы"),
        StrayFault::Spelling(NearMiss::WrongCase) => ("upper and lower case are mixed up", "перепутаны прописные и строчные буквы"),
        StrayFault::Spelling(NearMiss::NotFirst) => ("v=DMARC1 does not come first", "v=DMARC1 стоит не первым"),
        StrayFault::Spelling(NearMiss::NoSemicolon) => ("no semicolon follows v=DMARC1", "после v=DMARC1 нет точки с запятой"),
        StrayFault::Spelling(NearMiss::OtherVersion) => ("there is no such version", "такой версии нет"),
        StrayFault::Spelling(NearMiss::Misspelt) => ("v=DMARC1 is misspelt", "v=DMARC1 написано с ошибкой"),
        StrayFault::Spelling(NearMiss::NoVersion) => ("v=DMARC1 is missing", "нет v=DMARC1"),
    };
    Phrase { en, ru }
}
