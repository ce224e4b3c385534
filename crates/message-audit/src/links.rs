//! Where the links of the message lead, and what they pretend.

use crate::html::Link;
use crate::letter::Letter;
use crate::names::{listed_host, organisation};
use facts::Name;
use records::domain;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

/// At most so many links of the plain text are looked at.
const MOST_IN_TEXT: usize = 200;

/// Services that hide where a link leads; spammers hide behind them, so that filters count them against a message.
const SHORTENERS: &[&str] = &[
    "adf.ly",
    "bit.do",
    "bit.ly",
    "bitly.com",
    "bl.ink",
    "buff.ly",
    "clck.ru",
    "clk.li",
    "cli.re",
    "cutt.ly",
    "dlvr.it",
    "fb.me",
    "goo.gl",
    "goo.su",
    "is.gd",
    "j.mp",
    "lnkd.in",
    "n9.cl",
    "ow.ly",
    "qps.ru",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "shorturl.at",
    "short.gy",
    "soo.gd",
    "su.su",
    "surl.li",
    "t.co",
    "t.ly",
    "t2m.io",
    "tiny.cc",
    "tinyurl.com",
    "tr.im",
    "trib.al",
    "u.to",
    "urlz.fr",
    "v.gd",
    "vk.cc",
    "wp.me",
    "x.co",
    "ya.cc",
];

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A host by name, lower case.
    Host(Name),
    /// A bare address.
    Address(IpAddr),
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkFault {
    /// Through a shortener.
    Shortener(String),
    /// To a bare address.
    BareAddress(String),
    /// Its text shows one host, it leads to another.
    OtherHost { shown: String, led: String },
}

/// All links, those of the plain text with them.
#[must_use]
pub fn all(letter: &Letter) -> Vec<Link> {
    let mut links: Vec<Link> = letter.page().map(|p| p.links.clone()).unwrap_or_default();
    let text = letter.content.text.as_deref().unwrap_or_default();
    links.extend(in_text(text).take(MOST_IN_TEXT).map(|url| Link { url, ..Link::default() }));
    links
}

fn in_text(text: &str) -> impl Iterator<Item = String> + '_ {
    let begins = |word: &str| {
        let lower = word.to_ascii_lowercase();
        lower.find("http://").into_iter().chain(lower.find("https://")).min()
    };
    let ends = |c: char| matches!(c, '>' | '<' | '"' | ')' | ']' | ',' | ';');
    text.split_whitespace().filter_map(move |word| {
        let url = &word[begins(word)?..];
        let url = url.split(ends).next().unwrap_or(url).trim_end_matches(['.', '!', '?', ':', '\'']);
        (url.len() < 4_096).then(|| url.to_owned())
    })
}

/// Where an http or https link leads, or one without a scheme (`//host`); `None` for others and for what is no address.
#[must_use]
pub fn place(url: &str) -> Option<Place> {
    // Programs drop tabs and line breaks within an address.
    let url: String = url.trim().chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect();
    let rest = match url.split_once(':') {
        _ if url.starts_with("//") => url.as_str(),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => rest,
        _ => return None,
    };
    let rest = rest.trim_start_matches(['/', '\\']);
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    host(authority.rsplit_once('@').map_or(authority, |(_, host)| host))
}

fn host(text: &str) -> Option<Place> {
    if let Some(inner) = text.strip_prefix('[') {
        return inner.split(']').next()?.parse().ok().map(Place::Address);
    }
    let text = unescaped(text.rsplit_once(':').map_or(text, |(host, _)| host));
    if let Some(address) = number(text.strip_suffix('.').unwrap_or(&text)) {
        return Some(Place::Address(address.into()));
    }
    let name = Name::from_person(&text).ok()?;
    (name.depth() > 1).then_some(Place::Host(name))
}

/// Browsers read `%61` in a host as `a`.
fn unescaped(host: &str) -> String {
    let octet = |part: &str| part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    let mut parts = host.split('%');
    let mut out: Vec<u8> = parts.next().unwrap_or_default().into();
    for part in parts {
        match octet(part) {
            Some(byte) => {
                out.push(byte);
                out.extend(&part.as_bytes()[2..]);
            }
            None => {
                out.push(b'%');
                out.extend(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// An address as browsers read it: up to four numbers, decimal, octal (`0…`) or hexadecimal (`0x…`), of which the last fills what
/// is left (WHATWG URL 3.5).
fn number(text: &str) -> Option<Ipv4Addr> {
    let one = |part: &str| {
        let (digits, base) = match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            Some("") => ("0", 16),
            Some(digits) => (digits, 16),
            None if part.len() > 1 && part.starts_with('0') => (&part[1..], 8),
            None => (part, 10),
        };
        if digits.starts_with('+') { None } else { u32::from_str_radix(digits, base).ok() }
    };
    let parts: Vec<u32> = text.split('.').take(5).map(one).collect::<Option<_>>()?;
    let (last, first) = parts.split_last()?;
    let room = 8 * u32::try_from(4_usize.checked_sub(first.len())?).ok()?;
    let fits = room > 0 && (room == 32 || u64::from(*last) < 1 << room) && first.iter().all(|n| *n < 256);
    let high = first.iter().enumerate().map(|(at, n)| n << (24 - 8 * at)).sum::<u32>();
    fits.then(|| Ipv4Addr::from(high | last))
}

/// Whether the link goes over plain http.
#[must_use]
pub fn is_plain_http(link: &Link) -> bool {
    link.url.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("http:"))
}

/// What is wrong with it.
#[must_use]
pub fn fault(link: &Link) -> Option<LinkFault> {
    let led = place(&link.url)?;
    let host = match &led {
        Place::Address(address) => return Some(LinkFault::BareAddress(address.to_string())),
        Place::Host(host) => host,
    };
    let is_shortener = |s: &&&str| host.as_str() == **s || host.as_str().strip_suffix(**s).is_some_and(|h| h.ends_with('.'));
    if let Some(shortener) = SHORTENERS.iter().find(is_shortener) {
        return Some(LinkFault::Shortener((*shortener).to_owned()));
    }
    let shown = shown_host(&link.text)?;
    (organisation(&shown) != organisation(host)).then(|| LinkFault::OtherHost { shown: shown.to_string(), led: host.to_string() })
}

/// The host that a text gives itself out as: an address in full among its words, or nothing but a host name under a known ending.
fn shown_host(text: &str) -> Option<Name> {
    let whole = |word: &str| match place(word) {
        Some(Place::Host(name)) => Some(name),
        _ if word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) => host_before_path(word),
        _ => None,
    };
    if text.contains('@') {
        return None;
    }
    let mut words = text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '/'));
    words.clone().find_map(whole).or_else(|| words.next().filter(|_| words.next().is_none()).and_then(host_before_path))
}

