//! How checks go over the selectors: a verdict each, unknown where a named one brought no answer.

use crate::view::{View, sorted};
use facts::{Gap, Reason};
use findings::{Evidence, PublishRecord, Subject, Verdict};
use readings::dkim::{Found, Selector};
use records::dkim::{Key, KeyRecord, RsaKey};
use records::tags::TagList;

/// A verdict about each selector that was named, or found and believed. A parked domain signs nothing.
pub fn each_selector(view: &View, judge: impl Fn(&Selector) -> Verdict) -> Vec<(Subject, Verdict)> {
    if view.parked() {
        return Vec::new();
    }
    let verdict = |s: &Selector| s.gap().map_or_else(|| judge(s), |gap| Verdict::unknown(gap.clone()));
    sorted(view.dkim.believed().map(|s| (Subject::from(&s.at), verdict(s))).collect())
}

/// A verdict about each selector with exactly one key record.
pub fn each_key(view: &View, judge: impl Fn(&Selector, &KeyRecord) -> Verdict) -> Vec<(Subject, Verdict)> {
    each_selector(view, |s| match &s.found {
        Found::Keys(keys) if keys.len() == 1 => judge(s, &keys[0]),
        _ => Verdict::NotApplicable,
    })
}

/// A verdict about each selector with exactly one RSA key.
pub fn each_rsa_key(view: &View, judge: impl Fn(&Selector, &RsaKey) -> Verdict) -> Vec<(Subject, Verdict)> {
    each_key(view, |s, record| match &record.key {
        Key::Rsa(key) => judge(s, key),
        _ => Verdict::NotApplicable,
    })
}

/// Where a selector's key stands, and the selector.
pub fn evidence(selector: &Selector) -> Evidence {
    Evidence::new().with("at", &selector.at).with("selector", selector.name.as_str())
}

/// The key record without what keeps receivers from using the key or is of no use: test mode,
/// limits to sha1 or another service, tags of old. None for a name that another party publishes.
pub fn repaired(selector: &Selector, record: &KeyRecord) -> Vec<PublishRecord> {
    if !selector.aliases.is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for tag in TagList::parse(record.text.as_bytes()).tags {
        match tag.name.as_str() {
            "g" => {}
            "h" if !record.allows_sha256() => {}
            "s" if !record.allows_mail() => {}
            "t" if record.test => {
                if record.strict {
                    parts.push("t=s".to_owned());
                }
            }
            _ => parts.push(format!("{}={}", tag.name, tag.value)),
        }
    }
    vec![PublishRecord::txt(selector.at.as_str(), parts.join("; "))]
}

/// That selectors were only guessed, and what stood in the way of guessing.
pub fn guess_gaps(view: &View) -> Vec<Gap> {
    let guessed = Gap { reason: Reason::SelectorsGuessed, asked: view.target.domain.to_string() };
    let first = (!view.dkim.named).then_some(guessed);
    first.into_iter().chain(view.dkim.gaps().take(3).cloned()).collect()
}
