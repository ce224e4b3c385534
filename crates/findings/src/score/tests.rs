//! Properties of the score over arbitrary verdicts.

use super::*;
use crate::check::{About, Subject};
use crate::{Evidence, Words};
use facts::{Gap, Reason};
use proptest::prelude::*;

const CODES: [(&str, Severity); 9] = [
    ("DNS001", Severity::Critical),
    ("MX005", Severity::Error),
    ("MX010", Severity::Notice),
    ("SPF001", Severity::Error),
    ("SPF009", Severity::Warning),
    ("SPF020", Severity::Notice),
    ("DKIM018", Severity::Info),
    ("BL001", Severity::Error),
    ("SMTP006", Severity::Error),
];

fn judged(index: usize, kind: u8) -> Judged {
    let (code, severity) = CODES[index % CODES.len()];
    let words = Words { title: "t", says: "s", why: "w", fix: "f" };
    let about = About { code, name: "n", severity, other_severities: &[], reaches: &[], cites: &[], follows: &[], en: words, ru: words };
    let verdict = match kind % 5 {
        0 => Verdict::Pass(Evidence::new()),
        1 => Verdict::fail(Evidence::new()),
        2 => Verdict::unknown(Gap { reason: Reason::Timeout, asked: "x".into() }),
        3 => Verdict::Info(Evidence::new()),
        _ => Verdict::NotApplicable,
    };
    let address = std::net::IpAddr::from([192, 0, 2, u8::try_from(index).unwrap_or(0)]);
    Judged { about, subject: Subject::from(address), verdict }
}

fn verdicts() -> impl Strategy<Value = Vec<Judged>> {
    prop::collection::vec((0usize..9, 0u8..5), 0..30).prop_map(|v| v.into_iter().map(|(i, k)| judged(i, k)).collect())
}

proptest! {
    #[test]
    fn a_pass_turned_into_a_fail_never_raises_the_score(mut all in verdicts(), at in 0usize..30) {
        let before = score(&all, Profile::Full, false);
        let at = at % all.len().max(1);
        if let Some(j) = all.get_mut(at).filter(|j| j.verdict.status() == Status::Pass) {
            j.verdict = Verdict::fail(Evidence::new());
            let after = score(&all, Profile::Full, false);
            prop_assert!(after.total <= before.total);
            prop_assert_eq!(after.coverage, before.coverage);
        }
    }

    #[test]
    fn points_add_up_to_what_was_lost_and_name_a_failed_code(all in verdicts()) {
        let result = score(&all, Profile::Full, false);
        let taken: u32 = result.points.values().sum();
        match result.total {
            Some(total) if all.iter().any(|j| j.verdict.status() == Status::Fail) => prop_assert_eq!(taken, 100 - total),
            Some(total) => prop_assert_eq!((total, taken), (100, 0)),
            None => prop_assert_eq!(taken, 0),
        }
    }

    #[test]
    fn a_fail_turned_unknown_costs_no_points_and_lowers_coverage(mut all in verdicts(), at in 0usize..30) {
        let before = score(&all, Profile::Full, false);
        let at = at % all.len().max(1);
        if let Some(j) = all.get_mut(at).filter(|j| j.verdict.status() == Status::Fail) {
            let code = j.about.code;
            j.verdict = Verdict::unknown(Gap { reason: Reason::Timeout, asked: "x".into() });
            let after = score(&all, Profile::Full, false);
            prop_assert!(after.coverage <= before.coverage);
            if !all.iter().any(|j| j.about.code == code && j.verdict.status() == Status::Fail) {
                prop_assert!(!after.points.contains_key(code));
            }
        }
    }
}

#[test]
fn caps_and_grades_at_their_edges() {
    let many: Vec<Judged> = (0..9).map(|i| judged(i, 0)).collect();
    let with = |index: usize| {
        let mut all = many.clone();
        all[index] = judged(index, 1);
        score(&all, Profile::Full, false).total
    };
    assert_eq!(with(0), Some(39));
    assert_eq!(with(1), Some(79));
    assert!(with(4) <= Some(94));
    assert_eq!([95, 94, 80, 79, 60, 59, 40, 39].map(|s| Grade::of(s).as_str()).concat(), "ABBCCDDF");
}

#[test]
fn nothing_judged_is_no_score() {
    let result = score(&[judged(0, 2), judged(3, 2)], Profile::Full, false);
    assert_eq!((result.total, result.coverage, result.readiness), (None, 0, Readiness::Undetermined));
}

#[test]
fn a_parked_domain_is_parked_unless_it_is_to_send() {
    let all = [judged(0, 0)];
    assert_eq!(score(&all, Profile::Full, true).readiness, Readiness::Parked);
    assert_eq!(score(&all, Profile::Send, true).readiness, Readiness::NotReady);
}

#[test]
fn silence_of_every_mail_host_leaves_receiving_open() {
    let all: Vec<Judged> = [judged(0, 0), judged(3, 0), judged(8, 2)].into();
    assert_eq!(score(&all, Profile::Full, false).readiness, Readiness::Undetermined);
    assert_eq!(score(&all, Profile::Send, false).readiness, Readiness::Ready);
}
