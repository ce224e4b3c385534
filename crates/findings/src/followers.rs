//! One cause is punished once: what follows from a failed check is dropped.

use crate::check::Judged;
use crate::severity::{Status, Verdict};
use facts::Name;
use std::collections::BTreeSet;

/// Makes not applicable every verdict whose cause failed on the same subject, or on the audited
/// domain as a whole while the subject is the domain or lies below it.
///
/// A cause counts even when it follows from another one itself: the chain's head speaks for all.
pub fn drop_followers(judged: &mut [Judged], domain: &Name) {
    let failed: BTreeSet<(&'static str, String)> =
        judged.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| (j.about.code, j.subject.as_str().to_owned())).collect();
    for j in judged {
        let below = Name::parse(j.subject.as_str()).is_ok_and(|n| n.is_within(domain));
        let caused = |code: &'static str| {
            failed.contains(&(code, j.subject.as_str().to_owned())) || (below && failed.contains(&(code, domain.to_string())))
        };
        if j.about.follows.iter().any(|code| caused(code)) {
            j.verdict = Verdict::NotApplicable;
        }
    }
}
