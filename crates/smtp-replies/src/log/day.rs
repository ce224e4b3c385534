//! The day of a line: RFC 3339, Exim's form, or syslog's without a year, which is counted back from the last line.

use std::fmt;

/// A day; within a file whose lines have no year, the year is a number of its own until the file ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// Years below it are relative: that of the first line is [`FIRST`].
const RELATIVE: u16 = 1000;
const FIRST: u16 = 500;

impl Day {
    /// A day of the calendar: year from 1000, month 1 to 12, day 1 to 31.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year < RELATIVE || year > 9999 || month == 0 || month > 12 || day == 0 || day > 31 {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Reads `2026-11-24` at the beginning of a text.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, ..] = text else { return None };
        let pair = |a: &u8, b: &u8| (a.is_ascii_digit() && b.is_ascii_digit()).then(|| (a - b'0') * 10 + (b - b'0'));
        Self::new(u16::from(pair(y1, y2)?) * 100 + u16::from(pair(y3, y4)?), pair(m1, m2)?, pair(d1, d2)?)
    }

    /// Reads `Tue, 24 Nov 2026 …` of a message's Date (RFC 5322 3.3), the day's name or not.
    #[must_use]
    pub fn of_mail(text: &str) -> Option<Self> {
        let text = text.split_once(',').map_or(text, |(_, rest)| rest);
        let mut words = text.split_whitespace();
        let day = words.next()?.parse().ok()?;
        let month = month(words.next()?.as_bytes().get(..3)?)?;
        let year: u16 = words.next()?.parse().ok()?;
        Self::new(if year < 100 { 2000 + year } else { year }, month, day)
    }

    const fn is_relative(self) -> bool {
        self.year < RELATIVE
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn month(name: &[u8]) -> Option<u8> {
    const NAMES: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let at = NAMES.chunks_exact(3).position(|n| n == name)?;
    u8::try_from(at + 1).ok()
}

/// Keeps count of the years of lines that have none.
#[derive(Debug, Clone, Default)]
pub(super) struct Years {
    /// Years that began since the first line.
    turned: u16,
    last: Option<(u8, u8)>,
}

impl Years {
    /// The day of a line, if it begins with one.
    pub(super) fn day(&mut self, line: &[u8]) -> Option<Day> {
        if line.first()?.is_ascii_digit() {
            return Day::parse(line);
        }
        // A priority may stand before the date (RFC 5424 6.2.1), and a version behind it.
        let line = match line {
            [b'<', rest @ ..] => &rest[memchr::memchr(b'>', rest.get(..5)?)? + 1..],
            _ => line,
        };
        if let [b'1', b' ', rest @ ..] = line {
            return Day::parse(rest);
        }
        if line.first()?.is_ascii_digit() {
            return Day::parse(line);
        }
        let [a, b, c, b' ', d1, d2, b' ', ..] = line else { return None };
        let month = month(&[*a, *b, *c])?;
        let tens = if *d1 == b' ' { 0 } else { d1.checked_sub(b'0').filter(|d| *d < 4)? };
        let day = tens * 10 + d2.checked_sub(b'0').filter(|d| *d < 10)?;
        (1..=31).contains(&day).then(|| self.of(month, day))
    }

    fn of(&mut self, month: u8, day: u8) -> Day {
        let mut turned = self.turned;
        match self.last {
            // Lines of several processes stand a little out of order: only half a year back is another year.
            Some((before, _)) if before >= month + 6 => {
                turned = (turned + 1).min(FIRST - 2);
                (self.turned, self.last) = (turned, Some((month, day)));
            }
            Some((before, _)) if month >= before + 6 && turned > 0 => turned -= 1,
            Some(before) => self.last = Some(before.max((month, day))),
            None => self.last = Some((month, day)),
        }
        Day { year: FIRST + turned, month, day }
    }

    /// The years of the file, where it had days without one: the last line is not younger than `newest`.
    pub(super) fn settle(self, newest: Option<Day>) -> Option<Settled> {
        let (month, day) = self.last?;
        let newest = newest.filter(|d| !d.is_relative())?;
        // A day's grace, for clocks and time zones.
        let later = (month, day) > (newest.month, newest.day.saturating_add(1));
        Some(Settled { last: FIRST + self.turned, year: newest.year - u16::from(later) })
    }
}

/// Which year the relative ones are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settled {
    last: u16,
    year: u16,
}

impl Settled {
    /// The day with its true year.
    pub(crate) fn apply(self, day: Day) -> Day {
        if !day.is_relative() {
            return day;
        }
        Day { year: self.year.saturating_sub(self.last.saturating_sub(day.year)).max(RELATIVE), ..day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_all_forms() {
        let mut years = Years::default();
        let mut read = |line: &str| years.day(line.as_bytes()).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(read("2026-11-24T10:00:00.1+03:00 mx postfix"), "2026-11-24");
        assert_eq!(read("2026-11-24 10:00:00 1tF"), "2026-11-24");
        assert_eq!(read("<22>1 2026-11-24T10:00:00Z mx"), "2026-11-24");
        assert_eq!(read("Nov  4 10:00:00 mx"), "0500-11-04");
        assert_eq!(read("<22>Nov 24 10:00:00 mx"), "0500-11-24");
        for wrong in ["", "Nov", "Abc 12 10", "2026-13-01 ", "Nov 99 1", "<", "<1234567>Nov 24 "] {
            assert_eq!(read(wrong), "", "{wrong}");
        }
        assert_eq!(Day::of_mail("Tue, 24 Nov 2026 10:00:00 +0300"), Day::new(2026, 11, 24));
        assert_eq!(Day::of_mail("4 Nov 26 10:00"), Day::new(2026, 11, 4));
        assert_eq!(Day::of_mail("nonsense"), None);
    }

    #[test]
    fn a_year_turns_once_though_lines_stand_out_of_order() {
        let mut years = Years::default();
        let mut days: Vec<Day> = Vec::new();
        for line in ["Dec 30 1", "Dec 31 1", "Jan  1 0", "Dec 31 1", "Jan  2 0", "Feb  1 0", "Jan 31 1"] {
            days.extend(years.day(line.as_bytes()));
        }
        let settled = years.settle(Day::new(2026, 2, 1));
        let told: Vec<String> = days.into_iter().map(|d| settled.map_or(d, |s| s.apply(d)).to_string()).collect();
        assert_eq!(told, ["2025-12-30", "2025-12-31", "2026-01-01", "2025-12-31", "2026-01-02", "2026-02-01", "2026-01-31"]);
    }

    #[test]
    fn a_log_of_december_read_in_january_is_of_last_year() {
        let mut years = Years::default();
        let day = years.day(b"Dec 31 23:59:59 mx");
        let settled = years.settle(Day::new(2026, 1, 3));
        assert_eq!(day.zip(settled).map(|(d, s)| s.apply(d)), Day::new(2025, 12, 31));
    }
}
