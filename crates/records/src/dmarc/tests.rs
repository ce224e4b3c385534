use super::*;

fn parse(text: &str) -> DmarcRecord {
    DmarcRecord::parse(text.as_bytes())
}

fn issues(text: &str) -> Vec<(IssueKind, String, usize)> {
    parse(text).issues.into_iter().map(|i| (i.kind, i.tag, i.span.column())).collect()
}

#[test]
fn what_is_a_record() {
    for yes in ["v=DMARC1", "v=DMARC1;", "v=DMARC1 ; p=none", "v = DMARC1;p=none", "v\t=\tDMARC1;x"] {
        assert!(is_dmarc(yes.as_bytes()), "{yes}");
        assert_eq!(near_miss(yes.as_bytes()), None, "{yes}");
    }
    for no in ["", "v=DMARC10", "v=DMARC1 p=none", " v=DMARC1", "V=DMARC1", "v=dmarc1", "p=none; v=DMARC1", "v=spf1 -all"] {
        assert!(!is_dmarc(no.as_bytes()), "{no}");
    }
}

#[test]
fn what_was_meant_as_one() {
    for (text, wanted) in [
        (" v=DMARC1; p=none", NearMiss::LeadingSpace),
        ("\"v=DMARC1; p=none\"", NearMiss::LeadingQuote),
        ("\u{feff}v=DMARC1; p=none", NearMiss::LeadingBytes),
        ("v=dmarc1; p=none", NearMiss::WrongCase),
        ("V=DMARC1; p=none", NearMiss::WrongCase),
        ("p=none; v=DMARC1", NearMiss::NotFirst),
        ("v=DMARC1 p=none", NearMiss::NoSemicolon),
        ("v=DMARC1, p=none", NearMiss::NoSemicolon),
        ("v=DMARC1.0; p=none", NearMiss::OtherVersion),
        ("v=DMARC2; p=none", NearMiss::OtherVersion),
        ("v=DMARC; p=none", NearMiss::OtherVersion),
        ("v=DMRAC1; p=none", NearMiss::Misspelt),
        ("v:DMARC1; p=none", NearMiss::Misspelt),
        ("v=DMARC 1; p=none", NearMiss::Misspelt),
        ("p=reject; rua=mailto:a@example.com", NearMiss::NoVersion),
    ] {
        assert_eq!(near_miss(text.as_bytes()), Some(wanted), "{text}");
    }
    for no in
        ["", "v=spf1 -all", "v=DKIM1; p=MIIB", "k=rsa; p=none-of-it", "v=STSv1; id=1", "google-site-verification=p=none", "v=TLSRPTv1"]
    {
        assert_eq!(near_miss(no.as_bytes()), None, "{no}");
    }
}

#[test]
fn defaults_and_values() {
    let bare = parse("v=DMARC1");
    assert_eq!(bare, DmarcRecord { text: "v=DMARC1".into(), ..DmarcRecord::default() });
    assert!(!bare.is_sound() && !bare.has_usable_rua());
    let full = parse("v=DMARC1; sp=Quarantine; p=REJECT; np=none; psd=n; t=y; adkim=s; aspf=s; fo=1:d:s; rua=mailto:A@Example.COM");
    assert!(full.issues.is_empty() && full.is_sound() && full.has_usable_rua());
    assert_eq!((full.p, full.sp, full.np), (Field::Valid(Policy::Reject), Field::Valid(Policy::Quarantine), Field::Valid(Policy::None)));
    assert_eq!((full.psd, full.test, full.adkim, full.aspf), (Psd::Organisational, true, Alignment::Strict, Alignment::Strict));
    assert_eq!(parse("v=DMARC1; psd=y").psd, Psd::Suffix);
    assert_eq!(full.rua.as_deref().and_then(|r| r[0].host()), Some("example.com"));
}

#[test]
fn faults_with_their_column() {
    use IssueKind::*;
    for (text, wanted) in [
        ("v=DMARC1; p=rejct", vec![(BadValue, "p", 11)]),
        ("v=DMARC1; p=", vec![(BadValue, "p", 11)]),
        ("v=DMARC1; p=none; sp=no; np=x", vec![(BadValue, "sp", 19), (BadValue, "np", 26)]),
        (
            "v=DMARC1; p=none; adkim=x; aspf=strict; t=1; psd=z; fo=2",
            vec![(BadValue, "adkim", 19), (BadValue, "aspf", 28), (BadValue, "t", 41), (BadValue, "psd", 46), (BadValue, "fo", 53)],
        ),
        ("v=DMARC1; p none", vec![(NotATag, "p none", 11)]),
        ("v=DMARC1; p=none; p=reject", vec![(Duplicate, "p", 19)]),
        ("v=DMARC1; p=none; pct=50; rf=afrf; ri=3600", vec![(Obsolete, "pct", 19), (Obsolete, "rf", 27), (Obsolete, "ri", 36)]),
        (
            "v=DMARC1; p=none; x=1; r_a2=2; 1x=3; a-b=4",
            vec![(Unknown, "x", 19), (Unknown, "r_a2", 24), (NotATag, "1x", 32), (NotATag, "a-b", 38)],
        ),
        ("v=DMARC1; p=none;; ", vec![]),
    ] {
        let wanted: Vec<_> = wanted.into_iter().map(|(k, t, c)| (k, t.to_owned(), c)).collect();
        assert_eq!(issues(text), wanted, "{text}");
    }
    let odd = DmarcRecord::parse(b"v=DMARC1; p=none\xa0");
    assert_eq!(odd.issues.iter().map(|i| (i.kind, i.span.column())).collect::<Vec<_>>(), [(BadValue, 11), (BadCharacter, 17)]);
}

