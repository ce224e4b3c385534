use super::*;
use std::net::IpAddr;

fn parse(text: &str) -> SpfRecord {
    SpfRecord::parse(text.as_bytes())
}

/// The one issue of `v=spf1 TERM`, with the column within the record.
fn issue(term: &str) -> (IssueKind, usize, Option<String>) {
    let record = parse(&format!("v=spf1 {term}"));
    let first = record.issues.first().unwrap_or_else(|| panic!("'{term}' has no issue"));
    (first.kind, first.span.column(), first.instead.clone())
}

#[test]
fn the_version_ends_in_a_space_or_the_record() {
    for yes in ["v=spf1", "v=spf1 -all", "V=SPF1 ", "v=sPf1 a"] {
        assert!(is_spf(yes.as_bytes()), "{yes}");
        assert_eq!(near_miss(yes.as_bytes()), None, "{yes}");
    }
    for no in ["v=spf10", " v=spf1", "v=spf1;", "v=spf1\t-all", "spf1 -all", ""] {
        assert!(!is_spf(no.as_bytes()), "{no}");
    }
}

#[test]
fn near_misses() {
    use NearMiss::*;
    let table = [
        (" v=spf1 -all", LeadingSpace),
        ("\tv=spf1 -all", LeadingSpace),
        ("\"v=spf1 -all\"", LeadingQuote),
        ("\u{feff}v=spf1 -all", LeadingBytes),
        ("v=spf1; -all", NoSpaceBehind),
        ("v=spf1-all", NoSpaceBehind),
        ("v=spf1,include:x.example", NoSpaceBehind),
        ("v=spf10 -all", OtherVersion),
        ("v=spf2 mx -all", OtherVersion),
        ("spf1 mx -all", Misspelt),
        ("v=spf 1 mx -all", Misspelt),
        ("v= spf1 -all", Misspelt),
        ("v=sfp1 include:x.example -all", Misspelt),
        ("v-spf1 mx -all", Misspelt),
        ("TXT v=spf1 mx -all", Misspelt),
        ("example.com. 300 IN TXT \"v=spf1 mx -all\"", Misspelt),
    ];
    for (text, kind) in table {
        assert_eq!(near_miss(text.as_bytes()), Some(kind), "{text}");
    }
    for other in [
        "google-site-verification=spf1",
        "spf2.0/pra mx -all",
        "v=DKIM1; k=rsa",
        "v=DMARC1; p=none",
        "spf is important",
        "MS=ms1",
        "we use v=spf1 here",
    ] {
        assert_eq!(near_miss(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn every_kind_of_term() {
    let record = parse(
        "v=spf1 a -a/24//64 mx:x.example/8 ~ip4:192.0.2.0/24 ip6:2001:db8::/32 ptr ?exists:%{ir}.x.example include:_spf.x.example RA=postmaster exp=e.x.example redirect=%{d}.x.example",
    );
    assert_eq!(record.issues, []);
    assert_eq!(record.terms.len(), 11);
    assert_eq!(record.terms[0].span, Span { start: 7, end: 8 });
    let cidr = DualCidr { v4: 24, v6: 64 };
    assert_eq!(record.terms[1].kind, TermKind::Directive(Qualifier::Fail, Mechanism::A { domain: None, cidr }));
    assert!(matches!(&record.terms[6].kind, TermKind::Directive(Qualifier::Neutral, Mechanism::Exists(d)) if d.depends_on_sender()));
    assert!(matches!(&record.terms[8].kind, TermKind::Unknown { name } if name == "RA"));
    assert_eq!(record.redirect().map(|(at, d)| (at, d.depends_on_sender())), Some((10, false)));
}

#[test]
fn faults_have_a_column_and_a_hint() {
    use IssueKind::*;
    let table = [
        ("inculde:x.example", UnknownMechanism, 8, Some("include:x.example")),
        ("ipv4:192.0.2.1", UnknownMechanism, 8, Some("ip4:192.0.2.1")),
        ("ip:2001:db8::1", UnknownMechanism, 8, Some("ip6:2001:db8::1")),
        ("192.0.2.1", UnknownMechanism, 8, Some("ip4:192.0.2.1")),
        ("mail.x.example", UnknownMechanism, 8, Some("a:mail.x.example")),
        ("-al", UnknownMechanism, 9, Some("-all")),
        ("-all;", UnknownMechanism, 9, Some("-all")),
        ("-all.", UnknownMechanism, 9, Some("-all")),
        ("-all:x", UnexpectedValue, 12, Some("-all")),
        ("ip4:300.0.2.1", BadAddress, 12, None),
        ("ip4:192.0.2", BadAddress, 12, Some("ip4:192.0.2.0/24")),
        ("ip4:192.0.2.01", LeadingZero, 12, Some("ip4:192.0.2.1")),
        ("ip4:192.0.2.1/33", AddressPrefix, 21, None),
        ("ip4:192.0.2.0/024", AddressPrefix, 21, Some("ip4:192.0.2.0/24")),
        ("ip4:192.0.2.1:25", BadAddress, 12, Some("ip4:192.0.2.1")),
        ("ip4:2001:db8::1", WrongFamily, 12, Some("ip6:2001:db8::1")),
        ("ip6:192.0.2.1", WrongFamily, 12, Some("ip4:192.0.2.1")),
        ("ip6:2001:db8::/129", AddressPrefix, 22, None),
        ("ip4:mail.x.example", BadAddress, 12, Some("a:mail.x.example")),
        ("a:192.0.2.1", BadDomain, 10, Some("ip4:192.0.2.1")),
        ("a/33", BadPrefix, 10, None),
        ("a:localhost", BadDomain, 10, None),
        ("include", MissingValue, 8, None),
        ("include:x.example/24", BadDomain, 16, Some("include:x.example")),
        ("redirect:x.example", UnknownMechanism, 8, Some("redirect=x.example")),
        ("-redirect=x.example", ModifierName, 8, Some("redirect=x.example")),
        ("1up=x", ModifierName, 8, None),
        ("exists:%(i).x.example", BadMacro, 15, None),
        ("exists:%{i0}.x.example", BadMacro, 15, None),
        ("a:%{c}.x.example", ExplanationMacro, 10, None),
        ("include=x.example", MechanismAsModifier, 8, Some("include:x.example")),
        ("redirct=x.example", MechanismAsModifier, 8, Some("redirect=x.example")),
        ("v=spf1", VersionAgain, 8, None),
        ("a:x.example}", BadDomain, 10, None),
    ];
    for (term, kind, column, instead) in table {
        assert_eq!(issue(term), (kind, column, instead.map(str::to_owned)), "{term}");
    }
    assert_eq!(issue("include: x.example").2.as_deref(), Some("include:x.example"));
    assert_eq!(issue("- all").2.as_deref(), Some("-all"));
    assert_eq!(issue("redirect=x.example redirect=x.example").0, RedirectTwice);
}

#[test]
fn odd_octets_keep_their_columns() {
    let record = SpfRecord::parse(b"v=spf1 a\rptr \xef\xbb\xbf-all");
    assert_eq!(record.text.chars().count(), record.length);
    assert_eq!(record.issues[0].kind, IssueKind::ControlCharacter);
    assert_eq!(record.issues[0].span, Span { start: 8, end: 9 });
    assert_eq!(record.issues[1].kind, IssueKind::NotAscii);
    assert_eq!(record.issues[1].instead.as_deref(), Some("-all"));
}

#[test]
fn issues_are_bounded_and_never_hide_that_it_is_broken() {
    let many = format!("v=spf1{}", " include=x.example".repeat(60));
    assert!(!parse(&many).is_permerror());
    let broken = parse(&format!("{many} inculde:x"));
    assert!(broken.is_permerror());
    assert_eq!(broken.issues.len(), MOST_ISSUES + 1);
}

#[test]
fn macros_of_rfc_7208_7_4() {
    let values = |ip: &str| MacroValues {
        local: "strong-bad",
        sender_domain: "email.example.com",
        domain: "email.example.com",
        ip: ip.parse::<IpAddr>().unwrap_or_else(|e| panic!("{e}")),
        validated: "unknown",
        helo: "mx.example.org",
        receiver: "unknown",
        time: 0,
    };
    let expand = |text: &str, ip: &str| {
        let spec = DomainSpec::parse(text.as_bytes()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        spec.expand(&values(ip))
    };
    let table = [
        ("%{s}", "strong-bad@email.example.com"),
        ("%{d4}", "email.example.com"),
        ("%{d2}", "example.com"),
        ("%{d1}", "com"),
        ("%{dr}", "com.example.email"),
        ("%{d2r}.x.y", "example.email.x.y"),
        ("%{l-}", "strong.bad"),
        ("%{lr-}", "bad.strong"),
        ("%{l1r-}", "strong"),
        ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
        ("a%%b%_c%-d.x.", "a%b c%20d.x"),
        ("%{S}.x", "strong-bad%40email.example.com.x"),
    ];
    for (text, want) in table {
        assert_eq!(expand(text, "192.0.2.3"), want, "{text}");
    }
    assert!(expand("%{ir}.%{v}.x", "2001:db8::cb01").starts_with("1.0.B.C.0.0."));
    let long = format!("{}%{{d}}", "abcdefghi.".repeat(40));
    let cut = expand(&long, "192.0.2.3");
    assert!(cut.len() <= 253 && cut.len() > 243 && cut.ends_with("email.example.com"));
}

#[test]
fn explanations_may_hold_what_terms_may_not() {
    assert!(MacroText::explanation(b"%{c} is not %{r}'s friend at %{t}").is_some());
    assert!(MacroText::explanation(b"The %{x}-files").is_none());
    assert!(MacroText::explanation(b"\xef\xbb\xbfx").is_none());
}

#[test]
fn who_authorises_nobody() {
    for yes in ["v=spf1 -all", "v=spf1 exp=e.x.example -all mx"] {
        assert!(parse(yes).authorises_nobody(), "{yes}");
    }
    for no in ["v=spf1 ~all", "v=spf1 mx -all", "v=spf1", "v=spf1 -all inculde:x", "v=spf1 redirect=x.example"] {
        assert!(!parse(no).authorises_nobody(), "{no}");
    }
}

/// Octets as a stranger may send them: no panic, and every place lies in the record.
#[test]
fn any_octets_parse() {
    let alphabet: Vec<u8> = b"  aimxp:=/.%{}r0129-+~?ve\"\\\t\x00\xff\xc3".iter().copied().chain(*b"spf1all").collect();
    let mut seed = 7_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or_default()
    };
    let words: [&[u8]; 8] = [b"v=spf1 ", b" ip4:", b" include:", b" a:", b" mx/", b"%{i", b" redirect=", b" exp="];
    for _ in 0..30_000 {
        let mut octets = b"v=spf1 ".to_vec();
        for _ in 0..next() % 12 {
            match next() % 3 {
                0 => octets.extend_from_slice(words[next() % words.len()]),
                _ => octets.push(alphabet[next() % alphabet.len()]),
            }
        }
        let record = SpfRecord::parse(&octets);
        assert_eq!(record.text.chars().count(), octets.len());
        for issue in &record.issues {
            assert!(issue.span.start <= issue.span.end && issue.span.end <= octets.len() && issue.term < record.terms.len(), "{octets:?}");
        }
        let _ = near_miss(&octets[next() % octets.len()..]);
        let _ = MacroText::explanation(&octets);
    }
}
