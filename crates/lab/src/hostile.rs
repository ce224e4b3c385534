//! Scenario texts of a hostile world: zones of garbage and servers that misbehave at every step.
//! Each is to end in a clear result, in bounded time and memory, whatever that result is.

use std::fmt::Write as _;

/// The domain of every case.
pub const DOMAIN: &str = "example.com";

/// What is right in [`DOMAIN`] unless a case lies over it.
const BASE: &str = "
example.com SOA ns1.example.com hostmaster.example.com 1 7200 3600 1209600 3600
example.com NS ns1.example.com
ns1.example.com A 44.128.0.53
example.com MX 10 mx.example.com
mx.example.com A 44.128.1.25
44.128.1.25 PTR mx.example.com
example.com TXT v=spf1 mx -all
_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:d@example.com
smtp 44.128.1.25:25 mx.example.com good
";

/// One hostile world.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is wrong in it.
    pub name: String,
    text: String,
}

impl Case {
    fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// The texts, for [`Lab::start`](crate::Lab::start): a sound domain, and the case over it.
    #[must_use]
    pub fn layers(&self) -> [&str; 2] {
        [BASE, &self.text]
    }
}

/// Zones of garbage, and of too much.
#[must_use]
pub fn zones() -> Vec<Case> {
    vec![
        Case::new("TXT that is no text", undecodable_txt()),
        Case::new("60 kB of TXT", txt_set(230)),
        Case::new("more TXT than a DNS message holds", txt_set(300)),
        Case::new("aliases in a circle", alias_circle("example.com", 3)),
        Case::new("a mail host that is an alias of itself", "mx.example.com CNAME mx.example.com\nmx.example.com A SERVFAIL"),
        Case::new("a policy behind 40 aliases", alias_chain("_dmarc.example.com", 40)),
        Case::new("500 exchanges", exchanges(500)),
        Case::new("an exchange with 300 addresses", many("mx.example.com A 44.129", 300)),
        Case::new("300 reverse names", (0..300).map(|i| format!("44.128.1.25 PTR p{i}.example.net\n")).collect::<String>()),
        Case::new("an SPF tree of thousands", spf_tree(8, 4)),
        Case::new("an SPF record of 400 includes", spf_tree(400, 1)),
        Case::new("an SPF chain of 200 redirects", spf_chain(200)),
        Case::new("an SPF policy whose includes never end", endless_spf()),
        Case::new("an SPF record of 50 kB in one term", format!("example.com TXT v=spf1 include:{} -all", "x".repeat(50_000))),
        Case::new("a DMARC record of 5000 tags", format!("_dmarc.example.com TXT v=DMARC1; p=none{}", "; a=b".repeat(5_000))),
        Case::new("a DKIM key that is no key", format!("*._domainkey.example.com TXT v=DKIM1; p={}", "QUJD".repeat(4_000))),
        Case::new("every name answers everything", wildcards()),
        Case::new("names of odd bytes", odd_names()),
        Case::new("200 name servers", name_servers(200)),
        Case::new("nobody answers below the domain", "example.com * TIMEOUT"),
        Case::new("everything fails", "example.com * SERVFAIL"),
        Case::new("everything is refused", "example.com * REFUSED"),
    ]
}

/// One mail server that misbehaves, at each step in each way.
#[must_use]
pub fn talks() -> Vec<Case> {
    const STEPS: [(&str, &str); 6] = [
        ("greeting", ""),
        ("EHLO", "C: EHLO"),
        ("STARTTLS", "C: STARTTLS"),
        ("the handshake", "C: STARTTLS\nS: 220 go"),
        ("EHLO after the handshake", "C: EHLO tls"),
        ("QUIT", "C: QUIT tls"),
    ];
    const WAYS: [(&str, &str); 7] = [
        ("it closes", "CLOSE"),
        ("it falls silent", "SILENCE"),
        ("it talks without end", "ENDLESS"),
        ("it closes within a reply", "S: 250-half\nCLOSE"),
        ("it falls silent within a reply", "S: 250-half\nSILENCE"),
        ("it says what is no reply", "S: \u{1b}[2J\u{202e} hello"),
        ("it drips", "WAIT 1000\nS: 250-a\nWAIT 1000\nS: 250-STARTTLS\nWAIT 1000\nS: 250 c"),
    ];
    let server = "smtp 44.128.1.25:25 mx.example.com good";
    let steps = STEPS.iter().flat_map(|(step, at)| {
        WAYS.iter().map(move |(way, acts)| Case::new(format!("at {step} {way}"), format!("{server}\n{at}\n{acts}")))
    });
    let long = "x".repeat(100_000);
    let whole = [
        ("it refuses connections", "REFUSE".to_owned()),
        ("it swallows connections", "DROP".to_owned()),
        ("it greets with 100 kB in one line", format!("S: 220 {long}")),
        ("it answers EHLO with 2000 lines", format!("C: EHLO\n{}S: 250 END", "S: 250-X-CAPABILITY\n".repeat(2_000))),
        ("its handshake fails", "C: STARTTLS\nS: 220 go\nTLS FAIL handshake_failure".to_owned()),
        ("it says 999", "S: 999 what".to_owned()),
    ];
    steps.chain(whole.into_iter().map(|(name, acts)| Case::new(name, format!("{server}\n{acts}")))).collect()
}

fn undecodable_txt() -> String {
    let bytes: String = (0..=255).map(|b| format!("\\{b:03}")).collect();
    format!(
        "example.com TXT \"{bytes}\"\nexample.com TXT \"\"\nexample.com TXT \"v=spf1 \\255\\254 -all\"\n\
         _dmarc.example.com TXT \"v=DMARC1; p=\\000\\027[2J; rua=mailto:\\255@example.com\"\n\
         s1._domainkey.example.com TXT \"v=DKIM1; p=\\128\\129\""
    )
}