#[test]
fn the_nearest_right_spelling() {
    let nearest = |text: &str| parse(text).issues[0].nearest;
    assert_eq!(nearest("v=DMARC1; p=rejct"), Some("reject"));
    assert_eq!(nearest("v=DMARC1; p=quarantaine"), Some("quarantine"));
    assert_eq!(nearest("v=DMARC1; p=monitor"), None);
    assert_eq!(nearest("v=DMARC1; p=none; ruaa=mailto:a@example.com"), Some("rua"));
    assert_eq!(nearest("v=DMARC1; p=none; RUA=mailto:a@example.com"), Some("rua"));
    assert_eq!(nearest("v=DMARC1; p=none; zzz=1"), None);
}

#[test]
fn the_first_of_a_pair_is_kept() {
    assert_eq!(parse("v=DMARC1; p=none; p=reject").p, Field::Valid(Policy::None));
    assert_eq!(parse("v=DMARC1; p=none; pct=101").pct, None);
    assert_eq!(parse("v=DMARC1; p=none; pct=100").pct, Some(100));
    assert_eq!(parse("v=DMARC1; p=none; pct=0").pct, Some(0));
}

#[test]
fn report_addresses() {
    let one = |uri: &str| parse(&format!("v=DMARC1; p=none; rua={uri}")).rua.expect("rua").remove(0);
    for (uri, wanted) in [
        ("mailto:a@example.com", Ok("a@example.com")),
        ("MAILTO:a@EXAMPLE.com", Ok("a@example.com")),
        ("mailto:a%2Cb@example.com", Ok("a,b@example.com")),
        ("mailto:a@example.com?subject=x", Ok("a@example.com")),
        ("a@example.com", Err(UriFault::NoScheme)),
        ("a@example.com:25", Err(UriFault::NoScheme)),
        ("https://example.com/r", Err(UriFault::OtherScheme)),
        ("mailto:", Err(UriFault::NoMailbox)),
        ("mailto:@example.com", Err(UriFault::NoMailbox)),
        ("mailto://a@example.com", Err(UriFault::NoMailbox)),
        ("mailto:a b@example.com", Err(UriFault::NoMailbox)),
        ("mailto:a%zz@example.com", Err(UriFault::NoMailbox)),
        ("mailto:a@localhost", Err(UriFault::BadHost)),
        ("mailto:a@exa_mple.com", Err(UriFault::BadHost)),
        ("", Err(UriFault::Empty)),
    ] {
        assert_eq!(one(uri).mailbox.map(|m| m.address), wanted.map(str::to_owned), "{uri}");
    }
    let sized = one("mailto:a@example.com!10m");
    assert!(sized.has_size && sized.is_usable());
    assert!(one("mailto:a@example.com!10").has_size);
    assert_eq!(one("mailto:a@example.com!10x").mailbox, Err(UriFault::BadHost));
    let two = parse("v=DMARC1; rua=mailto:a@example.com , b@example.com").rua.expect("rua");
    assert_eq!(two.iter().map(|u| (u.is_usable(), u.span.column())).collect::<Vec<_>>(), [(true, 15), (false, 38)]);
}

#[test]
fn what_receivers_make_of_a_broken_policy() {
    assert!(parse("v=DMARC1; p=none").is_sound());
    assert!(!parse("v=DMARC1; p=none; sp=x").is_sound());
    assert!(!parse("v=DMARC1; p=none; np=").is_sound());
    assert!(!parse("v=DMARC1; rua=mailto:a@example.com").is_sound());
    assert_eq!((Policy::Reject.weaker(), Policy::Quarantine.weaker()), (Policy::Quarantine, Policy::None));
}

#[test]
fn a_policy_of_any_octets_is_a_bad_value_and_no_more() {
    for value in ["n \u{1}\u{0}", "n \u{fffd}x", "\u{e9}\u{e9}", "qua", "q\u{e9}arantine"] {
        assert!(!parse(&format!("v=DMARC1; p={value}; rua=mailto:a@example.com")).issues.is_empty(), "{value:?}");
    }
}
