//! SPF019: an SPF-type (99) record is still published.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF019",
    name: "spf-type-99",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass],
    cites: &["RFC 7208 3.1"],
    follows: &["DNS001"],
    en: Words {
        title: "SPF records of type 99",
        says: "{domain} still publishes a record of type SPF (99).",
        why: "No receiver asks for it any more, and it ages beside the TXT record that counts.",
        fix: "Delete the record of type SPF; keep the TXT record.",
    },
    ru: Words {
        title: "Записи SPF типа 99",
        says: "У {domain} всё ещё опубликована запись типа SPF (99).",
        why: "Получатели её больше не запрашивают, и она устаревает рядом с действующей записью TXT.",
        fix: "Удалите запись типа SPF, оставьте запись TXT.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com SPF v=spf1 -all"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com SPF TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com SPF REFUSED"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = match &view.spf.type_99 {
        Ok(true) => Verdict::fail(Evidence::new().with("domain", &view.target.domain)),
        Ok(false) => Verdict::Pass(Evidence::new()),
        Err(gap) => Verdict::unknown(gap.clone()),
    };
    vec![(view.domain(), verdict)]
}