/// Names of files whose endings are top-level domains as well.
fn is_file(name: &str) -> bool {
    let of_two = name.split('.').count() == 2;
    of_two && [".zip", ".mov", ".py", ".sh"].iter().any(|end| name.ends_with(end)) || ["readme.md", "changelog.md"].contains(&name)
}

/// The same without what follows the host.
fn host_before_path(word: &str) -> Option<Name> {
    let Some(Place::Host(name)) = host(word.split(['/', '?', '#']).next()?) else { return None };
    listed_host(name.as_str()).filter(|name| !is_file(name.as_str()))
}

/// The registrable domains that links lead to, in order of their names.
#[must_use]
pub fn domains(links: &[Link]) -> BTreeSet<Name> {
    let registrable = |link: &Link| match place(&link.url)? {
        Place::Host(host) => domain::organisational(host.as_str()).and_then(|d| Name::parse(d).ok()),
        Place::Address(_) => None,
    };
    links.iter().filter_map(registrable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(url: &str, text: &str) -> Option<LinkFault> {
        fault(&Link { url: url.into(), text: text.into(), ..Link::default() })
    }

    #[test]
    fn what_links_pretend() {
        let other = |shown: &str, led: &str| Some(LinkFault::OtherHost { shown: shown.into(), led: led.into() });
        assert_eq!(judged("https://evil.example/", "https://bank.example/login"), other("bank.example", "evil.example"));
        assert_eq!(judged("https://evil.example/", "www.bank.com"), other("www.bank.com", "evil.example"));
        assert_eq!(judged("https://click.shop.com/x", "shop.com"), None);
        assert_eq!(judged("https://a.com/", "read more"), None);
        assert_eq!(judged("https://evil.example/", "Log in at https://bank.example now"), other("bank.example", "evil.example"));
        assert_eq!(judged("https://evil.example/", "(www.bank.com)"), other("www.bank.com", "evil.example"));
        assert_eq!(judged("https://a.com/", "about bank.com"), None, "a name among words is no address");
        assert_eq!(judged("https://a.com/", "Node.js"), None, "no such top-level domain");
        assert_eq!(judged("https://a.com/", "me@b.com"), None);
        for file in ["README.md", "photos.zip", "install.sh", "app.py", "film.mov"] {
            assert_eq!(judged("https://a.com/", file), None, "{file}");
        }
        assert_eq!(judged("https://a.com/", "www.bank.md"), other("www.bank.md", "a.com"));
        assert_eq!(judged("https://bit.ly/x", ""), Some(LinkFault::Shortener("bit.ly".into())));
        assert_eq!(judged("https://notbit.ly/x", ""), None);
        assert_eq!(judged("http://192.0.2.1/x", ""), Some(LinkFault::BareAddress("192.0.2.1".into())));
        assert_eq!(judged("http://3221225985/x", ""), Some(LinkFault::BareAddress("192.0.2.1".into())));
        assert_eq!(judged("http://[2001:db8::1]:80/x", ""), Some(LinkFault::BareAddress("2001:db8::1".into())));
        assert_eq!(judged("https://user:pw@bit.ly:443/x", ""), Some(LinkFault::Shortener("bit.ly".into())));
        assert_eq!(judged("mailto:a@192.0.2.1", ""), None);
    }

    #[test]
    fn addresses_in_disguise() {
        for url in [
            "http://0xC0000201/",
            "http://0300.0.2.1/",
            "http://0xc0.0x0.0x2.0x1/",
            "http://192.0.513/",
            "//192.0.2.1/x",
            "ht\ntp://192.0.2.1/",
            "http:/192.0.2.1/",
            "http:\\\\192.0.2.1",
            "http://192.0.2.1./",
            "http://%3192.0.2.1/",
        ] {
            assert_eq!(judged(url, ""), Some(LinkFault::BareAddress("192.0.2.1".into())), "{url}");
        }
        for url in ["http://1.2.3.4.5/", "http://256.1.1.1/", "http://0x/x.example", "http://08.1.1.1/", "http://a.0x1f/", "https://+1/"] {
            assert!(!matches!(judged(url, ""), Some(LinkFault::BareAddress(a)) if a != "0.0.0.0"), "{url}");
        }
        assert_eq!(judged("//bit.ly/x", ""), Some(LinkFault::Shortener("bit.ly".into())));
    }

    #[test]
    fn links_of_plain_text() {
        let found: Vec<String> = in_text("see (https://a.example/x?y=1), or <http://b.example>. HTTPS no, ЁHTTP://Bit.ly/x").collect();
        assert_eq!(found, ["https://a.example/x?y=1", "http://b.example", "HTTP://Bit.ly/x"]);
    }
}
