//! How checks look at the DMARC record in force, and what it would be without its faults.

use crate::view::{View, sorted};
use facts::{Gap, Name, Reason};
use findings::{Evidence, PublishRecord, Subject, Verdict};
use readings::dmarc::ReportHost;
use records::dmarc::{DmarcRecord, Meant, Policy};

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
    let mut meant = Meant::read(from.as_str(), text);
    let policy = meant.policy.filter(|p| *p != Policy::None).unwrap_or(Policy::Quarantine);
    meant.policy = Some(policy);
    meant.sp = meant.sp.filter(|p| *p >= policy);
    meant.np = meant.np.filter(|p| *p >= policy);
    meant.test = false;
    if meant.rua.is_empty() {
        meant.rua.push(own_address(from));
    }
    meant.record()
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
