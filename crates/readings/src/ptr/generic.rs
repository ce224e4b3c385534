//! Whether a reverse name looks like that of a pool or an unnamed machine: it holds the address, or
//! a word that access providers put there.

use facts::Name;
use std::net::IpAddr;

/// Words of access and address pools, whole words between digits, dots and hyphens.
const WORDS: &[&str] = &[
    "adsl",
    "broadband",
    "cable",
    "catv",
    "cgnat",
    "dhcp",
    "dial",
    "dialin",
    "dialup",
    "dsl",
    "dyn",
    "dynamic",
    "dynip",
    "fttb",
    "ftth",
    "gprs",
    "nat",
    "pool",
    "ppp",
    "pppoe",
    "sdsl",
    "static",
    "unassigned",
    "unknown",
    "vdsl",
    "wifi",
    "wlan",
    "xdsl",
];

/// The part of `name` by which it looks like a pool's: the address in it, or a word; `None` for a
/// name that a person gave. The registrable domain itself is not looked at (`dyn.com` is a name).
#[must_use]
pub fn generic_part(name: &Name, address: IpAddr) -> Option<String> {
    let text = name.as_str();
    let holds_address = match address {
        IpAddr::V4(a) => decimal_part(text, a.octets()).or_else(|| hexadecimal_part(text, a.octets())),
        IpAddr::V6(a) => nibble_part(text, a.octets()).or_else(|| {
            let written = a.to_string().replace(':', "-");
            text.contains(&written).then_some(written)
        }),
    };
    holds_address.or_else(|| {
        let registrable = records::domain::organisational(text).unwrap_or_default();
        let host = text.strip_suffix(registrable).unwrap_or(text);
        host.split(|c: char| !c.is_ascii_alphabetic()).find(|word| WORDS.contains(word)).map(str::to_owned)
    })
}

/// Four numbers with one character between each, in the address's order or reversed (`44-128-9-3`, `3.9.128.44`).
fn decimal_part(text: &str, octets: [u8; 4]) -> Option<String> {
    let runs: Vec<(usize, &str)> = runs(text, |b| b.is_ascii_digit());
    let forward = octets.map(u32::from);
    let backward = [forward[3], forward[2], forward[1], forward[0]];
    let apart = |w: &[(usize, &str)]| {
        w.windows(2).all(|p| {
            let gap = &text[p[0].0 + p[0].1.len()..p[1].0];
            matches!(gap, "-" | "." | "_" | "x")
        })
    };
    let found = runs.windows(4).filter(|w| apart(w)).find(|w| {
        let numbers: Vec<u32> = w.iter().filter_map(|(_, digits)| digits.parse().ok()).collect();
        numbers == forward || numbers == backward
    });
    let separated = found.map(|w| text[w[0].0..w[3].0 + w[3].1.len()].to_owned());
    // Without anything between, each number is filled up to three digits.
    separated.or_else(|| {
        let padded = |o: [u32; 4]| o.iter().map(|n| format!("{n:03}")).collect::<String>();
        [padded(forward), padded(backward)].into_iter().find(|p| runs.iter().any(|(_, digits)| digits == p))
    })
}

/// Eight hexadecimal digits at the end of a word (`ip-2c800903`).
fn hexadecimal_part(text: &str, [a, b, c, d]: [u8; 4]) -> Option<String> {
    let written = [format!("{a:02x}{b:02x}{c:02x}{d:02x}"), format!("{d:02x}{c:02x}{b:02x}{a:02x}")];
    let words = runs(text, |b| b.is_ascii_alphanumeric());
    written.into_iter().find(|w| words.iter().any(|(_, word)| word.ends_with(w.as_str())))
}

/// All 32 nibbles in either order, with or without dots and hyphens between.
fn nibble_part(text: &str, octets: [u8; 16]) -> Option<String> {
    let forward: String = octets.iter().map(|o| format!("{o:02x}")).collect();
    let backward: String = forward.chars().rev().collect();
    let bare: String = text.chars().filter(|c| !matches!(c, '.' | '-')).collect();
    [forward, backward].into_iter().find(|n| bare.contains(n.as_str()))
}

/// Where `fits` holds without a break, with the position of each run.
fn runs(text: &str, fits: impl Fn(u8) -> bool) -> Vec<(usize, &str)> {
    let (mut found, mut start) = (Vec::new(), None);
    for (at, byte) in text.bytes().chain([b'.']).enumerate() {
        match (start, fits(byte)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, address: &str) -> Option<String> {
        let address = address.parse().unwrap_or_else(|e| panic!("{e}"));
        generic_part(&Name::parse(name).unwrap_or_else(|e| panic!("{e}")), address)
    }

    #[test]
    fn the_address_in_any_spelling() {
        for name in [
            "host44-128-9-3.isp.net",
            "3.9.128.44.isp.net",
            "ec2-44-128-9-3.compute-1.amazonaws.com",
            "static.3.9.128.44.clients.isp.net",
            "ip44x128x9x3.isp.net",
            "h044-128-009-003.isp.net",
            "044128009003.isp.net",
            "ip-2c800903.isp.net",
            "h0309802c.isp.net",
        ] {
            assert!(part(name, "44.128.9.3").is_some(), "{name}");
        }
        for name in ["2d00-44-1--1.isp.net", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.4.4.0.0.0.0.d.2.ip6.isp.net"] {
            assert!(part(name, "2d00:44:1::1").is_some(), "{name}");
        }
    }

    #[test]
    fn words_of_pools_are_whole_words() {
        for name in ["dyn12.isp.net", "a.pool.isp.net", "static-7.isp.net", "ppp1.isp.net", "a-dsl-b.isp.net", "x.dhcp.isp.net"] {
            assert!(part(name, "44.128.9.3").is_some(), "{name}");
        }
    }

    #[test]
    fn names_that_a_person_gave() {
        for name in [
            "mx.example.com",
            "mail.example.com",
            "smtp4.example.com",
            "out4.example.com",
            "mail-out-44.example.com",
            "mx.dyn.com",
            "carpool.example.com",
            "dynamite.example.com",
            "o1-9-3.example.com",
            "host44-128-9-4.example.com",
            "mx128.example.com",
            "mailstatic.example.com",
        ] {
            assert_eq!(part(name, "44.128.9.3"), None, "{name}");
        }
    }
}