/// One SPF record among `count` strings of 255 octets.
fn txt_set(count: usize) -> String {
    let filler = (0..count).fold(String::new(), |mut text, i| {
        let _ = writeln!(text, "example.com TXT {i:05}-{}", "x".repeat(249));
        text
    });
    format!("{filler}example.com TXT v=spf1 mx -all")
}

/// The TXT set and the mail host at aliases that come back to themselves.
fn alias_circle(domain: &str, length: usize) -> String {
    let circle: String = (0..length).map(|i| format!("c{i}.{domain} CNAME c{}.{domain}\n", (i + 1) % length)).collect();
    format!("{circle}{domain} MX 10 c0.{domain}\n{domain} TXT v=spf1 include:c1.{domain} -all\ns1._domainkey.{domain} CNAME c2.{domain}")
}

fn alias_chain(owner: &str, length: usize) -> String {
    let links: String = (1..length).map(|i| format!("a{}.example.com CNAME a{i}.example.com\n", i - 1)).collect();
    format!("{owner} TXT NODATA\n{links}a{}.example.com TXT v=DMARC1; p=none\ns1._domainkey.example.com CNAME a0.example.com", length - 1)
}

fn exchanges(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, i| {
        let address = format!("44.129.{}.{}", i / 250, i % 250 + 1);
        let _ =
            writeln!(text, "example.com MX {i} mx{i}.example.com\nmx{i}.example.com A {address}\nsmtp {address}:25 mx{i}.example.com good");
        text
    })
}

/// `count` records that differ in the last two numbers of an address.
fn many(begin: &str, count: usize) -> String {
    (0..count).map(|i| format!("{begin}.{}.{}\n", i / 250, i % 250 + 1)).collect()
}

/// Policies that include `width` others each, `depth` levels deep.
fn spf_tree(width: usize, depth: usize) -> String {
    let mut text = String::new();
    let mut level = vec!["example.com".to_owned()];
    for _ in 0..depth {
        let mut below = Vec::new();
        for owner in &level {
            let path = owner.strip_suffix("example.com").unwrap_or_default();
            let children: Vec<String> = (0..width).map(|i| format!("i{i}.{path}example.com")).collect();
            let includes: String = children.iter().map(|child| format!(" include:{child}")).collect();
            let _ = writeln!(text, "{owner} TXT v=spf1{includes} -all");
            below.extend(children);
        }
        level = below;
    }
    for owner in level {
        let _ = writeln!(text, "{owner} TXT v=spf1 ip4:44.140.0.1 -all");
    }
    text
}

fn spf_chain(length: usize) -> String {
    let links: String = (0..length).map(|i| format!("r{i}.example.com TXT v=spf1 redirect=r{}.example.com\n", i + 1)).collect();
    format!("{links}r{length}.example.com TXT v=spf1 -all\nexample.com TXT v=spf1 redirect=r0.example.com")
}

/// Every name below includes two that are longer still, until names end.
fn endless_spf() -> String {
    "example.com TXT v=spf1 include:a.example.com -all\n\
     a.example.com TXT v=spf1 include:x.%{d} include:y.%{d} -all\n\
     *.a.example.com TXT v=spf1 include:x.%{d} include:y.%{d} a:%{i}.%{d} exists:%{l}.%{d} -all"
        .into()
}

fn wildcards() -> String {
    let types = ["A 44.128.1.25", "MX 10 mx.example.com", "TXT v=spf1 mx -all", "TXT v=DMARC1; p=none", "TXT v=DKIM1; p=QUJD"];
    let owners = ["*.example.com", "*._domainkey.example.com", "*._dmarc.example.com"];
    owners.iter().flat_map(|owner| types.iter().map(move |data| format!("{owner} {data}\n"))).collect()
}

fn odd_names() -> String {
    let long = [63, 63, 63, 46].map(|n| "l".repeat(n)).join(".");
    format!(
        "example.com MX 10 \\000\\255\\032.example.com\nexample.com MX 20 a\\.b.example.com\nexample.com MX 30 -_-.example.com\n\
         example.com MX 40 {long}.example.com\n{long}.example.com A 44.128.1.25\n44.128.1.25 PTR \\027[2J\\226\\128\\174.example.com\n\
         example.com NS \\255.example.com\nexample.com NS .\n_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:d@{long}.example.com"
    )
}

fn name_servers(count: usize) -> String {
    (0..count).map(|i| format!("example.com NS n{i}.example.com\nn{i}.example.com A 44.141.0.{}\n", i + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lab;
    use facts::Moment;
    use facts::fixture::{NOW, World};
    use std::collections::BTreeSet;

    #[test]
    fn every_case_can_be_read_and_has_its_own_name() {
        let cases = [zones(), talks()].concat();
        for case in &cases {
            assert!(World::layers(&case.layers()).is_ok(), "{}: {:?}", case.name, World::layers(&case.layers()).err());
        }
        let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
        assert_eq!(names.len(), cases.len());
    }

    #[test]
    fn the_tree_has_thousands_of_policies() {
        let world = World::parse(&spf_tree(8, 4)).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(world.sets().count(), 1 + 8 + 64 + 512 + 4_096);
    }

    #[tokio::test]
    async fn the_largest_can_be_served() {
        for name in ["500 exchanges", "200 name servers", "names of odd bytes"] {
            let case = zones().into_iter().find(|case| case.name == name).unwrap_or_else(|| panic!("{name}"));
            let lab = Lab::start(&case.layers(), Moment::from_unix(NOW)).await.unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(!lab.connect_to().is_empty());
        }
    }
}
