//! BL002: an own address on another list of abuse; lists of whole networks are only told.

use crate::samples::{ALL_SILENT, AT_GOOGLE, HEALTHY, LISTS, SENDING};
use crate::view::{View, is_listed};
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::lists::Listing;

pub const CHECK: Check<View> = Check {
    code: "BL002",
    name: "ip-listed-minor",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Info, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5782 2.1", "RFC 6471"],
    follows: &[],
    en: Words {
        title: "Address on another blocklist",
        says: "{subject}, {role}, is on {list} ({meaning}). Answers: {codes}.",
        why: "Some receivers refuse by such a list; most add it to the spam score of a message. A list of whole networks says nothing of this address.",
        fix: "Look up the reason and remove its cause; many of these entries expire by themselves within days: {delist}",
    },
    ru: Words {
        title: "Адрес в другом чёрном списке",
        says: "{subject} ({role}) есть в чёрном списке {list} ({meaning}). Ответы: {codes}.",
        why: "Часть получателей отказывает по такому списку, большинство прибавляет баллы к оценке спама. Список целых сетей о самом адресе ничего не говорит.",
        fix: "Посмотрите причину и устраните её; многие такие записи через несколько дней исчезают сами: {delist}",
    },
    judge,
    examples: &[
        Example::fail(&[LISTS, HEALTHY, SENDING, "4.9.128.44.bl.spamcop.net A 127.0.0.2\n4.9.128.44.bl.spamcop.net TXT Blocked"]),
        Example::fail(&[LISTS, HEALTHY, SENDING, "4.9.128.44.psbl.surriel.com A 127.0.0.2"]),
        Example::fail(&[LISTS, HEALTHY, SENDING, "4.9.128.44.bl.mailspike.net A 127.0.0.11"]),
        Example::fail(&[LISTS, HEALTHY, SENDING, "4.9.128.44.dnsbl.dronebl.org A 127.0.0.13"]),
        Example::fail(&[LISTS, HEALTHY, SENDING, "4.9.128.44.dnsbl.spfbl.net A 127.0.0.2"]),
        Example::fail(&[LISTS, HEALTHY, "1.1.128.44.dnsbl-1.uceprotect.net A 127.0.0.2"]),
        Example::fail(&[
            LISTS,
            HEALTHY,
            SENDING,
            "target example.com ip=44.128.9.4 key=abusix",
            ABUSIX,
            "4.9.128.44._key-abusix.combined.mail.abusix.zone A 127.0.0.4",
        ]),
        Example::info(&[LISTS, HEALTHY, SENDING, "4.9.128.44.dnsbl-2.uceprotect.net A 127.0.0.2"]),
        Example::info(&[LISTS, HEALTHY, SENDING, "4.9.128.44.dnsbl-3.uceprotect.net A 127.0.0.2"]),
        Example::pass(&[LISTS, HEALTHY, SENDING]),
        Example::pass(&[LISTS, HEALTHY, SENDING, "4.9.128.44.dnsbl.spfbl.net A 127.0.0.4"]),
        Example::pass(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.2"]),
        // Lists that are silent are left out as long as others were heard.
        Example::pass(&[LISTS, HEALTHY, SENDING, "bl.spamcop.net * TIMEOUT"]),
        Example::pass(&[LISTS, HEALTHY, SENDING, "4.9.128.44.bl.spamcop.net A 127.255.255.255"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, ALL_SILENT]),
        Example::not_applicable(&[LISTS, HEALTHY, AT_GOOGLE]),
    ],
};

const ABUSIX: &str = "2.0.0.127._key-abusix.combined.mail.abusix.zone A 127.0.0.2";

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let networks = view.by_address(&[Listing::Network], |_, _, evidence| Verdict::Info(evidence));
    let mut verdicts = view.by_address(&[Listing::Minor], |_, _, evidence| Verdict::fail(evidence));
    for (subject, verdict) in networks.into_iter().filter(|(_, v)| v.status() == Status::Info) {
        if let Some(own) = verdicts.iter_mut().find(|(s, v)| *s == subject && !is_listed(v)) {
            own.1 = verdict;
        }
    }
    verdicts
}
