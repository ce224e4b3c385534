//! How checks look at the DMARC record in force, and what it would be without its faults.

use crate::view::{View, sorted};
use facts::{Gap, Name, Reason};
use findings::{Evidence, PublishRecord, Subject, Verdict};
use readings::dmarc::ReportHost;
use records::dmarc::{DmarcRecord, Field, IssueKind, OBSOLETE_TAGS, Policy, ReportUri, TAGS};
use records::domain::is_public_suffix;
use records::tags::TagList;

/// One verdict about the record in force and the domain that it stands at; unknown when policy
/// discovery met a gap, not applicable without a record.
pub fn on_record(view: &View, judge: impl FnOnce(&Name, &DmarcRecord) -> Verdict) -> Vec<(Subject, Verdict)> {
    let verdict = match view.dmarc.record() {
        Ok((from, record)) => judge(from, record),
        Err(Some(gap)) => Verdict::unknown(gap.clone()),
        Err(None) => Verdict::NotApplicable,
    };
    vec![(view.domain(), verdict)]
}

/// A verdict about each host that reports go to; unknown when the policy is.
pub fn each_report_host(view: &View, judge: impl Fn(&Name, &ReportHost) -> Verdict) -> Vec<(Subject, Verdict)> {
    let from = match view.dmarc.record() {
        Ok((from, _)) => from,
        Err(Some(gap)) => return vec![(view.domain(), Verdict::unknown(gap.clone()))],
        Err(None) => return Vec::new(),
    };
    let mut verdicts: Vec<_> = view.dmarc.reports.iter().map(|host| (Subject::from(&host.host), judge(from, host))).collect();
    if view.dmarc.reports_left_out > 0 {
        let gap = Gap { reason: Reason::BudgetSpent, asked: format!("{} TXT (+{})", at(from), view.dmarc.reports_left_out) };
        verdicts.push((view.domain(), Verdict::unknown(gap)));
    }
    sorted(verdicts)
}

/// Where the record of `from` stands.
pub fn at(from: &Name) -> String {
    format!("_dmarc.{from}")
}

/// The name of the record, for the holes of the words.
pub fn evidence(from: &Name) -> Evidence {
    Evidence::new().with("at", at(from))
}

/// The record of `from` as it would be without what the checks find fault with. All of them propose
/// this one, so that no two proposals for one name differ.
pub fn repaired(from: &Name, text: &str) -> Vec<PublishRecord> {
    vec![PublishRecord::txt(&at(from), repaired_text(from, text))]
}

/// What a domain without a policy publishes first.
pub fn first_record(domain: &Name) -> Vec<PublishRecord> {
    vec![PublishRecord::txt(&at(domain), format!("v=DMARC1; p=none; rua={}", own_address(domain)))]
}

/// Whether SPF can pass for mail of the domain, so that DMARC can pass by it.
///
/// # Errors
/// What hides it.
pub fn spf_can_pass(view: &View) -> Result<bool, Vec<Gap>> {
    use readings::spf::{SpfResult, Status};
    let results: Vec<_> = view.spf.evaluations.iter().map(|e| (e.result, &e.gaps)).collect();
    if results.iter().any(|(r, _)| *r == SpfResult::Pass) {
        return Ok(true);
    }
    let hidden: Vec<Gap> = results.iter().filter(|(r, _)| *r == SpfResult::Temperror).flat_map(|(_, gaps)| gaps.iter().cloned()).collect();
    if !hidden.is_empty() {
        return Err(hidden);
    }
    let policy = &view.spf.policy;
    match policy.status {
        Status::NoRecord | Status::NoSuchName | Status::Several | Status::BadName => Ok(false),
        Status::Record => {
            let unusable = policy.parsed.as_ref().is_some_and(|r| r.is_permerror() || r.authorises_nobody());
            Ok(results.is_empty() && !unusable)
        }
        Status::Unknown | Status::Loop | Status::ShownBefore | Status::LeftOut => Err(policy.gaps()),
    }
}

