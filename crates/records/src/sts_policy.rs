//! The grammar of MTA-STS policy files (RFC 8461 3.2), line by line. Never fetches one.
//!
//! Bytes in, a value with issues out: parsing never fails. Of a field that may stand once the first counts, as the RFC
//! says; fields of other names are extensions and passed over.

/// The longest file that is read, in octets; RFC 8461 3.3 suggests the bound.
pub const LONGEST_POLICY: usize = 64 * 1024;
/// The longest `max_age` that may be said, in seconds: about a year (RFC 8461 3.2).
pub const LONGEST_AGE: u64 = 31_557_600;
/// Faults that are kept.
const MOST_ISSUES: usize = 20;
/// `mx` lines that are read.
const MOST_PATTERNS: usize = 1000;
/// Characters of a line that are shown.
const SHOWN: usize = 80;

/// What senders do with a host that the policy does not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They do not deliver.
    Enforce,
    /// They deliver and report.
    Testing,
    /// As if there were no policy.
    None,
}

/// A host pattern of an `mx` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Its line, counted from 1.
    pub line: usize,
    /// The host, or `*.` and the domain above it; lower case.
    pub text: String,
}

/// A parsed policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StsPolicy {
    /// `mode`, where it is one of the three.
    pub mode: Option<Mode>,
    /// `max_age` in seconds.
    pub max_age: Option<u64>,
    /// `mx` lines, in order.
    pub patterns: Vec<Pattern>,
    /// What breaks the grammar, in order of place; with any of them senders may take no policy from the file.
    pub issues: Vec<Issue>,
}

/// A broken rule of the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The line at fault, counted from 1; none for what is missing.
    pub line: Option<usize>,
    /// Which rule.
    pub kind: IssueKind,
    /// The line, cut to 80 characters; the field's name for what is missing.
    pub text: String,
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// No name with a colon behind it.
    NoField,
    /// A field's name in other letters than the RFC's.
    WrongCase,
    /// `version` is not `STSv1`.
    BadVersion,
    /// `mode` is none of enforce, testing and none.
    BadMode,
    /// `max_age` is no number of one to ten digits.
    BadMaxAge,
    /// `mx` is neither a host name nor `*.` with a domain.
    BadMx,
    /// A character that a value must not hold.
    BadCharacter,
    /// A field that has to be there is missing.
    Missing,
    /// The file is longer than [`LONGEST_POLICY`].
    TooLong,
}

impl Pattern {
    /// Whether it covers `host` (lower case, without the root's dot): the same name, or one label in place of the star
    /// (RFC 8461 4.1).
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        match self.text.strip_prefix("*.") {
            Some(domain) => host.split_once('.').is_some_and(|(label, rest)| !label.is_empty() && rest == domain),
            None => host == self.text,
        }
    }
}

impl StsPolicy {
    /// Reads a file; anything is read somehow.
    #[must_use]
    pub fn parse(octets: &[u8]) -> Self {
        let mut policy = Self::default();
        if octets.len() > LONGEST_POLICY {
            policy.issue(None, IssueKind::TooLong, &octets.len().to_string());
        }
        let text = String::from_utf8_lossy(&octets[..octets.len().min(LONGEST_POLICY)]).into_owned();
        let mut version = false;
        for (index, line) in text.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            // Blanks may stand behind a field, and a file ends with an empty line.
            let field = line.trim_end_matches([' ', '\t']);
            if !field.is_empty() {
                version |= policy.field(index + 1, field) == Some("version");
            }
        }
        policy.note_missing(version);
        policy
    }

    /// Whether some line covers `host`.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.covers(host))
    }

    /// The known field that the line holds, whether its value is sound or not.
    fn field(&mut self, line: usize, text: &str) -> Option<&'static str> {
        let Some((name, value)) = text.split_once(':').filter(|(name, _)| is_field_name(name)) else {
            self.issue(Some(line), IssueKind::NoField, text);
            return None;
        };
        let known = ["version", "mode", "max_age", "mx"].into_iter().find(|known| known.eq_ignore_ascii_case(name));
        if known.is_some_and(|known| known != name) {
            self.issue(Some(line), IssueKind::WrongCase, text);
        }
        let value = value.trim_start_matches([' ', '\t']);
        let fault = match known {
            Some("version") => (value != "STSv1").then_some(IssueKind::BadVersion),
            Some("mode") => self.mode(value),
            Some("max_age") => self.max_age(value),
            Some(_) => self.mx(line, value),
            None => (value.is_empty() || value.chars().any(|c| c.is_control() || c == '\u{fffd}')).then_some(IssueKind::BadCharacter),
        };
        if let Some(kind) = fault {
            self.issue(Some(line), kind, text);
        }
        known
    }

    fn mode(&mut self, value: &str) -> Option<IssueKind> {
        let mode = match value {
            "enforce" => Mode::Enforce,
            "testing" => Mode::Testing,
            "none" => Mode::None,
            _ => return Some(IssueKind::BadMode),
        };
        self.mode.get_or_insert(mode);
        None
    }

    fn max_age(&mut self, value: &str) -> Option<IssueKind> {
        let digits = (1..=10).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
        match value.parse() {
            Ok(seconds) if digits => {
                self.max_age.get_or_insert(seconds);
                None
            }
            _ => Some(IssueKind::BadMaxAge),
        }
    }

    fn mx(&mut self, line: usize, value: &str) -> Option<IssueKind> {
        let host = value.strip_prefix("*.").unwrap_or(value);
        if !is_host(host) {
            return Some(IssueKind::BadMx);
        }
        if self.patterns.len() < MOST_PATTERNS {
            self.patterns.push(Pattern { line, text: value.to_ascii_lowercase() });
        }
        None
    }

    fn note_missing(&mut self, version: bool) {
        let bad = |kind| self.issues.iter().any(|issue| issue.kind == kind);
        // Without a mode nobody can say whether hosts are needed.
        let missing = [
            ("version", !version),
            ("mode", self.mode.is_none() && !bad(IssueKind::BadMode)),
            ("max_age", self.max_age.is_none() && !bad(IssueKind::BadMaxAge)),
            ("mx", self.patterns.is_empty() && !bad(IssueKind::BadMx) && self.mode != Some(Mode::None)),
        ];
        for (name, _) in missing.into_iter().filter(|(_, missing)| *missing) {
            self.issue(None, IssueKind::Missing, name);
        }
    }

    fn issue(&mut self, line: Option<usize>, kind: IssueKind, text: &str) {
        if self.issues.len() < MOST_ISSUES {
            self.issues.push(Issue { line, kind, text: text.chars().take(SHOWN).collect() });
        }
    }
}

