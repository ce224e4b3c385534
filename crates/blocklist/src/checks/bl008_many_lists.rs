//! BL008: listed for abuse by several operators that know nothing of each other.

use crate::asking::{Address, Void, Word};
use crate::samples::{ALL_SILENT, AT_GOOGLE, HEALTHY, LISTS, SENDING};
use crate::view::{View, abuse_operators, tells_abuse, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use std::collections::BTreeSet;

/// So many independent operators make it certain.
const MANY: usize = 3;

pub const CHECK: Check<View> = Check {
    code: "BL008",
    name: "many-lists",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6471"],
    follows: &[],
    en: Words {
        title: "Address on several independent lists",
        says: "{subject}, {role}, is listed for abuse by several independent operators: {count} ({lists}).",
        why: "One list may err; several at once mean that unwanted mail leaves this address now, and filters add up their scores.",
        fix: "Stop sending from {subject} until the source is found; then ask each list for removal, the gravest first.",
    },
    ru: Words {
        title: "Адрес в нескольких независимых списках",
        says: "{subject} ({role}) есть в чёрных списках нескольких независимых операторов: {count} ({lists}).",
        why: "Один список может ошибиться; несколько сразу означают, что нежелательные письма уходят с адреса сейчас, и фильтры складывают их оценки.",
        fix: "Остановите отправку с {subject}, пока источник не найден; затем запросите удаление из каждого списка, начиная с самого важного.",
    },
    judge,
    examples: &[
        Example::fail(&[LISTS, HEALTHY, SENDING, THREE]),
        Example::fail(&[LISTS, HEALTHY, SENDING, THREE, "zen.spamhaus.org * TIMEOUT"]),
        Example::pass(&[LISTS, HEALTHY, SENDING]),
        Example::pass(&[LISTS, HEALTHY, SENDING, THREE, "4.9.128.44.bl.mailspike.net A NXDOMAIN"]),
        // Three levels of one operator are one.
        Example::pass(&[LISTS, HEALTHY, SENDING, LEVELS]),
        // Neither a policy nor a list of whole networks tells of abuse.
        Example::pass(&[
            LISTS,
            HEALTHY,
            SENDING,
            "4.9.128.44.zen.spamhaus.org A 127.0.0.10\n4.9.128.44.dnsbl-2.uceprotect.net A 127.0.0.2\n4.9.128.44.bl.spamcop.net A 127.0.0.2\n4.9.128.44.psbl.surriel.com A 127.0.0.2",
        ]),
        // Two lists it, and one that could make three is silent.
        Example::unknown(&[LISTS, HEALTHY, SENDING, THREE, "bl.mailspike.net * TIMEOUT"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, ALL_SILENT]),
        Example::not_applicable(&[LISTS, HEALTHY, AT_GOOGLE]),
    ],
};

const THREE: &str = "
4.9.128.44.bl.spamcop.net A 127.0.0.2
4.9.128.44.psbl.surriel.com A 127.0.0.2
4.9.128.44.bl.mailspike.net A 127.0.0.10
";

const LEVELS: &str = "
4.9.128.44.bl.spamcop.net A 127.0.0.2
4.9.128.44.dnsbl-1.uceprotect.net A 127.0.0.2
4.9.128.44.dnsbl-2.uceprotect.net A 127.0.0.2
4.9.128.44.dnsbl-3.uceprotect.net A 127.0.0.2
";

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.addresses.iter().map(|a| (Subject::from(a.address), verdict(a))).collect()
}

fn verdict(address: &Address) -> Verdict {
    let able: Vec<&Word> = address.words.iter().filter(|w| tells_abuse(w.list)).collect();
    let found = abuse_operators(&address.words);
    if able.is_empty() {
        return Verdict::NotApplicable;
    }
    let evidence = Evidence::new().with("count", found.len()).with("role", address.roles.phrase());
    if found.len() >= MANY {
        let lists = found.values().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        return Verdict::fail(evidence.with("lists", lists));
    }
    let void: Vec<&Void> = able.iter().filter_map(|w| w.void()).collect();
    let silent: BTreeSet<&str> = able.iter().filter(|w| w.void().is_some()).map(|w| w.list.operator).collect();
    let further = silent.iter().filter(|o| !found.contains_key(**o)).count();
    // An address that nobody lists is not suspected because of those that could not be asked.
    let suspected = !found.is_empty() && found.len() + further >= MANY;
    if suspected || void.len() == able.len() {
        return unknown(void.into_iter().map(Void::gap).collect());
    }
    Verdict::Pass(evidence)
}
