//! MX004: a null MX beside other exchanges, or with a preference other than 0.

use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::Route;

pub const CHECK: Check<View> = Check {
    code: "MX004",
    name: "null-mx-mixed",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7505 3"],
    follows: &["DNS001"],
    en: Words {
        title: "Null MX alone",
        says: "The null MX of {domain} is not alone or not 0: {records}.",
        why: "Senders disagree on what it means: some bounce all mail, others ignore it or look for a host named '.'.",
        fix: "If the domain takes mail, delete the record that ends in '.' alone; if it takes none, leave only '0 .'.",
    },
    ru: Words {
        title: "Null MX без других записей",
        says: "Null MX домена {domain} стоит не один или с приоритетом не 0: {records}.",
        why: "Отправители понимают это по-разному: одни возвращают всю почту, другие не замечают запись или ищут сервер с именем «.».",
        fix: "Если домен принимает почту, удалите запись, в которой вместо имени стоит точка; если не принимает, оставьте только «0 .».",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com MX 0 .\nexample.com MX 10 mx1.example.com"]),
        Example::fail(&[HEALTHY, "example.com MX 1 ."]),
        Example::fail(&[HEALTHY, "example.com MX 0 .\nexample.com MX 5 ."]),
        Example::pass(&[HEALTHY, NULL_MX]),
        Example::unknown(&[HEALTHY, "example.com MX SERVFAIL"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let verdict = match &view.mail.route {
        Route::NullMixed => {
            let shown: Vec<String> = view.mail.mx.iter().map(|m| format!("{} {}", m.preference, m.exchange)).collect();
            let only_nulls = view.mail.mx.iter().all(|m| m.exchange.is_root());
            let records = if only_nulls { vec![view.mx_record(0, &Name::root())] } else { view.mx_with(|_| None) };
            Verdict::fail(Evidence::new().with("domain", &view.target.domain).with("records", shown)).with_records(records)
        }
        Route::Null => Verdict::Pass(Evidence::new()),
        Route::Unknown(gap) => Verdict::unknown(gap.clone()),
        _ => Verdict::NotApplicable,
    };
    vec![(view.domain(), verdict)]
}
