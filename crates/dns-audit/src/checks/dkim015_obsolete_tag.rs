//! DKIM015: a tag of older documents.

use crate::keys::{each_key, evidence, repaired};
use crate::sample_keys::{SLOW_KEY, rsa_2048};
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DKIM015",
    name: "dkim-obsolete-tag",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 C.1"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "Obsolete tags in the key record",
        says: "The key record at {at} holds tags that were abolished: {tags}.",
        why: "Today's receivers pass over them; a very old one may take g= for a limit on the local part and refuse the signature.",
        fix: "Publish the record at {at} without them.",
    },
    ru: Words {
        title: "Устаревшие теги в записи ключа",
        says: "В записи ключа {at} есть отменённые теги: {tags}.",
        why: "Современные получатели их игнорируют; очень старый может счесть g= ограничением на имя ящика и отвергнуть подпись.",
        fix: "Опубликуйте запись {at} без них.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; g=*; k=rsa; p=", rsa_2048!())]),
        // Unknown tags are legal and ignored.
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; zz=1; k=rsa; p=", rsa_2048!())]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_key(view, |s, record| {
        if record.obsolete.is_empty() {
            return Verdict::Pass(evidence(s));
        }
        let tags: Vec<String> = record.obsolete.iter().map(|t| format!("{t}=")).collect();
        Verdict::fail(evidence(s).with("tags", tags)).with_records(repaired(s, record))
    })
}
