//! One cause is punished once: what follows from a failed check is dropped.

use crate::check::Judged;
use crate::severity::{Status, Verdict};
use facts::{Gap, Name, Reason};
use std::collections::BTreeSet;

/// Why answers cannot be used, and the check whose fail tells it once for all names at and below its subject.
const EXPLAINED: &[(Reason, &str)] = &[(Reason::DnssecBogus, "DNS006")];

/// Makes not applicable every verdict whose cause failed on the same subject, or on the audited
/// domain as a whole while the subject is the domain or lies below it.
///
/// A cause counts even when it follows from another one itself: the chain's head speaks for all.
/// So does an unknown verdict that is only unknown because of answers whose fault another check tells.
pub fn drop_followers(judged: &mut [Judged], domain: &Name) {
    let failed: BTreeSet<(&'static str, String)> =
        judged.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| (j.about.code, j.subject.as_str().to_owned())).collect();
    for j in judged {
        let below = Name::parse(j.subject.as_str()).is_ok_and(|n| n.is_within(domain));
        let caused = |code: &'static str| {
            failed.contains(&(code, j.subject.as_str().to_owned())) || (below && failed.contains(&(code, domain.to_string())))
        };
        let explained = match &j.verdict {
            Verdict::Unknown { gaps, .. } => !gaps.is_empty() && gaps.iter().all(|gap| is_explained(gap, &failed)),
            _ => false,
        };
        if explained || j.about.follows.iter().any(|code| caused(code)) {
            j.verdict = Verdict::NotApplicable;
        }
    }
}

fn is_explained(gap: &Gap, failed: &BTreeSet<(&'static str, String)>) -> bool {
    let asked = gap.asked.split(' ').next().and_then(|name| Name::parse(name).ok());
    let within = |top: &str| asked.as_ref().is_some_and(|name| Name::parse(top).is_ok_and(|top| name.is_within(&top)));
    let tells = |code: &str| failed.iter().any(|(failed, subject)| *failed == code && within(subject));
    EXPLAINED.iter().any(|(reason, code)| *reason == gap.reason && tells(code))
}