fn own_address(domain: &Name) -> String {
    format!("mailto:dmarc@{domain}")
}

fn repaired_text(from: &Name, text: &str) -> String {
    let start = text.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(0);
    let cleaned = text[start..].trim_end_matches(['"', '\'', '`', ')', ' ']);
    let cleaned: String = cleaned.chars().filter(char::is_ascii).collect();
    let record = DmarcRecord::parse(cleaned.as_bytes());
    let list = TagList::parse(cleaned.as_bytes());
    let policy = record.p.valid().filter(|p| *p != Policy::None).unwrap_or(Policy::Quarantine);
    let mut parts = vec!["v=DMARC1".to_owned(), format!("p={}", meant(&record).unwrap_or(policy).as_str())];
    for (name, field) in [("sp", record.sp), ("np", record.np)] {
        if let Field::Valid(p) = field
            && p >= policy
        {
            parts.push(format!("{name}={}", p.as_str()));
        }
    }
    let rua = uris(record.rua.as_deref());
    parts.push(format!("rua={}", if rua.is_empty() { own_address(from) } else { rua }));
    let ruf = uris(record.ruf.as_deref());
    if !ruf.is_empty() {
        parts.push(format!("ruf={ruf}"));
    }
    let kept = |name: &str| {
        let done = matches!(name, "v" | "p" | "sp" | "np" | "rua" | "ruf" | "t");
        let misused = name == "psd" && !is_public_suffix(from.as_str()) && record.psd == records::dmarc::Psd::Suffix;
        TAGS.contains(&name) && !OBSOLETE_TAGS.contains(&name) && !done && !misused
    };
    let bad = |name: &str| record.issues_of(&[IssueKind::BadValue, IssueKind::BadCharacter]).any(|i| i.tag == name);
    for name in TAGS.into_iter().filter(|n| kept(n) && !bad(n)) {
        parts.extend(list.first(name).map(|tag| format!("{name}={}", tag.value)));
    }
    parts.join("; ")
}

/// The policy that a misspelt `p` was meant to be.
fn meant(record: &DmarcRecord) -> Option<Policy> {
    let issue = record.issues_of(&[IssueKind::BadValue]).find(|i| i.tag == "p")?;
    [Policy::Quarantine, Policy::Reject].into_iter().find(|p| issue.nearest == Some(p.as_str()))
}

fn uris(list: Option<&[ReportUri]>) -> String {
    let usable = list.unwrap_or_default().iter().filter(|u| u.is_usable());
    let bare =
        |u: &ReportUri| if u.has_size { u.text.rsplit_once('!').map_or(u.text.clone(), |(uri, _)| uri.to_owned()) } else { u.text.clone() };
    let mut texts: Vec<String> = usable.map(bare).collect();
    texts.dedup();
    texts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repair(text: &str) -> String {
        repaired_text(&Name::parse("example.com").expect("a name"), text)
    }

    #[test]
    fn what_is_right_stays() {
        let text = "v=DMARC1; p=reject; sp=reject; rua=mailto:a@example.com; ruf=mailto:b@example.com; adkim=s; fo=1";
        assert_eq!(repair(text), text);
    }

    #[test]
    fn what_is_wrong_goes() {
        for (text, wanted) in [
            ("v=DMARC1", "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"),
            ("v=DMARC1; p=rejct", "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"),
            ("\"v=dmarc1; p=reject; t=y; pct=5; zz=1\"", "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"),
            ("v=DMARC1; p=reject; sp=none; np=quarantine", "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"),
            ("v=DMARC1; p=none; rua=a@example.com,mailto:b@example.com!10m", "v=DMARC1; p=quarantine; rua=mailto:b@example.com"),
            ("v=DMARC1; p=reject; psd=y; aspf=strict", "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"),
            ("p=reject; psd=n; v=DMARC1", "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; psd=n"),
        ] {
            assert_eq!(repair(text), wanted, "{text}");
        }
    }
}
