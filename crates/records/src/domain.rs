//! Names as policies see them: registrable domains, public suffixes, host names, near spellings.
//!
//! Works on text in lower-case A-labels without the final dot; never asks the DNS.

/// The organisational domain by the public suffix list: the public suffix and one label more.
///
/// Both sections of the list (ICANN and private) are used, as receivers do that follow RFC 7489
/// 3.2; a top-level domain that the list lacks is taken as a public suffix. `None` for a public
/// suffix itself and for text without labels.
///
/// The list is the one compiled in; its date is that of the `psl` crate's version.
#[must_use]
pub fn organisational(name: &str) -> Option<&str> {
    if has_empty_label(name) { None } else { psl::domain_str(name) }
}

/// Whether the list calls this name a public suffix (`com`, `co.uk`, `github.io`).
#[must_use]
pub fn is_public_suffix(name: &str) -> bool {
    !has_empty_label(name) && psl::suffix_str(name) == Some(name)
}

/// As [`is_public_suffix`], for names that stand in the list alone: a top-level domain that it lacks is none.
#[must_use]
pub fn is_listed_suffix(name: &str) -> bool {
    is_public_suffix(name) && psl::suffix(name.as_bytes()).is_some_and(|s| s.is_known())
}

/// Whether this is a name that a host can have (RFC 1123 2.1): at least two labels of letters,
/// digits and inner hyphens, at most 253 octets, and a top-level domain that is not all digits.
#[must_use]
pub fn is_host_name(name: &str) -> bool {
    let top_is_number = name.rsplit('.').next().is_some_and(|top| top.bytes().all(|b| b.is_ascii_digit()));
    name.len() <= 253 && name.contains('.') && !top_is_number && name.split('.').all(is_host_label)
}

/// Whether one text becomes the other by a single edit: a character put in, left out or replaced,
/// or two neighbours swapped. Equal texts are not.
#[must_use]
pub fn one_edit_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    match (&a[..a.len() - tail], &b[..b.len() - tail]) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}

fn has_empty_label(name: &str) -> bool {
    name.split('.').any(str::is_empty)
}

fn is_host_label(label: &str) -> bool {
    let fit = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    !label.is_empty() && label.len() <= 63 && label.bytes().all(fit) && !label.starts_with('-') && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisational_domains_by_the_list() {
        for (name, wanted) in [
            ("example.com", Some("example.com")),
            ("a.b.example.com", Some("example.com")),
            ("a.example.co.uk", Some("example.co.uk")),
            ("_dmarc.mail.example.com", Some("example.com")),
            ("x.user.github.io", Some("user.github.io")),
            ("a.b.xn--80a1acny.xn--p1ai", Some("xn--80a1acny.xn--p1ai")),
            ("host.unknown-tld-of-nobody", Some("host.unknown-tld-of-nobody")),
            ("com", None),
            ("co.uk", None),
            ("github.io", None),
            ("", None),
            ("a..com", None),
            (".com", None),
        ] {
            assert_eq!(organisational(name), wanted, "{name}");
        }
    }

    #[test]
    fn public_suffixes() {
        for yes in ["com", "co.uk", "github.io", "xn--p1ai", "unknown-tld-of-nobody"] {
            assert!(is_public_suffix(yes), "{yes}");
        }
        for no in ["example.com", "www.co.uk.example.com", "", "."] {
            assert!(!is_public_suffix(no), "{no}");
        }
        assert!(is_listed_suffix("co.uk") && is_listed_suffix("com"));
        assert!(!is_listed_suffix("lan") && !is_listed_suffix("example.com"));
    }

    #[test]
    fn host_names() {
        let long = format!("{}.example.com", "a".repeat(63));
        for yes in ["mx.example.com", "a-1.b", "1.example", long.as_str()] {
            assert!(is_host_name(yes), "{yes}");
        }
        let longer = format!("{}.example.com", "a".repeat(64));
        let huge = format!("{}com", "abc.".repeat(63));
        let odd = ["localhost", "a_b.example", "-a.example", "a-.example", "192.0.2.1", "a..b", "a.b.", "", longer.as_str(), huge.as_str()];
        for no in odd {
            assert!(!is_host_name(no), "{no}");
        }
    }

    #[test]
    fn one_edit() {
        for (a, b) in [("include", "inclde"), ("inclde", "include"), ("all", "alll"), ("include", "inclued"), ("ip4", "ip5"), ("", "a")] {
            assert!(one_edit_apart(a, b), "{a} {b}");
        }
        for (a, b) in [("same", "same"), ("ab", "cd"), ("abc", "cba"), ("ip4", "mx"), ("", "ab"), ("aab", "bba"), ("abcd", "badc")] {
            assert!(!one_edit_apart(a, b), "{a} {b}");
        }
    }
}
