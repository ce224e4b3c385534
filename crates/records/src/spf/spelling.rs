//! The nearest right spelling of a term that is none.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const MECHANISMS: [&str; 8] = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];
/// Names that people write for a mechanism; `ip` is resolved by the family of what follows.
const MEANT: [(&str, &str); 16] = [
    ("ipv4", "ip4"),
    ("ipv6", "ip6"),
    ("ip-v4", "ip4"),
    ("ip4v", "ip4"),
    ("inet", "ip4"),
    ("inet6", "ip6"),
    ("host", "a"),
    ("aaaa", "a"),
    ("domain", "include"),
    ("includes", "include"),
    ("included", "include"),
    ("incl", "include"),
    ("inc", "include"),
    ("exist", "exists"),
    ("any", "all"),
    ("alll", "all"),
];

/// Whether a modifier of this name (lower case) was meant as a mechanism.
pub(super) fn is_meant_as_mechanism(name: &str) -> bool {
    MECHANISMS.contains(&name) || matches!(name, "ipv4" | "ipv6" | "ip" | "includes")
}

/// Whether it is a slip of `redirect`.
pub(super) fn is_meant_as_redirect(name: &str) -> bool {
    name != "redirect" && name.len() > 5 && distance(name, "redirect") <= 2
}

/// The nearest right spelling of a whole term; `None` where nothing is near.
pub(super) fn of_term(word: &[u8]) -> Option<String> {
    let visible: String = word.iter().filter(|b| (0x21..0x7f).contains(*b)).map(|&b| char::from(b)).collect();
    let trimmed = visible.trim_matches(['"', '\'', ';', ',', '(', ')']).trim_end_matches('.');
    if trimmed.is_empty() || trimmed.len() > 300 {
        return None;
    }
    let (sign, body) = match trimmed.strip_prefix(['+', '-', '~', '?']) {
        Some(rest) => (&trimmed[..1], rest),
        None => ("", trimmed),
    };
    let guess = bare_value(body).or_else(|| named(body)).or_else(|| glued_all(body))?;
    let sign = if guess.contains('=') { "" } else { sign };
    let whole = format!("{sign}{guess}");
    // A hint that is wrong itself would be worse than none.
    let parses = matches!(super::term::read(whole.as_bytes()), Ok((_, None)));
    (parses && whole.as_bytes() != word).then_some(whole)
}

/// An address or a host name alone.
fn bare_value(body: &str) -> Option<String> {
    if let Some(family) = family(body) {
        return Some(format!("{family}:{body}"));
    }
    let host = !body.contains([':', '=', '/', '_']) && body.contains('.');
    let label = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let names_mechanism = body.split('.').next().is_some_and(|first| nearest(first).is_some());
    (host && !names_mechanism && body.split('.').all(label) && family(body).is_none()).then(|| format!("a:{body}"))
}

/// A name, a mark and a value, one of the first two wrong.
fn named(body: &str) -> Option<String> {
    let stop = body.find([':', '=', '/']).unwrap_or(body.len());
    let (name, rest) = (body[..stop].to_ascii_lowercase(), &body[stop..]);
    let value = rest.strip_prefix([':', '=']).map(|v| v.trim_start_matches([':', '=', '/']));
    if is_meant_as_redirect(&name) || name == "redirect" {
        return value.map(|v| format!("redirect={v}"));
    }
    if name == "exp" {
        return value.map(|v| format!("exp={v}"));
    }
    let mechanism = if name == "ip" { value.and_then(family)? } else { nearest(&name)? };
    match (mechanism, value) {
        ("all", _) => Some("all".to_owned()),
        ("ip4" | "ip6" | "a" | "mx" | "include" | "exists", Some(v)) if family(v).is_some() => Some(format!("{}:{v}", family(v)?)),
        ("ip4" | "ip6", Some(v)) => address_like(v).or_else(|| host_like(v).then(|| format!("a:{v}"))),
        ("include" | "exists" | "ptr", Some(v)) => Some(format!("{mechanism}:{}", v.split('/').next().unwrap_or(v))),
        (_, Some(v)) => Some(format!("{mechanism}:{v}")),
        (_, None) => Some(format!("{mechanism}{rest}")),
    }
}

/// `-allinclude:…` and `~all;include` cannot be mended by one term; `-alll` is found by `nearest`.
fn glued_all(body: &str) -> Option<String> {
    let tail = body.get(..3)?.eq_ignore_ascii_case("all").then(|| &body[3..])?;
    (!tail.starts_with(|c: char| c.is_ascii_alphanumeric())).then(|| "all".to_owned())
}

/// The mechanism for an address with or without prefix length.
fn family(value: &str) -> Option<&'static str> {
    let (address, prefix) = value.split_once('/').map_or((value, None), |(a, p)| (a, Some(p)));
    let most = match address.parse::<IpAddr>().ok()? {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    };
    let fits = prefix.is_none_or(|p| p.parse::<u8>().is_ok_and(|n| n <= most && n.to_string() == p));
    fits.then_some(if most == 32 { "ip4" } else { "ip6" })
}

/// An address with leading zeros, a port, or three numbers with a prefix length.
fn address_like(value: &str) -> Option<String> {
    let (address, prefix) = value.split_once('/').map_or((value, None), |(a, p)| (a, Some(p.trim_start_matches('/'))));
    let without_port = address.split(':').next().unwrap_or(address);
    let numbers: Vec<u8> = without_port.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let behind = prefix.map(|p| p.trim_start_matches('0')).filter(|p| p.parse::<u8>().is_ok_and(|n| n <= 32));
    match (numbers.as_slice(), prefix, behind) {
        (&[a, b, c, d], None, _) => Some(format!("ip4:{}", Ipv4Addr::new(a, b, c, d))),
        (&[a, b, c, d], Some(_), Some(p)) => Some(format!("ip4:{}/{p}", Ipv4Addr::new(a, b, c, d))),
        (&[a, b, c], None, _) => Some(format!("ip4:{}/24", Ipv4Addr::new(a, b, c, 0))),
        (&[a, b], None, _) => Some(format!("ip4:{}/16", Ipv4Addr::new(a, b, 0, 0))),
        (&[a, b, c], Some(_), Some(p)) => Some(format!("ip4:{}/{p}", Ipv4Addr::new(a, b, c, 0))),
        _ => None,
    }
}

fn host_like(value: &str) -> bool {
    let label = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let top = value.rsplit('.').next().is_some_and(|t| t.bytes().any(|b| b.is_ascii_alphabetic()));
    value.contains('.') && value.split('.').all(label) && top && value.parse::<Ipv6Addr>().is_err()
}

/// The mechanism that a name is a slip of.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    if let Some(exact) = MECHANISMS.into_iter().find(|m| *m == name) {
        return Some(exact);
    }
    if let Some((_, right)) = MEANT.iter().find(|(wrong, _)| *wrong == name) {
        return Some(right);
    }
    // One slip in a short name, two in a long one: more would find words that mean something else.
    let near = |m: &&str| {
        let most = if m.len() >= 6 { 2 } else { 1 };
        m.len() > 1 && (name.len() > 1) && distance(&name, m) <= most
    };
    MECHANISMS.into_iter().find(near)
}

/// How many slips part two names: a letter more, less or changed, or two neighbours exchanged.
/// Names over 64 octets count as far apart.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > 64 || b.len() > 64 {
        return usize::MAX;
    }
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 || j == 0 {
                rows[i][j] = i + j;
                continue;
            }
            let changed = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}
