//! BL009: an own address or name that no list holds, and how many could tell.

use crate::asking::Word;
use crate::samples::{ALL_SILENT, HEALTHY, LISTS, SENDING};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::lists::{Kind, Listing};

pub const CHECK: Check<View> = Check {
    code: "BL009",
    name: "not-listed",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::NotApplicable],
    cites: &["RFC 5782 2.1"],
    follows: &[],
    en: Words {
        title: "Lists that hold nothing",
        says: "{subject}: lists without an entry: {clean}; lists that could not be asked: {not_asked}.",
        why: "Receivers that ask these lists have no reason in them to refuse the mail.",
        fix: "Nothing to do; the lists that could not be asked are told apart.",
    },
    ru: Words {
        title: "Списки без записей",
        says: "{subject}: списков без записи: {clean}; списков, которые не удалось опросить: {not_asked}.",
        why: "У получателей, которые сверяются с этими списками, нет в них причины отказать.",
        fix: "Ничего делать не нужно; о списках, которые не удалось опросить, сказано отдельно.",
    },
    judge,
    examples: &[
        Example::info(&[LISTS, HEALTHY, SENDING]),
        Example::info(&[LISTS, HEALTHY, SENDING, "zen.spamhaus.org * TIMEOUT"]),
        Example::not_applicable(&[LISTS, "target localhost"]),
        // Further addresses may hide behind what was not answered.
        Example::unknown(&[LISTS, HEALTHY, "mx1.example.com A TIMEOUT"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, ALL_SILENT, "mx1.example.com AAAA SERVFAIL"]),
        Example::unknown(&[LISTS, HEALTHY, "example.com MX SERVFAIL"]),
        Example::unknown(&[LISTS, HEALTHY, "example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let addresses = view.addresses.iter().map(|a| (Subject::from(a.address), verdict(&a.words)));
    let names = view.names.iter().map(|n| (Subject::from(&n.own.name), verdict(&n.words)));
    let mut verdicts: Vec<(Subject, Verdict)> = addresses.chain(names).collect();
    // What hides further addresses concerns the domain as a whole, and comes before its own word.
    if !view.gaps.is_empty() {
        let domain = Subject::from(&view.target.domain);
        verdicts.retain(|(s, _)| *s != domain);
        verdicts.push((domain, unknown(view.gaps.clone())));
    }
    verdicts.sort_by(|a, b| a.0.cmp(&b.0));
    verdicts
}

fn verdict(words: &[Word]) -> Verdict {
    let bad = &[Listing::Network, Listing::Policy, Listing::Grey, Listing::Minor, Listing::Major, Listing::Grave];
    let able = || words.iter().filter(|w| matches!(w.list.kind, Kind::Block | Kind::Netblock | Kind::Policy));
    // A score or a test entry is no listing.
    let clean = able().filter(|w| w.void().is_none() && w.hits(bad).next().is_none()).count();
    if clean == 0 || able().any(|w| w.hits(bad).next().is_some()) {
        return Verdict::NotApplicable;
    }
    let not_asked = able().filter(|w| w.void().is_some()).count();
    Verdict::Info(Evidence::new().with("clean", clean).with("not_asked", not_asked))
}
