//! What the owner of a DMARC record meant, its faults left out; and a record of that.

use super::{DmarcRecord, Field, IssueKind, OBSOLETE_TAGS, Policy, Psd, ReportUri, TAGS};
use crate::domain::is_public_suffix;
use crate::tags::TagList;

/// A record as its owner meant it, to be changed and written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant {
    /// `p`, where it can be read or is one slip away from a policy.
    pub policy: Option<Policy>,
    /// `sp`, where it can be read.
    pub sp: Option<Policy>,
    /// `np`, where it can be read.
    pub np: Option<Policy>,
    /// `t=y`.
    pub test: bool,
    /// `pct`, in percent, which RFC 9989 removed and old receivers honour.
    pub pct: Option<u8>,
    /// Addresses for aggregate reports that can be used, without sizes.
    pub rua: Vec<String>,
    /// Addresses for failure reports that can be used, without sizes.
    pub ruf: Vec<String>,
    /// Other tags of RFC 9989 with values that it knows, in the order of [`TAGS`].
    pub others: Vec<(&'static str, String)>,
}

impl Meant {
    /// Reads `text`, which stands or was meant to stand at `_dmarc` under `domain`; anything is read somehow.
    #[must_use]
    pub fn read(domain: &str, text: &str) -> Self {
        let start = text.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(0);
        let cleaned = text.get(start..).unwrap_or_default().trim_end_matches(['"', '\'', '`', ')', ' ']);
        let cleaned: String = cleaned.chars().filter(char::is_ascii).collect();
        let record = DmarcRecord::parse(cleaned.as_bytes());
        let list = TagList::parse(cleaned.as_bytes());
        let bad = |name: &str| record.issues_of(&[IssueKind::BadValue, IssueKind::BadCharacter]).any(|i| i.tag == name);
        let misused = |name: &str| name == "psd" && !is_public_suffix(domain) && record.psd == Psd::Suffix;
        let own = |name: &&str| !matches!(*name, "v" | "p" | "sp" | "np" | "rua" | "ruf" | "t") && !OBSOLETE_TAGS.contains(name);
        let others = TAGS.into_iter().filter(own).filter(|n| !bad(n) && !misused(n));
        let others = others.filter_map(|name| list.first(name).map(|tag| (name, tag.value.clone()))).collect();
        Self {
            policy: record.p.valid().or_else(|| slip(&record)),
            sp: readable(record.sp),
            np: readable(record.np),
            test: record.test,
            pct: record.pct,
            rua: usable(record.rua.as_deref()),
            ruf: usable(record.ruf.as_deref()),
            others,
        }
    }

    /// The record, with the tags of RFC 9989 alone; `p=none` where no policy is known.
    #[must_use]
    pub fn record(&self) -> String {
        let mut parts = vec!["v=DMARC1".to_owned(), format!("p={}", self.policy.unwrap_or_default().as_str())];
        let below = [("sp", self.sp), ("np", self.np)];
        parts.extend(below.into_iter().filter_map(|(name, p)| p.map(|p| format!("{name}={}", p.as_str()))));
        for (name, list) in [("rua", &self.rua), ("ruf", &self.ruf)] {
            if !list.is_empty() {
                parts.push(format!("{name}={}", list.join(",")));
            }
        }
        if self.test {
            parts.push("t=y".into());
        }
        parts.extend(self.others.iter().map(|(name, value)| format!("{name}={value}")));
        parts.join("; ")
    }
}

fn readable(field: Field<Policy>) -> Option<Policy> {
    match field {
        Field::Valid(policy) => Some(policy),
        Field::Absent | Field::Invalid => None,
    }
}

/// The policy that a misspelt `p` was meant to be.
fn slip(record: &DmarcRecord) -> Option<Policy> {
    let issue = record.issues_of(&[IssueKind::BadValue]).find(|i| i.tag == "p")?;
    [Policy::None, Policy::Quarantine, Policy::Reject].into_iter().find(|p| issue.nearest == Some(p.as_str()))
}

fn usable(list: Option<&[ReportUri]>) -> Vec<String> {
    let bare = |u: &ReportUri| match u.text.rsplit_once('!') {
        Some((uri, _)) if u.has_size => uri.to_owned(),
        _ => u.text.clone(),
    };
    let mut texts: Vec<String> = Vec::new();
    for text in list.unwrap_or_default().iter().filter(|u| u.is_usable()).map(bare) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_kept_and_the_rest_goes() {
        for (text, wanted) in [
            (
                "v=DMARC1; p=reject; sp=none; rua=mailto:a@example.com; adkim=s; fo=1",
                "v=DMARC1; p=reject; sp=none; rua=mailto:a@example.com; adkim=s; fo=1",
            ),
            ("\"v=dmarc1; p=rejct; t=y; pct=5; zz=1\"", "v=DMARC1; p=reject; t=y"),
            ("v=DMARC1; p=none; rua=a@example.com,mailto:b@example.com!10m", "v=DMARC1; p=none; rua=mailto:b@example.com"),
            ("p=quarantine; psd=y; aspf=strict; v=DMARC1", "v=DMARC1; p=quarantine"),
            ("v=DMARC1; p=banana", "v=DMARC1; p=none"),
            ("почта", "v=DMARC1; p=none"),
        ] {
            assert_eq!(Meant::read("example.com", text).record(), wanted, "{text}");
        }
    }
}