/// Letters, digits, `_`, `-` and `.`, the first one a letter or digit, at most 32 (RFC 8461 3.2).
fn is_field_name(name: &str) -> bool {
    name.len() <= 32
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// A host name of letters, digits and hyphens, as A-labels.
fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    name.len() <= 253 && name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmax_age: 604800\r\n";

    fn faults(text: &str) -> Vec<(Option<usize>, IssueKind)> {
        StsPolicy::parse(text.as_bytes()).issues.into_iter().map(|i| (i.line, i.kind)).collect()
    }

    #[test]
    fn the_example_of_the_rfc() {
        let policy = StsPolicy::parse(SOUND.as_bytes());
        assert_eq!((policy.mode, policy.max_age, policy.issues.len()), (Some(Mode::Enforce), Some(604_800), 0));
        assert_eq!(policy.patterns[1], Pattern { line: 4, text: "*.example.net".into() });
        assert!(faults(&SOUND.replace("\r\n", "\n")).is_empty());
        assert!(faults(SOUND.trim_end()).is_empty());
        assert!(faults(&SOUND.replace("max_age: ", "max_age:\t")).is_empty());
        assert!(faults(&format!("{SOUND}future.field-1: any thing\n")).is_empty());
        assert!(faults("version: STSv1\nmode: none\nmax_age: 86400\n").is_empty());
    }

    #[test]
    fn the_star_stands_for_one_label() {
        let policy = StsPolicy::parse(SOUND.as_bytes());
        for (host, covered) in [
            ("mail.example.com", true),
            ("a.mail.example.com", false),
            ("a.example.net", true),
            ("a.b.example.net", false),
            ("example.net", false),
            (".example.net", false),
        ] {
            assert_eq!(policy.covers(host), covered, "{host}");
        }
    }

    #[test]
    fn each_fault_has_its_line() {
        use IssueKind::{BadCharacter, BadMaxAge, BadMode, BadMx, BadVersion, Missing, NoField, TooLong, WrongCase};
        let with = |from: &str, to: &str| faults(&SOUND.replace(from, to));
        assert_eq!(with("mode: enforce", "mode enforce"), [(Some(2), NoField), (None, Missing)]);
        assert_eq!(with("mode: enforce", "mode : enforce"), [(Some(2), NoField), (None, Missing)]);
        assert_eq!(with("mode: enforce", " mode: enforce"), [(Some(2), NoField), (None, Missing)]);
        assert_eq!(with("mode: enforce", "mode: Enforce"), [(Some(2), BadMode)]);
        assert_eq!(with("mode: enforce", "Mode: enforce"), [(Some(2), WrongCase)]);
        assert_eq!(with("STSv1", "STSv2"), [(Some(1), BadVersion)]);
        assert_eq!(with("version", "\u{feff}version"), [(Some(1), NoField), (None, Missing)]);
        assert_eq!(with("604800", "1 week"), [(Some(5), BadMaxAge)]);
        assert_eq!(with("604800", "12345678901"), [(Some(5), BadMaxAge)]);
        assert_eq!(with("604800", "-1"), [(Some(5), BadMaxAge)]);
        assert_eq!(with("*.example.net", "*.*.example.net"), [(Some(4), BadMx)]);
        assert_eq!(with("*.example.net", "mail.example.net."), [(Some(4), BadMx)]);
        assert_eq!(with("*.example.net", "10 mail.example.net"), [(Some(4), BadMx)]);
        assert_eq!(faults("version: STSv1\nmode: testing\nmax_age: 86400\n"), [(None, Missing)]);
        assert_eq!(faults(&format!("{SOUND}note: a\u{7}\n")), [(Some(6), BadCharacter)]);
        assert_eq!(faults(&format!("{SOUND}{}", " ".repeat(LONGEST_POLICY))), [(None, TooLong)]);
        assert_eq!(faults("").len(), 4);
        assert_eq!(faults("<!DOCTYPE html>")[0], (Some(1), NoField));
    }

    #[test]
    fn the_first_of_a_field_counts() {
        let twice = StsPolicy::parse(format!("{SOUND}mode: none\nmax_age: 1\n").as_bytes());
        assert_eq!((twice.mode, twice.max_age, twice.issues.len()), (Some(Mode::Enforce), Some(604_800), 0));
    }

    #[test]
    fn anything_is_read_somehow_and_within_bounds() {
        let policy = StsPolicy::parse(&b"\xff:\xff\n".repeat(30_000));
        assert_eq!(policy.issues.len(), MOST_ISSUES);
    }
}
