//! BIMI002: a BIMI record that receivers cannot read, or several of them.

use crate::published::{Broken, form};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::bimi::{BimiRecord, IssueKind};
use records::https::HttpsFault;

pub const CHECK: Check<View> = Check {
    code: "BIMI002",
    name: "bimi-record",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["draft-brand-indicators-for-message-identification 4.3", "draft-brand-indicators-for-message-identification 7.2"],
    follows: &["DNS001"],
    en: Words {
        title: "The BIMI record",
        says: "The BIMI record at {at} cannot be used: {fault} ({text}).",
        why: "Receivers must not mend it: they show no logo.",
        fix: "At default._bimi.{domain} leave one TXT record: v=BIMI1 first, in exactly this case, then l= with the HTTPS address of the SVG and a= with that of the certificate, semicolons between them; l=; a=; says that no logo is wanted.",
    },
    ru: Words {
        title: "Форма записи BIMI",
        says: "Запись BIMI {at} непригодна: {fault} ({text}).",
        why: "Исправлять её получатели не вправе, и логотип не показывается.",
        fix: "Оставьте по имени default._bimi.{domain} одну TXT-запись: сначала v=BIMI1, с теми же прописными буквами, затем через точку с запятой l= с HTTPS-адресом SVG и a= с адресом сертификата; l=; a=; означает отказ от логотипа.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "default._bimi.example.com TXT v=BIMI1; l=https://example.com/1.svg\ndefault._bimi.example.com TXT v=BIMI1; l=; a=;",
        ]),
        Example::fail(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1; l=http://example.com/logo.svg"]),
        Example::fail(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1; l=https://example.com/logo.png"]),
        Example::fail(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1; l=https://example.com/logo.svg; a=example.com/vmc.pem"]),
        Example::fail(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1"]),
        Example::fail(&[HEALTHY, "default._bimi.example.com TXT v=bimi1; l=https://example.com/logo.svg"]),
        Example::fail(&[HEALTHY, "default._bimi.example.com TXT NODATA\n_bimi.example.com TXT v=BIMI1; l=https://example.com/logo.svg"]),
        Example::fail(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90",
            "default._bimi.example.com TXT v=BIMI1; l=https://example.com/logo.gif",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1; l=; a=;"]),
        Example::pass(&[
            HEALTHY,
            "default._bimi.example.com TXT v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/vmc.pem; avp=brand",
        ]),
        Example::unknown(&[HEALTHY, "default._bimi.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "default._bimi.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, PARKED, "default._bimi.example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    // Which logo is meant, nobody can guess: no record is proposed.
    let verdict = form(&view.bimi, |r| (&r.text, broken(r)), Vec::new);
    let hidden_and_unused = verdict.status() == Status::Unknown && view.parked();
    vec![(view.domain(), if hidden_and_unused { Verdict::NotApplicable } else { verdict })]
}

fn broken(record: &BimiRecord) -> Option<Broken> {
    record.issues.first().map(|issue| Broken { fault: words(issue.kind), text: issue.text.clone(), span: issue.span })
}

fn words(kind: IssueKind) -> Phrase {
    let (en, ru) = match kind {
        IssueKind::NotATag => ("not of the form name=value", "не имеет вида имя=значение"),
        IssueKind::BadCharacter => ("a character that no tag may hold", "недопустимый символ"),
        IssueKind::Duplicate => ("a tag is given twice", "тег указан дважды"),
        IssueKind::NoLocation => ("the address of the logo is missing", "нет адреса логотипа"),
        IssueKind::BadAddress(HttpsFault::NotHttps) => ("the address does not begin with https://", "адрес начинается не с https://"),
        IssueKind::BadAddress(HttpsFault::BadCharacter) => {
            ("several addresses, or a character that must be written as %XX", "несколько адресов или символ, который пишется как %XX")
        }
        IssueKind::BadAddress(HttpsFault::BadHost | HttpsFault::BadPort) | IssueKind::NoHostName => {
            ("no full host name in the address", "в адресе нет полного имени хоста")
        }
        IssueKind::NotSvg => ("the logo must be an SVG", "логотип должен быть в формате SVG"),
        IssueKind::BadPreference => ("avp is neither brand nor personal", "avp не равно ни brand, ни personal"),
    };
    Phrase { en, ru }
}
