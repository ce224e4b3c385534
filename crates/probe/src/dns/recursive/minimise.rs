//! How much of a name a server gets to see (RFC 9156): pure arithmetic on labels.

/// Shortened questions of one walk (RFC 9156 2.3, MAX_MINIMISE_COUNT).
const MOST_SHORTENED: usize = 10;
/// As many of them go one label further each (MINIMISE_ONE_LAB).
const ONE_BY_ONE: usize = 4;

/// Counts the shortened questions of one walk.
#[derive(Debug, Default)]
pub(super) struct Minimiser {
    count: usize,
}

impl Minimiser {
    /// How many labels of `labels`, counted from the root, are asked about next, when `known` of
    /// them have been asked about; all of them for the whole name.
    pub(super) fn next(&mut self, labels: &[Vec<u8>], known: usize) -> usize {
        let left = labels.len().saturating_sub(known);
        if left <= 1 || self.count >= MOST_SHORTENED {
            return labels.len();
        }
        let rounds = MOST_SHORTENED - self.count;
        let further = if self.count < ONE_BY_ONE { 1 } else { left.div_ceil(rounds) };
        self.count += 1;
        let mut depth = known + further;
        let reverse = labels.last().is_some_and(|last| last.eq_ignore_ascii_case(b"arpa"));
        while depth < labels.len() && is_no_border(&labels[labels.len() - depth], reverse) {
            depth += 1;
        }
        depth
    }
}

/// Labels where next to no zone begins: `_dmarc` (RFC 9156 2.3), and, outside of the reverse zones,
/// numbers and single letters: the reversed addresses before the names of lists.
fn is_no_border(label: &[u8], reverse: bool) -> bool {
    label.starts_with(b"_") || (!reverse && (label.len() == 1 || label.iter().all(u8::is_ascii_digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names asked about from the root on, as if no zone began anywhere.
    fn steps(name: &str) -> Vec<String> {
        let labels: Vec<Vec<u8>> = name.split('.').map(|l| l.as_bytes().to_vec()).collect();
        let (mut minimiser, mut known, mut asked) = (Minimiser::default(), 0, Vec::new());
        while known < labels.len() {
            known = minimiser.next(&labels, known);
            asked.push(name.splitn(labels.len() - known + 1, '.').last().unwrap_or_default().to_owned());
        }
        asked
    }

    #[test]
    fn one_label_at_a_time() {
        assert_eq!(steps("com"), ["com"]);
        assert_eq!(steps("www.eu.example.com"), ["com", "example.com", "eu.example.com", "www.eu.example.com"]);
    }

    #[test]
    fn labels_that_begin_no_zone_are_taken_along() {
        assert_eq!(steps("_dmarc.example.com"), ["com", "example.com", "_dmarc.example.com"]);
        assert_eq!(steps("s1._domainkey.example.com"), ["com", "example.com", "s1._domainkey.example.com"]);
        assert_eq!(steps("4.9.128.44.zen.example.org"), ["org", "example.org", "zen.example.org", "4.9.128.44.zen.example.org"]);
        assert_eq!(steps("4.9.128.44.in-addr.arpa").len(), 6);
    }

    #[test]
    fn a_long_name_costs_a_bounded_number() {
        let nibbles = "1.".repeat(32) + "ip6.arpa";
        let asked = steps(&nibbles);
        assert_eq!(asked.len(), 10, "{asked:?}");
        assert_eq!(asked.last(), Some(&nibbles));
        assert_eq!(asked[3], "1.1.ip6.arpa");
        assert!(steps(&"ab.".repeat(80)[..239]).len() <= 11);
    }
}
