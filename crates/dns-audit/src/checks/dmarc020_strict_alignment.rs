//! DMARC020: strict alignment, and what it rules out.

use crate::policy::{evidence, on_record};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::dmarc::Alignment;

pub const CHECK: Check<View> = Check {
    code: "DMARC020",
    name: "dmarc-strict-alignment",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.4"],
    follows: &["DNS001"],
    en: Words {
        title: "Relaxed alignment",
        says: "The DMARC record at {at} asks for strict alignment ({tags}): {what}.",
        why: "Mail of services that sign or send with a name below the domain fails DMARC.",
        fix: "If services send for you with a subdomain, delete {tags} from the record at {at}; if the names always match exactly, leave it.",
    },
    ru: Words {
        title: "Нестрогое выравнивание",
        says: "Запись DMARC {at} требует строгого выравнивания ({tags}): {what}.",
        why: "Письма служб, которые подписывают или отправляют с поддомена, не проходят DMARC.",
        fix: "Если службы шлют за вас с поддомена, удалите {tags} из записи {at}; если имена всегда совпадают точно, оставьте.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; adkim=s"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; aspf=s"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; adkim=s; aspf=s"]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; adkim=r; aspf=r"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        if view.parked() {
            return Verdict::NotApplicable;
        }
        let strict = |alignment| alignment == Alignment::Strict;
        let (tags, en, ru) = match (strict(record.adkim), strict(record.aspf)) {
            (false, false) => return Verdict::Pass(evidence(from)),
            (true, false) => (
                "adkim=s",
                "a DKIM signature counts only if d= is the domain in From",
                "подпись DKIM засчитывается, только если d= совпадает с доменом в From",
            ),
            (false, true) => (
                "aspf=s",
                "SPF counts only if the envelope sender has the domain in From",
                "SPF засчитывается, только если домен отправителя в конверте совпадает с доменом в From",
            ),
            (true, true) => (
                "adkim=s, aspf=s",
                "neither DKIM nor SPF counts for a name below or above the domain in From",
                "ни DKIM, ни SPF не засчитываются для имён ниже или выше домена в From",
            ),
        };
        Verdict::fail(evidence(from).with("tags", tags).with("what", Phrase { en, ru }))
    })
}
