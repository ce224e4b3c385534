//! How long a public authority may make a certificate valid, by the date of issue. Never asks who
//! the authority is.

use facts::Moment;

const DAY: i64 = 86_400;

/// First seconds of issue, and the most days from then on (CA/Browser Forum, ballots SC31 and SC-081v3).
const LIMITS: [(i64, i64); 4] = [
    (1_598_918_400, 398), // 2020-09-01
    (1_773_532_800, 200), // 2026-03-15
    (1_805_068_800, 100), // 2027-03-15
    (1_868_227_200, 47),  // 2029-03-15
];

/// The most days of a certificate issued at `issued`; `None` before 2020-09-01, when other limits held.
#[must_use]
pub fn most_days(issued: Moment) -> Option<i64> {
    LIMITS.iter().rev().find(|(from, _)| issued.unix() >= *from).map(|(_, days)| *days)
}

/// Days of validity, a begun one counted whole: a day has 86,400 seconds, and the first and the last
/// second both count (Baseline Requirements 6.3.2). 0 where the dates are in the wrong order.
#[must_use]
pub fn days(not_before: Moment, not_after: Moment) -> i64 {
    let seconds = not_after.unix().saturating_sub(not_before.unix()).saturating_add(1).max(0);
    seconds / DAY + i64::from(seconds % DAY > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a moment")
    }

    #[test]
    fn the_limit_goes_by_the_second_of_issue() {
        for (issued, most) in [
            ("2020-08-31T23:59:59Z", None),
            ("2020-09-01T00:00:00Z", Some(398)),
            ("2026-03-14T23:59:59Z", Some(398)),
            ("2026-03-15T00:00:00Z", Some(200)),
            ("2027-03-14T23:59:59Z", Some(200)),
            ("2027-03-15T00:00:00Z", Some(100)),
            ("2029-03-14T23:59:59Z", Some(100)),
            ("2029-03-15T00:00:00Z", Some(47)),
        ] {
            assert_eq!(most_days(at(issued)), most, "{issued}");
        }
    }

    #[test]
    fn both_ends_count() {
        assert_eq!(days(at("2026-03-15T00:00:00Z"), at("2026-03-15T00:00:00Z")), 1);
        assert_eq!(days(at("2026-03-15T00:00:00Z"), at("2026-09-30T23:59:59Z")), 200);
        assert_eq!(days(at("2026-03-15T00:00:00Z"), at("2026-10-01T00:00:00Z")), 201);
        assert_eq!(days(at("2026-03-15T00:00:00Z"), at("2026-03-14T00:00:00Z")), 0);
        assert!(days(Moment::from_unix(i64::MIN), Moment::from_unix(i64::MAX)) > 0);
    }
}
